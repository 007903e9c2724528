//! What npm installs here runs nothing of its own.

use std::fs;

use super::tree::{files, root};

#[test]
fn no_package_runs_a_script_when_it_is_installed() {
    let manifests = ["bindings", "examples", "src", "tests"].map(|folder| files(folder, &["json"]));
    let locks: Vec<_> =
        manifests.iter().flatten().filter(|path| path.ends_with("package-lock.json")).collect();
    for lock in &locks {
        let settings = lock.with_file_name(".npmrc");
        let text = fs::read_to_string(root().join(&settings)).unwrap_or_default();
        assert!(
            text.lines().any(|line| line == "ignore-scripts=true"),
            "{} lacks a line `ignore-scripts=true`: what `npm ci` installs there could run scripts",
            settings.display()
        );
    }
    assert!(locks.len() > 3, "only {} lock files of npm are seen", locks.len());
}
