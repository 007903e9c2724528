//! What changed among the keys of an object: a payload, a command, the envelope.

use serde_json::{Value, json};

use super::change::{Found, Travels, Unread};
use super::frame::{Frame, Versions, Written};
use super::kinds::{refused, sample};
use super::names::{Matching, Meaning, Reading, Side};
use super::rules::RuleId;
use super::spellings;
use crate::definition::{Definition, Key, Presence, element_of};

/// An object of both versions.
pub(super) struct Object<'a> {
    /// The place of its keys in the old version.
    pub(super) place: String,
    /// The places at which names of its keys are reserved.
    pub(super) reserved: [String; 2],
    pub(super) old: Frame<'a>,
    pub(super) new: Frame<'a>,
    pub(super) travels: Travels,
    pub(super) provisional: bool,
}

pub(super) fn compare(versions: &Versions<'_>, object: &Object<'_>, out: &mut Vec<Found>) {
    let old = object.old.keys(versions.old);
    let new = object.new.keys(versions.new);
    let start = out.len();
    let keys = Keys { versions, object, matching: Matching::new(old, new) };
    keys.kept(out);
    keys.gone_and_new(out);
    for found in &mut out[start..] {
        found.provisional = object.provisional;
        if found.rule != RuleId::SourceChanged {
            found.travels = object.travels;
        }
    }
}

struct Keys<'a> {
    versions: &'a Versions<'a>,
    object: &'a Object<'a>,
    matching: Matching<'a, Key>,
}

impl Keys<'_> {
    /// The keys that both versions have.
    fn kept(&self, out: &mut Vec<Found>) {
        for (index, counterpart) in self.matching.new_of_old.iter().enumerate() {
            let Some(counterpart) = *counterpart else { continue };
            let (old, new) = (&self.matching.old[index], &self.matching.new[counterpart]);
            let place = self.place(old);
            self.facets(index, counterpart, &place, out);
            spellings::aliases(&self.matching, old, new, &place, out);
            spellings::deprecation(&old.deprecation, &new.deprecation, &place, out);
        }
    }

    /// Name, presence and kind of one key: what changed together is judged together.
    fn facets(&self, index: usize, counterpart: usize, place: &str, out: &mut Vec<Found>) {
        let (old, new) = (&self.matching.old[index], &self.matching.new[counterpart]);
        let unread = Unread {
            of_new: self.refused_frame(Side::New, counterpart),
            of_old: self.refused_frame(Side::Old, index),
        };
        let presences = (old.presence(), new.presence());
        let mut facets: Vec<(RuleId, Value, Value)> = Vec::new();
        if let Some(rule) = spellings::renamed(&self.matching, index, counterpart) {
            facets.push((rule, json!(old.key), json!(new.key)));
        }
        if presences.0 != presences.1 {
            let rule = match presences {
                (Presence::Required, _) | (Presence::Nullable, Presence::Optional) => {
                    RuleId::PresenceLoosened
                }
                _ => RuleId::PresenceTightened,
            };
            facets.push((rule, json!(presences.0.as_str()), json!(presences.1.as_str())));
        }
        let kinds = (json!(old.kind), json!(new.kind));
        match self.kind_rule(old, new) {
            // Seen in the source only.
            Some(RuleId::KindRenamed) => {
                out.push(Found::new(RuleId::KindRenamed, place.to_owned(), kinds.0, kinds.1))
            }
            Some(rule) => facets.push((rule, kinds.0, kinds.1)),
            None => {}
        }
        let found = match facets.len() {
            0 => return,
            1 => {
                let (rule, before, after) = facets.remove(0);
                Found::new(rule, place.to_owned(), before, after)
            }
            _ => Found::new(RuleId::SeveralChanges, place.to_owned(), json!(old), json!(new)),
        };
        out.push(found.shown_by(unread));
    }

    fn kind_rule(&self, old: &Key, new: &Key) -> Option<RuleId> {
        if old.kind == new.kind && is_one_definition(self.versions, &old.kind) {
            return None;
        }
        let new_refused = self.refused_value(Side::New, new, old).is_some();
        let old_refused = self.refused_value(Side::Old, old, new).is_some();
        match (new_refused, old_refused) {
            (false, false) if old.kind == new.kind => None,
            (false, false) => Some(RuleId::KindRenamed),
            (true, false) => Some(RuleId::KindWidened),
            (false, true) => Some(RuleId::KindNarrowed),
            (true, true) => Some(RuleId::KindChanged),
        }
    }

    /// The keys that only one version has.
    fn gone_and_new(&self, out: &mut Vec<Found>) {
        let (old_writes, new_writes) =
            (self.matching.written_by(Side::Old), self.matching.written_by(Side::New));
        let alone = |reading: &Reading<'_, Key>| -> Vec<usize> {
            (0..reading.writer.len()).filter(|it| reading.counterpart(*it).is_none()).collect()
        };
        let mut added = alone(&new_writes);
        for index in alone(&old_writes) {
            let old = &self.matching.old[index];
            let unread = Unread {
                of_new: (!old.optional).then(|| self.frame(Side::New, None)),
                of_old: self.refused_frame(Side::Old, index),
            };
            spellings::removed_early(self.versions, &old.deprecation, &self.place(old), out);
            if old_writes.meaning(index) == Meaning::Other {
                let rule =
                    if old.optional { RuleId::BecameAlias } else { RuleId::RequiredBecameAlias };
                out.push(self.gone(rule, old).shown_by(unread));
                continue;
            }
            let is_twin = |other: &usize| {
                let new = &self.matching.new[*other];
                new.kind == old.kind && new_writes.meaning(*other) == Meaning::Unknown
            };
            if let Some(at) = added.iter().position(is_twin) {
                let other = added.remove(at);
                let new = &self.matching.new[other];
                let unread = Unread {
                    of_new: unread.of_new,
                    of_old: (!new.optional).then(|| self.frame(Side::Old, None)),
                };
                let place = self.place(old);
                let (before, after) = (json!(old.key), json!(new.key));
                let found = Found::new(RuleId::SuspectedRename, place, before, after);
                out.push(found.shown_by(unread));
                continue;
            }
            let reserved = || {
                let mut places = self.object.reserved.iter();
                places.any(|place| self.versions.new.is_reserved(place, &old.key))
            };
            let rule = if !old.optional {
                RuleId::RequiredKeyRemoved
            } else if reserved() {
                RuleId::OptionalKeyRemovedReserved
            } else {
                RuleId::OptionalKeyRemoved
            };
            out.push(self.gone(rule, old).shown_by(unread));
        }
        for index in added {
            let new = &self.matching.new[index];
            let collides = new_writes.collides(index);
            let rule = match (collides, new.optional) {
                (true, true) => RuleId::SpellingCollides,
                (true, false) => RuleId::RequiredSpellingCollides,
                (false, true) => RuleId::OptionalKeyAdded,
                (false, false) => RuleId::RequiredKeyAdded,
            };
            let unread = Unread {
                of_new: self.refused_frame(Side::New, index),
                of_old: (!new.optional).then(|| self.frame(Side::Old, None)),
            };
            let found = Found::new(rule, self.place(new), Value::Null, json!(new));
            out.push(found.shown_by(unread));
        }
    }

    fn gone(&self, rule: RuleId, old: &Key) -> Found {
        Found::new(rule, self.place(old), json!(old), Value::Null)
    }

    fn place(&self, key: &Key) -> String {
        format!("{}.{}", self.object.place, key.key)
    }

    fn frame(&self, side: Side, given: Option<(&str, &Written)>) -> String {
        let frame = if side == Side::Old { self.object.old } else { self.object.new };
        frame.write(self.versions, side, given)
    }

    /// A frame in which one side writes this key as the other does not read it.
    fn refused_frame(&self, side: Side, index: usize) -> Option<String> {
        let reading = self.matching.written_by(side);
        let written = refused_key(self.versions, &reading, side, index)?;
        Some(self.frame(side, Some((&reading.writer[index].key, &written))))
    }

    fn refused_value(&self, side: Side, writer: &Key, reader: &Key) -> Option<Value> {
        refused_value(self.versions, side, writer, reader)
    }
}

