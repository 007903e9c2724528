//! The artifacts on disk are what the source says, and the command treats them as it promises.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use purposepath_realtime::PROTOCOL_VERSION;
use purposepath_realtime::codegen::{RELEASED, artifacts, drift};

use crate::copy::{copy_folder, edit};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files() -> BTreeMap<String, String> {
    artifacts().expect("every event has a fixture")
}

/// A checkout of its own: the sources that the command was built from, and the artifacts.
fn checkout(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    copy_folder(root(), &folder);
    folder
}

/// Runs it as cargo does, which has built it.
fn realtime(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).env("CARGO_MANIFEST_DIR", folder).output().unwrap()
}

/// Runs it as somebody does who has it installed.
fn installed(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).env_remove("CARGO_MANIFEST_DIR").output().unwrap()
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_realtime"));
    command.args(arguments).current_dir(folder);
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn the_artifacts_on_disk_are_what_the_source_says() {
    let drift = drift::compare(root(), &files()).unwrap();
    assert!(drift.is_empty(), "{}", drift::report(&files(), &drift));
}

#[test]
fn rendering_twice_gives_the_same_bytes() {
    assert_eq!(files(), files());
}

#[test]
fn every_artifact_is_tidy_text() {
    for (path, text) in files() {
        assert!(!text.contains('\r'), "{path} has a carriage return");
        assert!(
            text.ends_with('\n') && !text.ends_with("\n\n"),
            "{path} has no single final newline"
        );
        assert!(!text.lines().any(|line| line.ends_with(' ')), "{path} has trailing space");
    }
}

#[test]
fn check_finds_a_hand_edit_a_deletion_and_an_extra_file() {
    let folder = checkout("check");
    let clean = realtime(&folder, &["check"]);
    assert_eq!(clean.status.code(), Some(0), "{}", text(&clean.stderr));

    let path = folder.join("bindings/esm/protocol/events.d.ts");
    let edited = fs::read_to_string(&path).unwrap().replacen("goalId: GoalId", "goalID: GoalId", 1);
    fs::write(&path, edited).unwrap();
    fs::remove_file(folder.join("schema/meta.json")).unwrap();
    fs::write(folder.join("schema/stale.json"), "{}").unwrap();
    fs::write(folder.join("packaging/npm/realtime-cli/realtime"), "a binary").unwrap();
    fs::write(folder.join("packaging/Dockerfile"), "written by hand").unwrap();
    fs::write(folder.join("bindings/purposepath-realtime-0.1.0.tgz"), "").unwrap();
    let found = realtime(&folder, &["check"]);
    assert_eq!(found.status.code(), Some(1));
    let report = text(&found.stderr);
    for line in [
        "changed: bindings/esm/protocol/events.d.ts",
        "-  goalID: GoalId;",
        "+  goalId: GoalId;",
        "missing: schema/meta.json",
        "extra: packaging/npm/realtime-cli/realtime (nothing renders it)",
        "extra: schema/stale.json (nothing renders it)",
        "4 artifacts differ from the source: run `cargo realtime generate` and commit the result",
    ] {
        assert!(report.contains(line), "{line:?} is not in\n{report}");
    }

    let mended = realtime(&folder, &["generate"]);
    assert_eq!(mended.status.code(), Some(0));
    let printed = text(&mended.stdout);
    for line in [
        "wrote bindings/esm/protocol/events.d.ts",
        "wrote schema/meta.json",
        "removed packaging/npm/realtime-cli/realtime",
        "removed schema/stale.json",
    ] {
        assert!(printed.contains(line), "{line:?} is not in\n{printed}");
    }
    assert!(folder.join("packaging/Dockerfile").exists(), "what is written by hand stays");
    assert_eq!(realtime(&folder, &["check"]).status.code(), Some(0));
}

