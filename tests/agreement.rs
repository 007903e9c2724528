//! Rust, TypeScript and the schemas say the same of every frame.
//!
//! Each fixture and each mutation of it is decoded here and by `tests/agreement.mjs` in Node, and
//! what was accepted is held against the schemas. Then one rule is broken in each of the three,
//! and the comparison has to notice. Prints the counts; needs Node, but nothing from npm.

#[path = "agreement/mutations.rs"]
mod mutations;
#[path = "agreement/node.rs"]
mod node;
#[path = "agreement/schemas.rs"]
mod schemas;
#[path = "agreement/values.rs"]
mod values;
#[path = "agreement/verdict.rs"]
mod verdict;

use std::collections::BTreeSet;
use std::process::ExitCode;

use purposepath_realtime::fixtures::FIXTURES;
use serde_json::json;

use node::Decoder;
use schemas::Schemas;
use verdict::Verdict;

const AT_LEAST: usize = 5000;

/// A frame, where it comes from and what Rust says of it.
struct Case {
    group: &'static str,
    frame: String,
    verdict: Verdict,
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

fn main() -> ExitCode {
    let mut seen = BTreeSet::new();
    let mut cases: Vec<Case> = Vec::new();
    for fixture in FIXTURES {
        let frame = fixture.frame();
        seen.insert(frame.clone());
        cases.push(Case::new("fixtures", frame));
    }
    for frame in FIXTURES.iter().flat_map(mutations::mutations) {
        if seen.insert(frame.clone()) {
            cases.push(Case::new("mutations", frame));
        }
    }

    let mut failures = Vec::new();
    if cases.len() < AT_LEAST {
        failures.push(format!("{} frames, expected at least {AT_LEAST}", cases.len()));
    }
    let lines: Vec<String> = cases.iter().map(Case::line).collect();
    let decoder = Decoder::built();
    let report = decoder.compare(&lines);
    print!("{}", report.text);
    if !report.agrees {
        failures.push("Rust and TypeScript disagree".to_owned());
    }
    let schemas = Schemas::built();
    let (frames, disagreements) = schemas.compare(&cases);
    println!("schemas: {frames} canonical frames, {} disagreements", disagreements.len());
    for disagreement in disagreements.iter().take(20) {
        println!("  {disagreement}");
    }
    if !disagreements.is_empty() {
        failures.push("Rust and the schemas disagree".to_owned());
    }
    for (rule, noticed) in broken_rules(&cases, &lines, &decoder) {
        println!("{} when {rule}", if noticed { "disagrees, as it must," } else { "MISSES it" });
        if !noticed {
            failures.push(format!("nothing was noticed when {rule}"));
        }
    }
    for failure in &failures {
        eprintln!("agreement: {failure}");
    }
    if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// One rule broken in each of the three, and whether the comparison noticed.
fn broken_rules(cases: &[Case], lines: &[String], decoder: &Decoder) -> [(&'static str, bool); 3] {
    let patched = decoder.patched("esm/codec/rows.js", "|canceledAt", "");
    let about = |text: &str| -> Vec<String> {
        lines.iter().filter(|line| line.contains(text)).cloned().collect()
    };
    let lies: Vec<String> = about("$.data.goal_id")
        .iter()
        .map(|line| line.replace("$.data.goal_id", "$.data.goalId"))
        .collect();
    let schemas = Schemas::patched(|schema| {
        schema["$defs"]["ActionProgressUpdated"]["properties"]["newProgress"]["maximum"] =
            json!(99);
    });
    [
        ("TypeScript forgets an old key", !patched.compare(&about("canceledAt")).agrees),
        ("Rust names another path", !lies.is_empty() && !decoder.compare(&lies).agrees),
        ("a schema narrows a range", !schemas.compare(cases).1.is_empty()),
    ]
}
