//! The documents are found: links lead somewhere, the README stays short, the index is complete.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::markdown::{anchors, blocks, documents, links};
use super::tree::{files, root};

/// What the README's links begin with, which docs.rs and npm show too.
const ABSOLUTE: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/");

/// The file that a link in a document leads to, and the anchor in it; none if it leads elsewhere.
fn destination(document: &str, target: &str) -> Option<(PathBuf, String)> {
    let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
    let path = match file.strip_prefix(ABSOLUTE) {
        // A picture, as it is.
        Some(path) => PathBuf::from(path.trim_end_matches("?raw=true")),
        None if file.contains("://") => return None,
        None if file.is_empty() => PathBuf::from(document),
        None => Path::new(document).parent().unwrap().join(file),
    };
    Some((root().join(path), anchor.to_owned()))
}

/// Checks a link that stands in a file of the repository.
fn follow(document: &str, line: usize, target: &str) {
    let Some((file, anchor)) = destination(document, target) else { return };
    assert!(file.exists(), "{document}:{line}: {target}: there is no such file");
    if !anchor.is_empty() {
        let found = anchors(&fs::read_to_string(file).unwrap()).contains(&anchor);
        assert!(found, "{document}:{line}: {target}: no heading has this anchor");
    }
}

#[test]
fn every_link_leads_somewhere() {
    for (path, markdown) in &documents() {
        for (line, text) in blocks(markdown).1 {
            links(text).for_each(|target| follow(path, line, target));
        }
    }
}

#[test]
fn every_link_from_the_source_to_a_document_leads_somewhere() {
    let mut found = 0;
    for path in files("src", &["rs"]) {
        let text = fs::read_to_string(root().join(&path)).unwrap();
        for (index, line) in text.lines().enumerate() {
            for rest in line.split(ABSOLUTE).skip(1) {
                let end = rest.find([')', ' ', '"', '>']).unwrap_or(rest.len());
                let target = format!("{ABSOLUTE}{}", &rest[..end]);
                follow(&path.to_string_lossy(), index + 1, &target);
                found += 1;
            }
        }
    }
    assert!(found > 0, "the source links to no document: has {ABSOLUTE} changed?");
}

#[test]
fn links_to_the_repository_are_followed() {
    let follow = |target| destination("docs/rust.md", target);
    let contributing = || root().join("CONTRIBUTING.md");
    let absolute = format!("{ABSOLUTE}CONTRIBUTING.md#style");
    assert_eq!(follow(&absolute), Some((contributing(), "style".to_owned())));
    let picture = format!("{ABSOLUTE}docs/images/mock-send.webp?raw=true");
    assert_eq!(follow(&picture), Some((root().join("docs/images/mock-send.webp"), String::new())));
    assert_eq!(follow("https://example.org/CONTRIBUTING.md"), None);
    assert_eq!(follow("#serde"), Some((root().join("docs/rust.md"), "serde".to_owned())));
}

/// docs.rs shows the README, and has no files beside it.
#[test]
fn the_readme_is_short_and_its_links_are_absolute() {
    const LONGEST: usize = 120;
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let lines = readme.lines().count();
    assert!(
        lines <= LONGEST,
        "README.md has {lines} lines, {LONGEST} are the most: it opens doors; put the rest on the \
         page in docs/ that concerns it"
    );
    for target in links(&readme) {
        assert!(target.starts_with(ABSOLUTE), "README.md: {target}: begin it with {ABSOLUTE}");
    }
}

#[test]
fn the_index_names_every_document() {
    const INDEX: &str = "docs/README.md";
    let documents = documents();
    let (_, index) = documents.iter().find(|(path, _)| path == INDEX).unwrap();
    let named: BTreeSet<PathBuf> = links(index)
        .filter_map(|target| destination(INDEX, target))
        .map(|(file, _)| file.canonicalize().unwrap())
        .collect();
    // Those beside the source are found from there.
    for (path, _) in documents.iter().filter(|(path, _)| path != INDEX && !path.starts_with("src/"))
    {
        let file = root().join(path).canonicalize().unwrap();
        assert!(named.contains(&file), "{INDEX} does not name {path}: say for which reader it is");
    }
}

/// The names of the steps in a script, from its functions.
pub fn steps(script: &str) -> Vec<String> {
    let script = fs::read_to_string(root().join(script)).unwrap();
    let name = |line: &str| Some(line.strip_prefix("step_")?.split_once("()")?.0.replace('_', "-"));
    script.lines().filter_map(name).collect()
}

#[test]
fn the_page_for_contributors_names_the_steps_of_ci() {
    let page = fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap();
    for (heading, script) in [("What CI does", ".ci/run"), ("What takes longer", ".ci/deep")] {
        let (_, section) = page.split_once(&format!("\n## {heading}\n")).unwrap();
        let (section, _) = section.split_once("\n## ").unwrap();
        let rows = section.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
        let named: Vec<&str> = rows.map(|(name, _)| name).collect();
        assert_eq!(
            named,
            steps(script),
            "CONTRIBUTING.md, \"{heading}\", lists the steps of {script} in order"
        );
    }
}

#[test]
fn the_workflow_runs_what_a_developer_runs() {
    let workflow = fs::read_to_string(root().join(".github/workflows/ci.yml")).unwrap();
    let runs: Vec<&str> = workflow.lines().filter(|line| line.contains("run: ")).collect();
    let calls_it = |line: &&str| line.ends_with(" .ci/run");
    assert!(
        matches!(runs.as_slice(), [line] if calls_it(line)),
        "the workflow runs more than .ci/run, or something else: make it a step there: {runs:?}"
    );
}
