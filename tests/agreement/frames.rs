//! Rust, TypeScript and the schemas say the same of every frame.
//!
//! Each fixture and each mutation of it is decoded here and by `tests/agreement.mjs` in Node, and
//! what was accepted is held against the schemas. Then one rule is broken in each of the three,
//! and the comparison has to notice. Prints the counts; needs Node, but nothing from npm.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use purposepath_realtime::decode;
use purposepath_realtime::fixtures::FIXTURES;
use serde_json::json;

use crate::node::Decoder;
use crate::print;
use crate::schemas::Schemas;
use crate::verdict::Verdict;

const AT_LEAST: usize = 5000;

/// A frame, where it comes from and what Rust says of it.
pub struct Case {
    pub group: &'static str,
    pub frame: String,
    pub verdict: Verdict,
}

impl Case {
    fn new(group: &'static str, frame: String) -> Self {
        let verdict = Verdict::of(&frame);
        Case { group, frame, verdict }
    }

    /// The line that `tests/agreement.mjs` reads.
    fn line(&self) -> String {
        json!({ "group": self.group, "frame": self.frame, "rust": self.verdict.json }).to_string()
    }
}

/// Every frame that is compared.
static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let mut seen = BTreeSet::new();
    let mut cases: Vec<Case> = Vec::new();
    for fixture in FIXTURES {
        let frame = fixture.frame();
        seen.insert(frame.clone());
        cases.push(Case::new("fixtures", frame));
    }
    for frame in FIXTURES.iter().flat_map(crate::mutations::mutations) {
        if seen.insert(frame.clone()) {
            cases.push(Case::new("mutations", frame));
        }
    }
    cases.extend(crate::mixtures::mixtures().into_iter().map(|it| Case::new("mixtures", it)));
    cases.extend(peer_suite().into_iter().map(|frame| Case::new("JSONTestSuite", frame)));
    assert!(cases.len() >= AT_LEAST, "{} frames, expected at least {AT_LEAST}", cases.len());
    cases
});

/// The texts of JSONTestSuite as the `data` of an unknown event; what is not UTF-8 is no text.
fn peer_suite() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/jsontestsuite/test_parsing");
    let files = fs::read_dir(folder).expect("the suite is there");
    let texts = files.map(|file| fs::read(file.expect("it can be listed").path()).expect("a file"));
    let frame = |text: String| {
        format!(r#"{{"type":"x.y","timestamp":"2025-11-03T14:30:00.000Z","data":{text}}}"#)
    };
    let frames: Vec<_> = texts.filter_map(|it| String::from_utf8(it).ok()).map(frame).collect();
    assert!(frames.len() >= 290, "{} texts", frames.len());
    frames
}

/// The lines that `tests/agreement.mjs` reads, of the frames that contain a text.
fn lines(text: &str) -> Vec<String> {
    CASES.iter().map(Case::line).filter(|line| line.contains(text)).collect()
}

#[test]
fn rust_and_typescript_agree() {
    let report = Decoder::built().compare(&lines(""));
    print(&report.text);
    assert!(report.agrees, "Rust and TypeScript disagree");
}

/// Rust refuses a key that is literally repeated; TypeScript follows `JSON.parse`, for which the last
/// one counts.
#[test]
fn a_literal_repeat_is_refused_or_overwritten() {
    let mut lines = Vec::new();
    for (frame, parsed) in FIXTURES.iter().flat_map(crate::mixtures::repeats) {
        let is_refused = decode(&frame).is_err();
        assert!(is_refused, "{frame}");
        let rust = Verdict::of(&parsed).json;
        lines.push(json!({ "group": "repeats", "frame": frame, "rust": rust }).to_string());
    }
    assert!(lines.len() > 1000, "{} frames", lines.len());
    let report = Decoder::built().compare(&lines);
    print(&report.text);
    assert!(report.agrees, "TypeScript does not follow `JSON.parse`");
}

#[test]
fn rust_and_the_schemas_agree() {
    let (frames, disagreements) = Schemas::built().compare(&CASES);
    print(&format!("schemas: {frames} canonical frames, {} disagreements\n", disagreements.len()));
    let first: Vec<_> = disagreements.iter().take(20).map(ToString::to_string).collect();
    assert!(first.is_empty(), "Rust and the schemas disagree:\n  {}", first.join("\n  "));
}

#[test]
fn the_tolerant_schema_refuses_what_rust_refuses() {
    let (frames, disagreements) = Schemas::built().compare_refused(&CASES);
    print(&format!("schemas: {frames} refused frames, {} disagreements\n", disagreements.len()));
    let first: Vec<_> = disagreements.iter().take(20).map(ToString::to_string).collect();
    assert!(first.is_empty(), "Rust and the schemas disagree:\n  {}", first.join("\n  "));
}

#[test]
#[cfg(feature = "cli")]
fn what_is_found_wrong_with_a_server_s_frame_is_what_the_strict_schema_refuses() {
    let (frames, disagreements) = Schemas::built().compare_judged(&CASES);
    print(&format!("judged: {frames} valid frames, {} disagreements\n", disagreements.len()));
    let first: Vec<_> = disagreements.iter().take(20).map(ToString::to_string).collect();
    assert!(frames > 1000 && first.is_empty(), "{frames} frames:\n  {}", first.join("\n  "));
}

#[test]
fn an_old_key_that_typescript_forgets_is_noticed() {
    let patched = Decoder::built().patched("esm/codec/rows.js", "|canceledAt", "");
    assert!(!patched.compare(&lines("canceledAt")).agrees);
}

#[test]
fn another_path_that_rust_names_is_noticed() {
    let lies: Vec<String> = lines("$.data.goal_id")
        .iter()
        .map(|line| line.replace("$.data.goal_id", "$.data.goalId"))
        .collect();
    assert!(!lies.is_empty() && !Decoder::built().compare(&lies).agrees);
}

#[test]
fn a_range_that_a_schema_narrows_is_noticed() {
    let schemas = Schemas::patched(|schema| {
        schema["$defs"]["ActionProgressUpdated"]["properties"]["newProgress"]["maximum"] =
            json!(99);
    });
    assert!(!schemas.compare(&CASES).1.is_empty());
}

#[test]
fn a_shape_that_a_schema_lets_another_in_is_noticed() {
    let schemas = Schemas::patched(|schema| {
        schema["$defs"]["PingCommand"].as_object_mut().unwrap().remove("not");
    });
    assert!(!schemas.compare_refused(&CASES).1.is_empty());
}
