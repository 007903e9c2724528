//! What changed among the kinds of values: the enumerations, and what the other kinds read.

use serde_json::{Value, json};

use super::change::{Found, Travels, Unread};
use super::frame::Versions;
use super::kinds::{refused, unlisted};
use super::names::{Matching, Meaning, Side};
use super::rules::RuleId;
use super::spellings;
use super::usage::Uses;
use crate::definition::{self, Enumeration, Kinds};

pub(super) fn compare(versions: &Versions<'_>, uses: &Uses<'_>, out: &mut Vec<Found>) {
    let (old, new) = (versions.old.enumerations(), versions.new.enumerations());
    let source = |name: &str, before: Value, after: Value| {
        Found::new(RuleId::SourceChanged, format!("enumerations.{name}"), before, after)
    };
    for before in old {
        match new.iter().find(|it| it.name == before.name) {
            Some(after) => Values { versions, uses, old: before, new: after }.compare(out),
            None => out.push(source(&before.name, json!(before.name), Value::Null)),
        }
    }
    for after in new.iter().filter(|after| !old.iter().any(|it| it.name == after.name)) {
        out.push(source(&after.name, Value::Null, json!(after.name)));
    }
}

struct Values<'a> {
    versions: &'a Versions<'a>,
    uses: &'a Uses<'a>,
    old: &'a Enumeration,
    new: &'a Enumeration,
}

impl Values<'_> {
    fn compare(&self, out: &mut Vec<Found>) {
        let start = out.len();
        if self.old.open != self.new.open {
            let other = unlisted(&[self.old, self.new]);
            let (rule, unread) = if self.new.open {
                let of_new = self.frame(Side::New, &other);
                (RuleId::EnumerationOpened, Unread { of_new, of_old: None })
            } else {
                let of_old = self.frame(Side::Old, &other);
                (RuleId::EnumerationClosed, Unread { of_new: None, of_old })
            };
            let place = format!("enumerations.{}.open", self.old.name);
            let (before, after) = (json!(self.old.open), json!(self.new.open));
            out.push(Found::new(rule, place, before, after).shown_by(unread));
        }
        let matching = Matching::new(&self.old.values, &self.new.values);
        self.kept(&matching, out);
        self.gone_and_new(&matching, out);
        let travels = self.uses.travels(&self.old.name);
        for found in &mut out[start..] {
            found.travels = travels;
        }
    }

    fn kept(&self, matching: &Matching<'_, definition::Value>, out: &mut Vec<Found>) {
        for (index, counterpart) in matching.new_of_old.iter().enumerate() {
            let Some(counterpart) = *counterpart else { continue };
            let (old, new) = (&matching.old[index], &matching.new[counterpart]);
            let place = self.place(&old.value);
            if let Some(rule) = spellings::renamed(matching, index, counterpart) {
                let missed = |side, item, value: &str| {
                    let meaning = matching.written_by(side).meaning(item);
                    (meaning != Meaning::Same).then(|| self.frame(side, value)).flatten()
                };
                let unread = Unread {
                    of_new: missed(Side::New, counterpart, &new.value),
                    of_old: missed(Side::Old, index, &old.value),
                };
                let (before, after) = (json!(old.value), json!(new.value));
                out.push(Found::new(rule, place.clone(), before, after).shown_by(unread));
            }
            spellings::aliases(matching, old, new, &place, out);
            spellings::deprecation(&old.deprecation, &new.deprecation, &place, out);
        }
    }

    fn gone_and_new(&self, matching: &Matching<'_, definition::Value>, out: &mut Vec<Found>) {
        let (gone, added) = (self.gone(matching), self.added(matching));
        let place = |index: usize| self.place(&matching.old[index].value);
        for (index, _) in &gone {
            let old = &matching.old[*index];
            spellings::removed_early(self.versions, &old.deprecation, &place(*index), out);
        }
        if let ([(old, gone)], [(new, added)]) = (&*gone, &*added)
            && *gone != RuleId::BecameAlias
            && *added != RuleId::SpellingCollides
        {
            let (before, after) = (&matching.old[*old].value, &matching.new[*new].value);
            let of_new = self.frame(Side::New, after).filter(|_| !self.old.open);
            let of_old = self.frame(Side::Old, before).filter(|_| !self.new.open);
            let found =
                Found::new(RuleId::SuspectedRename, place(*old), json!(before), json!(after));
            out.push(found.shown_by(Unread { of_new, of_old }));
            return;
        }
        for (index, rule) in gone {
            // Said where its row is gone.
            if self.has_rows() && self.new.open && rule != RuleId::BecameAlias {
                continue;
            }
            let old = &matching.old[index].value;
            let is_read = !matches!(rule, RuleId::BecameAlias | RuleId::ClosedValueRemoved);
            let of_old = if is_read { None } else { self.frame(Side::Old, old) };
            let found = Found::new(rule, place(index), json!(old), Value::Null);
            out.push(found.shown_by(Unread { of_new: None, of_old }));
        }
        for (index, rule) in added {
            let new = &matching.new[index].value;
            let is_read =
                self.old.open && matching.written_by(Side::New).meaning(index) == Meaning::Unknown;
            let of_new = if is_read { None } else { self.frame(Side::New, new) };
            let found = Found::new(rule, self.place(new), Value::Null, json!(new));
            out.push(found.shown_by(Unread { of_new, of_old: None }));
        }
    }

    /// The values that only the old version has, by index.
    fn gone(&self, matching: &Matching<'_, definition::Value>) -> Vec<(usize, RuleId)> {
        let reading = matching.written_by(Side::Old);
        let alone = (0..matching.old.len()).filter(|it| reading.counterpart(*it).is_none());
        let list = format!("enumerations.{}.values", self.old.name);
        let is_reserved =
            |index: usize| self.versions.new.is_reserved(&list, &matching.old[index].value);
        let rule = |index| match reading.meaning(index) {
            Meaning::Other => RuleId::BecameAlias,
            _ if !self.new.open => RuleId::ClosedValueRemoved,
            _ if is_reserved(index) => RuleId::OpenValueRemovedReserved,
            _ => RuleId::OpenValueRemoved,
        };
        alone.map(|index| (index, rule(index))).collect()
    }

    /// The values that only the new version has, by index.
    fn added(&self, matching: &Matching<'_, definition::Value>) -> Vec<(usize, RuleId)> {
        let reading = matching.written_by(Side::New);
        let alone = (0..matching.new.len()).filter(|it| reading.counterpart(*it).is_none());
        let rule = |index| match reading.collides(index) {
            true => RuleId::SpellingCollides,
            false if self.old.open => RuleId::OpenValueAdded,
            false => RuleId::ClosedValueAdded,
        };
        alone.map(|index| (index, rule(index))).collect()
    }

    /// Whether another section has a row for each value, in both versions.
    fn has_rows(&self) -> bool {
        let codes =
            self.versions.old.error_codes.as_ref().and(self.versions.new.error_codes.as_ref());
        let of_codes = |it: &Enumeration| it.rows.as_deref() == Some("errorCodes");
        codes.is_some() && of_codes(self.old) && of_codes(self.new)
    }

    fn place(&self, value: &str) -> String {
        format!("enumerations.{}.values.{value}", self.old.name)
    }

    fn frame(&self, side: Side, value: &str) -> Option<String> {
        self.uses.frame(self.versions, side, &self.old.name, json!(value))
    }
}