/// How the writer writes one of its keys so that the reader does not read it, if it can. A key that
/// the reader does not know is ignored, and so read.
pub(super) fn refused_key(
    versions: &Versions<'_>,
    reading: &Reading<'_, Key>,
    side: Side,
    index: usize,
) -> Option<Written> {
    let key = &reading.writer[index];
    let any = || Some(Written::Value(sample(&versions.kind(side, key))));
    match reading.meaning(index) {
        Meaning::Unknown => return None,
        Meaning::Other | Meaning::Missed => return any(),
        Meaning::Same => {}
    }
    let reader = &reading.reader[reading.counterpart(index)?];
    match (key.presence(), reader.presence()) {
        (Presence::Optional, Presence::Required | Presence::Nullable) => {
            return Some(Written::Absent);
        }
        (Presence::Nullable, Presence::Required) => return Some(Written::Null),
        _ => {}
    }
    if key.kind == reader.kind && is_one_definition(versions, &key.kind) {
        return None;
    }
    refused_value(versions, side, key, reader).map(Written::Value)
}

fn refused_value(versions: &Versions<'_>, side: Side, writer: &Key, reader: &Key) -> Option<Value> {
    refused(&versions.kind(side, writer), &versions.kind(side.other(), reader), side)
}

/// Whether both versions define a kind of this name, and in the same way: then what changed about it
/// is said there.
fn is_one_definition(versions: &Versions<'_>, kind: &str) -> bool {
    let kind = element_of(kind);
    let listed = |of: &Definition| of.enumerations().iter().any(|it| it.name == kind);
    listed(versions.old) == listed(versions.new)
}

/// A key as far as a new name of its owner leaves it alone.
pub(super) type Signature<'a> = (&'a str, &'a str, &'static str);

/// The keys of an event or a command, in one order.
pub(super) fn signature(keys: &[Key]) -> Vec<Signature<'_>> {
    let mut keys: Vec<Signature<'_>> =
        keys.iter().map(|it| (&*it.key, &*it.kind, it.presence().as_str())).collect();
    keys.sort_unstable();
    keys
}
