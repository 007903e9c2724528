//! `realtime vectors`: what it lists, and that a plug which does wrong is named by the id of the
//! vector. The plugs are `tests/conformance/plug.mjs`, all kinds over the npm package, which does
//! wrong on demand. Needs Node, but nothing from npm.

use std::collections::BTreeSet;
use std::process::Output;
use std::sync::LazyLock;

use insta::assert_snapshot;
use purposepath_realtime::conformance::requirement;
use purposepath_realtime::vectors::VectorKind;
use serde_json::Value;

use super::{run, shown, text};

/// Every vector as it is listed for programs.
static LISTED: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let output = run(&["vectors", "--format", "json"], "");
    assert_eq!(output.status.code(), Some(0));
    text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
});

fn id(vector: &Value) -> &str {
    vector["id"].as_str().expect("a text")
}

/// The first vectors of a kind that the plug supports.
fn of_kind(kind: VectorKind) -> impl Iterator<Item = &'static str> {
    let is_asked = move |it: &&Value| it["kind"] == kind.as_str() && it["given"]["build"].is_null();
    LISTED.iter().filter(is_asked).map(id)
}

/// The plug with a fault at a vector, or without one.
fn plug(fault: Option<(&str, &str)>, arguments: &[&str]) -> Output {
    let command = match fault {
        Some((fault, id)) => format!("node tests/conformance/plug.mjs {fault} {id}"),
        None => "node tests/conformance/plug.mjs".to_owned(),
    };
    let output = run(&[&["vectors", "--exec", &command][..], arguments].concat(), "");
    let told = text(&output.stderr);
    assert!(
        !told.starts_with("error: cannot start \"node\""),
        "Node 20 or newer is needed: install it from https://nodejs.org or with `apt-get install \
         nodejs`"
    );
    output
}

/// The outcome of each vector by its id.
fn outcomes(output: &Output) -> Vec<(String, String, Value)> {
    let lines = text(&output.stdout).lines();
    let lines = lines.map(|line| serde_json::from_str::<Value>(line).expect("a JSON object"));
    let outcome = |it: Value| (id(&it).to_owned(), it["outcome"].as_str().unwrap().to_owned(), it);
    lines.map(outcome).collect()
}

#[test]
fn what_is_listed_has_a_level_and_a_clause_and_all_that_a_plug_needs() {
    let mut ids = BTreeSet::new();
    for vector in LISTED.iter() {
        let row = requirement(vector["requirement"].as_str().unwrap()).unwrap();
        assert_eq!(vector["level"], row.level.as_str());
        assert_eq!(vector["clause"], row.clause);
        assert!(vector["given"].is_object() && vector["answers"][0].is_object(), "{vector}");
        assert!(ids.insert(id(vector)), "{vector}");
    }
    let output = run(&["vectors"], "");
    assert_eq!(text(&output.stdout).lines().count(), ids.len());
    for kind in VectorKind::ALL {
        assert!(of_kind(*kind).next().is_some(), "{kind}");
    }
}

#[test]
fn a_few_of_them_for_people() {
    assert_snapshot!(shown(&run(&["vectors", "--only", "codec.aliases.message*"], "")));
}

#[test]
fn an_implementation_that_is_right_passes() {
    let output = plug(None, &[]);
    let skipped = LISTED.iter().filter(|it| !it["given"]["build"].is_null()).count();
    let (all, passed) = (LISTED.len(), LISTED.len() - skipped);
    assert_eq!(
        shown(&output),
        format!(
            "  skipped, since the plug does not support it: endpoint: {skipped}\n--- stderr\n{all} \
             vectors: {passed} passed, 0 failed, {skipped} skipped, 0 not reached\n--- exit 0\n"
        )
    );
}

