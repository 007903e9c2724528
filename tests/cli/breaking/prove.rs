//! The verdicts against decoders that run: those of a commit in which the package was another, and
//! those of today.

use std::fs;
use std::path::Path;

use purposepath_realtime::PROTOCOL_VERSION;
use serde_json::{Value, json};

use super::checkout::keys;
use super::{Checkout, definition};
use crate::text;

pub const ROWS: &str = "esm/codec/rows.js";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn copy(from: &Path, checkout: &Checkout, to: &str) {
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_str().expect("UTF-8");
        let to = format!("{to}/{name}");
        match path.extension().and_then(|it| it.to_str()) {
            _ if path.is_dir() => copy(&path, checkout, &to),
            Some("js" | "json" | "ts") => {
                checkout.write(&to, &fs::read_to_string(&path).expect("a text"));
            }
            _ => {}
        }
    }
}

pub fn packages(checkout: &Checkout, folder: &str) {
    copy(&root().join("bindings/esm"), checkout, &format!("{folder}/esm"));
    let manifest = fs::read_to_string(root().join("bindings/package.json")).expect("a text");
    checkout.write(&format!("{folder}/package.json"), &manifest);
}

/// A repository whose first commit is an older version: its definition as `edit` says, its decoder with
/// the texts of `rows` replaced. There the package stood in another folder.
pub fn repository(name: &str, rows: &[(&str, &str)], edit: impl FnOnce(&mut Value)) -> Checkout {
    repository_with(name, rows, &[], edit)
}

/// The same, with texts of its fixtures replaced too.
fn repository_with(
    name: &str,
    rows: &[(&str, &str)],
    fixtures: &[(&str, &str, &str)],
    edit: impl FnOnce(&mut Value),
) -> Checkout {
    let checkout = Checkout::new(name);
    checkout.write("schema/meta.json", &definition("0.9", edit));
    packages(&checkout, "npm/realtime");
    let path = format!("npm/realtime/{ROWS}");
    let mut text = checkout.read(&path);
    for (from, to) in rows {
        assert!(text.contains(from), "{ROWS} does not say {from}: adapt this test");
        text = text.replacen(from, to, 1);
    }
    checkout.write(&path, &text);
    for folder in ["commands", "events", "gateway"] {
        let fixtures = format!("tests/fixtures/{folder}");
        copy(&root().join(&fixtures), &checkout, &fixtures);
    }
    for (file, from, to) in fixtures {
        let path = format!("tests/fixtures/{file}");
        checkout.write(&path, &checkout.read(&path).replace(from, to));
    }
    checkout.git("init --quiet --initial-branch main");
    checkout.commit("the first");
    checkout.git("checkout --quiet -b work");
    fs::remove_dir_all(checkout.folder.join("npm")).expect("it is there");
    packages(&checkout, "bindings");
    checkout.write("schema/meta.json", &definition(PROTOCOL_VERSION, |_| ()));
    checkout.commit("the work");
    checkout
}

/// What is said of the proof, without the commit, and the exit code.
fn prove(checkout: &Checkout) -> (Vec<String>, i32) {
    let output = checkout.realtime(&["breaking", "--against", "main", "--prove"]);
    let commit = checkout.git("rev-parse --short=9 main");
    let said = text(&output.stdout).replace(&format!("main at {commit}"), "main");
    let lines = said
        .lines()
        .skip_while(|it| !it.starts_with("proved: ") && !it.starts_with("contradiction: "));
    let lines: Vec<String> = lines.map(str::to_owned).collect();
    assert!(!lines.is_empty(), "{said}{}", text(&output.stderr));
    (lines, output.status.code().expect("not killed"))
}

fn key(name: &str) -> Value {
    json!({ "key": name, "kind": "text", "optional": false, "nullable": false })
}

