//! `realtime breaking --explain`.

use insta::assert_snapshot;
use purposepath_realtime::evolution::RuleId;

use crate::{run, shown, text};

#[test]
fn every_rule_is_listed_and_explained() {
    let list = run(&["breaking", "--explain"], "");
    assert_eq!(list.status.code(), Some(0));
    let list = text(&list.stdout);
    assert_eq!(list.lines().count(), RuleId::ALL.len());
    for (line, rule) in list.lines().zip(RuleId::ALL) {
        assert!(line.starts_with(&format!("{rule} ")), "{line}");
        let output = run(&["breaking", "--explain", rule.as_str()], "");
        assert_eq!(output.status.code(), Some(0), "{rule}");
        let explained = text(&output.stdout);
        assert!(explained.starts_with(&format!("{rule}: ")), "{explained}");
        for line in explained.lines().skip(1) {
            assert!(line.chars().count() <= 80, "{rule}: {line}");
        }
    }
}

#[test]
fn a_rule_is_explained_and_an_unknown_one_is_not_far() {
    let mut all = String::new();
    for name in ["renamed", "several-changes", "event-removed", "renmed", "zzz"] {
        all += &format!("$ realtime breaking --explain {name}\n");
        all += &shown(&run(&["breaking", "--explain", name], ""));
        all += "\n";
    }
    assert_snapshot!("explain", all);
}
