//! What CHANGELOG.md tells of the version in progress.

use purposepath_realtime::PROTOCOL_VERSION;

use super::checkout::keys;
use super::{Checkout, changed, definition};
use crate::text;

const MISSING: &str = "changelog-not-written";

fn changelog(checkout: &Checkout) -> String {
    let output = checkout.realtime(&["changelog"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stdout).to_owned()
}

#[test]
fn the_part_is_demanded_written_once_and_what_is_around_it_stays() {
    let checkout = Checkout::with_released("changelog", "0.1", |it| {
        keys(it, "goal.paused").retain(|key| key["key"] != "reason");
    });
    checkout.write("CHANGELOG.md", "# Changelog\n\nWords.\n\n## 0.1.0\n\n- First.\n");
    let demanded = (vec!["optional-key-added".to_owned(), MISSING.to_owned()], 1);
    assert_eq!(checkout.rules(&[]), demanded);
    let told = checkout.realtime(&["breaking"]).stdout;
    assert!(text(&told).contains("\n    legal way   run `cargo realtime changelog`\n"));

    assert_eq!(
        changelog(&checkout),
        format!("CHANGELOG.md: wrote what {PROTOCOL_VERSION} changes since 0.1\n")
    );
    assert_eq!(checkout.rules(&[]), (vec!["optional-key-added".to_owned()], 0));
    let part = format!(
        "<!-- protocol {PROTOCOL_VERSION}, written by `cargo realtime changelog`; write above or \
         below, it stays -->\n\
         Changes since 0.1. Deploy in any order.\n\
         \n\
         - `events.goal.paused.keys.reason`: an optional key is new (`optional-key-added`).\n\
         <!-- end of protocol {PROTOCOL_VERSION} -->\n"
    );
    let heading = format!("## Protocol {PROTOCOL_VERSION}\n");
    let written = format!("# Changelog\n\nWords.\n\n{heading}\n{part}\n## 0.1.0\n\n- First.\n");
    assert_eq!(checkout.read("CHANGELOG.md"), written);

    assert_eq!(changelog(&checkout), "CHANGELOG.md: unchanged\n");
    assert_eq!(checkout.read("CHANGELOG.md"), written);

    // Another change: the part follows, in its place and among the words of people.
    let by_hand = written.replace(&part, &format!("By hand, above.\n\n{part}\nBy hand, below.\n"));
    checkout.write("CHANGELOG.md", &by_hand);
    assert_eq!(checkout.rules(&[]).1, 0);
    checkout.write("schema/released/0.1.json", &definition("0.1", changed));
    assert_eq!(checkout.rules(&[]).0, ["required-key-removed", MISSING]);
    changelog(&checkout);
    let line = "- `events.goal.created.keys.colour`: a key is gone that had to be there \
                (`required-key-removed`). **Clients before servers.**\n";
    let part = part.replace(
        "Deploy in any order.",
        "Deploy clients before servers; no client rollback once servers are out.",
    );
    let (head, _) = part.split_once("- `").expect("a line");
    let expected = written.replace(
        &written[written.find("<!-- protocol").expect("a mark")..written.find("\n## 0.1.0").expect("a heading")],
        &format!(
            "By hand, above.\n\n{head}{line}<!-- end of protocol {PROTOCOL_VERSION} -->\n\nBy hand, below.\n"
        ),
    );
    assert_eq!(checkout.read("CHANGELOG.md"), expected);
    assert_eq!(checkout.rules(&[]).0, ["required-key-removed"]);
}

#[test]
fn a_changelog_that_is_not_there_or_has_no_section_gets_one() {
    let checkout = Checkout::with_released("no-changelog", "0.1", changed);
    changelog(&checkout);
    let written = checkout.read("CHANGELOG.md");
    assert!(written.starts_with("# Changelog\n\n## Protocol "), "{written}");
    checkout.write("CHANGELOG.md", "# Ours\n\nWords.");
    changelog(&checkout);
    assert_eq!(
        checkout.read("CHANGELOG.md"),
        written.replace("# Changelog\n", "# Ours\n\nWords.\n")
    );
}

#[test]
fn nothing_is_told_of_no_change_and_of_a_version_that_is_out() {
    let checkout = Checkout::with_released("no-change", "0.1", |_| ());
    assert_eq!(checkout.rules(&[]), (vec![], 0));
    let checkout = Checkout::with_released("out", PROTOCOL_VERSION, changed);
    assert_eq!(
        changelog(&checkout),
        format!(
            "{PROTOCOL_VERSION} is released, so its part stays as it is: raise PROTOCOL_VERSION first\n"
        )
    );
    assert!(!checkout.rules(&[]).0.contains(&MISSING.to_owned()));
    let checkout = Checkout::new("nothing-out");
    assert_eq!(
        changelog(&checkout),
        format!(
            "nothing was released before {PROTOCOL_VERSION}, so there is nothing to compare with\n"
        )
    );
}

#[test]
fn marks_that_are_damaged_are_told_and_nothing_is_written() {
    let checkout = Checkout::with_released("marks", "0.1", changed);
    changelog(&checkout);
    let whole = checkout.read("CHANGELOG.md");
    let end = format!("<!-- end of protocol {PROTOCOL_VERSION} -->");
    let begin = format!("<!-- protocol {PROTOCOL_VERSION}, written by `cargo realtime changelog`");
    let broken = [
        whole.replace(&end, ""),
        whole.replace(&begin, ""),
        whole.replace(&begin, "-").replace(&end, &begin).replacen('-', &end, 1),
        format!("{whole}\n{whole}"),
    ];
    for text_of in broken {
        checkout.write("CHANGELOG.md", &text_of);
        let output = checkout.realtime(&["changelog"]);
        assert_eq!(output.status.code(), Some(2), "{text_of}");
        assert_eq!(
            text(&output.stderr),
            format!(
                "error: CHANGELOG.md does not have the marks of {PROTOCOL_VERSION} once each, the \
                 first before the last: remove `{begin} …` and `{end}` with what stands between them, \
                 and run the command again\n"
            )
        );
        assert_eq!(checkout.read("CHANGELOG.md"), text_of);
        let (document, code) = checkout.json(&[]);
        assert_eq!(document["changes"][1]["rule"], MISSING);
        assert_eq!(document["changes"][1]["before"], "marks that are damaged");
        assert_eq!(code, 1);
    }
}

#[test]
fn a_heading_that_is_there_gets_the_part() {
    let checkout = Checkout::with_released("heading", "0.1", changed);
    changelog(&checkout);
    let written = checkout.read("CHANGELOG.md");
    let heading = format!("## Protocol {PROTOCOL_VERSION}");
    let by_hand = format!("# Changelog\n\n## Next\n\n{heading}\n\nBy hand.\n");
    checkout.write("CHANGELOG.md", &by_hand);
    changelog(&checkout);
    let (_, part) = written.split_once(&heading).expect("a section");
    let expected = format!("# Changelog\n\n## Next\n\n{heading}{part}\nBy hand.\n");
    assert_eq!(checkout.read("CHANGELOG.md"), expected);
    assert_eq!(changelog(&checkout), "CHANGELOG.md: unchanged\n");
}
