//! Each rule by examples: an edit of the released definition, what it says forward, and what the same
//! edit says taken back.

mod events;
mod facts;
mod keys;
mod values;

use std::collections::BTreeSet;

use purposepath_realtime::definition::Definition;
use purposepath_realtime::evolution::{Change, RULES, RuleId, Verdict, compare};
use serde_json::{Value, json};

use crate::oracle::text;

/// An example: what it is about, the edit, and the lines in both directions.
pub struct Pair {
    about: &'static str,
    edit: fn(&mut Value),
    forward: &'static [&'static str],
    back: &'static [&'static str],
}

/// Shorthand for the tables below.
pub const fn pair(
    about: &'static str,
    edit: fn(&mut Value),
    forward: &'static [&'static str],
    back: &'static [&'static str],
) -> Pair {
    Pair { about, edit, forward, back }
}

/// The definition as it was released first.
pub fn released() -> Value {
    serde_json::from_str(include_str!("../../schema/released/1.0.json")).expect("it is JSON")
}

pub fn definition(value: &Value) -> Definition {
    Definition::parse(&value.to_string()).expect("a definition")
}

/// The entry of a list that has this name.
pub fn entry<'a>(of: &'a mut Value, list: &str, name: &str) -> &'a mut Value {
    let is_it = |it: &Value| {
        let names = ["type", "key", "value", "code", "name"];
        names.iter().any(|key| text(it, key) == name)
    };
    let mut entries = of[list].as_array_mut().expect("a list").iter_mut();
    entries.find(|it| is_it(it)).unwrap_or_else(|| panic!("no {name} in {list}"))
}

pub fn event<'a>(of: &'a mut Value, wire_type: &str) -> &'a mut Value {
    entry(of, "events", wire_type)
}

pub fn key<'a>(of: &'a mut Value, wire_type: &str, name: &str) -> &'a mut Value {
    entry(event(of, wire_type), "keys", name)
}

pub fn push(of: &mut Value, list: &str, item: Value) {
    if of[list].is_null() {
        of[list] = json!([]);
    }
    of[list].as_array_mut().expect("a list").push(item);
}

/// Removes an entry of a list, by its name or, where it is a text, by itself.
pub fn remove(of: &mut Value, list: &str, name: &str) {
    let entries = of[list].as_array_mut().expect("a list");
    let before = entries.len();
    entries.retain(|it| {
        let names = ["type", "key", "value", "code"].map(|key| text(it, key) == name);
        it != name && !names.contains(&true)
    });
    assert_eq!(entries.len() + 1, before, "{name} in {list}");
}

pub fn reserve(of: &mut Value, place: &str, name: &str) {
    push(of, "reserved", json!({ "place": place, "name": name, "since": "1.0" }));
}

/// A change as a line: rule, place, both verdicts, level, and whether it is a policy.
pub fn line(change: &Change) -> String {
    let verdict = |it: Option<Verdict>| it.map_or("-", Verdict::as_str);
    format!(
        "{} {} {} {} {}{}",
        change.rule,
        change.place,
        verdict(change.server_to_client),
        verdict(change.client_to_server),
        change.level,
        if change.policy { " policy" } else { "" }
    )
}

fn all() -> Vec<&'static Pair> {
    let tables = [events::PAIRS, keys::PAIRS, values::PAIRS, facts::PAIRS];
    tables.into_iter().flatten().collect()
}

#[test]
fn each_change_is_one_line_with_its_verdict() {
    let old = released();
    let mut wrong = Vec::new();
    let mut count = 0;
    for Pair { about, edit, forward, back } in all() {
        let mut new = old.clone();
        edit(&mut new);
        let (before, after) = (definition(&old), definition(&new));
        for (way, old, new, expected) in
            [("forward", &before, &after, forward), ("back", &after, &before, back)]
        {
            count += 1;
            let lines: Vec<String> = compare(old, new).changes.iter().map(line).collect();
            if lines != *expected {
                wrong.push(format!("{about}, {way}: {lines:#?}\nexpected {expected:#?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 70, "{count} pairs");
}

#[test]
fn each_rule_is_met_by_an_example() {
    let said: BTreeSet<&str> = all()
        .iter()
        .flat_map(|pair| pair.forward.iter().chain(pair.back))
        .filter_map(|line| line.split(' ').next())
        .collect();
    // These compare more than two definitions: tests/cli/breaking has them.
    let elsewhere = [
        RuleId::VersionNotRaised,
        RuleId::AcceptedEdited,
        RuleId::AcceptedStale,
        RuleId::ReleasedEdited,
        RuleId::ChangelogNotWritten,
    ];
    for rule in RULES.iter().filter(|rule| !elsewhere.contains(&rule.id)) {
        assert!(said.contains(rule.id.as_str()), "no example of {}", rule.id);
    }
}
