//! No source file is longer than a reader keeps in mind.

use std::fs;

use super::tree::{files, root};

const LONGEST: usize = 350;

#[test]
fn no_source_file_is_too_long() {
    let extensions = ["rs", "js", "mjs", "ts", "tsx", "css"];
    let mut faults = Vec::new();
    for path in ["src", "tests", "benches", "examples"].map(|it| files(it, &extensions)).concat() {
        let lines = fs::read_to_string(root().join(&path)).unwrap().lines().count();
        if lines > LONGEST {
            let (path, name) = (path.display(), path.with_extension(""));
            faults.push(format!(
                "{path} has {lines} lines, {LONGEST} are the most: move one of its concepts to a \
                 file of its own, in {}/",
                name.display()
            ));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}
