//! Over random pairs of definitions, the verdicts are what two peers find that know no rule; and a
//! wrong rule is noticed.

use std::collections::{BTreeMap, BTreeSet};
use std::thread;

use purposepath_realtime::definition::Definition;
use purposepath_realtime::evolution::{Change, RULES, Rule, RuleId, Verdict, compare_by};
use serde_json::Value;

use crate::edits::edited;
use crate::frames;
use crate::names::counterparts;
use crate::oracle::{Crossing, Peer, fill, list, text};
use crate::random::Random;
use crate::seed::seed;

const PAIRS: u64 = 10_000;

/// Who does not read whom: whether old readers miss what is new, and new readers what is old.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Missed {
    old_reader: bool,
    new_reader: bool,
}

impl Missed {
    fn or(self, other: Missed) -> Missed {
        Missed {
            old_reader: self.old_reader || other.old_reader,
            new_reader: self.new_reader || other.new_reader,
        }
    }
}

/// Two definitions, one made of the other by up to four edits.
fn pair(seed_of_pair: u64) -> (Value, Value) {
    let mut random = Random(seed_of_pair);
    let mut old = seed();
    for _ in 0..random.below(6) {
        old = edited(&old, &mut random);
    }
    let mut new = old.clone();
    for _ in 0..=random.below(4) {
        new = edited(&new, &mut random);
    }
    (old, new)
}

fn definition(value: &Value) -> Definition {
    serde_json::from_value(value.clone()).unwrap_or_else(|why| panic!("{why}: {value}"))
}

/// What two peers find, by the place of an event or a command, of the gateway and of the limits.
fn found(old: &Value, new: &Value) -> BTreeMap<String, Missed> {
    let mut found: BTreeMap<String, Missed> = BTreeMap::new();
    let mut note = |place: String, old_reader: bool, new_reader: bool| {
        let missed = found.entry(place).or_default();
        *missed = missed.or(Missed { old_reader, new_reader });
    };
    let (before, after) = (Peer::new(old), Peer::new(new));
    let old_writes = Crossing::new(&before, &after, true);
    let new_writes = Crossing::new(&after, &before, false);
    let of_old = |frame: &Value| old_writes.misread(frame).is_some();
    let of_new = |frame: &Value| new_writes.misread(frame).is_some();
    let events = (list(old, "events"), list(new, "events"));
    let pairs = counterparts(events.1, events.0, "type", false, false);
    for event in events.0 {
        let place = format!("events.{}", text(event, "type"));
        note(place, false, frames::of_event(&before, event).iter().any(of_old));
    }
    for (event, counterpart) in events.1.iter().zip(pairs) {
        let named = counterpart.map_or(event, |index| &events.0[index]);
        let place = format!("events.{}", text(named, "type"));
        note(place, frames::of_event(&after, event).iter().any(of_new), false);
    }
    for command in list(old, "commands") {
        let place = format!("commands.{}", text(command, "type"));
        note(place, false, frames::of_command(&before, command).iter().any(of_old));
    }
    for command in list(new, "commands") {
        let place = format!("commands.{}", text(command, "type"));
        note(place, frames::of_command(&after, command).iter().any(of_new), false);
    }
    // Amazon writes what it writes.
    let missed = frames::of_gateway(&before).iter().any(of_old);
    note("gateway".to_owned(), missed, missed);
    for name in ["maxFrameBytes", "maxDepth"] {
        let full = |of: &Value| fill(name, of["limits"][name].as_u64().expect("a number"));
        note(format!("limits.{name}"), of_new(&full(new)), of_old(&full(old)));
    }
    found
}

/// What the changes say, by the same places.
fn said(old: &Value, new: &Value, changes: &[Change]) -> BTreeMap<String, Missed> {
    let mut said: BTreeMap<String, Missed> = BTreeMap::new();
    for place in found_places(old, new) {
        // What only one version has, only that version writes.
        let (by_old, by_new) = writers(old, new, &place);
        let both = both(old, new, &place);
        for change in changes {
            let missed = missed_by(change);
            let is_own = change.place == place
                || change.place.strip_prefix(&*place).is_some_and(|rest| rest.starts_with('.'))
                || is_new_name(change, &place);
            let mut parts = change.place.split('.');
            let is_felt = match parts.next().unwrap_or_default() {
                "enumerations" | "kinds" => {
                    let kind = parts.next().unwrap_or_default();
                    both.is_some_and(|both| uses_kind(old, new, both, &place, kind))
                }
                "envelope" => both.is_some() && place.starts_with("events."),
                _ => false,
            };
            if is_own || is_felt {
                let felt = Missed {
                    old_reader: missed.old_reader && by_new,
                    new_reader: missed.new_reader && by_old,
                };
                let entry = said.entry(place.clone()).or_default();
                *entry = entry.or(felt);
            }
        }
    }
    said
}

