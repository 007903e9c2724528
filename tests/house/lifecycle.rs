//! What the registry says of versions reaches every artifact, and an example that is none reaches no
//! artifact: shown with copies of the crate, since nothing of it is deprecated or wrong.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;

use crate::cargo::cargo;
use crate::copy::{Edit, copy_crate, edit};
use crate::tree::root;

/// Where the dependencies, without features, are checked already for other tests.
fn documentation() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("omissions/target")
}

/// A copy of the crate with an example that is called as the copy is.
pub struct Copy {
    name: &'static str,
    root: PathBuf,
}

impl Copy {
    /// It has a version of its own, so that it may share the folder of the dependencies, compiled
    /// already, without being the crate itself to cargo.
    pub fn new(name: &'static str, edits: &[Edit]) -> Self {
        let version = format!("version = \"{}-{name}\"", env!("CARGO_PKG_VERSION"));
        let own = concat!("version = \"", env!("CARGO_PKG_VERSION"), "\"");
        let package = format!("name = \"{}\"\n", env!("CARGO_PKG_NAME"));
        let root = copy_crate("lifecycle", name, edits);
        let [old, new] = [own, &version].map(|version| format!("{package}{version}"));
        edit(&root.join("Cargo.toml"), &old, &new);
        edit(&root.join("Cargo.lock"), &old, &new);
        let example = "[[example]]\nname = \"realtime\"\n";
        let of_copy = format!("[[example]]\nname = \"{name}\"\npath = \"examples/realtime.rs\"\n");
        edit(&root.join("Cargo.toml"), example, &of_copy);
        Copy { name, root }
    }

    /// Runs `realtime` with these arguments, as `cargo realtime` does.
    pub fn realtime(&self, arguments: &[&str]) -> Output {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        cargo()
            .args(["run", "--quiet", "--locked", "--all-features", "--example", self.name, "--"])
            .args(arguments)
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", target)
            .env("CARGO_TERM_COLOR", "never")
            .output()
            .unwrap()
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap()
    }

    fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.text(path)).unwrap()
    }

    /// A page of its documentation, which `document` has written.
    fn rustdoc(&self, page: &str) -> String {
        let folder = documentation().join("doc/purposepath_realtime");
        fs::read_to_string(folder.join(page)).unwrap()
    }

    fn document(&self) {
        let output = cargo()
            .args(["doc", "--quiet", "--locked", "--no-deps", "--lib"])
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", documentation())
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    #[track_caller]
    fn assert_holds(&self, path: &str, expected: &str) {
        let text = self.text(path);
        assert!(text.contains(expected), "{path} does not hold\n{expected}");
    }
}

#[test]
fn nothing_is_rendered_from_an_example_that_is_none() {
    let events = "tests/fixtures/events/";
    let file = |name: &str| format!("{events}{name}.json");
    let [wrong_date, other_key, alias, no_value] =
        ["goal.completed", "goal.resumed", "goal.cancelled", "goal.paused"].map(file);
    let copy = Copy::new(
        "fixtures",
        &[
            (&wrong_date, "\"completedAt\": \"2025-11-03", "\"completedAt\": \"2025-02-30"),
            (&other_key, "\"resumedBy\"", "\"resumer\""),
            (&alias, "\"cancelledBy\"", "\"canceledBy\""),
            (&no_value, ",\n    \"reason\": \"Waiting for the budget.\"", ""),
            ("schema/meta.json", "{", "[{"),
        ],
    );
    let sentences = "\
tests/fixtures/events/goal.cancelled.json: $.data.canceledBy is an old spelling of `cancelledBy`: write the frame as the encoder does
tests/fixtures/events/goal.completed.json: goal.completed: at $.data.completedAt: expected a date-time like 2025-11-03T14:30:00.000Z, found \"2025-02-30T14:30:00.000Z\" (line 8, column 5)
tests/fixtures/events/goal.resumed.json: $.data.resumer is a key that nobody reads: write the frame as the encoder does
no example of `goal.paused` has a value for `reason`: give it one in tests/fixtures/events/goal.paused.json
no example of `goal.resumed` has a value for `resumedBy`: give it one in tests/fixtures/events/goal.resumed.json
";
    for subcommand in ["generate", "check"] {
        let output = copy.realtime(&[subcommand]);
        assert_eq!(String::from_utf8_lossy(&output.stderr), sentences);
        assert_eq!(output.status.code(), Some(1), "{subcommand}");
        assert!(output.stdout.is_empty(), "{subcommand}");
    }
    assert!(copy.text("schema/meta.json").starts_with("[{"), "an artifact was written");
}

