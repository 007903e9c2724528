//! Against git refs: the merge base, what is not there, what is not committed, files that only grow.

use purposepath_realtime::PROTOCOL_VERSION;
use serde_json::json;

use super::checkout::keys;
use super::{Checkout, changed, definition};
use crate::text;

const THIS: &str = PROTOCOL_VERSION;

/// The command in a sentence, run.
fn follow(checkout: &Checkout, sentence: &str) {
    let command = sentence.split('`').nth(1).expect("a command");
    checkout.git(command.strip_prefix("git ").expect("git's"));
}

#[test]
fn a_ref_is_compared_at_the_merge_base_not_at_its_tip() {
    let checkout = Checkout::with_git("merge-base", &definition(THIS, changed));
    let parted = checkout.git("rev-parse --short=9 main");
    checkout.git("checkout --quiet main");
    let of_others = definition(THIS, |it| {
        changed(it);
        keys(it, "goal.created").pop();
        keys(it, "goal.completed").push(json!({ "key": "x", "kind": "text", "optional": true }));
    });
    checkout.write("schema/meta.json", &of_others);
    checkout.commit("what others did");
    checkout.git("checkout --quiet work");

    let (document, code) = checkout.json(&["--against", "main"]);
    assert_eq!(document["base"], format!("main at {parted}"));
    assert_eq!(document["changes"][0]["rule"], "required-key-removed");
    assert_eq!(document["changes"][1]["rule"], "version-not-raised");
    assert_eq!(document["changes"].as_array().expect("a list").len(), 2);
    assert_eq!(code, 1);
}

#[test]
fn a_checkout_in_a_folder_of_the_repository_is_compared_too() {
    let above = Checkout::new("in-a-folder");
    let within = Checkout::new("in-a-folder/crate");
    within.write("schema/meta.json", &definition(THIS, changed));
    within.write("schema/released/0.1.json", &definition("0.1", |_| ()));
    above.git("init --quiet --initial-branch main");
    above.commit("the first");
    within.remove("schema/released/0.1.json");
    above.commit("the work");
    let mut command = within.command(env!("CARGO_BIN_EXE_realtime"));
    command.env("GIT_CEILING_DIRECTORIES", above.folder.parent().expect("a folder"));
    // As git tells a hook of it.
    command.env("GIT_DIR", ".git");
    let output = command.args(["breaking", "--against", "HEAD~1"]).output().expect("it runs");
    let told = text(&output.stdout);
    assert!(told.contains("events.goal.created.keys.colour: "), "{told}");
    assert!(told.contains("schema/released/0.1.json: "), "{told}");
}

#[test]
fn a_ref_that_is_missing_is_told_with_the_command_that_fetches_it() {
    let origin = Checkout::with_git("missing-origin", &definition(THIS, changed));
    for (reference, fetched) in [("origin/main", "origin/main"), ("main", "main")] {
        let name = format!("missing-{}", reference.replace('/', "-"));
        let clone = Checkout::clone_of(&origin, &name, "--single-branch --branch work");
        let told = clone.refusal(&["--against", reference]);
        let command = match reference {
            "main" => "git fetch origin main:main",
            _ => "git fetch origin +refs/heads/main:refs/remotes/origin/main",
        };
        assert_eq!(
            told,
            format!(
                "{reference:?} is no file, no folder and no git ref here: fetch it with `{command}`"
            )
        );
        follow(&clone, &told);
        let (rules, code) = clone.rules(&["--against", fetched]);
        assert_eq!((&*rules[0], code), ("required-key-removed", 1));
    }
}

