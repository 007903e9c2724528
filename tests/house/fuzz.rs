//! Each fuzz target is built, and has its time.

use std::fs;

use super::links::steps;
use super::tree::{files, root};

#[test]
fn every_fuzz_target_is_built_and_has_a_step() {
    let manifest = fs::read_to_string(root().join("fuzz/Cargo.toml")).unwrap();
    let targets = files("fuzz/fuzz_targets", &["rs"]);
    let steps = steps(".ci/deep");
    for path in &targets {
        let target = path.file_stem().unwrap().to_string_lossy();
        let bin = format!("[[bin]]\nname = \"{target}\"\npath = \"fuzz_targets/{target}.rs\"\n");
        assert!(
            manifest.contains(&bin),
            "fuzz/Cargo.toml does not build {}: add\n{bin}",
            path.display()
        );
        assert!(
            steps.contains(&format!("fuzz-{target}")),
            "{} has no half hour of its own: add `step_fuzz_{target}` to .ci/deep",
            path.display()
        );
    }
    assert!(targets.len() > 6, "only {} targets are seen", targets.len());
}
