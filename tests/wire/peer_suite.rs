//! JSONTestSuite, each of whose texts stands as the `data` of an event that nobody knows.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use purposepath_realtime::{Encode, Message, decode_bytes};

/// The frame, by the name of the file.
fn frames() -> BTreeMap<String, Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/jsontestsuite/test_parsing");
    let frame = |path: &Path| {
        let text = fs::read(path).expect("it can be read");
        let (head, end) =
            (br#"{"type":"x.y","timestamp":"2025-11-03T14:30:00.000Z","data":"#, b"}");
        [&head[..], &text, end].concat()
    };
    let files = fs::read_dir(folder).expect("the suite is there");
    let paths = files.map(|file| file.expect("it can be listed").path());
    paths
        .map(|path| {
            let name = path.file_stem().expect("a file").to_string_lossy().into_owned();
            (name, frame(&path))
        })
        .collect()
}

/// What is made of a frame: `accepted`, or the code of the fault.
fn verdict(name: &str, frame: &[u8]) -> String {
    match decode_bytes(frame) {
        Ok(message @ Message::Unknown(_)) => {
            let written = message.encode().expect("what was read can be written");
            assert_eq!(written.as_bytes(), frame, "{name}: byte for byte");
            "accepted".to_owned()
        }
        Ok(other) => panic!("{name}: {other:?}"),
        Err(error) => error.code().to_string(),
    }
}

#[test]
fn what_must_be_accepted_is_and_what_must_be_refused_has_a_code() {
    let frames = frames();
    let mut decided = String::new();
    let mut counts = BTreeMap::new();
    for (name, frame) in &frames {
        let verdict = verdict(name, frame);
        let (kind, rest) = name.split_once('_').expect("a kind and a name");
        *counts.entry(kind).or_insert(0) += 1;
        match kind {
            "y" => assert_eq!(verdict, "accepted", "{name}"),
            "n" => assert_ne!(verdict, "accepted", "{name}"),
            _ => decided += &format!("{verdict:<9} {rest}\n"),
        }
    }
    assert_eq!(counts, BTreeMap::from([("i", 35), ("n", 188), ("y", 95)]));
    assert_snapshot!("decided", decided);
}
