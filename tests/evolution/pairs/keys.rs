use serde_json::json;

use super::{Pair, entry, event, key, pair, push, remove, reserve};

pub const PAIRS: &[Pair] = &[
    pair(
        "a required key",
        |new| {
            push(event(new, "goal.created"), "keys", json!({ "key": "teamId", "kind": "EventId" }))
        },
        &["required-key-added events.goal.created.keys.teamId S - warn"],
        &["required-key-removed events.goal.created.keys.teamId C - error"],
    ),
    pair(
        "a nullable key",
        |new| {
            let key = json!({ "key": "teamId", "kind": "EventId", "nullable": true });
            push(event(new, "goal.created"), "keys", key);
        },
        &["required-key-added events.goal.created.keys.teamId S - warn"],
        &["required-key-removed events.goal.created.keys.teamId C - error"],
    ),
    pair(
        "an optional key",
        |new| {
            let key = json!({ "key": "colour", "kind": "text", "optional": true });
            push(event(new, "goal.created"), "keys", key);
        },
        &["optional-key-added events.goal.created.keys.colour = - info"],
        &["optional-key-removed events.goal.created.keys.colour X - error policy"],
    ),
    pair(
        "an optional key that is reserved",
        |new| {
            remove(event(new, "goal.completed"), "keys", "finalNotes");
            reserve(new, "events.goal.completed.keys", "finalNotes");
        },
        &[
            "optional-key-removed-reserved events.goal.completed.keys.finalNotes = - info",
            "reserved-added reserved.events.goal.completed.keys.finalNotes = = info",
        ],
        &[
            "optional-key-added events.goal.completed.keys.finalNotes = - info",
            "reserved-removed reserved.events.goal.completed.keys.finalNotes error error error",
            "reserved-reused reserved.events.goal.completed.keys.finalNotes error error error",
        ],
    ),
    pair(
        "a key under another name, without an alias",
        |new| key(new, "goal.created", "title")["key"] = json!("name"),
        &["suspected-rename events.goal.created.keys.title X - error"],
        &["suspected-rename events.goal.created.keys.name X - error"],
    ),
    pair(
        "an optional key under another name, without an alias",
        |new| key(new, "goal.completed", "finalNotes")["key"] = json!("remarks"),
        &["suspected-rename events.goal.completed.keys.finalNotes X - error policy"],
        &["suspected-rename events.goal.completed.keys.remarks X - error policy"],
    ),
    pair(
        "a key that is gone and one of another kind",
        |new| {
            remove(event(new, "goal.created"), "keys", "title");
            let key = json!({ "key": "colour", "kind": "integer", "optional": true });
            push(event(new, "goal.created"), "keys", key);
        },
        &[
            "required-key-removed events.goal.created.keys.title C - error",
            "optional-key-added events.goal.created.keys.colour = - info",
        ],
        &[
            "optional-key-removed events.goal.created.keys.colour X - error policy",
            "required-key-added events.goal.created.keys.title S - warn",
        ],
    ),
    pair(
        "a key under another name, with the old one as an alias",
        |new| {
            let key = key(new, "goal.created", "title");
            key["key"] = json!("name");
            key["aliases"] = json!(["title"]);
        },
        &["renamed events.goal.created.keys.title C - error"],
        &["renamed-back events.goal.created.keys.name S - warn"],
    ),
    pair(
        "an optional key under another name, with the old one as an alias",
        |new| {
            let key = key(new, "goal.completed", "finalNotes");
            key["key"] = json!("remarks");
            key["aliases"] = json!(["finalNotes"]);
        },
        &["renamed events.goal.completed.keys.finalNotes C - error"],
        &["renamed-back events.goal.completed.keys.remarks S - warn"],
    ),
    pair(
        "a key whose snake_case spelling was an alias of another",
        |new| {
            remove(event(new, "goal.completed"), "keys", "finalNotes");
            push(key(new, "goal.completed", "tenantId"), "aliases", json!("final_notes"));
        },
        &[
            "alias-added events.goal.completed.keys.tenantId.aliases.final_notes = - info",
            "optional-key-removed events.goal.completed.keys.finalNotes X - error policy",
        ],
        &["spelling-collides events.goal.completed.keys.finalNotes C - error policy"],
    ),
    pair(
        "a required key whose snake_case spelling was an alias of another",
        |new| {
            remove(event(new, "goal.created"), "keys", "createdBy");
            push(key(new, "goal.created", "tenantId"), "aliases", json!("created_by"));
        },
        &[
            "alias-added events.goal.created.keys.tenantId.aliases.created_by = - info",
            "required-key-removed events.goal.created.keys.createdBy C - error",
        ],
        &["required-spelling-collides events.goal.created.keys.createdBy X - error policy"],
    ),
    pair(
        "the canonical key and its alias swapped",
        |new| {
            let key = key(new, "goal.cancelled", "cancelledAt");
            key["key"] = json!("canceledAt");
            key["aliases"] = json!(["cancelledAt"]);
        },
        &["swapped events.goal.cancelled.keys.cancelledAt = - info"],
        &["swapped events.goal.cancelled.keys.canceledAt = - info"],
    ),
    pair(
        "an alias of a key",
        |new| push(key(new, "goal.created", "title"), "aliases", json!("name")),
        &["alias-added events.goal.created.keys.title.aliases.name = - info"],
        &["alias-removed events.goal.created.keys.title.aliases.name S - warn policy"],
    ),
    pair(
        "an alias of a key of a command",
        |new| {
            let key = entry(entry(new, "commands", "auth"), "keys", "token");
            push(key, "aliases", json!("jwt"));
        },
        &["alias-added commands.auth.keys.token.aliases.jwt - = info"],
        &["alias-removed commands.auth.keys.token.aliases.jwt - C error policy"],
    ),
    pair(
        "a twin",
        |new| key(new, "kpi.reading.created", "kpiId")["twins"] = json!([]),
        &["twin-forbidden events.kpi.reading.created.keys.kpiId.twins.measureId S - warn policy"],
        &["twin-allowed events.kpi.reading.created.keys.kpiId.twins.measureId = - info"],
    ),
    pair(
        "an optional key that was an alias of another",
        |new| {
            event(new, "goal.paused")["stability"] = json!("provisional");
            remove(key(new, "goal.paused", "reason"), "aliases", "pauseReason");
            let key = json!({ "key": "pauseReason", "kind": "text", "optional": true });
            push(event(new, "goal.paused"), "keys", key);
        },
        // Of a provisional event.
        &["spelling-collides events.goal.paused.keys.pauseReason C - warn"],
        &["became-alias events.goal.paused.keys.pauseReason S - info"],
    ),
    pair(
        "an optional key that was an alias of another, in a stable event",
        |new| {
            remove(key(new, "error", "error"), "aliases", "message");
            let key = json!({ "key": "message", "kind": "text", "optional": true });
            push(event(new, "error"), "keys", key);
        },
        &["spelling-collides events.error.keys.message C - error"],
        &["became-alias events.error.keys.message S - warn"],
    ),
    pair(
        "a required key that was an alias of another",
        |new| {
            remove(key(new, "error", "error"), "aliases", "message");
            push(event(new, "error"), "keys", json!({ "key": "message", "kind": "text" }));
        },
        &["required-spelling-collides events.error.keys.message X - error"],
        &["required-became-alias events.error.keys.message X - error"],
    ),
    pair(
        "a key that was the snake_case of another",
        |new| {
            key(new, "goal.completed", "finalNotes")["key"] = json!("finalNote");
            let key = json!({ "key": "final_notes", "kind": "text", "optional": true });
            push(event(new, "goal.completed"), "keys", key);
        },
        // `final_notes` is read as `finalNotes`, so that is what it is.
        &[
            "renamed-back events.goal.completed.keys.finalNotes S - warn",
            "optional-key-added events.goal.completed.keys.finalNote = - info",
        ],
        &[
            "renamed events.goal.completed.keys.final_notes C - error",
            "optional-key-removed events.goal.completed.keys.finalNote X - error policy",
        ],
    ),
    pair(
        "required to optional",
        |new| key(new, "goal.created", "description")["optional"] = json!(true),
        &["presence-loosened events.goal.created.keys.description C - error"],
        &["presence-tightened events.goal.created.keys.description S - warn"],
    ),
    pair(
        "required to nullable",
        |new| key(new, "goal.created", "description")["nullable"] = json!(true),
        &["presence-loosened events.goal.created.keys.description C - error"],
        &["presence-tightened events.goal.created.keys.description S - warn"],
    ),
    pair(
        "nullable to optional",
        |new| {
            let key = key(new, "action.reassigned", "previousAssignee");
            key["nullable"] = json!(false);
            key["optional"] = json!(true);
        },
        &["presence-loosened events.action.reassigned.keys.previousAssignee C - error"],
        &["presence-tightened events.action.reassigned.keys.previousAssignee S - warn"],
    ),
    pair(
        "an id that may be any text",
        |new| key(new, "goal.created", "userId")["kind"] = json!("text"),
        &["kind-widened events.goal.created.keys.userId C - error"],
        &["kind-narrowed events.goal.created.keys.userId S - warn"],
    ),
    pair(
        "a date-time that may be a date",
        |new| key(new, "goal.created", "createdAt")["kind"] = json!("date"),
        &["kind-widened events.goal.created.keys.createdAt C - error"],
        &["kind-narrowed events.goal.created.keys.createdAt S - warn"],
    ),
    pair(
        "a date that may be any id",
        |new| key(new, "action.created", "dueDate")["kind"] = json!("GoalId"),
        &["kind-widened events.action.created.keys.dueDate C - error"],
        &["kind-narrowed events.action.created.keys.dueDate S - warn"],
    ),
    pair(
        "a date that may be any value of an open enumeration",
        |new| key(new, "action.created", "dueDate")["kind"] = json!("GoalStatus"),
        &["kind-widened events.action.created.keys.dueDate C - error"],
        &["kind-narrowed events.action.created.keys.dueDate S - warn"],
    ),
    pair(
        "a whole number that may have a fraction",
        |new| key(new, "attachment.created", "fileSize")["kind"] = json!("number 0.."),
        &["kind-widened events.attachment.created.keys.fileSize C - error"],
        &["kind-narrowed events.attachment.created.keys.fileSize S - warn"],
    ),
    pair(
        "a number without an upper bound",
        |new| key(new, "action.progress_updated", "newProgress")["kind"] = json!("number 0.."),
        &["kind-widened events.action.progress_updated.keys.newProgress C - error"],
        &["kind-narrowed events.action.progress_updated.keys.newProgress S - warn"],
    ),
    pair(
        "a number without any bound",
        |new| key(new, "kpi.reading.created", "progress")["kind"] = json!("number"),
        &["kind-widened events.kpi.reading.created.keys.progress C - error"],
        &["kind-narrowed events.kpi.reading.created.keys.progress S - warn"],
    ),
    pair(
        "a list, by its elements",
        |new| key(new, "goal.activity.created", "tags")["kind"] = json!("list of GoalId"),
        &["kind-narrowed events.goal.activity.created.keys.tags S - warn"],
        &["kind-widened events.goal.activity.created.keys.tags C - error"],
    ),
    pair(
        "a list instead of one",
        |new| key(new, "goal.created", "title")["kind"] = json!("list of text"),
        &["kind-changed events.goal.created.keys.title X - error"],
        &["kind-changed events.goal.created.keys.title X - error"],
    ),
    pair(
        "one id type for another",
        |new| key(new, "goal.created", "userId")["kind"] = json!("GoalId"),
        &["kind-renamed events.goal.created.keys.userId = - info"],
        &["kind-renamed events.goal.created.keys.userId = - info"],
    ),
    pair(
        "presence and kind at once: together neither order works",
        |new| {
            let key = key(new, "goal.created", "title");
            key["optional"] = json!(true);
            key["kind"] = json!("GoalId");
        },
        &["several-changes events.goal.created.keys.title X - error"],
        &["several-changes events.goal.created.keys.title X - error"],
    ),
    pair(
        "presence and kind at once, both the same way",
        |new| {
            let key = key(new, "goal.created", "userId");
            key["optional"] = json!(true);
            key["kind"] = json!("text");
        },
        &["several-changes events.goal.created.keys.userId C - error"],
        &["several-changes events.goal.created.keys.userId S - warn"],
    ),
    pair(
        "a key of the envelope",
        |new| {
            push(new, "envelope", json!({ "key": "sequence", "kind": "integer", "optional": true }))
        },
        &["optional-key-added envelope.sequence = - info"],
        &["optional-key-removed envelope.sequence X - error policy"],
    ),
    pair(
        "an envelope key that has to be there",
        |new| entry(new, "envelope", "eventId")["optional"] = json!(false),
        &["presence-tightened envelope.eventId S - warn"],
        &["presence-loosened envelope.eventId C - error"],
    ),
    pair(
        "a key that goes before its time",
        |new| {
            let key = json!({ "key": "colour", "kind": "text", "optional": true,
                "deprecated": "1.0", "removeAfter": "1.2" });
            push(event(new, "goal.created"), "keys", key);
        },
        &["optional-key-added events.goal.created.keys.colour = - info"],
        &[
            "removed-too-early events.goal.created.keys.colour.removeAfter error error error",
            "optional-key-removed events.goal.created.keys.colour X - error policy",
        ],
    ),
];
