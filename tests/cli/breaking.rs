//! `realtime breaking`, from outside: what it writes and how it ends.

use std::fs;
use std::path::{Path, PathBuf};

use purposepath_realtime::evolution::RULES;
use serde_json::{Value, json};

use super::{run, text};

fn released() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/released/1.0.json")
}

/// A file with an older definition: this one without what the edit makes new.
fn older(name: &str, edit: impl Fn(&mut Value)) -> PathBuf {
    let mut definition: Value =
        serde_json::from_str(&fs::read_to_string(released()).unwrap()).unwrap();
    edit(&mut definition);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("breaking");
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
    assert_eq!(fingerprint.as_str().map(str::len), Some(16));
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
        out.starts_with("warn   warn  warn  errorCodes.FORBIDDEN.recovery  behaviour-changed: "),
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
fn before_the_first_release_there_is_nothing_to_compare_with() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("unreleased");
    fs::create_dir_all(&folder).unwrap();
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"), folder.join("Cargo.toml"))
        .unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_realtime"))
        .args(["breaking", "--format", "json"])
        .env("CARGO_MANIFEST_DIR", &folder)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stdout), "{\"outcome\":\"first_run\",\"base\":null,\"changes\":[]}\n");
    assert_eq!(
        text(&output.stderr),
        "first run: nothing was released yet, so there is nothing to compare with\n"
    );
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

#[test]
fn what_is_no_definition_is_refused_in_one_sentence() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("no-definition");
    fs::create_dir_all(&folder).unwrap();
    let folder = folder.to_str().unwrap();
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/node/package.json");
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    for (path, sentence) in [
        ("nowhere.json", "cannot read nowhere.json: there is no such file"),
        (
            folder,
            "holds no definition: expected schema/meta.json, meta.json, or released definitions, VERSION.json",
        ),
        (manifest, "is no definition of this protocol: it has no `protocolVersion` and `events`"),
        (source, "is not JSON: expected value at line 1 column 2"),
    ] {
        let (code, out, error) = breaking(&["--against", path]);
        assert_eq!((code, &*out), (Some(2), ""), "{path}");
        assert!(
            error.starts_with("error: ") && error.ends_with(&format!("{sentence}\n")),
            "{error}"
        );
        assert_eq!(error.lines().count(), 1);
    }
}

#[test]
fn each_rule_is_explained() {
    for rule in RULES {
        let (code, out, _) = breaking(&["--explain", rule.id.as_str()]);
        assert_eq!(code, Some(0));
        assert!(out.starts_with(&format!("{}: {}\n{}\n", rule.id, rule.change, rule.explanation)));
    }
    let (_, out, _) = breaking(&["--explain", "renamed"]);
    assert_eq!(
        out,
        "renamed: the canonical spelling is new, and old readers do not know it\n\
         Old readers know what is meant under another name only.\n\
         \n\
         verdict:    C to clients: clients before servers; S to the server: servers before clients\n\
         breaks:     old clients on a new server; browser tabs stay open for days\n\
         legal way:  first make the new spelling an alias, in a release of its own; swap the two in a \
         later one; never write both, readers refuse that as `duplicate`\n\
         way back:   no client rollback once servers are out\n\
         stored:     frames of the old version stay readable\n\
         the mirror: renamed-back\n"
    );
    let (code, _, error) = breaking(&["--explain", "unheard-of"]);
    assert_eq!(code, Some(2));
    assert!(error.contains("RuleId: expected one of event-added, "), "{error}");
}