/// What is deprecated and reserved in the copy; version 1.1 does so.
const EDITS: &[Edit] = &[
    ("src/lib.rs", "PROTOCOL_VERSION: &str = \"1.0\"", "PROTOCOL_VERSION: &str = \"1.1\""),
    (
        "src/event.rs",
        "    \"goal.resumed\" =>",
        "    #[deprecated(\"1.1\", replaced_by: \"goal.activated\", remove_after: \"2.0\")]\n    \
         \"goal.resumed\" =>",
    ),
    (
        "src/event/kpi.rs",
        "        /// A note on the value.\n",
        "        /// A note on the value.\n        #[deprecated(\"1.1\", remove_after: \"1.4\")]\n",
    ),
    (
        "src/value/enumerations.rs",
        "        Archived =",
        "        #[deprecated(\"1.1\", replaced_by: \"completed\", remove_after: \"2.0\")]\n        \
         Archived =",
    ),
    (
        "src/error_code.rs",
        "        Forbidden =",
        "        #[deprecated(\"1.1\", replaced_by: \"NOT_FOUND\", remove_after: \"2.0\")]\n        \
         Forbidden =",
    ),
    (
        "src/command.rs",
        "    \"type\": \"pong\" =>",
        "    #[deprecated(\"1.1\", remove_after: \"2.0\")]\n    \"type\": \"pong\" =>",
    ),
    (
        "src/reserved.rs",
        "RESERVED: &[Reserved] = &[\n",
        "RESERVED: &[Reserved] = &[\n    Reserved { place: ReservedPlace::EventKey(\"goal.paused\"), \
         name: \"pauseNote\", since: \"1.1\", why: \"It became `reason`.\" },\n",
    ),
];

