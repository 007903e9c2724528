//! What the targets start from: the fixtures, the vectors and the peer suite of this repository, as
//! they are on the day. Nothing of it is kept here.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use purposepath_realtime::fixtures::FIXTURES;
use serde_json::Value;

/// Longer seeds slow every later run down, and are tested elsewhere.
const LONGEST: usize = 1 << 13;

/// Writes seeds into the corpus of a target, before the fuzzer reads it.
pub fn seed<T: AsRef<[u8]>>(target: &str, seeds: impl IntoIterator<Item = T>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    fs::create_dir_all(&folder).expect("the corpus can be written");
    for seed in seeds {
        let seed = seed.as_ref();
        let mut hasher = DefaultHasher::new();
        seed.hash(&mut hasher);
        let name = format!("seed-{:016x}", hasher.finish());
        if seed.len() <= LONGEST {
            fs::write(folder.join(name), seed).expect("the corpus can be written");
        }
    }
}

/// The frames that are there: examples, vectors under any key `frame`, and the peer suite's texts as
/// the data of an unknown event.
pub fn frames() -> Vec<Vec<u8>> {
    let mut frames: Vec<Vec<u8>> = Vec::new();
    for fixture in FIXTURES {
        frames.extend([fixture.text.into(), fixture.frame().into()]);
    }
    for file in files("tests/fixtures") {
        collect(&serde_json::from_slice(&read(&file)).expect("a fixture is JSON"), &mut frames);
    }
    for file in files("tests/jsontestsuite/test_parsing") {
        let head = br#"{"type":"x.y","timestamp":"2025-11-03T14:30:00Z","data":"#;
        frames.push([&head[..], &read(&file), b"}"].concat());
    }
    frames
}

fn collect(value: &Value, frames: &mut Vec<Vec<u8>>) {
    match value {
        Value::Object(object) => {
            if let Some(Value::String(frame)) = object.get("frame") {
                frames.push(frame.clone().into());
            }
            object.values().for_each(|value| collect(value, frames));
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, frames)),
        _ => {}
    }
}

/// The files below a folder of the repository.
fn files(folder: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of the repository") {
            let path = entry.expect("a folder of the repository").path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).expect("a file of the repository")
}

/// The text, in which U+E000 stands for as many letters as make it this long: so short inputs meet the
/// limit of a frame.
pub fn filled(text: &str, limit: usize) -> String {
    const FILLING: char = '\u{e000}';
    match text.split_once(FILLING) {
        Some((before, after)) => {
            let count = limit.saturating_sub(before.len() + after.len());
            format!("{before}{}{after}", "x".repeat(count))
        }
        None => text.to_owned(),
    }
}
