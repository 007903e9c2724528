//! What cannot be compared: one sentence each, and 2.

use std::fs;

use insta::assert_snapshot;
use purposepath_realtime::PROTOCOL_VERSION;

use super::{Checkout, definition};
use crate::text;

/// A sentence without the path of the folder of the test.
fn told(checkout: &Checkout, arguments: &[&str]) -> String {
    let refusal = checkout.refusal(arguments);
    refusal.replace(&checkout.folder.display().to_string(), "FOLDER")
}

#[test]
fn what_cannot_be_compared_is_told_in_one_sentence() {
    let mut all = String::new();
    let mut tell = |name: &str, checkout: &Checkout, arguments: &[&str]| {
        all += &format!("{name}: {}\n  {}\n", arguments.join(" "), told(checkout, arguments));
    };

    let checkout = Checkout::new("bad-files");
    tell("no git", &checkout, &["--against", "main"]);
    tell("nothing released", &checkout, &[]);
    fs::create_dir(checkout.folder.join("empty")).expect("a folder");
    tell("a folder without a definition", &checkout, &["--against", "empty"]);
    for (name, text) in [
        ("no.json", "{\"protocolVersion\": "),
        ("other.json", "{\"protocol\":\"other\",\"protocolVersion\":\"1.0\",\"events\":[]}"),
        ("empty.json", "{}"),
        ("nameless.json", "{\"protocolVersion\":\"1.0\",\"events\":[]}"),
        (
            "version.json",
            "{\"protocol\":\"purposepath-realtime\",\"protocolVersion\":\"one\",\"events\":[]}",
        ),
        (
            "twice.json",
            r#"{"protocol":"purposepath-realtime","protocolVersion":"1.0","events":[
                {"type":"a","name":"A","keys":[]},{"type":"a","name":"B","keys":[]}]}"#,
        ),
        ("list.json", "[]"),
    ] {
        checkout.write(name, text);
        tell(name, &checkout, &["--against", name]);
    }
    checkout.write("schema/released/0.2.json", &definition("0.1", |_| ()));
    tell("a released file of another version", &checkout, &[]);
    checkout.write("schema/released/0.2.json", &definition("0.2", |_| ()));
    for (name, text) in [
        ("no JSON", "{"),
        ("a key too many", "{\"accepted\":[],\"more\":1}"),
        ("no key", "{}"),
        (
            "twice",
            r#"{"accepted":[{"fingerprint":"a","version":"0.2","reason":"b"},{"fingerprint":"a","version":"0.2","reason":"b"}]}"#,
        ),
        ("no version", r#"{"accepted":[{"fingerprint":"a","version":"two","reason":"b"}]}"#),
        ("no reason", r#"{"accepted":[{"fingerprint":"a","version":"0.2","reason":" "}]}"#),
    ] {
        checkout.write("accepted-changes.json", text);
        tell(name, &checkout, &[]);
    }

    let checkout = Checkout::new("bad-repository");
    checkout.git("init --quiet --initial-branch main");
    tell("no commit", &checkout, &["--against", "main"]);
    checkout.write("schema/meta.json", &definition(PROTOCOL_VERSION, |_| ()));
    checkout.commit("the first");
    tell("an unknown ref", &checkout, &["--against", "mian"]);
    tell("an option for git", &checkout, &["--against=--all"]);
    checkout.git("checkout --quiet --orphan other");
    checkout.commit("another first");
    tell("nothing in common", &checkout, &["--against", "main"]);
    checkout.write("schema/meta.json", "{");
    checkout.commit("no JSON");
    let commit = checkout.git("rev-parse --short=9 HEAD");
    let refusal = told(&checkout, &["--against", "HEAD"]).replace(&commit, "COMMIT");
    all += &format!("no JSON in a commit: --against HEAD\n  {refusal}\n");
    assert_snapshot!("bad_input", all);
}

#[test]
fn without_git_only_a_ref_is_refused() {
    let checkout = Checkout::with_git("no-git", &definition(PROTOCOL_VERSION, |_| ()));
    checkout.write("schema/released/0.1.json", &definition("0.1", |_| ()));
    let run = |arguments: &[&str]| {
        let mut command = checkout.command(env!("CARGO_BIN_EXE_realtime"));
        command.env("PATH", checkout.folder.join("schema"));
        command.args(arguments).output().expect("the command is built")
    };
    let output = run(&["breaking", "--against", "main"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        text(&output.stderr),
        "error: \"main\" is no file and no folder, and no git is installed that could know it as a \
         ref: install git, or name a file or a folder\n"
    );
    assert_eq!(run(&["breaking"]).status.code(), Some(0));
}

#[test]
fn outside_a_checkout_only_files_are_compared() {
    let checkout = Checkout::new("outside");
    checkout.remove("Cargo.toml");
    checkout.write("old.json", &definition(PROTOCOL_VERSION, |_| ()));
    let output = checkout.realtime(&["breaking", "--against", "old.json"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        text(&output.stderr),
        "outside a checkout: nothing is asked of accepted-changes.json and CHANGELOG.md\n"
    );
    assert_eq!(
        told(&checkout, &[]),
        "FOLDER is no checkout of purposepath-realtime: run the command in the root of one, or name a \
         definition with `--against`"
    );
    assert_eq!(
        told(&checkout, &["--against", "main"]),
        "\"main\" is no file and no folder, and FOLDER is no checkout of purposepath-realtime: run the \
         command in the root of one, or name a file or a folder"
    );
}

#[test]
fn what_is_no_definition_is_not_read_to_its_end() {
    let checkout = Checkout::new("not-read");
    let large = fs::File::create(checkout.folder.join("large.json")).expect("a file");
    large.set_len((64 << 20) + 1).expect("a length");
    assert_eq!(
        told(&checkout, &["--against", "large.json"]),
        "cannot read large.json: it has 67108865 bytes, more than 67108864"
    );
    #[cfg(unix)]
    assert_eq!(
        told(&checkout, &["--against", "/dev/zero"]),
        "cannot read /dev/zero: it is no regular file"
    );
    checkout.write("schema/released/0.1.json", &definition("0.1", |_| ()));
    checkout.write("accepted-changes.json", "[]");
    assert_eq!(
        told(&checkout, &[]),
        "accepted-changes.json is no object: expected {\"accepted\": []}, with an entry for each \
         finding"
    );
}

#[test]
fn a_repository_that_is_damaged_is_told_from_none() {
    let checkout = Checkout::with_git("damaged", &definition(PROTOCOL_VERSION, |_| ()));
    checkout.write(".git/HEAD", "nothing");
    let told = told(&checkout, &["--against", "main"]);
    let begin = "\"main\" is no file and no folder, and git cannot read the repository in .git (";
    assert!(told.starts_with(begin), "{told}");
    assert!(told.ends_with("): mend it, or name a file or a folder"), "{told}");
}
