//! What changed among the facts that no frame shows: rules, error codes, close codes, times, stages,
//! reserved names.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::change::{Found, Travels};
use super::frame::Versions;
use super::names::{Matching, Meaning, Named, Side, Spellings};
use super::rules::RuleId;
use crate::definition::{Definition, ErrorCode};

/// The place of what a client does about any other code.
const OTHERWISE: &str = "*";

impl Named for ErrorCode {
    fn canonical(&self) -> &str {
        self.code.as_deref().unwrap_or(OTHERWISE)
    }

    fn aliases(&self) -> &[String] {
        self.aliases.as_deref().unwrap_or_default()
    }
}

pub(super) fn compare(versions: &Versions<'_>, out: &mut Vec<Found>) {
    let Versions { old, new, .. } = versions;
    rules(old, new, out);
    error_codes(old, new, out);
    let classes = |of: &Definition| -> Option<BTreeMap<String, Value>> {
        let codes = of.close_codes.as_ref()?.iter();
        Some(codes.map(|row| (row.code.to_string(), json!(row.class))).collect())
    };
    let timing = |of: &Definition| -> Option<BTreeMap<String, Value>> {
        Some(of.timing.as_ref()?.iter().map(|(name, time)| (name.clone(), json!(time))).collect())
    };
    let stages = |of: &Definition| -> Option<BTreeMap<String, Value>> {
        Some(of.stages.as_ref()?.iter().map(|(name, url)| (name.clone(), json!(url))).collect())
    };
    let statuses = |of: &Definition| -> Option<BTreeMap<String, Value>> {
        Some(of.statuses.as_ref()?.iter().map(|name| (name.clone(), json!(name))).collect())
    };
    let behaviour = RuleId::BehaviourChanged;
    for (section, rule, before, after) in [
        ("closeCodes", behaviour, classes(old), classes(new)),
        ("timing", behaviour, timing(old), timing(new)),
        ("stages", behaviour, stages(old), stages(new)),
        ("statuses", RuleId::SourceChanged, statuses(old), statuses(new)),
    ] {
        if let (Some(before), Some(after)) = (before, after) {
            entries(section, rule, &before, &after, out);
        }
    }
    reserved(old, new, out);
}

/// The entries of a section, by name.
fn entries(
    section: &str,
    rule: RuleId,
    old: &BTreeMap<String, Value>,
    new: &BTreeMap<String, Value>,
    out: &mut Vec<Found>,
) {
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for name in names {
        let value = |of: &BTreeMap<String, Value>| of.get(name).cloned().unwrap_or_default();
        let (before, after) = (value(old), value(new));
        if before != after {
            let place = format!("{section}.{name}");
            out.push(Found::new(rule, place, before, after));
        }
    }
}

fn rules(old: &Definition, new: &Definition, out: &mut Vec<Found>) {
    let mut changed = |rule, place: &str, before: Value, after: Value| {
        if before != after && !before.is_null() && !after.is_null() {
            let found = Found::new(rule, place.to_owned(), before, after);
            out.push(found.travelling(Travels::TO_CLIENTS));
        }
    };
    let (before, after) = (json!(old.tenant_rule), json!(new.tenant_rule));
    changed(RuleId::TenantRuleChanged, "tenantRule", before, after);
    let (before, after) = (json!(old.area_rule), json!(new.area_rule));
    changed(RuleId::AreaRuleChanged, "areaRule", before, after);
}

fn error_codes(old: &Definition, new: &Definition, out: &mut Vec<Found>) {
    let (Some(old), Some(new)) = (&old.error_codes, &new.error_codes) else { return };
    let matching = Matching::new(old, new);
    for (before, after) in matching.pairs() {
        let place = format!("errorCodes.{}", before.canonical());
        let acts = |of: &ErrorCode| {
            [
                ("class", json!(of.class)),
                ("delaysMs", json!(of.delays_ms)),
                ("httpStatus", json!(of.http_status)),
                ("keepsConnection", json!(of.keeps_connection)),
                ("maxInARow", json!(of.max_in_a_row)),
                ("recovery", json!(of.recovery)),
            ]
        };
        let says = |of: &ErrorCode| [("action", json!(of.action)), ("meaning", json!(of.meaning))];
        for ((name, was), (_, is)) in acts(before).into_iter().zip(acts(after)) {
            if was != is {
                let place = format!("{place}.{name}");
                out.push(Found::new(RuleId::BehaviourChanged, place, was, is));
            }
        }
        for ((name, was), (_, is)) in says(before).into_iter().zip(says(after)) {
            if was != is {
                let place = format!("{place}.{name}");
                out.push(Found::new(RuleId::DocumentationChanged, place, was, is));
            }
        }
    }
    let old_writes = matching.written_by(Side::Old);
    for (index, gone) in old.iter().enumerate() {
        // What became an alias is said where the value is.
        if old_writes.meaning(index) == Meaning::Unknown {
            let place = format!("errorCodes.{}", gone.canonical());
            let (before, after) = (json!(gone.code), Value::Null);
            out.push(Found::new(RuleId::ErrorCodeRemoved, place, before, after));
        }
    }
}

fn reserved(old: &Definition, new: &Definition, out: &mut Vec<Found>) {
    let (Some(before), Some(after)) = (&old.reserved, &new.reserved) else { return };
    let place =
        |entry: &crate::definition::Reserved| format!("reserved.{}.{}", entry.place, entry.name);
    let mut found = |rule, place: String, before: Value, after: Value| {
        out.push(Found::new(rule, place, before, after).travelling(Travels::BOTH));
    };
    for entry in before.iter().filter(|entry| !after.contains(entry)) {
        found(RuleId::ReservedRemoved, place(entry), json!(entry), Value::Null);
    }
    for entry in after.iter().filter(|entry| !before.contains(entry)) {
        found(RuleId::ReservedAdded, place(entry), Value::Null, json!(entry));
    }
    let mut seen = BTreeSet::new();
    for entry in before.iter().chain(after) {
        if is_used(new, &entry.place, &entry.name) && seen.insert(place(entry)) {
            found(RuleId::ReservedReused, place(entry), json!(entry), json!(entry.name));
        }
    }
}

/// Whether a definition reads a name at the place of a list.
fn is_used(definition: &Definition, place: &str, name: &str) -> bool {
    if place == "events" {
        return Spellings::new(definition.events()).get(name).is_some();
    }
    if place == "envelope" {
        return Spellings::new(definition.envelope()).get(name).is_some();
    }
    if place == "commands" {
        return definition.commands().iter().any(|it| it.wire_type == name);
    }
    if let Some(wire_type) = place.strip_prefix("events.").and_then(|it| it.strip_suffix(".keys")) {
        let events = definition.events();
        let event = Spellings::new(events).get(wire_type).map(|index| &events[index]);
        return event.is_some_and(|it| Spellings::new(&it.keys).get(name).is_some());
    }
    if let Some(of) = place.strip_prefix("commands.").and_then(|it| it.strip_suffix(".keys")) {
        let mut commands = definition.commands().iter().filter(|it| it.wire_type == of);
        return commands.any(|it| Spellings::new(&it.keys).get(name).is_some());
    }
    let of = place.strip_prefix("enumerations.").and_then(|it| it.strip_suffix(".values"));
    let mut enumerations = definition.enumerations().iter();
    enumerations.any(|it| Some(&*it.name) == of && Spellings::new(&it.values).get(name).is_some())
}