/// Which versions write what is at a place; an event that was renamed is at its old place.
fn writers(old: &Value, new: &Value, place: &str) -> (bool, bool) {
    if let Some(wire_type) = place.strip_prefix("commands.") {
        let has = |of| list(of, "commands").iter().any(|it| text(it, "type") == wire_type);
        return (has(old), has(new));
    }
    let Some(wire_type) = place.strip_prefix("events.") else { return (true, true) };
    let events = list(old, "events");
    match events.iter().position(|it| text(it, "type") == wire_type) {
        Some(index) => {
            let pairs = counterparts(events, list(new, "events"), "type", false, true);
            (true, pairs[index].is_some())
        }
        None => (false, true),
    }
}

/// Whether a place is that of a command's new name, if it is one.
fn is_new_name(change: &Change, place: &str) -> bool {
    let is_renamed =
        change.rule == RuleId::SuspectedRename && change.place.starts_with("commands.");
    let wire_type = place.strip_prefix("commands.");
    let is_key = change.place.contains(".keys.");
    is_renamed && !is_key && wire_type.is_some() && change.after.as_str() == wire_type
}

/// Whom a change makes miss what, by its verdict; by what is written and read if it is a policy.
fn missed_by(change: &Change) -> Missed {
    let verdict = match (change.policy, change.server_to_client, change.client_to_server) {
        (true, ..) => change.inclusion,
        (false, Some(verdict), _) => verdict,
        (false, None, Some(verdict)) => verdict.exchanged(),
        (false, None, None) => return Missed::default(),
    };
    Missed {
        old_reader: matches!(verdict, Verdict::ClientsFirst | Verdict::Break),
        new_reader: matches!(verdict, Verdict::ServersFirst | Verdict::Break),
    }
}

fn found_places(old: &Value, new: &Value) -> Vec<String> {
    let mut places: Vec<String> =
        vec!["gateway".into(), "limits.maxFrameBytes".into(), "limits.maxDepth".into()];
    for definition in [old, new] {
        for section in ["events", "commands"] {
            let types = list(definition, section).iter().map(|it| text(it, "type"));
            places.extend(types.map(|it| format!("{section}.{it}")));
        }
    }
    places.sort();
    places.dedup();
    places
}

/// The two versions of what is at a place, if both have it. Of an error of an area that one version
/// does not list, it has the general one.
fn both<'a>(old: &'a Value, new: &'a Value, place: &str) -> Option<(&'a Value, &'a Value)> {
    let (section, wire_type) = place.split_once('.')?;
    let named = |of: &'a Value, name: &str| {
        list(of, section).iter().position(|it| text(it, "type") == name)
    };
    let items = (list(old, section), list(new, section));
    if section == "commands" {
        return Some((&items.0[named(old, wire_type)?], &items.1[named(new, wire_type)?]));
    }
    let general = |of: &'a Value| {
        Some(&list(of, section)[named(of, "error")?]).filter(|_| Peer::new(of).is_area(wire_type))
    };
    let pairs = counterparts(items.0, items.1, "type", false, true);
    match (named(old, wire_type), named(new, wire_type)) {
        (Some(before), _) => {
            let after = pairs[before].map(|after| &items.1[after]);
            Some((&items.0[before], after.or_else(|| general(new))?))
        }
        (None, Some(after)) => Some((general(old)?, &items.1[after])),
        (None, None) => None,
    }
}

/// Whether a key that both versions have is of a kind in both.
fn uses_kind(
    old: &Value,
    new: &Value,
    (before, after): (&Value, &Value),
    place: &str,
    kind: &str,
) -> bool {
    let is_of = |key: &Value| text(key, "kind").trim_start_matches("list of ") == kind;
    let among = |before: &[Value], after: &[Value]| {
        if !before.iter().any(is_of) || !after.iter().any(is_of) {
            return false;
        }
        let pairs = counterparts(before, after, "key", true, true);
        let mut both = before.iter().zip(pairs);
        both.any(|(key, other)| is_of(key) && other.is_some_and(|it| is_of(&after[it])))
    };
    among(list(before, "keys"), list(after, "keys"))
        || place.starts_with("events.") && among(list(old, "envelope"), list(new, "envelope"))
}

