use serde_json::{Value, json};

use super::{Pair, entry, key, pair, push, remove, reserve};

fn values<'a>(of: &'a mut Value, name: &str) -> &'a mut Value {
    let enumerations = of["enumerations"].as_array_mut().expect("a list").iter_mut();
    enumerations.into_iter().find(|it| it["name"] == name).expect("an enumeration")
}

fn value(text: &str) -> Value {
    json!({ "value": text, "aliases": [] })
}

pub const PAIRS: &[Pair] = &[
    pair(
        "a value of an open enumeration",
        |new| push(values(new, "GoalStatus"), "values", value("frozen")),
        &["open-value-added enumerations.GoalStatus.values.frozen = - info"],
        &["open-value-removed enumerations.GoalStatus.values.frozen X - error policy"],
    ),
    pair(
        "a value that is reserved",
        |new| {
            remove(values(new, "GoalStatus"), "values", "archived");
            reserve(new, "enumerations.GoalStatus.values", "archived");
        },
        &[
            "open-value-removed-reserved enumerations.GoalStatus.values.archived = - info",
            "reserved-added reserved.enumerations.GoalStatus.values.archived = = info",
        ],
        &[
            "open-value-added enumerations.GoalStatus.values.archived = - info",
            "reserved-removed reserved.enumerations.GoalStatus.values.archived error error error",
            "reserved-reused reserved.enumerations.GoalStatus.values.archived error error error",
        ],
    ),
    pair(
        "a closed enumeration",
        |new| values(new, "EntityType")["open"] = json!(false),
        &["enumeration-closed enumerations.EntityType.open S - warn"],
        &["enumeration-opened enumerations.EntityType.open C - error"],
    ),
    pair(
        "closed, with a value less",
        |new| {
            values(new, "EntityType")["open"] = json!(false);
            remove(values(new, "EntityType"), "values", "issue");
        },
        &[
            "enumeration-closed enumerations.EntityType.open S - warn",
            "closed-value-removed enumerations.EntityType.values.issue S - warn",
        ],
        &[
            "enumeration-opened enumerations.EntityType.open C - error",
            "closed-value-added enumerations.EntityType.values.issue C - error",
        ],
    ),
    pair(
        "a value under another name, with the old one as an alias",
        |new| {
            let value = entry(values(new, "GoalStatus"), "values", "draft");
            value["value"] = json!("planned");
            value["aliases"] = json!(["draft"]);
        },
        &["renamed enumerations.GoalStatus.values.draft C - error"],
        &["renamed-back enumerations.GoalStatus.values.planned S - warn"],
    ),
    pair(
        "a value and its alias swapped",
        |new| {
            let value = entry(values(new, "IssueStatus"), "values", "in_progress");
            value["value"] = json!("inProgress");
            value["aliases"] = json!(["in_progress"]);
        },
        &["swapped enumerations.IssueStatus.values.in_progress = - info"],
        &["swapped enumerations.IssueStatus.values.inProgress = - info"],
    ),
    pair(
        "an alias of a value",
        |new| {
            push(entry(values(new, "GoalStatus"), "values", "draft"), "aliases", json!("planned"))
        },
        &["alias-added enumerations.GoalStatus.values.draft.aliases.planned = - info"],
        &["alias-removed enumerations.GoalStatus.values.draft.aliases.planned S - warn policy"],
    ),
    pair(
        "a value that becomes an alias of another",
        |new| {
            remove(values(new, "GoalStatus"), "values", "archived");
            push(
                entry(values(new, "GoalStatus"), "values", "completed"),
                "aliases",
                json!("archived"),
            );
        },
        &["became-alias enumerations.GoalStatus.values.archived S - warn"],
        &["spelling-collides enumerations.GoalStatus.values.archived C - error"],
    ),
    pair(
        "a value under another name, without an alias",
        |new| entry(values(new, "GoalStatus"), "values", "draft")["value"] = json!("planned"),
        &["suspected-rename enumerations.GoalStatus.values.draft X - error policy"],
        &["suspected-rename enumerations.GoalStatus.values.planned X - error policy"],
    ),
    pair(
        "a value that is gone, and two new ones",
        |new| {
            entry(values(new, "GoalStatus"), "values", "draft")["value"] = json!("planned");
            push(values(new, "GoalStatus"), "values", value("frozen"));
        },
        &[
            "open-value-removed enumerations.GoalStatus.values.draft X - error policy",
            "open-value-added enumerations.GoalStatus.values.planned = - info",
            "open-value-added enumerations.GoalStatus.values.frozen = - info",
        ],
        &[
            "open-value-removed enumerations.GoalStatus.values.planned X - error policy",
            "open-value-removed enumerations.GoalStatus.values.frozen X - error policy",
            "open-value-added enumerations.GoalStatus.values.draft = - info",
        ],
    ),
    pair(
        "an enumeration that no frame uses",
        |new| {
            push(
                new,
                "enumerations",
                json!({ "name": "Colour", "open": true, "values": [value("red")] }),
            );
        },
        &["source-changed enumerations.Colour - - info"],
        &["source-changed enumerations.Colour - - info"],
    ),
    pair(
        "an enumeration under another name",
        |new| {
            values(new, "EntityType")["name"] = json!("Entity");
            key(new, "attachment.created", "entityType")["kind"] = json!("Entity");
        },
        &[
            "kind-renamed events.attachment.created.keys.entityType = - info",
            "source-changed enumerations.EntityType - - info",
            "source-changed enumerations.Entity - - info",
        ],
        &[
            "kind-renamed events.attachment.created.keys.entityType = - info",
            "source-changed enumerations.Entity - - info",
            "source-changed enumerations.EntityType - - info",
        ],
    ),
    pair(
        "what a kind reads",
        |new| {
            let kinds = new["kinds"].as_array_mut().expect("a list").iter_mut();
            kinds.into_iter().find(|it| it["name"] == "GoalId").expect("a kind")["reads"] =
                json!("text");
        },
        &["kind-widened kinds.GoalId C - error"],
        &["kind-narrowed kinds.GoalId S - warn"],
    ),
];
