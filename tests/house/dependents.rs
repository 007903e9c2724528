//! The crate in the hands of others: a service that uses nothing heavier than `bytes` with it, and a crate that
//! changes serde_json for everybody in its build.

use std::path::{Path, PathBuf};

use crate::cargo;

/// Runs cargo on a crate in `tests/` and returns what that prints.
fn cargo(subcommand: &str, crate_name: &str) -> String {
    let manifest = Path::new("tests").join(crate_name).join("Cargo.toml");
    let target = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(crate_name);
    let output = cargo::cargo()
        .args([subcommand, "--quiet", "--locked", "--manifest-path"])
        .arg(&manifest)
        .env("CARGO_TARGET_DIR", target)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "`cargo {subcommand}` in tests/{crate_name} fails; if its lock file is stale, run `cargo \
         update --workspace --manifest-path {}`\n{}{said}",
        manifest.display(),
        String::from_utf8_lossy(&output.stdout),
    );
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_service_stores_shares_and_reads_messages_without_an_unwrap() {
    insta::assert_snapshot!("backend", cargo("run", "backend"));
    let source = std::fs::read_to_string("tests/backend/src/main.rs").unwrap();
    for forced in [".unwrap()", ".expect(", "unreachable!", "panic!"] {
        assert!(!source.contains(forced), "the API forces `{forced}` on a service");
    }
}

#[test]
fn vectors_and_payloads_do_not_depend_on_how_others_configure_serde_json() {
    cargo("test", "hostile");
}
