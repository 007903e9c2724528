//! What a proof needs, and what comes of it if something is wrong with a decoder.

use std::fs;

use super::prove::{ROWS, packages, repository};
use super::{Checkout, definition};
use crate::text;

/// What is said when the comparison is told, and the proof fails.
fn unproved(checkout: &Checkout, more: &[&str]) -> String {
    let arguments = [&["breaking", "--against", "HEAD", "--prove"], more].concat();
    let output = checkout.realtime(&arguments);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stdout));
    assert!(text(&output.stdout).contains(" against HEAD at "), "{}", text(&output.stdout));
    let told = text(&output.stderr).lines().last().expect("a line");
    let commit = checkout.git("rev-parse --short=9 HEAD");
    told.strip_prefix("error: ").expect("an error").replace(&format!("HEAD at {commit}"), "HEAD")
}

/// A repository with a commit whose package is as `edit` leaves it.
fn with_package(name: &str, edit: impl FnOnce(&Checkout)) -> Checkout {
    let checkout = repository(name, &[], |_| ());
    checkout.git("checkout --quiet main");
    edit(&checkout);
    checkout.commit("another package");
    checkout
}

#[test]
fn a_decoder_that_does_not_end_is_ended() {
    let checkout = with_package("prove-loop", |checkout| {
        let path = format!("npm/realtime/{ROWS}");
        let endless = checkout.read(&path) + "\nwhile (true) {}\n";
        checkout.write(&path, &endless);
    });
    let told = unproved(&checkout, &["--prove-within", "1"]);
    let begin = "the decoder of HEAD cannot be run: it did not read ";
    let end =
        " frames within 1 s and was ended: if it needs longer, give it more with `--prove-within`";
    assert!(told.starts_with(begin) && told.ends_with(end), "{told}");
}

#[test]
fn a_package_without_a_decoder_is_named_by_its_commit() {
    let checkout = with_package("prove-no-decoder", |checkout| {
        checkout.git("rm --quiet -r npm/realtime/esm");
    });
    assert_eq!(
        unproved(&checkout, &[]),
        "the decoder of HEAD cannot be run: its package has no index.js where its package.json says"
    );
    let checkout = with_package("prove-no-rows", |checkout| {
        checkout.remove(&format!("npm/realtime/{ROWS}"));
    });
    let told = unproved(&checkout, &[]);
    assert!(
        told.starts_with("the decoder of HEAD cannot be run: Error [ERR_MODULE_NOT_FOUND]"),
        "{told}"
    );
    assert!(!told.contains("realtime-prove-"), "{told}");
}

#[test]
fn a_contradiction_is_told_in_every_format() {
    let rows = [("goal.completed tenantId", "goal.completed tenantId colour:text")];
    let checkout = repository("prove-formats", &rows, |_| ());
    let commit = checkout.git("rev-parse --short=9 main");
    let told = |format: &str| {
        let arguments = ["breaking", "--against", "main", "--prove", "--format", format];
        let output = checkout.realtime(&arguments);
        assert_eq!(output.status.code(), Some(1));
        text(&output.stdout).replace(&format!("main at {commit}"), "main")
    };
    let decoder = "the decoder of main refuses it: goal.completed: at $.data.colour: expected a value, \
                   found nothing";
    let verdict = "it is read: no change there says that it is not";
    let github = told("github");
    let command = format!(
        "::error file=schema/meta.json,line=1,title=contradiction::A decoder and a verdict disagree about \
         a frame%0Adecoder: {decoder}%0Averdict: {verdict}%0Aframe: {{"
    );
    assert!(github.lines().any(|line| line.starts_with(&command)), "{github}");
    let end = "contradictions. Do not deploy: a decoder contradicts a verdict.\n";
    assert!(github.ends_with(end), "{github}");
    let markdown = told("markdown");
    let lines = format!(
        "\n**Contradiction**: a decoder and a verdict disagree about a frame.\n\n- decoder: \
         `{decoder}`\n- verdict: `{verdict}`\n- frame: `{{"
    );
    assert!(markdown.contains(&lines), "{markdown}");
    let document: serde_json::Value = serde_json::from_str(&told("json")).expect("JSON");
    let first = &document["contradictions"][0];
    assert_eq!((&first["decoder"], &first["verdict"]), (&decoder.into(), &verdict.into()));
    assert!(first["frame"].as_str().is_some_and(|it| it.starts_with('{')), "{first}");
}

#[test]
fn what_a_proof_needs_is_said() {
    let checkout = repository("prove-needs", &[], |_| ());
    let needs = "`--prove` runs the decoder of an older commit: name one that has a definition, as in \
                 `--against origin/main`";
    checkout.write("old.json", &definition("0.9", |_| ()));
    assert_eq!(checkout.refusal(&["--against", "old.json", "--prove"]), needs);
    let needs = needs.replace("`--prove` runs the decoder", "`--source` compares with the source");
    assert_eq!(checkout.refusal(&["--against", "old.json", "--source"]), needs);

    let mut command = checkout.command(env!("CARGO_BIN_EXE_realtime"));
    let folder = checkout.folder.join("only-git");
    fs::create_dir_all(&folder).expect("a folder");
    #[cfg(unix)]
    {
        let git = String::from_utf8(
            checkout.command("sh").args(["-c", "command -v git"]).output().expect("sh").stdout,
        );
        let link = folder.join("git");
        let _ = fs::remove_file(&link);
        std::os::unix::fs::symlink(git.expect("UTF-8").trim(), link).expect("a link");
        command.env("PATH", &folder);
        let output =
            command.args(["breaking", "--against", "main", "--prove"]).output().expect("it runs");
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(
            text(&output.stderr),
            "error: `--prove` runs decoders in Node 20 or newer, and there is none: install it from \
             https://nodejs.org or with `apt-get install nodejs`\n"
        );
    }

    checkout.git("checkout --quiet main");
    checkout.git("rm --quiet -r tests");
    checkout.commit("no fixtures");
    let told = unproved(&checkout, &[]);
    assert!(told.starts_with("cannot read "), "{told}");
    packages(&checkout, "bindings");
    checkout.commit("a package");
    let told = unproved(&checkout, &[]);
    assert!(told.starts_with("nothing is proved against HEAD: "), "{told}");
    assert!(told.contains(": without fixtures in tests/fixtures/"), "{told}");
    checkout.git("rm --quiet -r npm");
    fs::remove_dir_all(checkout.folder.join("bindings")).expect("it is there");
    checkout.commit("no package");
    let told = unproved(&checkout, &[]);
    let end = " has no package @purposepath/realtime: no package.json there is called so";
    assert!(told.ends_with(end), "{told}");
}
