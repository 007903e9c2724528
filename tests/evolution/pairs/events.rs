use serde_json::json;

use super::{Pair, entry, event, key, pair, push, remove, reserve};

pub const PAIRS: &[Pair] = &[
    pair(
        "an event",
        |new| {
            push(
                new,
                "events",
                json!({ "type": "goal.archived", "name": "GoalArchived", "aliases": [],
                "direction": "serverToClient", "bare": false, "stability": "stable", "since": "1.1",
                "keys": [{ "key": "tenantId", "kind": "TenantId" }] }),
            );
        },
        &["event-added events.goal.archived = - info"],
        &["event-removed events.goal.archived X - error policy"],
    ),
    pair(
        "an event that is reserved",
        |new| {
            remove(new, "events", "issue.created");
            reserve(new, "events", "issue.created");
        },
        &[
            "event-removed-reserved events.issue.created = - info",
            "reserved-added reserved.events.issue.created = = info",
        ],
        &[
            "event-added events.issue.created = - info",
            "reserved-removed reserved.events.issue.created error error error",
            "reserved-reused reserved.events.issue.created error error error",
        ],
    ),
    pair(
        "an event under another name, without an alias",
        |new| event(new, "issue.created")["type"] = json!("issue.reported"),
        &["suspected-rename events.issue.created X - error policy"],
        &["suspected-rename events.issue.reported X - error policy"],
    ),
    pair(
        "an event under another name, with the old one as an alias",
        |new| {
            let event = event(new, "goal.completed");
            event["type"] = json!("goal.done");
            push(event, "aliases", json!("goal.completed"));
        },
        &["renamed events.goal.completed C - error"],
        &["renamed-back events.goal.done S - warn"],
    ),
    pair(
        "name and alias swapped",
        |new| {
            let event = event(new, "goal.cancelled");
            event["type"] = json!("goal.canceled");
            event["aliases"] = json!(["goal.cancelled"]);
        },
        &["swapped events.goal.cancelled = - info"],
        &["swapped events.goal.canceled = - info"],
    ),
    pair(
        "an alias of a type",
        |new| push(event(new, "goal.paused"), "aliases", json!("goal.on_hold")),
        &["alias-added events.goal.paused.aliases.goal.on_hold = - info"],
        // Of a provisional event.
        &["alias-removed events.goal.paused.aliases.goal.on_hold S - info policy"],
    ),
    pair(
        "a type that was an alias of another",
        |new| {
            remove(event(new, "goal.activity.created"), "aliases", "activity.created");
            push(
                new,
                "events",
                json!({ "type": "activity.created", "name": "ActivityCreated",
                "bare": false, "direction": "serverToClient",
                "keys": [{ "key": "tenantId", "kind": "TenantId" }] }),
            );
        },
        &["spelling-collides events.activity.created C - error"],
        &["became-alias events.activity.created S - warn"],
    ),
    pair(
        "a new type whose alias was that of another",
        |new| {
            remove(event(new, "goal.activity.created"), "aliases", "activity.created");
            push(
                new,
                "events",
                json!({ "type": "activity.made", "name": "ActivityMade",
                "aliases": ["activity.created"], "bare": false, "direction": "serverToClient",
                "keys": [{ "key": "tenantId", "kind": "TenantId" }] }),
            );
        },
        &["spelling-collides events.activity.made C - error policy"],
        &[
            "alias-added events.goal.activity.created.aliases.activity.created = - info",
            "event-removed events.activity.made X - error policy",
        ],
    ),
    pair(
        "ping",
        |new| remove(new, "events", "ping"),
        &["bare-event-removed events.ping S - warn"],
        &["bare-event-added events.ping C - error"],
    ),
    pair(
        "an event that may be bare",
        |new| event(new, "auth.success")["bare"] = json!(true),
        &["bare-allowed events.auth.success.bare C - error"],
        &["bare-forbidden events.auth.success.bare S - warn"],
    ),
    pair(
        "an error of an area, as the general one",
        |new| {
            let mut billing = event(new, "error").clone();
            billing["type"] = json!("billing.error");
            billing["name"] = json!("BillingError");
            push(new, "events", billing);
        },
        &["area-error-added events.billing.error = - info"],
        &["area-error-removed events.billing.error = - info"],
    ),
    pair(
        "an error of an area without a code",
        |new| {
            push(
                new,
                "events",
                json!({ "type": "billing.error", "name": "BillingError",
                "bare": false, "direction": "serverToClient",
                "keys": [{ "key": "invoiceId", "kind": "EventId" }] }),
            );
        },
        &["area-error-added-unlike events.billing.error C - error"],
        &["area-error-removed-unlike events.billing.error S - warn"],
    ),
    pair(
        "an error of an area with another kind of wait",
        |new| {
            let mut billing = event(new, "error").clone();
            billing["type"] = json!("billing.error");
            billing["name"] = json!("BillingError");
            push(new, "events", billing);
            key(new, "billing.error", "retryAfterMs")["kind"] = json!("text");
        },
        &["area-error-added-unlike events.billing.error C - error"],
        &["area-error-removed-unlike events.billing.error S - warn"],
    ),
    pair(
        "a provisional event that is stable",
        |new| event(new, "goal.paused")["stability"] = json!("stable"),
        &["made-stable events.goal.paused.stability = - info"],
        &["made-provisional events.goal.paused.stability error error error"],
    ),
    pair(
        "a required key of a provisional event, judged by the base",
        |new| {
            push(event(new, "goal.resumed"), "keys", json!({ "key": "by", "kind": "UserId" }));
        },
        &["required-key-added events.goal.resumed.keys.by S - info"],
        &["required-key-removed events.goal.resumed.keys.by C - warn"],
    ),
    pair(
        "the tenant of an event",
        |new| event(new, "error")["tenant"] = json!(null),
        &["tenant-rule-changed events.error.tenant X - error policy"],
        &["tenant-rule-changed events.error.tenant X - error policy"],
    ),
    pair(
        "what an event is about, and who caused it",
        |new| {
            event(new, "goal.created")["entity"] = json!("userId");
            event(new, "goal.created")["actor"] = json!("userId");
        },
        &[
            "behaviour-changed events.goal.created.entity warn warn warn",
            "behaviour-changed events.goal.created.actor warn warn warn",
        ],
        &[
            "behaviour-changed events.goal.created.entity warn warn warn",
            "behaviour-changed events.goal.created.actor warn warn warn",
        ],
    ),
    pair(
        "the direction of an event",
        |new| event(new, "ping")["direction"] = json!("both"),
        &["direction-changed events.ping.direction X - error policy"],
        &["direction-changed events.ping.direction X - error policy"],
    ),
    pair(
        "what programmers and people see of an event",
        |new| {
            event(new, "goal.created")["name"] = json!("NewGoal");
            event(new, "goal.created")["sent"] = json!("When there is a new goal.");
        },
        &[
            "source-changed events.goal.created.name - - info",
            "documentation-changed events.goal.created.sent - - info",
        ],
        &[
            "source-changed events.goal.created.name - - info",
            "documentation-changed events.goal.created.sent - - info",
        ],
    ),
    pair(
        "an event that is deprecated",
        |new| {
            event(new, "goal.activated")["deprecated"] = json!("1.1");
            event(new, "goal.activated")["removeAfter"] = json!("1.3");
        },
        &["deprecated events.goal.activated.deprecated = - info"],
        &["deprecated events.goal.activated.deprecated = - info"],
    ),
    pair(
        "a command",
        |new| remove(new, "commands", "auth"),
        &["command-removed commands.auth - C error"],
        &["command-added commands.auth - S warn"],
    ),
    pair(
        "a command that travels both ways",
        |new| remove(new, "commands", "pong"),
        &["command-removed commands.pong S C error"],
        &["command-added commands.pong C S error"],
    ),
    pair(
        "a command under another name",
        |new| entry(new, "commands", "auth")["type"] = json!("login"),
        &["suspected-rename commands.auth - X error"],
        &["suspected-rename commands.login - X error"],
    ),
    pair(
        "a command under another name that travels both ways",
        |new| entry(new, "commands", "pong")["type"] = json!("heartbeat"),
        &["suspected-rename commands.pong X X error"],
        &["suspected-rename commands.heartbeat X X error"],
    ),
    pair(
        "a command that is gone, and one with other keys",
        |new| {
            entry(new, "commands", "auth")["type"] = json!("login");
            push(entry(new, "commands", "login"), "keys", json!({ "key": "by", "kind": "text" }));
        },
        &["command-removed commands.auth - C error", "command-added commands.login - S warn"],
        &["command-removed commands.login - C error", "command-added commands.auth - S warn"],
    ),
    pair(
        "a required key of a command",
        |new| {
            push(
                entry(new, "commands", "auth"),
                "keys",
                json!({ "key": "device", "kind": "text" }),
            );
        },
        &["required-key-added commands.auth.keys.device - C error"],
        &["required-key-removed commands.auth.keys.device - S warn"],
    ),
    pair(
        "a key of pong",
        |new| {
            entry(entry(new, "commands", "pong"), "keys", "timestamp")["optional"] = json!(false);
        },
        &["presence-tightened commands.pong.keys.timestamp S C error"],
        &["presence-loosened commands.pong.keys.timestamp C S error"],
    ),
    pair(
        "the discriminator of a command",
        |new| {
            entry(new, "commands", "auth")["discriminator"] = json!("type");
            entry(new, "commands", "auth")["direction"] = json!("both");
        },
        &["discriminator-changed commands.auth.discriminator X X error"],
        &["discriminator-changed commands.auth.discriminator X X error"],
    ),
];
