//! Versions, definitions of other times and of another size, and what is no definition.

use std::collections::BTreeMap;

use purposepath_realtime::definition::{Definition, version};
use purposepath_realtime::evolution::{RuleId, compare, version_finding};
use serde_json::{Value, json};

use crate::oracle::text;
use crate::pairs::{definition, event, key, line, push, released};

/// What the comparison says of the version, if anything.
fn finding(edit: fn(&mut Value), raised: &str) -> Option<Value> {
    let old = released();
    let mut new = old.clone();
    edit(&mut new);
    new["protocolVersion"] = json!(raised);
    let (old, new) = (definition(&old), definition(&new));
    let changes = compare(&old, &new).changes;
    version_finding(&old, &new, &changes).map(|finding| {
        assert_eq!(line(&finding), "version-not-raised protocolVersion error error error");
        finding.after["expected"].clone()
    })
}

#[test]
fn a_finding_demands_a_version() {
    let breaks = |new: &mut Value| key(new, "goal.created", "title")["key"] = json!("name");
    assert_eq!(finding(breaks, "1.0"), Some(json!("2.0")));
    assert_eq!(finding(breaks, "1.1"), Some(json!("2.0")));
    assert_eq!(finding(breaks, "2.0"), None);

    let adds = |new: &mut Value| {
        let key = json!({ "key": "colour", "kind": "text", "optional": true });
        push(event(new, "goal.created"), "keys", key);
    };
    assert_eq!(finding(adds, "1.0"), Some(json!("1.1")));
    assert_eq!(finding(adds, "1.1"), None);
    assert_eq!(finding(adds, "2.0"), None);

    // A provisional event may break in a minor version.
    let provisional = |new: &mut Value| {
        key(new, "goal.paused", "reason")["kind"] = json!("integer");
    };
    assert_eq!(finding(provisional, "1.1"), None);

    let explains = |new: &mut Value| event(new, "goal.created")["sent"] = json!("At times.");
    assert_eq!(finding(explains, "1.0"), None);
    assert_eq!(finding(|_| {}, "1.0"), None);
    // A version never goes back.
    assert_eq!(finding(|_| {}, "0.9"), Some(json!("1.0")));
    assert_eq!(finding(adds, "0.9"), Some(json!("1.1")));
}

#[test]
fn an_accepted_finding_demands_a_minor_version() {
    let old = released();
    let mut new = old.clone();
    key(&mut new, "goal.completed", "finalNotes")["key"] = json!("remarks");
    new["protocolVersion"] = json!("1.1");
    let (old, new) = (definition(&old), definition(&new));
    let mut changes = compare(&old, &new).changes;
    assert!(version_finding(&old, &new, &changes).is_some());
    changes[0].accepted = true;
    assert_eq!(version_finding(&old, &new, &changes), None);
}

#[test]
fn versions_are_two_numbers() {
    assert_eq!(version("1.10"), Some((1, 10)));
    for text in
        ["", "1", "1.", ".1", "1.0.0", "v1.0", "1.x", "-1.0", "+1.0", "1. 0", "01.0", "1.00"]
    {
        assert_eq!(version(text), None, "{text}");
    }
}

#[test]
fn what_an_older_file_does_not_say_is_not_compared() {
    let new = released();
    let mut old = new.clone();
    let sections =
        ["kinds", "tenantRule", "areaRule", "closeCodes", "timing", "reserved", "protocol"];
    for section in sections {
        old.as_object_mut().expect("an object").remove(section);
    }
    for event in old["events"].as_array_mut().expect("a list") {
        let event = event.as_object_mut().expect("an object");
        event.remove("bare");
        event.remove("direction");
        for key in event["keys"].as_array_mut().expect("a list") {
            key.as_object_mut().expect("an object").remove("twins");
        }
    }
    for command in old["commands"].as_array_mut().expect("a list") {
        command.as_object_mut().expect("an object").remove("direction");
    }
    let comparison = compare(&definition(&old), &definition(&new));
    assert_eq!(comparison.changes.iter().map(line).collect::<Vec<_>>(), [""; 0]);
    assert_eq!(
        comparison.not_compared,
        [
            "protocol",
            "kinds",
            "tenantRule",
            "areaRule",
            "events: bare",
            "events: direction",
            "commands: direction",
            "closeCodes",
            "timing",
            "reserved"
        ]
    );
    // What both say is compared all the same.
    key(&mut old, "goal.created", "title")["optional"] = json!(true);
    let comparison = compare(&definition(&old), &definition(&new));
    let lines: Vec<String> = comparison.changes.iter().map(line).collect();
    assert_eq!(lines, ["presence-tightened events.goal.created.keys.title S - warn"]);
}

