//! A change with its verdict, as programs read it.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::{run, text};

fn released() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/released/1.0.json")
}

/// A file with an older definition: this one without what the edit makes new.
fn older(name: &str, edit: impl Fn(&mut Value)) -> PathBuf {
    let mut definition: Value =
        serde_json::from_str(&fs::read_to_string(released()).unwrap()).unwrap();
    edit(&mut definition);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("breaking/verdicts");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    fs::write(&path, definition.to_string()).unwrap();
    path
}

fn breaking(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = run(&[&["breaking"], arguments].concat(), "");
    (output.status.code(), text(&output.stdout).to_owned(), text(&output.stderr).to_owned())
}

fn document(path: &Path) -> (Option<i32>, Value) {
    let (code, out, _) = breaking(&["--against", path.to_str().unwrap(), "--format", "json"]);
    (code, serde_json::from_str(&out).unwrap())
}

#[test]
fn a_change_is_an_object_with_its_verdict_and_a_frame_that_shows_it() {
    let path = older("title.json", |old| {
        assert_eq!(old["events"][0]["keys"][3]["key"], "title");
        old["events"][0]["keys"][3]["optional"] = json!(true);
    });
    let (code, document) = document(&path);
    assert_eq!(code, Some(1));
    assert_eq!(document["outcome"], "compared");
    assert_eq!(document["base"], path.to_str().unwrap());
    let mut change = document["changes"][0].clone();
    let fingerprint = change["fingerprint"].take();
    let fingerprint = fingerprint.as_str().expect("a text");
    assert!(fingerprint.starts_with("presence-tightened:events.goal.created.keys.title:"));
    assert_eq!(
        change,
        json!({
            "rule": "presence-tightened",
            "place": "events.goal.created.keys.title",
            "before": "optional",
            "after": "required",
            "serverToClient": "S",
            "clientToServer": null,
            "level": "warn",
            "legalWay": "let every writer send it, then release the readers",
            "witness": {
                "type": "goal.created",
                "timestamp": "2025-11-03T14:30:00.000Z",
                "data": {
                    "tenantId": "id-1",
                    "goalId": "id-1",
                    "userId": "id-1",
                    "description": "text",
                    "status": "draft",
                    "createdAt": "2025-11-03T14:30:00.000Z",
                    "createdBy": "id-1"
                }
            },
            "fingerprint": null,
            "accepted": false
        })
    );
    // A warning, but the version does not tell of it.
    assert_eq!(document["changes"][1]["rule"], "version-not-raised");
    assert_eq!(document["changes"].as_array().unwrap().len(), 2);
}

#[test]
fn a_warning_alone_does_not_fail() {
    let path = older("warning.json", |old| {
        old["protocolVersion"] = json!("0.9");
        old["errorCodes"][1]["recovery"] = json!("back_off");
    });
    let (code, document) = document(&path);
    assert_eq!((code, &document["changes"][0]["level"]), (Some(0), &json!("warn")));
    let (code, out, _) = breaking(&["--against", path.to_str().unwrap()]);
    assert_eq!(code, Some(0));
    assert!(
        out.contains(
            "\nwarn      ! !  errorCodes.FORBIDDEN.recovery: clients of the two versions "
        ),
        "{out}"
    );
}

#[test]
fn all_released_definitions_are_compared_and_a_change_is_named_once() {
    let root = env!("CARGO_MANIFEST_DIR");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_realtime"))
        .args(["breaking", "--format", "json"])
        .env("CARGO_MANIFEST_DIR", root)
        .output()
        .unwrap();
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["outcome"], "compared");
    let bases: Vec<&str> = document["base"].as_str().unwrap().split(", ").collect();
    assert!(bases.contains(&"schema/released/1.0.json"), "{bases:?}");

    let first = older("first.json", |old| old["limits"]["maxDepth"] = json!(32));
    let second = older("second.json", |old| old["limits"]["maxDepth"] = json!(32));
    let [first, second] = [&first, &second].map(|path| path.to_str().unwrap());
    let (code, out, _) = breaking(&["--against", first, "--against", second, "--format", "json"]);
    let document: Value = serde_json::from_str(&out).unwrap();
    let rules: Vec<&Value> =
        document["changes"].as_array().unwrap().iter().map(|it| &it["rule"]).collect();
    assert_eq!(code, Some(1));
    assert_eq!(rules, ["limit-raised", "version-not-raised"]);
}

#[test]
fn what_an_older_definition_does_not_say_is_said_aloud() {
    let path = older("early.json", |old| {
        old.as_object_mut().unwrap().remove("timing");
    });
    let path = path.to_str().unwrap();
    let (code, _, error) = breaking(&["--against", path]);
    assert_eq!(code, Some(0));
    assert_eq!(error, format!("{path}: not compared, since one side does not say: timing\n"));
}
