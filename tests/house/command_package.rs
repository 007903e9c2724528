//! What npm gets of the command: packages that bring nothing but a binary each, and run nothing.

use std::fs;

use purposepath_realtime::codegen;
use serde_json::{Value, json};

use super::tree::root;

/// The packages of the command: what is rendered for npm, by folder.
fn packages() -> Vec<(String, Value)> {
    let artifacts = codegen::artifacts().expect("every event has a fixture").into_iter();
    let manifests = artifacts.filter_map(|(path, text)| {
        let folder = path.strip_prefix("packaging/npm/")?.strip_suffix("/package.json")?;
        Some((folder.to_owned(), serde_json::from_str(&text).expect("JSON")))
    });
    manifests.collect()
}

#[test]
fn the_packages_of_the_command_bring_nothing_but_binaries_and_run_nothing() {
    let packages = packages();
    let version = env!("CARGO_PKG_VERSION");
    for (folder, manifest) in &packages {
        for key in ["scripts", "dependencies", "peerDependencies"] {
            assert_eq!(manifest.get(key), None, "{folder}: {key}");
        }
        assert_eq!(manifest["name"], format!("@purposepath/{folder}"));
        assert_eq!(manifest["version"], version, "{folder}");
    }
    let of = |name: &str| packages.iter().find(|(folder, _)| folder == name).map(|(_, it)| it);
    let optional = &of("realtime-cli").expect("it is rendered")["optionalDependencies"];
    let binaries: Value = packages
        .iter()
        .filter(|(folder, _)| folder != "realtime-cli")
        .map(|(folder, _)| (format!("@purposepath/{folder}"), json!(version)))
        .collect::<serde_json::Map<_, _>>()
        .into();
    assert_eq!(optional, &binaries, "exactly one version of each, and no other package");
}

/// What the release's workflow reads says of each package what the package says of itself.
#[test]
fn the_table_of_platforms_is_that_of_the_packages() {
    let table = fs::read_to_string(root().join("packaging/platforms.json")).unwrap();
    let rows: Vec<Value> = serde_json::from_str(&table).unwrap();
    let mut packages = packages();
    packages.retain(|(folder, _)| folder != "realtime-cli");
    assert_eq!(rows.len(), packages.len());
    for row in rows {
        let (os, cpu) = (row["os"].as_str().unwrap(), row["cpu"].as_str().unwrap());
        let folder = format!("realtime-cli-{os}-{cpu}");
        assert_eq!(row["package"], format!("@purposepath/{folder}"));
        let (_, manifest) = packages.iter().find(|(it, _)| *it == folder).expect(&folder);
        assert_eq!((&manifest["os"], &manifest["cpu"]), (&json!([os]), &json!([cpu])), "{folder}");
        assert_eq!(manifest["realtime"], json!({ "binary": row["binary"] }), "{folder}");
        assert_eq!(manifest["preferUnplugged"], true, "{folder}: nothing runs out of a zip file");
    }
}