/// The first place at which the changes say something else than two peers find.
fn disagreement(
    rules: &[Rule<RuleId>],
    old: &Value,
    new: &Value,
    met: &mut BTreeSet<RuleId>,
) -> Option<String> {
    let comparison = compare_by(rules, &definition(old), &definition(new));
    for change in &comparison.changes {
        met.insert(change.rule);
    }
    let said = said(old, new, &comparison.changes);
    for (place, found) in found(old, new) {
        let said = said.get(&place).copied().unwrap_or_default();
        if said != found {
            let changes: Vec<String> = comparison
                .changes
                .iter()
                .map(|it| {
                    format!(
                        "{} {} {} {:?} {:?}",
                        it.rule, it.place, it.inclusion, it.before, it.after
                    )
                })
                .collect();
            return Some(format!(
                "{place}: found {found:?}, said {said:?} by\n{}",
                changes.join("\n")
            ));
        }
    }
    comparison.changes.iter().find_map(|change| unproved(change, old, new))
}

/// What is wrong with the frame that shows a change, if anything is.
fn unproved(change: &Change, old: &Value, new: &Value) -> Option<String> {
    let verdicts = [change.server_to_client, change.client_to_server].into_iter().flatten();
    let is_due = verdicts.clone().any(binds) && !change.policy;
    let Some(witness) = &change.witness else {
        return is_due.then(|| format!("no frame shows {} at {}", change.rule, change.place));
    };
    let frame: Value = serde_json::from_str(witness).expect("a frame is JSON");
    let (old, new) = (Peer::new(old), Peer::new(new));
    let shows = |writer: &Peer<'_>, reader: &Peer<'_>, is_old: bool| {
        let crossing = Crossing::new(writer, reader, is_old);
        writer.read(&frame).is_ok() && crossing.misread(&frame).is_some()
    };
    let is_shown = shows(&old, &new, true) || shows(&new, &old, false);
    (!is_shown).then(|| {
        format!("both read {witness}, which is to show {} at {}", change.rule, change.place)
    })
}

#[test]
fn verdicts_are_what_two_peers_find_that_know_no_rule() {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let part = |first: usize| {
        let mut met = BTreeSet::new();
        for seed in (first as u64..PAIRS).step_by(threads) {
            let (old, new) = pair(seed);
            if let Some(why) = disagreement(RULES, &old, &new, &mut met) {
                panic!("pair {seed}: {why}\nold: {old}\nnew: {new}");
            }
        }
        met
    };
    let met: BTreeSet<RuleId> = thread::scope(|scope| {
        let parts: Vec<_> = (0..threads).map(|first| scope.spawn(move || part(first))).collect();
        let parts = parts.into_iter().map(|part| part.join().expect("all verdicts agree"));
        parts.flatten().collect()
    });
    // A policy only where the spelling is one that nobody writes any more.
    let collisions = [RuleId::SpellingCollides, RuleId::RequiredSpellingCollides];
    let is_proved = |rule: &Rule<RuleId>| !rule.policy || collisions.contains(&rule.id);
    for rule in RULES.iter().filter(|rule| rule.verdict.is_none_or(binds) && is_proved(rule)) {
        assert!(met.contains(&rule.id), "no pair is about {}", rule.id);
    }
}

/// Whether a verdict says an order, and so is a matter of what is written and read.
fn binds(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::ServersFirst | Verdict::ClientsFirst | Verdict::Break)
}

#[test]
fn a_wrong_rule_is_noticed() {
    for (id, wrong) in [
        (RuleId::Renamed, Verdict::Any),
        (RuleId::PresenceTightened, Verdict::Any),
        (RuleId::ClosedValueAdded, Verdict::ServersFirst),
        (RuleId::KindNarrowed, Verdict::ClientsFirst),
        (RuleId::BecameAlias, Verdict::Any),
        (RuleId::CommandAdded, Verdict::Any),
    ] {
        let mut rules = RULES.to_vec();
        let row = rules.iter_mut().find(|rule| rule.id == id).expect("a row");
        row.verdict = Some(wrong);
        let noticed = (0..PAIRS).any(|seed| {
            let (old, new) = pair(seed);
            disagreement(&rules, &old, &new, &mut BTreeSet::new()).is_some()
        });
        assert!(noticed, "{id} may say {wrong}, and nobody notices");
    }
}
