//! A definition that contradicts itself is refused: no verdict could be true.

use purposepath_realtime::definition::Definition;
use serde_json::{Value, json};

use crate::pairs::{entry, event, key, push, released};

type Edit = fn(&mut Value);

/// What makes a contradiction, and the sentence about it.
const EDITS: &[(Edit, &str)] = &[
    (
        |it| {
            let twice = event(it, "goal.created").clone();
            push(it, "events", twice);
        },
        "`events` lists \"goal.created\" twice",
    ),
    (
        |it| {
            let twice = key(it, "goal.created", "title").clone();
            push(event(it, "goal.created"), "keys", twice);
        },
        "`events.goal.created.keys` lists \"title\" twice",
    ),
    (
        |it| {
            let statuses = entry(it, "enumerations", "GoalStatus");
            push(statuses, "values", json!({ "value": "draft" }));
        },
        "`enumerations.GoalStatus.values` lists \"draft\" twice",
    ),
    (
        |it| {
            let twice = entry(it, "commands", "auth").clone();
            push(it, "commands", twice);
        },
        "`commands` lists \"action auth\" twice",
    ),
    (
        |it| push(event(it, "goal.created"), "aliases", json!("goal.paused")),
        "in `events`, \"goal.paused\" is read as \"goal.created\" and as \"goal.paused\"",
    ),
    (
        |it| push(key(it, "goal.created", "title"), "aliases", json!("goal_id")),
        "in `events.goal.created.keys`, \"goal_id\" is read as \"goalId\" and as \"title\"",
    ),
    (
        |it| push(key(it, "goal.created", "title"), "twins", json!("name")),
        "`events.goal.created.keys.title` has the twin \"name\", which is no alias of it",
    ),
    (
        |it| event(it, "goal.created")["since"] = json!("01.0"),
        "`events.goal.created` says `since` \"01.0\", which is no version, as \"1.0\" is one",
    ),
    (
        |it| key(it, "goal.created", "title")["removeAfter"] = json!("banana"),
        "`events.goal.created.keys.title` says `removeAfter` \"banana\", which is no version, as \
         \"1.0\" is one",
    ),
    (
        |it| event(it, "goal.created")["stability"] = json!("zork"),
        "`events.goal.created` says `stability` \"zork\", which is none of \"stable\", \
         \"provisional\"",
    ),
];

#[test]
fn a_definition_that_contradicts_itself_is_refused() {
    for (edit, expected) in EDITS {
        let mut definition = released();
        edit(&mut definition);
        let refusal = Definition::parse(&definition.to_string()).expect_err(expected);
        assert_eq!(refusal.to_string(), format!("contradicts itself: {expected}"));
    }
    let mut definition = released();
    definition["protocolVersion"] = json!("01.0");
    let refusal = Definition::parse(&definition.to_string()).expect_err("no version");
    assert_eq!(
        refusal.to_string(),
        "says `protocolVersion` \"01.0\", which is no version: expected two numbers, as in \"1.0\""
    );
}
