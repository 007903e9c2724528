//! What is left out does not compile, and the compiler says what to do.
//!
//! Each test copies the crate, leaves one thing out and checks the copy, with default features: what
//! says the sentences stands in the core. The macros are private to the crate, so this is how a
//! developer meets them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cargo::cargo;

/// Copies the crate to a folder of this name, replaces a text in one of its files, checks the copy
/// and returns what the compiler says.
fn compiler_on(name: &str, file: &str, old: &str, new: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let copy = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("omissions").join(name);
    if copy.exists() {
        fs::remove_dir_all(&copy).unwrap();
    }
    copy_folder(root, &copy);
    edit(&copy.join("Cargo.toml"), "[features]", "[workspace]\n\n[features]");
    edit(&copy.join(file), old, new);

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

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap();
        let is_output = name == "target" || name == "node_modules";
        if path.is_file() {
            fs::copy(&path, to.join(name)).unwrap();
        } else if !is_output && !name.to_string_lossy().starts_with('.') {
            copy_folder(&path, &to.join(name));
        }
    }
}

fn edit(file: &Path, old: &str, new: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(old), "{} holds no `{old}`: adapt this test", file.display());
    fs::write(file, text.replacen(old, new, 1)).unwrap();
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
fn a_row_that_names_a_key_which_its_payload_lacks_does_not_compile() {
    let said = compiler_on("key", "src/event.rs", "entity: reading_id", "entity: reading");
    assert_says(&said, "a row names a key that its payload does not have");
    assert_says(&said, "no field `reading` on type");
    assert_says(&said, "entity: reading,");
}