#[test]
fn a_wrong_answer_is_named_by_the_id_of_the_vector_whatever_its_kind() {
    for kind in VectorKind::ALL {
        let wrong = of_kind(*kind).nth(3).unwrap();
        let output = plug(Some(("wrong", wrong)), &["--kind", kind.as_str(), "--format", "json"]);
        assert_eq!(output.status.code(), Some(1), "{kind}");
        let outcomes = outcomes(&output);
        let failed: Vec<_> = outcomes.iter().filter(|(_, it, _)| it == "failed").collect();
        let [(id, _, line)] = failed.as_slice() else { panic!("{kind}: {failed:?}") };
        assert_eq!(id, wrong);
        assert!(line["at"].as_str().unwrap().starts_with("$."), "{line}");
        assert!(line["expected"] != line["found"], "{line}");
    }
}

/// Each way to break the rules of the exchange, at the second of three vectors.
const BREACHES: &[&str] = &[
    "dies",
    "hangs",
    "garbage",
    "marked",
    "nameless",
    "mute",
    "undecided",
    "twice",
    "stranger",
    "early",
    "binary",
    "endless",
];

#[test]
fn a_plug_that_breaks_the_rules_is_named_by_the_id_and_started_anew() {
    let three: Vec<_> = of_kind(VectorKind::Codec).take(3).collect();
    let only: Vec<_> = three.iter().flat_map(|id| ["--only", id]).collect();
    let last = ["--only", "input.others.frame-that-breaks-rule-is-none"];
    let mut all = String::new();
    for breach in BREACHES {
        let timeout = if *breach == "hangs" { "3" } else { "60" };
        let arguments = [&only[..], &last, &["--timeout", timeout, "--format", "json"]].concat();
        let output = plug(Some((breach, three[1])), &arguments);
        assert_eq!(output.status.code(), Some(1), "{breach}");
        let outcomes = outcomes(&output);
        let words: Vec<_> = outcomes.iter().map(|(_, word, _)| &**word).collect();
        assert_eq!(words, ["passed", "failed", "passed", "passed"], "{breach}");
        let (id, _, line) = &outcomes[1];
        assert_eq!(id, three[1]);
        all += &format!("{breach}: {}\n", line["reason"].as_str().unwrap());
    }
    assert_snapshot!(all);
}

#[test]
fn a_plug_that_never_stops_writing_is_stopped() {
    let three: Vec<_> = of_kind(VectorKind::Codec).take(3).collect();
    let only: Vec<_> = three.iter().flat_map(|id| ["--only", id]).collect();
    let arguments = [&only[..], &["--timeout", "1", "--format", "json"]].concat();
    let output = plug(Some(("floods", three[0])), &arguments);
    let outcomes = outcomes(&output);
    let reasons: Vec<_> = outcomes.iter().map(|(_, _, line)| line["reason"].as_str()).collect();
    assert_eq!(
        reasons,
        [
            Some("it was answered more than once: write one line for each that is read"),
            Some(
                "no answer within 1 s: write one line for each that is read and flush stdout after \
                 it, or raise --timeout"
            ),
            None,
        ]
    );
}

#[test]
fn what_concerns_no_vector_is_told_of_the_plug() {
    let first = of_kind(VectorKind::Codec).next().unwrap();
    let mut all = String::new();
    for fault in ["noisy", "unsupported", "stays", "fails", "chatters"] {
        let output = plug(Some((fault, first)), &["--only", first, "--timeout", "1"]);
        all += &format!("$ {fault}\n{}\n", shown(&output));
    }
    assert_snapshot!(all);
}

#[test]
fn a_plug_that_does_not_work_at_all_is_not_asked_for_ever() {
    let output = run(&["vectors", "--kind", "input", "--exec", "node -e process.exit(7)"], "");
    assert_snapshot!(shown(&output));
}

#[test]
fn a_failure_says_what_is_wrong_where_it_is_written_and_what_to_do() {
    let wrong = "codec.times.date-2025-11-05T00-30-00-plus-14-00";
    assert_snapshot!(shown(&plug(Some(("wrong", wrong)), &["--only", "codec.times.date-2025*"])));
}
