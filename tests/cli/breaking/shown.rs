//! The changes that people make: line, order of deployment and exit code of each. The base is what this
//! version would be if it were not made. The guide shows what is said.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::checkout::keys;
use super::{Checkout, definition};
use crate::text;

/// What the command says of one change: its line, what to deploy first, how it ends.
struct Shown {
    change: &'static str,
    undo: fn(&mut Value),
    line: &'static str,
    order: &'static str,
    code: i32,
    is_in_the_guide: bool,
}

const GUIDE: &str = "docs/evolution.md";

const ANY: &str = "Deploy in any order.";
const NONE: &str = "Do not deploy: no order works for 1 change.";
const CLIENTS: &str = "Deploy clients before servers; no client rollback once servers are out.";

const SHOWN: &[Shown] = &[
    Shown {
        change: "a key is renamed, without an alias",
        undo: |it| key(it, "goal.created", "title")["key"] = json!("name"),
        line: "error     X -  events.goal.created.keys.name: one is gone and another of its kind is new: \
               it looks like a new name",
        order: NONE,
        code: 1,
        is_in_the_guide: false,
    },
    Shown {
        change: "a key is renamed, with an alias",
        undo: |it| {
            let at = key(it, "goal.cancelled", "cancelledAt");
            (at["key"], at["aliases"]) = (json!("canceledAt"), json!([]));
        },
        line: "error     C -  events.goal.cancelled.keys.canceledAt: the canonical spelling is new, and \
               old readers do not know it",
        order: CLIENTS,
        code: 1,
        is_in_the_guide: true,
    },
    Shown {
        change: "later, alias and name are swapped",
        undo: |it| {
            let at = key(it, "goal.cancelled", "cancelledAt");
            (at["key"], at["aliases"]) = (json!("canceledAt"), json!(["cancelledAt"]));
        },
        line: "info      = -  events.goal.cancelled.keys.canceledAt: canonical spelling and alias are \
               swapped",
        order: ANY,
        code: 0,
        is_in_the_guide: true,
    },
    Shown {
        change: "an event is removed, and its type is not reserved",
        undo: |it| {
            let events = it["events"].as_array_mut().expect("a list");
            let mut event = events[0].clone();
            (event["type"], event["aliases"]) = (json!("goal.archived"), json!([]));
            event["keys"].as_array_mut().expect("a list").pop();
            events.push(event);
        },
        line: "error     X -  events.goal.archived: an event is gone, and its type is not reserved",
        order: NONE,
        code: 1,
        is_in_the_guide: true,
    },
    Shown {
        change: "a value is added",
        undo: |it| {
            let enumerations = it["enumerations"].as_array_mut().expect("a list");
            let mut statuses = enumerations.iter_mut().filter(|it| it["name"] == "GoalStatus");
            let statuses = statuses.next().expect("it is there");
            statuses["values"]
                .as_array_mut()
                .expect("a list")
                .retain(|it| it["value"] != "archived");
        },
        line: "info      = -  enumerations.GoalStatus.values.archived: a value is new that old readers \
               keep as unknown",
        order: ANY,
        code: 0,
        is_in_the_guide: false,
    },
    Shown {
        change: "an optional key is added",
        undo: |it| keys(it, "goal.completed").retain(|key| key["key"] != "finalNotes"),
        line: "info      = -  events.goal.completed.keys.finalNotes: an optional key is new",
        order: ANY,
        code: 0,
        is_in_the_guide: true,
    },
    Shown {
        change: "a key is added that was an alias of another, as `pauseReason` was",
        undo: |it| {
            keys(it, "goal.cancelled").retain(|key| key["key"] != "reason");
            key(it, "goal.cancelled", "cancelledBy")["aliases"] = json!(["canceledBy", "reason"]);
        },
        line: "error     C -  events.goal.cancelled.keys.reason: new, and old readers take a spelling \
               of it for something else",
        order: CLIENTS,
        code: 1,
        is_in_the_guide: false,
    },
    Shown {
        change: "a limit is raised",
        undo: |it| it["limits"]["maxFrameBytes"] = json!(32_768),
        line: "error     C S  limits.maxFrameBytes: frames may be larger",
        order: "No single order works: 1 change needs servers before clients, 1 change needs clients \
                before servers: make two releases of it.",
        code: 1,
        is_in_the_guide: true,
    },
    Shown {
        change: "a recovery is changed",
        undo: |it| {
            let codes = it["errorCodes"].as_array_mut().expect("a list");
            let mut code = codes.iter_mut().filter(|it| it["code"] == "FORBIDDEN");
            code.next().expect("it is there")["recovery"] = json!("log_and_continue");
        },
        line: "warn      ! !  errorCodes.FORBIDDEN.recovery: clients of the two versions act differently \
               on it",
        order: ANY,
        code: 0,
        is_in_the_guide: false,
    },
];

fn key<'a>(definition: &'a mut Value, wire_type: &str, name: &str) -> &'a mut Value {
    let mut keys = keys(definition, wire_type).iter_mut();
    keys.find(|key| key["key"] == name).expect("it is there")
}

#[test]
fn each_change_has_its_line_its_order_and_its_exit_code() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let guide = fs::read_to_string(root.join(GUIDE)).expect("a text");
    let mut missing = Vec::new();
    for (number, shown) in SHOWN.iter().enumerate() {
        let checkout = Checkout::new(&format!("shown-{number}"));
        checkout.write("base.json", &definition("0.9", shown.undo));
        let output = checkout.realtime(&["breaking", "--against", "base.json"]);
        let said = text(&output.stdout);
        let change = shown.change;
        assert!(said.lines().any(|line| line == shown.line), "{change}:\n{said}");
        let levels = ["error ", "warn ", "info "];
        let is_change = |line: &&str| levels.iter().any(|level| line.starts_with(level));
        assert_eq!(said.lines().filter(is_change).count(), 1, "{change}:\n{said}");
        let summary = said.lines().position(|line| line.contains(" against base.json: "));
        let order: Vec<&str> = said.lines().skip(summary.expect("a summary") + 1).collect();
        assert_eq!(order.join(" "), shown.order, "{change}");
        assert_eq!(output.status.code(), Some(shown.code), "{change}:\n{said}");
        let block = format!("$ cargo realtime breaking --against base.json\n{said}```\n");
        if shown.is_in_the_guide && !guide.contains(&block) {
            missing.push(format!("{change}:\n\n```console\n{block}"));
        }
    }
    assert!(missing.is_empty(), "{GUIDE} does not show:\n\n{}", missing.join("\n"));
    let blocks = guide.matches("--against base.json\n").count();
    assert_eq!(blocks, SHOWN.iter().filter(|it| it.is_in_the_guide).count(), "{GUIDE}");
}