#[test]
fn each_section_may_be_missing() {
    let whole = released();
    let sections = whole.as_object().expect("an object").keys();
    let beside = ["$comment", "fingerprint", "gatewayLimits", "protocolVersion", "events"];
    for section in sections.filter(|name| !beside.contains(&&***name)) {
        let mut part = whole.clone();
        part.as_object_mut().expect("an object").remove(section);
        for (old, new) in [(&part, &whole), (&whole, &part)] {
            let comparison = compare(&definition(old), &definition(new));
            assert_eq!(comparison.changes.iter().map(line).collect::<Vec<_>>(), [""; 0]);
            assert_eq!(comparison.not_compared, [section.as_str()]);
        }
    }
}

#[test]
fn a_limit_of_one_version_is_not_compared() {
    let mut old = released();
    old["limits"].as_object_mut().expect("an object").remove("maxDepth");
    old["limits"]["maxKeys"] = json!(5);
    let comparison = compare(&definition(&old), &definition(&released()));
    assert_eq!(comparison.changes, []);
    assert_eq!(comparison.not_compared, ["limits: maxDepth", "limits: maxKeys"]);
}

#[test]
fn what_a_later_file_says_besides_is_kept_quiet() {
    let mut later = released();
    later["colours"] = json!(["red"]);
    event(&mut later, "goal.created")["colour"] = json!("red");
    key(&mut later, "goal.created", "title")["colour"] = json!("red");
    let comparison = compare(&definition(&released()), &definition(&later));
    assert_eq!(comparison.changes, []);
}

#[test]
fn what_is_no_definition_is_refused_with_a_reason() {
    let refusal = |text: &str| Definition::parse(text).expect_err("no definition").to_string();
    assert_eq!(refusal("{"), "is not JSON: EOF while parsing an object at line 1 column 1");
    let shapeless = "is no definition of this protocol: it has no `protocolVersion` and `events`";
    assert_eq!(refusal("5"), shapeless);
    assert_eq!(refusal(r#"{"name":"react"}"#), shapeless);
    assert_eq!(
        refusal(r#"{"protocol":"acp","protocolVersion":"1.0","events":[]}"#),
        "is of another protocol: \"acp\", not \"purposepath-realtime\""
    );
    assert_eq!(
        refusal(r#"{"protocolVersion":"1.0","events":[],"envelope":[],"commands":[]}"#),
        "is of another protocol: it has neither `protocol`, to be \"purposepath-realtime\", nor \
         `enumerations`, as the definitions from before it was named"
    );
    let ours = |rest: &str| refusal(&format!(r#"{{"protocol":"purposepath-realtime",{rest}}}"#));
    assert_eq!(
        ours(r#""protocolVersion":"1.0","events":{}"#),
        "is no definition of this protocol: invalid type: map, expected a sequence"
    );
    assert_eq!(
        ours(r#""protocolVersion":"banana","events":[]"#),
        "says `protocolVersion` \"banana\", which is no version: expected two numbers, as in \"1.0\""
    );
    let mut deep = released();
    key(&mut deep, "goal.created", "title")["kind"] =
        json!(format!("{}text", "list of ".repeat(1 << 20)));
    assert!(refusal(&deep.to_string()).starts_with("does not describe the kind \"list of list of"));
    let mut unknown = released();
    key(&mut unknown, "goal.created", "title")["kind"] = json!("list of Colour");
    assert_eq!(
        refusal(&unknown.to_string()),
        "does not describe the kind \"list of Colour\" of `goal.created.title`"
    );
}

/// As many events as the largest registries have, half of them changed.
fn large(count: usize, is_new: bool) -> Value {
    let mut definition = released();
    let first = event(&mut definition, "goal.created").clone();
    for index in 0..count {
        let mut copy = first.clone();
        copy["type"] = json!(format!("goal.created{index}"));
        copy["aliases"] = json!([format!("goal-created{index}")]);
        if is_new && index % 2 == 0 {
            copy["keys"][3]["key"] = json!("name");
            copy["keys"][4]["optional"] = json!(true);
        }
        push(&mut definition, "events", copy);
    }
    definition
}

#[test]
fn five_hundred_events_are_compared() {
    let old = definition(&large(500, false));
    let rules = |new: &Value| -> BTreeMap<RuleId, usize> {
        let mut rules = BTreeMap::new();
        for change in compare(&old, &definition(new)).changes {
            *rules.entry(change.rule).or_default() += 1;
        }
        rules
    };
    let expected = [(RuleId::SuspectedRename, 250), (RuleId::PresenceLoosened, 250)];
    assert_eq!(rules(&large(500, true)), expected.into());

    let mut renamed = large(500, false);
    for event in renamed["events"].as_array_mut().expect("a list").iter_mut().skip(24) {
        event["type"] = json!(format!("{}.anew", text(event, "type")));
        event["aliases"] = json!([]);
    }
    assert_eq!(rules(&renamed), [(RuleId::SuspectedRename, 500)].into());
}
