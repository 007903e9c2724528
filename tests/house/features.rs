//! What a feature brings, and where it is described.

use std::collections::BTreeSet;
use std::fs;

use crate::cargo::cargo;
use crate::tree::root;

/// The crates of a build with these features, by name and version.
fn crates(features: &str) -> BTreeSet<String> {
    let arguments =
        ["tree", "--locked", "--offline", "--edges", "normal,build", "--prefix", "none"];
    let output = cargo()
        .args(arguments)
        .args(["--no-default-features", "--features", features])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "`cargo tree --features {features}` fails:\n{said}");
    let lines = String::from_utf8(output.stdout).unwrap();
    lines.lines().map(|line| line.trim_end_matches(" (*)").to_owned()).collect()
}

#[test]
fn the_gateway_brings_no_crate() {
    let (without, with) = (crates(""), crates("gateway"));
    assert!(without.len() > 5, "{without:?}");
    let brought: Vec<_> = with.difference(&without).collect();
    assert!(
        brought.is_empty(),
        "the feature `gateway` brings {brought:?}: write what it needs of them with the standard \
         library, so that a service has to take over nothing"
    );
}

#[test]
fn every_feature_is_described() {
    let read = |path: &str| fs::read_to_string(root().join(path)).unwrap();
    let manifest = read("Cargo.toml");
    let (_, features) = manifest.split_once("\n[features]\n").unwrap();
    let names = features.lines().take_while(|line| !line.starts_with('[')).filter_map(|line| {
        let (name, _) = line.split_once(" = ")?;
        name.bytes().all(|it| it.is_ascii_lowercase()).then_some(name)
    });
    let page = read("docs/rust.md");
    let missing: Vec<_> = names
        .filter(|name| *name != "default" && !page.contains(&format!("\n| `{name}` | ")))
        .collect();
    assert!(
        missing.is_empty(),
        "docs/rust.md does not say what {missing:?} adds: give each a row under \"Features\""
    );
}
