//! Findings that somebody accepted.

use purposepath_realtime::PROTOCOL_VERSION;
use serde_json::{Value, json};

use super::{Checkout, changed, definition};
use crate::text;

const FINGERPRINT: &str = "required-key-removed:events.goal.created.keys.colour:c65adcd5";

fn accepted(entries: &Value) -> String {
    json!({ "$schema": "schema/accepted-changes.json", "accepted": entries }).to_string()
}

fn entry(fingerprint: &str, version: &str, reason: &str) -> Value {
    json!({ "fingerprint": fingerprint, "version": version, "reason": reason })
}

#[test]
fn the_block_that_is_printed_accepts_what_fails_once_it_has_a_reason() {
    let checkout = Checkout::with_released("accept", "0.1", changed);
    let output = checkout.realtime(&["breaking"]);
    assert_eq!(output.status.code(), Some(1));
    let told = text(&output.stdout);
    let (_, block) = told.split_once("each with its reason:\n\n").expect("a block");
    let (block, _) = block.split_once("\n\n").expect("its end");
    let block: Value = serde_json::from_str(block).expect("JSON");
    assert_eq!(block, entry(FINGERPRINT, PROTOCOL_VERSION, ""));

    checkout.write("accepted-changes.json", &accepted(&json!([block])));
    assert_eq!(
        checkout.refusal(&[]),
        format!(
            "accepted-changes.json accepts {FINGERPRINT:?} without a reason: say why it does no harm"
        )
    );

    let with_reason = entry(FINGERPRINT, PROTOCOL_VERSION, "nobody reads it");
    checkout.write("accepted-changes.json", &accepted(&json!([with_reason])));
    checkout.realtime(&["changelog"]);
    let (document, code) = checkout.json(&[]);
    assert_eq!(document["changes"].as_array().expect("a list").len(), 1);
    let change = &document["changes"][0];
    assert_eq!((&change["accepted"], &change["level"]), (&json!(true), &json!("error")));
    assert_eq!(code, 0);
    let told = checkout.realtime(&["breaking"]).stdout;
    assert!(text(&told).contains("\naccepted  C -  events.goal.created.keys.colour: "));
    assert!(text(&told).contains("\n    accepted    nobody reads it\n"));
    assert!(checkout.read("CHANGELOG.md").contains(" Accepted: nobody reads it\n"));
}

#[test]
fn an_accepted_break_demands_no_major_version() {
    let kind = |it: &mut Value| {
        changed(it);
        super::checkout::keys(it, "goal.created")[0]["kind"] = "boolean".into();
    };
    let checkout = Checkout::with_released("no-major", PROTOCOL_VERSION, kind);
    let expected = |checkout: &Checkout| {
        let (document, _) = checkout.json(&[]);
        let changes = document["changes"].as_array().expect("a list").clone();
        let at = changes.iter().find(|it| it["rule"] == "version-not-raised").expect("found");
        let accepted: Vec<Value> = changes
            .iter()
            .filter(|it| it["rule"] != "version-not-raised")
            .map(|it| entry(it["fingerprint"].as_str().unwrap(), &next_minor(), "why"))
            .collect();
        (at["after"]["expected"].clone(), accepted)
    };
    let (version, entries) = expected(&checkout);
    let (major, _) = PROTOCOL_VERSION.split_once('.').expect("two numbers");
    let next_major = major.parse::<u32>().expect("a number") + 1;
    assert_eq!(version, format!("{next_major}.0"));
    checkout.write("accepted-changes.json", &accepted(&json!(entries)));
    assert_eq!(expected(&checkout).0, next_minor());
}

fn next_minor() -> String {
    let (major, minor) = PROTOCOL_VERSION.split_once('.').expect("two numbers");
    format!("{major}.{}", minor.parse::<u32>().expect("a number") + 1)
}

#[test]
fn an_entry_of_the_version_in_progress_has_a_finding_and_an_older_one_is_left_alone() {
    let checkout = Checkout::with_released("stale", "0.1", |_| ());
    let entries = json!([
        entry("gone:limits.maxDepth:00000000", PROTOCOL_VERSION, "why"),
        entry("old:limits.maxDepth:00000000", "0.1", "why"),
    ]);
    checkout.write("accepted-changes.json", &accepted(&entries));
    let (document, code) = checkout.json(&[]);
    assert_eq!(code, 1);
    let changes = document["changes"].as_array().expect("a list");
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0]["rule"], "accepted-stale");
    assert_eq!(changes[0]["place"], "accepted-changes.json: gone:limits.maxDepth:00000000");
    assert_eq!(changes[0]["after"], "no such finding");
}

#[test]
fn an_entry_names_the_version_in_progress() {
    let checkout = Checkout::with_released("wrong-version", "0.1", changed);
    checkout.write("accepted-changes.json", &accepted(&json!([entry(FINGERPRINT, "7.3", "why")])));
    checkout.realtime(&["changelog"]);
    let (document, code) = checkout.json(&[]);
    assert_eq!(document["changes"][1]["rule"], "accepted-stale");
    assert_eq!(
        document["changes"][1]["after"],
        json!({ "found": "7.3", "expected": PROTOCOL_VERSION })
    );
    assert_eq!(code, 1);
}

