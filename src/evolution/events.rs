//! What changed among the events.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::area;
use super::change::{Found, Travels, Unread};
use super::frame::{Frame, Versions};
use super::keys::{self, Object, Signature, signature};
use super::names::{Matching, Meaning, Side};
use super::rules::RuleId;
use super::spellings;
use crate::definition::Event;

pub(super) fn compare(
    versions: &Versions<'_>,
    matching: &Matching<'_, Event>,
    out: &mut Vec<Found>,
) {
    let events = Events { versions, matching };
    for (index, counterpart) in matching.new_of_old.iter().enumerate() {
        if let Some(counterpart) = *counterpart {
            events.kept(index, counterpart, out);
        }
    }
    events.gone_and_new(out);
}

struct Events<'a> {
    versions: &'a Versions<'a>,
    matching: &'a Matching<'a, Event>,
}

impl Events<'_> {
    fn kept(&self, index: usize, counterpart: usize, out: &mut Vec<Found>) {
        let (old, new) = (&self.matching.old[index], &self.matching.new[counterpart]);
        let place = format!("events.{}", old.wire_type);
        let start = out.len();
        if let Some(rule) = spellings::renamed(self.matching, index, counterpart) {
            let missed = |side, item| {
                let meaning = self.matching.written_by(side).meaning(item);
                (meaning != Meaning::Same).then(|| self.frame(side, item))
            };
            let unread =
                Unread { of_new: missed(Side::New, counterpart), of_old: missed(Side::Old, index) };
            let (before, after) = (json!(old.wire_type), json!(new.wire_type));
            out.push(Found::new(rule, place.clone(), before, after).shown_by(unread));
        }
        spellings::aliases(self.matching, old, new, &place, out);
        spellings::deprecation(&old.deprecation, &new.deprecation, &place, out);
        let at = |name: &str| format!("{place}.{name}");
        if let (Some(before), Some(after)) = (old.bare, new.bare)
            && before != after
        {
            let (rule, unread) = if after {
                let of_new = Some(self.frame(Side::New, counterpart));
                (RuleId::BareAllowed, Unread { of_new, of_old: None })
            } else {
                let of_old = Some(self.frame(Side::Old, index));
                (RuleId::BareForbidden, Unread { of_new: None, of_old })
            };
            out.push(Found::new(rule, at("bare"), json!(before), json!(after)).shown_by(unread));
        }
        if old.stability != new.stability {
            let rule =
                if new.is_provisional() { RuleId::MadeProvisional } else { RuleId::MadeStable };
            out.push(Found::new(rule, at("stability"), json!(old.stability), json!(new.stability)));
        }
        if let (Some(before), Some(after)) = (old.direction, new.direction)
            && before != after
        {
            let rule = RuleId::DirectionChanged;
            out.push(Found::new(rule, at("direction"), json!(before), json!(after)));
        }
        if old.tenant != new.tenant {
            let rule = RuleId::TenantRuleChanged;
            out.push(Found::new(rule, at("tenant"), json!(old.tenant), json!(new.tenant)));
        }
        for found in &mut out[start..] {
            found.travels = Travels::TO_CLIENTS;
            found.provisional = old.is_provisional();
        }
        for (rule, name, before, after) in [
            (RuleId::BehaviourChanged, "entity", json!(old.entity), json!(new.entity)),
            (RuleId::BehaviourChanged, "actor", json!(old.actor), json!(new.actor)),
            (RuleId::SourceChanged, "name", json!(old.name), json!(new.name)),
            (RuleId::DocumentationChanged, "sent", json!(old.sent), json!(new.sent)),
            (RuleId::DocumentationChanged, "since", json!(old.since), json!(new.since)),
        ] {
            if before != after {
                out.push(Found::new(rule, at(name), before, after));
            }
        }
        let object = Object {
            place: format!("{place}.keys"),
            reserved: [&old.wire_type, &new.wire_type].map(|it| format!("events.{it}.keys")),
            old: Frame::Event(old),
            new: Frame::Event(new),
            travels: Travels::TO_CLIENTS,
            provisional: old.is_provisional(),
        };
        keys::compare(self.versions, &object, out);
    }

    fn gone_and_new(&self, out: &mut Vec<Found>) {
        let start = out.len();
        let alone = |side: Side| -> Vec<usize> {
            let reading = self.matching.written_by(side);
            (0..reading.writer.len()).filter(|it| reading.counterpart(*it).is_none()).collect()
        };
        let mut added = alone(Side::New);
        // By their keys, the first on top: each is taken at most once.
        let mut twins: BTreeMap<Vec<Signature<'_>>, Vec<usize>> = BTreeMap::new();
        for index in added.iter().rev().filter(|it| self.new_rule(**it).0 == RuleId::EventAdded) {
            twins.entry(signature(&self.matching.new[*index].keys)).or_default().push(*index);
        }
        let mut taken = BTreeSet::new();
        for index in alone(Side::Old) {
            let old = &self.matching.old[index];
            let place = format!("events.{}", old.wire_type);
            spellings::removed_early(self.versions, &old.deprecation, &place, out);
            let (rule, of_old) = self.gone(index);
            let is_plain = rule == RuleId::EventRemoved || rule == RuleId::EventRemovedReserved;
            let twin = if is_plain && !old.keys.is_empty() {
                twins.get_mut(&signature(&old.keys)).and_then(Vec::pop)
            } else {
                None
            };
            let found = match twin {
                Some(twin) => {
                    taken.insert(twin);
                    let new = &self.matching.new[twin];
                    let (before, after) = (json!(old.wire_type), json!(new.wire_type));
                    Found::new(RuleId::SuspectedRename, place, before, after)
                }
                None => Found::new(rule, place, json!(old.wire_type), Value::Null),
            };
            let mut found = found.shown_by(Unread { of_new: None, of_old });
            found.provisional = old.is_provisional();
            out.push(found);
        }
        added.retain(|index| !taken.contains(index));
        for index in added {
            let new = &self.matching.new[index];
            let (rule, of_new) = self.new_rule(index);
            let place = format!("events.{}", new.wire_type);
            let found = Found::new(rule, place, Value::Null, json!(new.wire_type));
            out.push(found.shown_by(Unread { of_new, of_old: None }));
        }
        for found in &mut out[start..] {
            found.travels = Travels::TO_CLIENTS;
        }
    }

    /// The rule for an event that is gone, and a frame of it that new readers do not read.
    fn gone(&self, index: usize) -> (RuleId, Option<String>) {
        let old = &self.matching.old[index];
        let frame = || Some(self.frame(Side::Old, index));
        if self.is_other(Side::Old, index) {
            return (RuleId::BecameAlias, frame());
        }
        if let Some(refused) = area::read_as_error(self.versions, Side::Old, old) {
            let rule = if refused.is_some() {
                RuleId::AreaErrorRemovedUnlike
            } else {
                RuleId::AreaErrorRemoved
            };
            return (rule, refused);
        }
        if old.is_bare() {
            return (RuleId::BareEventRemoved, frame());
        }
        if self.versions.new.is_reserved("events", &old.wire_type) {
            (RuleId::EventRemovedReserved, None)
        } else {
            (RuleId::EventRemoved, None)
        }
    }

    /// The rule for an event that is new, and a frame of it that old readers do not read.
    fn new_rule(&self, index: usize) -> (RuleId, Option<String>) {
        let new = &self.matching.new[index];
        let frame = || Some(self.frame(Side::New, index));
        if self.is_other(Side::New, index) {
            return (RuleId::SpellingCollides, frame());
        }
        if self.matching.written_by(Side::New).collides(index) {
            return (RuleId::SpellingCollides, None);
        }
        if let Some(refused) = area::read_as_error(self.versions, Side::New, new) {
            let rule = if refused.is_some() {
                RuleId::AreaErrorAddedUnlike
            } else {
                RuleId::AreaErrorAdded
            };
            return (rule, refused);
        }
        if new.is_bare() {
            return (RuleId::BareEventAdded, frame());
        }
        (RuleId::EventAdded, None)
    }

    /// Whether the reader takes the type of an event that it does not have for another event, or for
    /// a command.
    fn is_other(&self, writer: Side, index: usize) -> bool {
        let reading = self.matching.written_by(writer);
        let reader = self.versions.of(writer.other());
        let wire_type = &reading.writer[index].wire_type;
        let mut commands = reader.commands().iter();
        reading.meaning(index) == Meaning::Other
            || commands.any(|it| it.discriminator == "type" && it.wire_type == *wire_type)
    }

    fn frame(&self, side: Side, index: usize) -> String {
        let event = &self.matching.written_by(side).writer[index];
        let frame = if event.is_bare() { Frame::Bare(event) } else { Frame::Event(event) };
        frame.write(self.versions, side, None)
    }
}
