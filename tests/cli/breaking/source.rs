//! `--source`: names in the definition and in TypeScript; a cargo of the test's own answers for Rust.

use super::Checkout;
use super::prove::repository;
use crate::text;

/// Runs the command with another cargo.
fn source(checkout: &Checkout, cargo: &str) -> (String, String, i32) {
    let mut command = checkout.command(env!("CARGO_BIN_EXE_realtime"));
    let output = command
        .args(["breaking", "--against", "main", "--source"])
        .env("CARGO", checkout.folder.join(cargo))
        .output()
        .expect("it runs");
    let code = output.status.code().expect("not killed");
    (text(&output.stdout).to_owned(), text(&output.stderr).to_owned(), code)
}

#[test]
fn a_tool_that_is_missing_is_named_with_the_command_that_installs_it() {
    let checkout = repository("source-missing", &[], |_| ());
    let (out, told, code) = source(&checkout, "there-is-none");
    assert_eq!(
        (out.as_str(), told.as_str(), code),
        (
            "",
            "error: `--source` asks cargo-semver-checks about the names in Rust, and it is not \
             installed: `cargo install cargo-semver-checks --locked`\n",
            2
        )
    );
}

#[cfg(unix)]
#[test]
fn names_that_are_gone_or_changed_are_listed_and_fail_nothing() {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    let checkout = repository("source-listed", &[], |old| {
        let events = old["events"].as_array_mut().expect("a list");
        events[0]["name"] = "NewGoal".into();
        let keys = events[0]["keys"].as_array_mut().expect("a list");
        keys.iter_mut().find(|key| key["key"] == "userId").expect("it is there")["kind"] =
            "GoalId".into();
    });
    let constants = "bindings/esm/protocol/constants.d.ts";
    let edited = checkout
        .read(constants)
        .replace("MAX_DEPTH: 64", "MAX_DEPTH: 65")
        .replace("export declare const PROTOCOL_VERSION", "export declare const VERSION");
    checkout.write(constants, &edited);
    checkout.commit("other declarations");
    let answer = |name: &str, script: &str| {
        checkout.write(name, &format!("#!/bin/sh\n[ \"$2\" = --version ] && exit 0\n{script}"));
        let path = checkout.folder.join(name);
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("it is there");
    };
    answer(
        "finds",
        "echo '     Checked [   0.115s] 223 checks: 222 pass, 1 fail, 0 warn' >&2\n\
         echo '--- failure struct_missing: pub struct removed or renamed ---'\n\
         echo 'Failed in:'\necho '  struct purposepath_realtime::NewGoal'\nexit 1\n",
    );
    let (out, told, code) = source(&checkout, "finds");
    let commit = checkout.git("rev-parse --short=9 main");
    let (_, list) = out.split_once("\nsource, ").unwrap_or_else(|| panic!("{out}{told}"));
    assert_eq!(
        list.replace(&format!(" at {commit}"), ""),
        "in the definition:
  events.goal.created.name
    - \"NewGoal\"
    + \"GoalCreated\"
  events.goal.created.keys.userId
    - \"GoalId\"
    + \"UserId\"
source, TypeScript since main:
  @purposepath/realtime: MAX_DEPTH
    - export declare const MAX_DEPTH: 64;
    + export declare const MAX_DEPTH: 65;
  @purposepath/realtime: PROTOCOL_VERSION
    - export declare const PROTOCOL_VERSION: \"1.0\";
source, Rust since main:
  struct purposepath_realtime::NewGoal
    - struct_missing: pub struct removed or renamed
"
    );
    assert_eq!(code, 0);

    answer("fails", "echo 'error: failed to build rustdoc for crate' >&2\nexit 1\n");
    let (_, told, code) = source(&checkout, "fails");
    let whole = checkout.git("rev-parse main");
    assert_eq!(
        told,
        format!(
            "error: `cargo semver-checks --baseline-rev {whole}` has not compared: error: failed to \
             build rustdoc for crate\n"
        )
    );
    assert_eq!(code, 2);
}