/// The kinds that are no enumerations: what a name stands for.
pub(super) fn compare_kinds(versions: &Versions<'_>, uses: &Uses<'_>, out: &mut Vec<Found>) {
    let (old, new) = (versions.old.kinds.as_deref(), versions.new.kinds.as_deref());
    let (Some(old), Some(new)) = (old, new) else { return };
    let (old_kinds, new_kinds) = (Kinds::new(versions.old), Kinds::new(versions.new));
    for before in old {
        let Some(after) = new.iter().find(|it| it.name == before.name) else { continue };
        if before == after {
            continue;
        }
        let (Some(was), Some(is)) = (old_kinds.get(&before.name), new_kinds.get(&before.name))
        else {
            continue;
        };
        let travels = uses.travels(&before.name);
        let frame = |side, value: Option<Value>| {
            value.and_then(|value| uses.frame(versions, side, &before.name, value))
        };
        let refused_new = refused(&is, &was, Side::New);
        let refused_old = refused(&was, &is, Side::Old);
        let rule = match (refused_new.is_some(), refused_old.is_some()) {
            (false, false) => RuleId::KindRenamed,
            (true, false) => RuleId::KindWidened,
            (false, true) => RuleId::KindNarrowed,
            (true, true) => RuleId::KindChanged,
        };
        let unread =
            Unread { of_new: frame(Side::New, refused_new), of_old: frame(Side::Old, refused_old) };
        let travels = if rule == RuleId::KindRenamed { Travels::NOWHERE } else { travels };
        let place = format!("kinds.{}", before.name);
        let found = Found::new(rule, place, json!(before), json!(after));
        out.push(found.travelling(travels).shown_by(unread));
    }
}
