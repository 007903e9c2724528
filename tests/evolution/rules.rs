//! The table of rules: whole, consistent with its mirrors, and written for people.

use std::collections::BTreeSet;

use purposepath_realtime::evolution::{Level, Mirror, RULES, RuleId, Verdict};

#[test]
fn each_rule_has_a_row_in_order() {
    let ids: Vec<RuleId> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(ids, RuleId::ALL);
}

#[test]
fn a_rule_and_its_mirror_say_the_opposite() {
    for rule in RULES {
        let Mirror::Rule(mirror) = rule.mirror else {
            let Mirror::None(why) = rule.mirror else { unreachable!() };
            assert!(!why.is_empty(), "{} has no mirror and does not say why", rule.id);
            continue;
        };
        let of_mirror = RULES.iter().find(|other| other.id == mirror).expect("a row");
        // What is taken back is read by whom it was not, unless a policy asks for more.
        let (Some(verdict), Some(back)) = (rule.verdict, of_mirror.verdict) else { continue };
        let plain = [verdict, back]
            .iter()
            .all(|it| matches!(it, Verdict::ServersFirst | Verdict::ClientsFirst | Verdict::Any));
        if plain && !rule.policy && !of_mirror.policy {
            assert_eq!(back, verdict.exchanged(), "{} and {mirror}", rule.id);
        }
        assert!(
            matches!(of_mirror.mirror, Mirror::Rule(_)),
            "{mirror} is the mirror of {} and has none",
            rule.id
        );
    }
}

#[test]
fn each_rule_says_what_to_do_and_why() {
    let mut changes = BTreeSet::new();
    for rule in RULES {
        assert!(!rule.legal_way.is_empty() && !rule.explanation.is_empty(), "{}", rule.id);
        assert!(rule.explanation.ends_with('.'), "{}: {}", rule.id, rule.explanation);
        assert!(changes.insert(rule.change), "{} is described like another", rule.id);
    }
}

#[test]
fn what_breaks_open_tabs_fails() {
    let levels = [
        (Verdict::Any, Level::Info),
        (Verdict::ServersFirst, Level::Warn),
        (Verdict::ClientsFirst, Level::Error),
        (Verdict::Break, Level::Error),
        (Verdict::Warn, Level::Warn),
        (Verdict::Error, Level::Error),
    ];
    for (verdict, level) in levels {
        assert_eq!(verdict.level(), level, "{verdict}");
    }
    assert_eq!(Level::Error.lowered(), Level::Warn);
    assert_eq!(Level::Info.lowered(), Level::Info);
}

#[test]
fn who_reads_whom_gives_the_order() {
    assert_eq!(Verdict::of(true, true), Verdict::Any);
    assert_eq!(Verdict::of(true, false), Verdict::ServersFirst);
    assert_eq!(Verdict::of(false, true), Verdict::ClientsFirst);
    assert_eq!(Verdict::of(false, false), Verdict::Break);
    assert_eq!(Verdict::ServersFirst.way_back(), "no server rollback once clients are out");
    // Seen from the server, the writers are the new clients.
    assert_eq!(Verdict::of(true, false).exchanged(), Verdict::ClientsFirst);
}
