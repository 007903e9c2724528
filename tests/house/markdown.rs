//! The documents as text: their blocks of code, their links, the anchors of their headings.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use super::tree::{files, root};

/// README.md, CONTRIBUTING.md and every Markdown file in docs/ and src/, by its path from the root.
pub fn documents() -> Vec<(String, String)> {
    let mut paths = vec![PathBuf::from("CONTRIBUTING.md"), PathBuf::from("README.md")];
    paths.extend(files("docs", &["md"]));
    paths.extend(files("src", &["md"]));
    let read = |path: PathBuf| {
        let text = fs::read_to_string(root().join(&path)).unwrap();
        (path.to_string_lossy().into_owned(), text)
    };
    paths.into_iter().map(read).collect()
}

/// A fenced code block.
pub struct Block {
    pub line: usize,
    pub info: String,
    pub text: String,
}

/// Splits Markdown into its code blocks and its other lines.
pub fn blocks(markdown: &str) -> (Vec<Block>, Vec<(usize, &str)>) {
    let mut blocks: Vec<Block> = Vec::new();
    let mut prose = Vec::new();
    let mut open = false;
    for (index, line) in markdown.lines().enumerate() {
        if let Some(info) = line.trim_start().strip_prefix("```") {
            if !open {
                let (line, info) = (index + 1, info.trim().to_owned());
                blocks.push(Block { line, info, text: String::new() });
            }
            open = !open;
        } else if open {
            let block = blocks.last_mut().unwrap();
            block.text.push_str(line);
            block.text.push('\n');
        } else {
            prose.push((index + 1, line));
        }
    }
    (blocks, prose)
}

/// The targets of the links `[text](target)` in a text.
pub fn links(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target)
}

/// The anchors of the headings, by GitHub's rule: lower case, spaces become hyphens, punctuation
/// goes, and the second heading of a text gets `-1`.
pub fn anchors(markdown: &str) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    let prose = blocks(markdown).1;
    for (_, line) in prose.iter().filter(|(_, line)| line.starts_with('#')) {
        let text = line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
        let kept: String =
            text.chars().filter(|it| it.is_alphanumeric() || "-_".contains(*it)).collect();
        let mut anchor = kept.clone();
        let mut count = 0;
        while !anchors.insert(anchor.clone()) {
            count += 1;
            anchor = format!("{kept}-{count}");
        }
    }
    anchors
}

#[test]
fn anchors_are_github_s() {
    let found = anchors("# A `b.c_d`\n```\n# no heading\n```\n## A `b.c_d`\n### 2^53, and so on\n");
    let expected = ["2^53-and-so-on".replace('^', ""), "a-bc_d".into(), "a-bc_d-1".into()];
    assert_eq!(found, BTreeSet::from(expected));
}