#[test]
fn what_is_deprecated_or_reserved_says_so_in_every_artifact() {
    let copy = Copy::new("deprecated", EDITS);
    let output = copy.realtime(&["generate"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!((&*said, output.status.code()), ("", Some(0)), "no warning, though it is in use");

    let resumed = "since protocol 1.1: use `goal.activated` instead. It may be removed after 2.0.";
    let note = "since protocol 1.1. It may be removed after 1.4.";
    let meta = copy.json("schema/meta.json");
    let row = |list: &str, key: &str, name: &str| {
        let rows = meta[list].as_array().unwrap();
        rows.iter().find(|row| row[key] == name).unwrap().clone()
    };
    let event = row("events", "type", "goal.resumed");
    assert_eq!(
        [&event["deprecated"], &event["replacedBy"], &event["removeAfter"]],
        ["1.1", "goal.activated", "2.0"]
    );
    let reading = row("events", "type", "kpi.reading.created");
    let key = reading["keys"].as_array().unwrap().iter().find(|key| key["key"] == "note").unwrap();
    assert_eq!([&key["deprecated"], &key["removeAfter"]], ["1.1", "1.4"]);
    assert_eq!(key.get("replacedBy"), None);
    let statuses = row("enumerations", "name", "GoalStatus");
    let archived = statuses["values"].as_array().unwrap().last().unwrap();
    assert_eq!([&archived["deprecated"], &archived["replacedBy"]], ["1.1", "completed"]);
    let codes = row("enumerations", "name", "ErrorCode");
    assert_eq!(codes["values"][1]["replacedBy"], "NOT_FOUND");
    assert_eq!(row("commands", "type", "pong")["deprecated"], "1.1");
    assert_eq!(
        meta["reserved"],
        serde_json::json!([{
            "place": "events.goal.paused.keys",
            "name": "pauseNote",
            "since": "1.1",
            "why": "It became `reason`.",
        }])
    );
    let here = fs::read_to_string(root().join("schema/meta.json")).unwrap();
    let here: Value = serde_json::from_str(&here).unwrap();
    assert_eq!(meta["fingerprint"], here["fingerprint"], "what is deprecated binds as before");

    assert_eq!(copy.json("schema/events/goal.resumed.json")["deprecated"], true);
    assert_eq!(copy.json("schema/commands/PongCommand.json")["deprecated"], true);
    for bundle in ["schema/protocol.schema.json", "schema/protocol.strict.schema.json"] {
        let definitions = &copy.json(bundle)["$defs"];
        assert_eq!(definitions["GoalResumedMessage"]["deprecated"], true);
        assert_eq!(definitions["KpiReadingCreated"]["properties"]["note"]["deprecated"], true);
        assert_eq!(definitions["GoalActivatedMessage"].get("deprecated"), None);
        let status = definitions["GoalStatus"]["description"].as_str().unwrap();
        assert!(status.contains("`archived` is deprecated since protocol 1.1"), "{status}");
    }
    let asyncapi = copy.json("schema/asyncapi.json");
    let components = &asyncapi["components"];
    assert_eq!(components["messages"]["GoalResumed"]["x-deprecated"], "1.1");
    assert_eq!(components["messages"]["PongCommand"]["x-remove-after"], "2.0");
    assert_eq!(components["schemas"]["GoalResumedMessage"]["deprecated"], true);

    let tag = |doc: &str, note: &str, indent: &str| {
        format!("{indent}/**\n{indent} * {doc}\n{indent} *\n{indent} * @deprecated {note}\n")
    };
    let events = "bindings/esm/protocol/events.d.ts";
    let experimental = " *\n * @experimental May still change";
    let sent = "A paused goal was resumed.\n *\n * Sent when somebody resumes a paused goal.";
    copy.assert_holds(events, &(tag(sent, resumed, "") + experimental));
    copy.assert_holds(events, &tag("A note on the value.", note, "  "));
    copy.assert_holds("bindings/esm/protocol/values.d.ts", "`archived` is deprecated since");
    copy.assert_holds("bindings/esm/protocol/errors.d.ts", "`FORBIDDEN` is deprecated since");
    copy.assert_holds("bindings/esm/protocol/commands.d.ts", " * @deprecated since protocol 1.1");
    let guard = "Whether the type of a message is `goal.resumed`.";
    copy.assert_holds("bindings/esm/protocol/guards.d.ts", &tag(guard, resumed, ""));

    let reference = "docs/reference/protocol.md";
    copy.assert_holds(reference, "| A paused goal was resumed. | provisional, deprecated |");
    copy.assert_holds(reference, &format!("\n\nDeprecated {resumed}\n\n"));
    copy.assert_holds(reference, &format!("| A note on the value.<br>Deprecated {note} |"));
    copy.assert_holds(reference, "| Kept for reference only.<br>Deprecated since protocol 1.1");
    copy.assert_holds(reference, "| The user is not allowed to do this.<br>Deprecated since");
    copy.assert_holds(
        reference,
        "| `pauseNote` | `events.goal.paused.keys` | 1.1 | It became `reason`. |",
    );

    copy.document();
    let documented = copy.rustdoc("enum.EventType.html");
    assert!(documented.contains("<strong>Deprecated</strong> since protocol 1.1: use"));
    assert!(documented.contains("<strong>Provisional</strong>: its definition may still change."));
    assert!(copy.rustdoc("struct.KpiReadingCreated.html").contains("<strong>Deprecated</strong>"));
}
