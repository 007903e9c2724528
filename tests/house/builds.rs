//! `cargo test --all-features`, then `cargo realtime`, compiles no crate twice.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::cargo::cargo;

/// The crates that a build consists of, by package and target; each with the sets of features that it
/// is compiled with.
type Build = BTreeMap<(String, String), BTreeSet<Vec<String>>>;

/// Builds what the arguments say, of which nothing is left to do where they are those of these tests.
fn build(arguments: &[&str]) -> Build {
    let output =
        cargo().args(arguments).args(["--locked", "--message-format", "json"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "`cargo {}` fails:\n{said}", arguments.join(" "));
    let mut build = Build::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let unit: Value = serde_json::from_str(line).unwrap();
        let is_dependency = unit["manifest_path"].as_str().is_some_and(|path| path != MANIFEST);
        if unit["reason"] == "compiler-artifact" && is_dependency {
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            let features = unit["features"].as_array().unwrap().iter().map(text).collect();
            let name = (text(&unit["package_id"]), unit["target"]["kind"].to_string());
            build.entry(name).or_default().insert(features);
        }
    }
    build
}

const MANIFEST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");

/// What `cargo realtime` builds.
fn alias() -> Build {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join(".cargo/config.toml");
    let config = fs::read_to_string(config).unwrap();
    let alias = config.lines().find_map(|line| line.strip_prefix("realtime = \"run "));
    let alias = alias.expect("the alias `realtime` runs a target").trim_end_matches(" --\"");
    build(&["build"].into_iter().chain(alias.split(' ')).collect::<Vec<_>>())
}

#[test]
fn cargo_realtime_compiles_no_crate_that_the_tests_have_compiled() {
    let tests = build(&["test", "--no-run", "--all-features", "--test", "house"]);
    let mut faults = Vec::new();
    for ((package, kind), sets) in alias() {
        let (_, name) = package.rsplit_once(['/', '#']).unwrap();
        let known = tests.get(&(package.clone(), kind)).cloned().unwrap_or_default();
        faults.extend(sets.difference(&known).map(|features| {
            format!(
                "`cargo realtime` compiles {name} with the features {features:?}, the tests with \
                 {known:?}: let the alias in .cargo/config.toml run a target that is built with the \
                 dev-dependencies, as an example is"
            )
        }));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(tests.len() > 100, "only {} crates are seen", tests.len());
}
