//! Edits that turn one definition into another. An edit may make a definition that says one spelling
//! of two things; that one is not used.

mod spellings;

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::names::spellings;
use crate::oracle::{is, list, text};
use crate::random::Random;
use spellings::{add_alias, merge, remove_alias, rename, swap};

const KINDS: &[&str] = &[
    "text",
    "AId",
    "BId",
    "token",
    "date-time",
    "date",
    "integer",
    "number",
    "number 0..",
    "number 0..100",
    "number 10..100",
    "boolean",
    "Open",
    "Closed",
    "Other",
    "Shut",
    "list of text",
    "list of AId",
    "list of Open",
    "list of Closed",
    "list of integer",
];
const KEYS: &[&str] =
    &["title", "name", "aLabel", "a_label", "reason", "note", "code", "error", "size"];
const TYPES: &[&str] = &[
    "a.created",
    "a.made",
    "b.created",
    "b.removed",
    "c.moved",
    "pong",
    "billing.error",
    "x.error",
    "ping",
];
const VALUES: &[&str] = &["low", "middle", "high", "top", "none", "lowest"];

/// An edit, which may have nothing to do.
type Edit = fn(&mut Value, &mut Random);

const EDITS: &[Edit] = &[
    add_event,
    remove_item,
    rename,
    rename,
    add_alias,
    remove_alias,
    swap,
    swap,
    merge,
    toggle_bare,
    add_key,
    add_key,
    remove_key,
    remove_key,
    presence,
    presence,
    kind,
    kind,
    kind,
    twin,
    add_value,
    add_value,
    open,
    add_command,
    limit,
    gateway,
    kind_row,
    reserve,
];

/// The definition after one edit that changes it and leaves it without contradiction.
pub fn edited(from: &Value, random: &mut Random) -> Value {
    loop {
        let mut edited = from.clone();
        random.pick(EDITS)(&mut edited, random);
        if edited != *from && is_consistent(&edited) {
            return edited;
        }
    }
}

/// Whether every spelling means one thing, and every enumeration has a value.
fn is_consistent(definition: &Value) -> bool {
    let is_clear = |items: &[Value], name: &str, snake: bool| {
        let mut all = BTreeSet::new();
        items.iter().all(|item| {
            let own: BTreeSet<String> = spellings(item, name, snake).into_iter().collect();
            own.into_iter().all(|spelling| all.insert(spelling))
        })
    };
    let events = list(definition, "events");
    let objects = events.iter().chain(list(definition, "commands"));
    let mut commands = list(definition, "commands").iter();
    is_clear(events, "type", false)
        && commands.all(|command| {
            text(command, "discriminator") == "action"
                || events.iter().all(|it| {
                    !spellings(it, "type", false).contains(&text(command, "type").to_owned())
                })
        })
        && objects.into_iter().all(|it| is_clear(list(it, "keys"), "key", true))
        && is_clear(list(definition, "envelope"), "key", true)
        && events.iter().all(|it| !is(it, "bare") || list(it, "keys").is_empty())
        && list(definition, "enumerations").iter().all(|it| {
            !list(it, "values").is_empty() && is_clear(list(it, "values"), "value", false)
        })
}

fn items<'a>(of: &'a mut Value, section: &str) -> &'a mut Vec<Value> {
    of[section].as_array_mut().expect("a list")
}

/// A list of named things, and the name of their names.
fn some_list<'a>(
    of: &'a mut Value,
    random: &mut Random,
) -> Option<(&'a mut Vec<Value>, &'static str, &'static [&'static str])> {
    Some(match random.below(5) {
        0 => (items(of, "events"), "type", TYPES),
        1 | 2 => (some_keys(of, random)?, "key", KEYS),
        _ => {
            let enumerations = items(of, "enumerations");
            let at = random.below(enumerations.len());
            (items(&mut enumerations[at], "values"), "value", VALUES)
        }
    })
}

/// The keys of an event, a command or the envelope.
fn some_keys<'a>(of: &'a mut Value, random: &mut Random) -> Option<&'a mut Vec<Value>> {
    let section = *random.pick(&["events", "events", "events", "commands", "envelope"]);
    if section == "envelope" {
        return Some(items(of, section));
    }
    let owners = items(of, section);
    if owners.is_empty() {
        return None;
    }
    let at = random.below(owners.len());
    Some(items(&mut owners[at], "keys"))
}

fn some_key<'a>(of: &'a mut Value, random: &mut Random) -> Option<&'a mut Value> {
    let keys = some_keys(of, random)?;
    if keys.is_empty() {
        return None;
    }
    let at = random.below(keys.len());
    Some(&mut keys[at]).filter(|key| text(key, "key") != "timestamp" || !key["optional"].is_null())
}

/// Whether a thing may be edited: what decides how frames are told apart stays.
fn is_fixed(item: &Value, name: &str) -> bool {
    ["timestamp", "error"].contains(&text(item, name)) && name != "value"
        || text(item, "type") == "error"
}

fn new_key(random: &mut Random) -> Value {
    let mut key = json!({ "key": random.pick(KEYS), "kind": random.pick(KINDS) });
    set_presence(&mut key, random);
    key
}