#[test]
fn a_shallow_clone_is_told_how_to_deepen_it() {
    let origin = Checkout::with_git("shallow-origin", &definition(THIS, changed));
    origin.commit("more");
    let clone = Checkout::clone_of(&origin, "shallow", "--depth 1 --branch work");
    follow(&clone, &clone.refusal(&["--against", "origin/main"]));
    // The other branch is here now, and what is between is not.
    let clone =
        Checkout::clone_of(&origin, "shallow", "--depth 1 --no-single-branch --branch work");
    let told = clone.refusal(&["--against", "origin/main"]);
    assert_eq!(
        told,
        "this is a shallow clone that does not reach back to where HEAD left \"origin/main\": deepen \
         it with `git fetch --unshallow`"
    );
    follow(&clone, &told);
    assert_eq!(clone.rules(&["--against", "origin/main"]).1, 1);

    let clone = Checkout::clone_of(&origin, "shallow-before", "--depth 1 --branch work");
    let told = clone.refusal(&["--against", "HEAD~1"]);
    assert_eq!(
        told,
        "this is a shallow clone that does not reach back to \"HEAD~1\": deepen it with `git fetch \
         --unshallow`"
    );
    follow(&clone, &told);
    assert_eq!(clone.rules(&["--against", "HEAD~1"]).1, 0);
}

#[test]
fn a_commit_is_fetched_without_a_branch_of_its_name() {
    let origin = Checkout::with_git("hash-origin", &definition(THIS, changed));
    let commit = origin.git("rev-parse main");
    let blob = origin.git("rev-parse main:schema/meta.json");
    origin.git("checkout --quiet main");
    origin.commit("only here");
    let tip = origin.git("rev-parse main");
    let clone = Checkout::clone_of(&origin, "hash", "--single-branch --branch work");
    let no = |name: &str| format!("{name:?} is no file, no folder and no git ref here: ");
    let told = clone.refusal(&["--against", &tip]);
    // A name this long is shortened in the sentence.
    assert!(told.ends_with(&format!(": fetch it with `git fetch origin {tip}`")), "{told}");
    follow(&clone, &told);
    assert_eq!(clone.rules(&["--against", &tip]).1, 1);
    assert_eq!(clone.rules(&["--against", &commit]).1, 1);
    assert_eq!(clone.git("branch --list").lines().count(), 1);
    let told = clone.refusal(&["--against", &blob]);
    assert!(told.ends_with(" no git ref here: it is a blob, so name a commit"), "{told}");

    clone.git("remote rename origin upstream");
    clone.git("remote set-head upstream --delete");
    assert_eq!(
        clone.refusal(&["--against", "upstream"]),
        no("upstream")
            + "upstream is a remote, so name a branch of it, as in `--against upstream/main`"
    );
}

#[test]
fn a_commit_from_before_the_definition_is_a_first_run() {
    let checkout = Checkout::with_git("first-run", "{}");
    checkout.git("checkout --quiet main");
    checkout.remove("schema/meta.json");
    checkout.commit("nothing");
    let commit = checkout.git("rev-parse --short=9 HEAD");
    let output = checkout.realtime(&["breaking", "--against", "main"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stdout), format!("{THIS}: first run, nothing to compare with\n"));
    assert_eq!(
        text(&output.stderr),
        format!("first run: main at {commit} has no definition, so nothing is compared with it\n")
    );
    let output = checkout.realtime(&["breaking", "--against", "main", "--format", "github"]);
    let last = text(&output.stdout).lines().last();
    assert_eq!(last, Some(&*format!("{THIS}: first run, nothing to compare with.")));
    let (document, _) = checkout.json(&["--against", "main"]);
    assert_eq!(document, json!({ "outcome": "first_run", "base": null, "changes": [] }));
    // Beside a definition that is there, it takes nothing away.
    checkout.write("other.json", &definition(THIS, changed));
    let (document, code) = checkout.json(&["--against", "main", "--against", "other.json"]);
    assert_eq!(
        (&document["outcome"], &document["base"]),
        (&json!("compared"), &json!("other.json"))
    );
    assert_eq!(code, 1);
}

#[test]
fn what_is_not_committed_is_refused_but_where_git_is_asked() {
    let checkout = Checkout::with_git("dirty", &definition(THIS, |_| ()));
    checkout.write("notes.txt", "not of the definition");
    assert_eq!(checkout.rules(&["--against", "main"]), (vec![], 0));
    checkout.write("bindings/esm/index.js", "");
    let told = checkout.refusal(&["--against", "main"]);
    assert!(told.starts_with("bindings/ has changes that are not committed"), "{told}");
    checkout.remove("bindings/esm/index.js");
    checkout.write("schema/meta.json", "{}");
    let told = checkout.refusal(&["--against", "main"]);
    assert_eq!(
        told,
        "schema/meta.json has changes that are not committed, so what is compared would not be what \
         is pushed: commit them, or add `--allow-dirty`"
    );
    checkout.write("src/event.rs", "");
    checkout.write("schema/released/0.1.json", &definition("0.1", |_| ()));
    let told = checkout.refusal(&["--against", "main"]);
    assert!(told.starts_with("schema/meta.json and 2 more have changes"), "{told}");
    assert_eq!(checkout.rules(&["--against", "main", "--allow-dirty"]).1, 0);
    // Released definitions and files never ask git.
    assert_eq!(checkout.rules(&[]).1, 0);
    assert_eq!(checkout.rules(&["--against", "schema/released"]).1, 0);
}