#[test]
fn a_binary_of_another_checkout_writes_to_none() {
    let refused = |output: &Output, sentence: &str| {
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(text(&output.stderr), format!("error: {sentence}\n"));
        assert!(output.stdout.is_empty());
    };
    let folder = checkout("another");
    for subcommand in ["generate", "check"] {
        let sentence = format!(
            "this `realtime` was not built in this checkout: run `cargo realtime {subcommand}`, which \
             builds it there"
        );
        refused(&installed(&folder, &[subcommand]), &sentence);
    }
    // What its editor leaves there is no source; a new file is one.
    fs::write(folder.join("src/.lib.rs.swp"), "").unwrap();
    assert_eq!(realtime(&folder, &["check"]).status.code(), Some(0));
    fs::write(folder.join("tests/fixtures/events/goal.created--new.json"), "{}").unwrap();
    let sentence = "this `realtime` was not built from the sources of this checkout: run `cargo \
                    realtime check`, which builds it there";
    refused(&installed(&folder, &["check"]), sentence);
    let sentence = "this `realtime` was not built from the sources of this checkout: run `cargo \
                    realtime check`, after `touch build.rs` if that has been done";
    refused(&realtime(&folder, &["check"]), sentence);

    let version = format!("PROTOCOL_VERSION: &str = \"{PROTOCOL_VERSION}\"");
    edit(&folder.join("src/lib.rs"), &version, "PROTOCOL_VERSION: &str = \"99.1\"");
    let meta = fs::read_to_string(folder.join("schema/meta.json")).unwrap();
    let sentence = format!(
        "this `realtime` is of protocol {PROTOCOL_VERSION}, the checkout of 99.1: run `cargo realtime \
         generate`, which builds it there"
    );
    refused(&installed(&folder, &["generate"]), &sentence);
    assert_eq!(fs::read_to_string(folder.join("schema/meta.json")).unwrap(), meta);
    let out = folder.join("elsewhere");
    let arguments = ["generate", "--out", out.to_str().unwrap()];
    assert_eq!(installed(&folder, &arguments).status.code(), Some(0), "its own artifacts");
}

#[test]
fn generate_writes_to_another_folder_only_if_that_is_its_own() {
    let folder = checkout("out");
    let out = folder.join("elsewhere");
    let arguments = ["generate", "--out", out.to_str().unwrap()];
    assert_eq!(realtime(&folder, &arguments).status.code(), Some(0));
    assert!(drift::compare(&out, &files()).unwrap().is_empty());
    assert_eq!(realtime(&folder, &arguments).status.code(), Some(0), "a second time");

    fs::write(out.join("thesis.txt"), "mine").unwrap();
    let refused = realtime(&folder, &arguments);
    assert_eq!(refused.status.code(), Some(2));
    let said = text(&refused.stderr);
    assert!(
        said.contains("holds `thesis.txt`: name an empty folder, or one that this command wrote"),
        "{said}"
    );
}

#[test]
fn outside_a_checkout_the_command_says_where_it_belongs() {
    let folder = checkout("outside");
    fs::remove_file(folder.join("Cargo.toml")).unwrap();
    let refused = realtime(&folder, &["check"]);
    assert_eq!(refused.status.code(), Some(2));
    let said = text(&refused.stderr);
    assert!(
        said.contains("is no checkout of purposepath-realtime: run the command in the root of one"),
        "{said}"
    );
}

#[test]
fn what_was_released_is_neither_drift_nor_removed() {
    let folder = checkout("released");
    let released = folder.join(RELEASED).join("0.9.json");
    fs::create_dir_all(released.parent().unwrap()).unwrap();
    fs::write(&released, "{}\n").unwrap();
    assert_eq!(realtime(&folder, &["check"]).status.code(), Some(0));
    let generated = realtime(&folder, &["generate"]);
    let count = files().len();
    assert_eq!(
        text(&generated.stdout),
        format!("{count} artifacts: 0 written, {count} unchanged; 0 removed\n")
    );
    assert_eq!(fs::read_to_string(&released).unwrap(), "{}\n");
}