#[test]
fn a_decoder_that_reads_all_frames_proves_that_nothing_changed() {
    let checkout = repository("prove-same", &[], |_| ());
    let (lines, code) = prove(&checkout);
    let [line] = &*lines else { panic!("{lines:#?}") };
    let count = |before: &str| -> usize {
        let end = line.find(before).unwrap_or_else(|| panic!("{line}"));
        line[..end].rsplit(' ').next().and_then(|it| it.parse().ok()).expect("a number")
    };
    assert!(line.starts_with("proved: "), "{line}");
    assert!(count(" frames read by the decoder of main, ") > 400, "{line}");
    assert!(count(" old fixtures read by today's") > 60, "{line}");
    assert_eq!(count(" are not read, as the verdicts say"), 0);
    assert_eq!(code, 0);
    // For programs the document stays as it is.
    let output =
        checkout.realtime(&["breaking", "--against", "main", "--prove", "--format", "json"]);
    assert_eq!(text(&output.stdout).lines().count(), 1);
    assert!(text(&output.stderr).starts_with("proved: "));
}

#[test]
fn what_a_decoder_refuses_is_what_its_verdict_says() {
    let rows = [
        // A required key that is gone, a name that became an alias, a value that was known under another
        // name, and a key that had to be there.
        ("goal.completed tenantId", "goal.completed tenantId colour:text"),
        ("cancelledAt:time|canceledAt", "canceledAt:time"),
        ("reason?:text|pauseReason", "reason:text|pauseReason"),
        ("draft active completed", "draft running|active completed"),
    ];
    let fixtures = [
        ("events/goal.cancelled.json", "cancelledAt", "canceledAt"),
        ("events/goal.cancelled--minimal.json", "cancelledAt", "canceledAt"),
    ];
    let checkout = repository_with("prove-changed", &rows, &fixtures, |old| {
        keys(old, "goal.completed").push(key("colour"));
        let of_cancelled = keys(old, "goal.cancelled");
        let at =
            of_cancelled.iter_mut().find(|it| it["key"] == "cancelledAt").expect("it is there");
        *at = json!({ "key": "canceledAt", "kind": "date-time" });
        let of_paused = keys(old, "goal.paused");
        let reason = of_paused.iter_mut().find(|it| it["key"] == "reason").expect("it is there");
        reason["optional"] = false.into();
        let enumerations = old["enumerations"].as_array_mut().expect("a list");
        let statuses =
            enumerations.iter_mut().find(|it| it["name"] == "GoalStatus").expect("it is");
        statuses["values"][1] = json!({ "value": "running", "aliases": ["active"] });
    });
    let (lines, code) = prove(&checkout);
    let [line] = &*lines else { panic!("{lines:#?}") };
    assert!(line.starts_with("proved: "), "{line}");
    assert!(!line.ends_with("; 0 are not read, as the verdicts say"), "{line}");
    assert_eq!(code, 1, "the changes themselves fail");
}

#[test]
fn a_decoder_that_refuses_what_the_verdict_says_it_reads_is_a_contradiction() {
    let rows = [("goal.completed tenantId", "goal.completed tenantId colour:text")];
    let (lines, code) = prove(&repository("prove-refused", &rows, |_| ()));
    assert_eq!(
        lines[..3],
        [
            "contradiction: a decoder and a verdict disagree about a frame",
            "    decoder     the decoder of main refuses it: goal.completed: at $.data.colour: expected a \
             value, found nothing",
            "    verdict     it is read: no change there says that it is not",
        ]
    );
    assert!(lines[3].starts_with("    frame       {\""), "{}", lines[3]);
    assert!(lines.last().is_some_and(|it| it.starts_with("not proved: ")), "{lines:#?}");
    assert_eq!(code, 1);
}

#[test]
fn a_decoder_that_reads_another_meaning_is_a_contradiction() {
    let rows = [("finalNotes?:text", "notes?:text|finalNotes")];
    let (lines, code) = prove(&repository("prove-meaning", &rows, |_| ()));
    assert_eq!(lines[1], "    decoder     the decoder of main does not find `finalNotes`");
    assert_eq!(code, 1);
}

#[test]
fn a_decoder_that_reads_what_the_verdict_says_it_does_not_is_a_contradiction() {
    let checkout = repository("prove-read", &[], |old| {
        keys(old, "goal.completed").push(key("colour"));
    });
    let (lines, code) = prove(&checkout);
    assert_eq!(
        lines[..3],
        [
            "contradiction: a decoder and a verdict disagree about a frame",
            "    decoder     the decoder of main reads it as what it means",
            "    verdict     C -, it is not read: events.goal.completed.keys.colour: a key is gone that had \
             to be there",
        ]
    );
    assert_eq!(code, 1);
}