#[test]
fn what_was_released_and_accepted_before_stays_as_it_was() {
    let checkout = Checkout::new("append-only");
    let entry = |fingerprint: &str, reason: &str| {
        format!(r#"{{"fingerprint":"{fingerprint}","version":"0.2","reason":"{reason}"}}"#)
    };
    let accepted = |entries: &[String]| format!("{{\"accepted\":[{}]}}", entries.join(","));
    checkout.write("schema/meta.json", &definition(THIS, |_| ()));
    for version in ["0.1", "0.2", "0.3"] {
        let released = definition(version, |_| ());
        checkout.write(&format!("schema/released/{version}.json"), &released);
    }
    checkout.write("accepted-changes.json", &accepted(&[entry("a", "why"), entry("b", "why")]));
    checkout.git("init --quiet --initial-branch main");
    checkout.commit("the first");
    checkout.git("checkout --quiet -b work");
    assert_eq!(checkout.rules(&["--against", "main"]), (vec![], 0));

    checkout.remove("schema/released/0.1.json");
    checkout.write("schema/released/0.2.json", &definition("0.2", |it| it["x"] = 1.into()));
    checkout.write(&format!("schema/released/{THIS}.json"), &definition(THIS, |_| ()));
    checkout.write("accepted-changes.json", &accepted(&[entry("a", "other"), entry("c", "new")]));
    checkout.commit("the work");
    let (document, code) = checkout.json(&["--against", "main"]);
    let shown: Vec<String> = document["changes"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| format!("{} {}", it["rule"].as_str().unwrap(), it["place"].as_str().unwrap()))
        .collect();
    assert_eq!(
        shown,
        [
            "released-edited schema/released/0.1.json",
            "released-edited schema/released/0.2.json",
            "accepted-edited accepted-changes.json: a",
            "accepted-edited accepted-changes.json: b",
            "accepted-edited accepted-changes.json: c",
        ]
    );
    assert_eq!(code, 1);
}

#[test]
fn a_version_in_progress_takes_change_after_change() {
    let checkout = Checkout::with_git(
        "in-progress",
        &definition(THIS, |it| {
            keys(it, "goal.paused").retain(|key| key["key"] != "reason");
        }),
    );
    let (rules, code) = checkout.rules(&["--against", "main"]);
    assert_eq!((&*rules[1], code), ("version-not-raised", 1));
    checkout.write("schema/released/0.1.json", &definition("0.1", |_| ()));
    checkout.commit("a version is out");
    assert_eq!(checkout.rules(&["--against", "main"]), (vec!["optional-key-added".to_owned()], 0));
}

#[test]
fn after_merges_across_every_merge_base_is_compared() {
    let checkout = Checkout::with_git("across", &definition(THIS, |_| ()));
    checkout.git("checkout --quiet main");
    checkout.write("schema/meta.json", &definition(THIS, changed));
    checkout.commit("of main");
    let (main, work) = (checkout.git("rev-parse main"), checkout.git("rev-parse work"));
    // Each takes the other's commit, and keeps its own files.
    checkout.git(&format!("merge --quiet --strategy ours --message across {work}"));
    checkout.git("checkout --quiet work");
    checkout.git(&format!("merge --quiet --strategy ours --message across {main}"));
    let (document, code) = checkout.json(&["--against", "main"]);
    let base = document["base"].as_str().expect("a text");
    assert_eq!(base.split(", ").count(), 2, "{base}");
    assert_eq!((&document["changes"][0]["rule"], code), (&json!("required-key-removed"), 1));
}