#[test]
fn an_entry_that_was_there_before_has_had_its_finding() {
    let checkout = Checkout::with_git("had-it", &definition(PROTOCOL_VERSION, |_| ()));
    checkout.git("checkout --quiet main");
    checkout.write("schema/released/0.1.json", &definition("0.1", |_| ()));
    let entries = json!([entry(FINGERPRINT, PROTOCOL_VERSION, "why")]);
    checkout.write("accepted-changes.json", &accepted(&entries));
    checkout.commit("accepted on the way");
    assert_eq!(checkout.rules(&["--against", "main"]), (vec![], 0));
    assert_eq!(checkout.rules(&[]), (vec!["accepted-stale".to_owned()], 1));
}

#[test]
fn what_the_file_may_say_is_what_its_schema_says() {
    let artifacts = purposepath_realtime::codegen::artifacts().expect("they render");
    let schema = &artifacts["schema/accepted-changes.json"];
    let schema: Value = serde_json::from_str(schema).expect("JSON");
    let schema = jsonschema::validator_for(&schema).expect("a schema");
    let checkout = Checkout::with_released("schema", "0.1", |_| ());
    let good = entry("a", "0.1", "why");
    let with = |key: &str, value: Value| {
        let mut entry = good.clone();
        entry[key] = value;
        json!({ "accepted": [entry] })
    };
    let mut without = good.clone();
    without.as_object_mut().expect("an object").remove("reason");
    for (file, is_good) in [
        (json!({ "accepted": [] }), true),
        (json!({ "$schema": "a", "accepted": [good.clone()] }), true),
        (json!({ "accepted": [without] }), false),
        (json!({}), false),
        (json!([]), false),
        (json!({ "accepted": [], "more": 1 }), false),
        (with("reason", json!("")), false),
        (with("reason", json!(" \n")), false),
        (with("reason", json!(7)), false),
        (with("version", json!("1")), false),
        (with("more", json!(1)), false),
    ] {
        assert_eq!(schema.is_valid(&file), is_good, "the schema: {file}");
        checkout.write("accepted-changes.json", &file.to_string());
        let code = checkout.realtime(&["breaking"]).status.code();
        assert_eq!(code, Some(if is_good { 0 } else { 2 }), "the command: {file}");
    }
}

#[test]
fn an_entry_of_a_version_that_is_out_accepts_only_what_that_version_changed() {
    let of_old = accepted(&json!([entry(FINGERPRINT, "0.9", "why")]));
    let verdict = |checkout: &Checkout, arguments: &[&str]| {
        let (document, code) = checkout.json(arguments);
        let changes = document["changes"].as_array().expect("a list");
        let mut found = changes.iter().filter(|it| it["fingerprint"] == FINGERPRINT);
        (found.next().expect("it is found")["accepted"].clone(), code)
    };
    let checkout = Checkout::with_released("accepted-later", "0.9", changed);
    checkout.write("accepted-changes.json", &of_old);
    checkout.realtime(&["changelog"]);
    assert_eq!(verdict(&checkout, &[]), (json!(false), 1));
    let told = checkout.read("CHANGELOG.md");
    assert!(!told.contains("Accepted: why"), "{told}");
    // Against a version in which it was accepted, and one since which it is new.
    checkout.write("schema/released/0.8.json", &definition("0.8", changed));
    assert_eq!(verdict(&checkout, &[]), (json!(false), 1));
    // What that version changed stays accepted in later ones.
    checkout.write("schema/released/0.9.json", &definition("0.9", |_| ()));
    checkout.remove("CHANGELOG.md");
    assert_eq!(verdict(&checkout, &[]), (json!(true), 0));

    let checkout = Checkout::with_released("accepted-out", PROTOCOL_VERSION, changed);
    checkout.write("old.json", &definition("0.1", changed));
    let entries = json!([entry(FINGERPRINT, PROTOCOL_VERSION, "why")]);
    checkout.write("accepted-changes.json", &accepted(&entries));
    assert_eq!(verdict(&checkout, &["--against", "old.json"]), (json!(false), 1));
}

#[test]
fn no_entry_is_printed_that_a_run_against_the_released_versions_refuses() {
    let checkout = Checkout::with_released("no-block", PROTOCOL_VERSION, |_| ());
    checkout.write("old.json", &definition("0.1", changed));
    let told = checkout.realtime(&["breaking", "--against", "old.json"]);
    assert_eq!(told.status.code(), Some(1));
    assert!(text(&told.stdout).contains("events.goal.created.keys.colour: "));
    assert!(!text(&told.stdout).contains("To accept what fails"), "{}", text(&told.stdout));
    // One that they show too is printed.
    checkout.write("schema/released/0.1.json", &definition("0.1", changed));
    let told = checkout.realtime(&["breaking", "--against", "old.json"]);
    assert!(text(&told.stdout).contains("To accept what fails"), "{}", text(&told.stdout));
}