fn set_presence(key: &mut Value, random: &mut Random) {
    let key = key.as_object_mut().expect("an object");
    key.remove("optional");
    key.remove("nullable");
    if let Some(presence) = [None, Some("optional"), Some("nullable")][random.below(3)] {
        key.insert(presence.to_owned(), true.into());
    }
}

fn add_event(of: &mut Value, random: &mut Random) {
    let wire_type = *random.pick(TYPES);
    let events = items(of, "events");
    let keys = if random.one_in(3) {
        events[random.below(events.len())]["keys"].clone()
    } else if wire_type == "ping" {
        json!([])
    } else {
        (0..random.below(4)).map(|_| new_key(random)).collect()
    };
    let event = json!({ "type": wire_type, "name": wire_type, "aliases": [],
        "direction": "serverToClient", "bare": wire_type == "ping", "since": "1.0",
        "stability": "stable", "keys": keys });
    events.push(event);
}

fn remove_item(of: &mut Value, random: &mut Random) {
    if random.one_in(3) {
        let commands = items(of, "commands");
        if !commands.is_empty() {
            commands.remove(random.below(commands.len()));
        }
        return;
    }
    let Some((list, name, _)) = some_list(of, random) else { return };
    if !list.is_empty() {
        let at = random.below(list.len());
        if !is_fixed(&list[at], name) {
            list.remove(at);
        }
    }
}

fn remove_key(of: &mut Value, random: &mut Random) {
    let Some(keys) = some_keys(of, random).filter(|keys| !keys.is_empty()) else { return };
    let at = random.below(keys.len());
    if text(&keys[at], "key") != "timestamp" {
        keys.remove(at);
    }
}

fn toggle_bare(of: &mut Value, random: &mut Random) {
    let events = items(of, "events");
    let at = random.below(events.len());
    events[at]["bare"] = json!(!is(&events[at], "bare"));
}

fn add_key(of: &mut Value, random: &mut Random) {
    let key = new_key(random);
    if let Some(keys) = some_keys(of, random) {
        keys.push(key);
    }
}

fn presence(of: &mut Value, random: &mut Random) {
    if let Some(key) = some_key(of, random) {
        set_presence(key, random);
    }
}

fn kind(of: &mut Value, random: &mut Random) {
    if let Some(key) = some_key(of, random) {
        key["kind"] = json!(random.pick(KINDS));
    }
}

fn twin(of: &mut Value, random: &mut Random) {
    if let Some(key) = some_key(of, random)
        && let Some(alias) = list(key, "aliases").first().cloned()
    {
        key["twins"] = if list(key, "twins").is_empty() { json!([alias]) } else { json!([]) };
    }
}

fn add_value(of: &mut Value, random: &mut Random) {
    let enumerations = items(of, "enumerations");
    let at = random.below(enumerations.len());
    items(&mut enumerations[at], "values")
        .push(json!({ "value": random.pick(VALUES), "aliases": [] }));
}

fn open(of: &mut Value, random: &mut Random) {
    let enumerations = items(of, "enumerations");
    let at = random.below(enumerations.len());
    enumerations[at]["open"] = json!(!is(&enumerations[at], "open"));
}

fn add_command(of: &mut Value, random: &mut Random) {
    let (discriminator, direction) =
        *random.pick(&[("action", "clientToServer"), ("type", "both")]);
    let wire_type = *random.pick(&["auth", "pong", "ping", "stop"]);
    let keys: Vec<Value> = (0..random.below(3)).map(|_| new_key(random)).collect();
    let commands = items(of, "commands");
    if commands.iter().all(|it| text(it, "type") != wire_type) {
        commands.push(json!({ "discriminator": discriminator, "type": wire_type,
            "name": wire_type, "direction": direction, "keys": keys }));
    }
}

fn limit(of: &mut Value, random: &mut Random) {
    let (name, limits) =
        *random.pick(&[("maxFrameBytes", [1200, 1500, 1800]), ("maxDepth", [11, 12, 13])]);
    of["limits"][name] = json!(random.pick(&limits));
}

fn gateway(of: &mut Value, random: &mut Random) {
    let keys = items(of, "gateway");
    match random.below(3) {
        0 => keys.push(json!({ "key": random.pick(&["connectionId", "traceId"]), "kind": "text" })),
        1 if keys.len() > 1 => {
            keys.pop();
        }
        _ => keys[0]["kind"] = json!(random.pick(&["text", "AId", "integer"])),
    }
    let names: BTreeSet<&str> = keys.iter().map(|key| text(key, "key")).collect();
    if names.len() < keys.len() {
        keys.pop();
    }
}

fn kind_row(of: &mut Value, random: &mut Random) {
    let row = &mut items(of, "kinds")[1];
    row["reads"] = json!(random.pick(&["id", "text", "date", "dateTime", "token", "integer"]));
}

fn reserve(of: &mut Value, random: &mut Random) {
    let place = *random.pick(&["events", "events.a.created.keys", "enumerations.Open.values"]);
    let name = *random.pick(&["a.gone", "gone"]);
    items(of, "reserved").push(json!({ "place": place, "name": name, "since": "1.0" }));
}
