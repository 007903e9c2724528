//! The same comparison in each format: for people, for GitHub, for a comment.

use insta::assert_snapshot;
use purposepath_realtime::PROTOCOL_VERSION;
use serde_json::{Value, json};

use super::checkout::keys;
use super::{Checkout, changed};
use crate::shown;

/// A name with all that means something to Markdown and to GitHub's commands.
const AWKWARD: &str = "a|b`c``,%0A\n::d";

fn checkout(name: &str) -> Checkout {
    let checkout = Checkout::with_released(name, "0.1", |it| {
        changed(it);
        keys(it, "goal.paused").retain(|key| key["key"] != "reason");
        keys(it, "goal.paused")[0]["aliases"] = json!([AWKWARD]);
        keys(it, "goal.completed")[0]["kind"] = "boolean".into();
        it["limits"]["maxDepth"] = 1.into();
        it["errorCodes"][0]["httpStatus"] = 999.into();
    });
    let entry = json!({
        "fingerprint": "required-key-removed:events.goal.created.keys.colour:c65adcd5",
        "version": PROTOCOL_VERSION,
        "reason": "nobody | reads\nit, @everybody <knows> `that`",
    });
    checkout.write("accepted-changes.json", &json!({ "accepted": [entry] }).to_string());
    checkout
}

/// All that is seen, but the frames and lines that follow from the rows of the day.
fn stable(checkout: &Checkout, format: &str) -> String {
    let told = shown(&checkout.realtime(&["breaking", "--format", format]));
    let mut stable = String::new();
    for line in told.lines() {
        let mut line = line.replace(PROTOCOL_VERSION, "VERSION");
        if let (Some(from), Some(to)) = (line.find("{\"type\":"), line.rfind('}')) {
            line.replace_range(from..=to, "FRAME");
        }
        if let Some(from) = line.find(",line=") {
            let to = from + line[from..].find(",title=").expect("a title");
            line.replace_range(from..to, ",line=N");
        }
        stable += &line;
        stable.push('\n');
    }
    stable
}

#[test]
fn a_report_for_people() {
    let told = stable(&checkout("text"), "text");
    for line in told.lines().filter(|it| it.starts_with("    ") && !it.contains(['{', 'F', '"'])) {
        assert!(line.chars().count() <= 80, "{line}");
    }
    assert_snapshot!("text", told);
}

#[test]
fn annotations_of_github() {
    assert_snapshot!("github", stable(&checkout("github"), "github"));
}

#[test]
fn a_comment_on_a_pull_request() {
    assert_snapshot!("markdown", stable(&checkout("markdown"), "markdown"));
}

#[test]
fn an_object_for_programs() {
    let (document, code) = checkout("json").json(&[]);
    assert_eq!(code, 1);
    let keys: Vec<&str> = document.as_object().expect("an object").keys().map(|it| &**it).collect();
    assert_eq!(keys, ["base", "changes", "outcome"]);
    assert_eq!(document["outcome"], "compared");
    assert_eq!(document["base"], "schema/released/0.1.json");
    for change in document["changes"].as_array().expect("a list") {
        let keys: Vec<&str> =
            change.as_object().expect("an object").keys().map(|it| &**it).collect();
        assert_eq!(
            keys,
            [
                "accepted",
                "after",
                "before",
                "clientToServer",
                "fingerprint",
                "legalWay",
                "level",
                "place",
                "rule",
                "serverToClient",
                "witness",
            ]
        );
        let is_frame = change["witness"].is_object() || change["witness"] == Value::Null;
        assert!(is_frame, "{change}");
    }
}

#[test]
fn several_bases_are_compared_and_each_change_is_told_once() {
    let checkout = checkout("several");
    let other = checkout.read("schema/released/0.1.json").replace("\"0.1\"", "\"0.2\"");
    checkout.write("schema/released/0.2.json", &other);
    let (one, _) = checkout.json(&["--against", "schema/released/0.1.json"]);
    let (both, code) = checkout.json(&[]);
    assert_eq!(both["base"], "schema/released/0.1.json, schema/released/0.2.json");
    assert_eq!(both["changes"].as_array().map(Vec::len), one["changes"].as_array().map(Vec::len));
    assert_eq!(code, 1);
}

#[test]
fn which_base_a_change_is_against_is_told_where_there_are_several() {
    let checkout = Checkout::with_released("which-base", "0.1", changed);
    let told = |format: &str| shown(&checkout.realtime(&["breaking", "--format", format]));
    assert!(!told("github").contains("Against: "));
    assert!(!told("markdown").contains(", against "));
    checkout.write("schema/released/0.2.json", &super::definition("0.2", |_| ()));
    let github = told("github");
    assert!(github.contains("%0AAgainst: schema/released/0.1.json%0A"), "{github}");
    let markdown = told("markdown");
    let cell = "(`required-key-removed`), against `schema/released/0.1.json` |";
    assert!(markdown.contains(cell), "{markdown}");
}
