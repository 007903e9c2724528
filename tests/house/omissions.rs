//! What is left out, or is said wrong, does not compile, and the compiler says what to do.
//!
//! Each test copies the crate, leaves one thing out and checks the copy, with default features: what
//! says the sentences stands in the core. The macros are private to the crate, so this is how a
//! developer meets them.

use crate::cargo::cargo;
use crate::copy::{Edit, copy_crate};

/// Copies the crate to a folder of this name, replaces a text in one of its files, checks the copy
/// and returns what the compiler says.
fn compiler_on(name: &str, file: &str, old: &str, new: &str) -> String {
    compiler_on_edits(name, &[(file, old, new)])
}

fn compiler_on_edits(name: &str, edits: &[Edit]) -> String {
    let copy = copy_crate("omissions", name, edits);

    // A target folder of their own: to cargo each copy is the crate itself, which would be built again
    // after it.
    let output = cargo()
        .args(["check", "--lib", "--locked", "--color", "never"])
        .current_dir(&copy)
        .env("CARGO_TARGET_DIR", copy.with_file_name("target"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success(), "a crate without it compiles:\n{said}");
    said
}

#[track_caller]
fn assert_says(said: &str, sentence: &str) {
    assert!(said.contains(sentence), "the compiler does not say\n  {sentence}\nbut\n{said}");
}

#[test]
fn a_payload_without_a_row_does_not_compile() {
    let old = "payload! {\n    /// A value of a KPI";
    let new = "payload! {\n    /// A KPI was deleted.\n    pub struct KpiDeleted {\n        /// The \
               KPI.\n        pub kpi_id: KpiId,\n    }\n\n    /// A value of a KPI";
    let said = compiler_on("row", "src/event/kpi.rs", old, new);
    assert_says(&said, "`KpiDeleted` has no row, so nothing can send or receive it");
    assert_says(
        &said,
        "if it is an event, add a row `\"area.event\" => KpiDeleted { … }` to `registry!` in \
         src/event.rs",
    );
}

#[test]
fn a_command_without_a_row_does_not_compile() {
    let row = "    \"type\": \"pong\" => Pong(PongCommand),\n";
    let said = compiler_on("command-row", "src/command.rs", row, "");
    assert_says(&said, "`PongCommand` has no row, so nothing can send or receive it");
    assert_says(
        &said,
        "if it is a command, add a row `\"action\": \"name\" => Name(PongCommand)` to `commands!` in \
         src/command.rs",
    );
}

#[test]
fn a_payload_without_a_doc_comment_does_not_compile() {
    let old = "    /// A value of a KPI was recorded.\n";
    let said = compiler_on("doc-of-payload", "src/event/kpi.rs", old, "");
    assert_says(
        &said,
        "`KpiReadingCreated` has no doc comment: add a `///` line above it that says what it means",
    );
}

#[test]
fn a_key_without_a_doc_comment_does_not_compile() {
    let old = "        /// A note on the value.\n";
    let said = compiler_on("doc-of-key", "src/event/kpi.rs", old, "");
    assert_says(
        &said,
        "`KpiReadingCreated.note` has no doc comment: add a `///` line above it that says what",
    );
}

#[test]
fn a_key_that_may_be_absent_and_has_no_setter_or_another_does_not_compile() {
    let setter = "        #[setter(with_note)]\n        pub note: Option<String>,\n        /// When the value";
    let bare = "        pub note: Option<String>,\n        /// When the value";
    let said = compiler_on("setter", "src/event/kpi.rs", setter, bare);
    assert_says(
        &said,
        "`KpiReadingCreated.note` may be absent and has no setter: add `#[setter(with_note)]` above it",
    );
    let other = setter.replace("with_note", "set_note");
    let said = compiler_on("setters-name", "src/event/kpi.rs", setter, &other);
    assert_says(
        &said,
        "`KpiReadingCreated.note` says `#[setter(set_note)]`: write `#[setter(with_note)]`",
    );
}

#[test]
fn required_keys_of_one_type_in_a_row_do_not_compile() {
    let parts = "    #[parts(DecisionCreatedParts)]\n";
    let said = compiler_on("parts", "src/event/decision.rs", parts, "");
    assert_says(
        &said,
        "`DecisionCreated.title` and `decision` are both `String`, so that swapped arguments would \
         compile: add `#[parts(DecisionCreatedParts)]` above the struct",
    );
}

#[test]
fn an_accessor_that_is_not_called_after_its_payload_does_not_compile() {
    let row = "KpiReadingCreated as as_kpi_reading_created";
    let said = compiler_on("accessor", "src/event.rs", row, "KpiReadingCreated as as_reading");
    assert_says(
        &said,
        "the row of `KpiReadingCreated` names its accessor `as_reading`: write `as_` and the \
         payload's name in snake_case",
    );
}

#[test]
fn a_row_that_names_a_key_which_its_payload_lacks_does_not_compile() {
    let said = compiler_on("key", "src/event.rs", "entity: reading_id", "entity: reading");
    assert_says(&said, "a row names a key that its payload does not have");
    assert_says(&said, "no field `reading` on type");
    assert_says(&said, "entity: reading,");
}

#[test]
fn a_version_that_is_none_or_yet_to_come_does_not_compile() {
    let row = |keys: &str, since: &str| format!("{keys},\n        since: \"{since}\"");
    let reading = "entity: reading_id, actor: recorded_by";
    let decision = "entity: decision_id, actor: decided_by";
    let said = compiler_on_edits(
        "since",
        &[
            ("src/event.rs", &row(reading, "1.0"), &row(reading, "banana")),
            ("src/event.rs", &row(decision, "1.0"), &row(decision, "1.1")),
        ],
    );
    assert_says(
        &said,
        "`kpi.reading.created` says `since: \"banana\"`, which is no version: write two numbers, as \
         in \"1.0\"",
    );
    assert_says(
        &said,
        "`decision.created` says `since: \"1.1\"`, but the protocol is 1.0: set PROTOCOL_VERSION in \
         src/lib.rs to \"1.1\"",
    );
}

#[test]
fn a_deprecation_that_says_nothing_does_not_compile() {
    let note = "        /// A note on the value.\n";
    let of_note = format!(
        "{note}        #[deprecated(\"1.0\", replaced_by: \"notes\", remove_after: \"2.0\")]\n"
    );
    let draft = "        /// Being drafted; work has not started.\n";
    let of_draft = format!("{draft}        #[deprecated(since = \"1.0\")]\n");
    let said = compiler_on_edits(
        "deprecated",
        &[("src/event/kpi.rs", note, &of_note), ("src/value/enumerations.rs", draft, &of_draft)],
    );
    assert_says(
        &said,
        "write `#[deprecated(\"1.1\", replaced_by: \"new\", remove_after: \"2.0\")]`",
    );
    let said = compiler_on("replaced-by", "src/event/kpi.rs", note, &of_note);
    assert_says(
        &said,
        "`KpiReadingCreated.note` says `replaced_by: \"notes\"`, which is no other of its kind: name \
         one by its canonical spelling on the wire, or leave `replaced_by` out",
    );
}

#[test]
fn a_reserved_name_that_is_in_use_does_not_compile() {
    let table = "pub static RESERVED: &[Reserved] = &[\n";
    let row = "    Reserved { place: ReservedPlace::EventKey(\"goal.paused\"), name: \"pause_reason\", \
               since: \"1.0\", why: \"It is an old spelling.\" },\n";
    let said = compiler_on("reserved", "src/reserved.rs", table, &format!("{table}{row}"));
    assert_says(
        &said,
        "`pause_reason` is in use again, or an old spelling, in events.goal.paused.keys, where \
         src/reserved.rs reserves it: choose another name, since a peer that still knows this one \
         would take it for what it was",
    );
}
