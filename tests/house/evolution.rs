//! What people do to the protocol, done to the source of a copy of the crate: what `realtime breaking`
//! says of it is what the rules say, and nothing of it escapes.

use serde_json::Value;

use crate::copy::Edit;
use crate::lifecycle::Copy;

const GOAL: &str = "src/event/goal.rs";
const STORY: &str = "src/sample/story/goal.rs";

/// Each change as one makes it, all of them in one version.
const EDITS: &[Edit] = &[
    ("src/lib.rs", "PROTOCOL_VERSION: &str = \"1.0\"", "PROTOCOL_VERSION: &str = \"2.0\""),
    // A key is renamed without an alias, and one with; alias and name of a third are swapped.
    (
        GOAL,
        "#[setter(with_final_notes)]\n        pub final_notes:",
        "#[setter(with_closing_notes)]\n        pub closing_notes:",
    ),
    (STORY, ".with_final_notes(", ".with_closing_notes("),
    ("src/sample/story/action.rs", "due_date: action.due", "deadline: action.due"),
    ("src/event/action.rs", "pub due_date:", "#[alias(\"dueDate\")]\n        pub deadline:"),
    (
        GOAL,
        "#[alias(\"canceledAt\")]\n        pub cancelled_at:",
        "#[alias(\"cancelledAt\")]\n        pub canceled_at:",
    ),
    // An event is removed, and one whose type is reserved.
    (
        "src/event.rs",
        "    \"decision.created\" | \"decisionCreated\" => DecisionCreated as as_decision_created {
        tenant: tenant_id, entity: decision_id, actor: decided_by,
        since: \"1.0\", Stable, \"When a decision about a goal is recorded.\",
    }
    \"attachment.created\" | \"attachmentCreated\" => AttachmentCreated as as_attachment_created {
        tenant: tenant_id, entity: attachment_id, actor: uploaded_by,
        since: \"1.0\", Stable, \"When a file is attached to a goal, an action or an issue.\",
    }
",
        "",
    ),
    ("src/event/decision.rs", "payload! {", "#[cfg(any())]\npayload! {"),
    ("src/event/attachment.rs", "payload! {", "#[cfg(any())]\npayload! {"),
    ("src/event.rs", "attachment::*, decision::*, ", ""),
    (
        "src/reserved.rs",
        "RESERVED: &[Reserved] = &[\n",
        "RESERVED: &[Reserved] = &[\n    Reserved { place: ReservedPlace::Event, name: \
         \"attachment.created\", since: \"2.0\", why: \"Files are links now.\" },\n",
    ),
    (
        "src/sample/story/aside.rs",
        "    EventType::DecisionCreated,\n    EventType::AttachmentCreated,\n",
        "",
    ),
    (STORY, "DecisionCreated, DecisionCreatedParts, Event,", "Event,"),
    (STORY, "1 => self.decide(teller, now),", "1 => self.read(teller, now),"),
    (STORY, "    fn decide(", "    #[cfg(any())]\n    fn decide("),
    ("src/sample/story/issue.rs", "AttachmentCreated, AttachmentCreatedParts, Event,", "Event,"),
    (
        "src/sample/story/issue.rs",
        "/// A file that is attached to this.\n",
        "pub(super) fn attachment(_: &mut Teller, _: Timestamp, _: EntityType, _: &str) -> Event {\n    \
         unreachable!(\"it is never sampled here\")\n}\n\n#[cfg(any())]\n",
    ),
    // A value, an optional key, and one that was an alias of another.
    (
        "src/value/enumerations.rs",
        "        Archived = \"archived\",\n",
        "        Archived = \"archived\",\n        /// Put off.\n        Deferred = \"deferred\",\n",
    ),
    (
        GOAL,
        "        /// The goal's status.\n",
        "        /// The colour of its card.\n        #[setter(with_colour)]\n        \
         pub colour: Option<String>,\n        /// The goal's status.\n",
    ),
    (
        GOAL,
        "        #[alias(\"pauseReason\")]\n",
        "        #[setter(with_comment)]\n        pub comment: Option<String>,\n        \
         /// Why, in a word.\n        #[setter(with_pause_reason)]\n        \
         pub pause_reason: Option<String>,\n        /// Why it was paused.\n",
    ),
    // A limit is raised, and a recovery changed.
    ("src/json.rs", "MAX_DEPTH: usize = 64", "MAX_DEPTH: usize = 65"),
    ("src/error_code.rs", "Recovery::ShowAndStop,", "Recovery::LogAndContinue,"),
];

/// Rule, place, verdict to clients and to the server, level.
const FOUND: &[[&str; 5]] = &[
    ["suspected-rename", "events.goal.completed.keys.finalNotes", "X", "-", "error"],
    ["renamed", "events.action.created.keys.dueDate", "C", "-", "error"],
    ["swapped", "events.goal.cancelled.keys.cancelledAt", "=", "-", "info"],
    ["event-removed", "events.decision.created", "X", "-", "error"],
    ["event-removed-reserved", "events.attachment.created", "=", "-", "info"],
    ["open-value-added", "enumerations.GoalStatus.values.deferred", "=", "-", "info"],
    ["optional-key-added", "events.goal.created.keys.colour", "=", "-", "info"],
    // The event is provisional: a level lower.
    ["spelling-collides", "events.goal.paused.keys.pauseReason", "C", "-", "warn"],
    ["limit-raised", "limits.maxDepth", "C", "S", "error"],
    ["behaviour-changed", "errorCodes.FORBIDDEN.recovery", "warn", "warn", "warn"],
    ["changelog-not-written", "CHANGELOG.md", "error", "error", "error"],
];

#[test]
fn what_is_done_to_the_source_has_its_verdict() {
    let copy = Copy::new("evolution", EDITS);
    let output = copy.realtime(&["breaking", "--format", "json"]);
    let told = String::from_utf8_lossy(&output.stderr);
    let document: Value =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{told}"));
    let changes = document["changes"].as_array().unwrap();
    let is_found = |row: &[&str; 5]| {
        let names = ["rule", "place", "serverToClient", "clientToServer", "level"];
        let is = |change: &&Value| {
            names.iter().zip(row).all(|(name, text)| change[*name].as_str().unwrap_or("-") == *text)
        };
        changes.iter().any(|change| is(&change))
    };
    let missing: Vec<_> = FOUND.iter().filter(|row| !is_found(row)).collect();
    assert!(missing.is_empty(), "not found: {missing:#?}\nfound: {changes:#?}");
    let fails = changes.iter().filter(|change| change["level"] == "error").count();
    assert_eq!(fails, FOUND.iter().filter(|row| row[4] == "error").count(), "{changes:#?}");
    assert_eq!(output.status.code(), Some(1));

    let output = copy.realtime(&["breaking"]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.ends_with("Do not deploy: no order works for 2 changes.\n"), "{said}");
}
