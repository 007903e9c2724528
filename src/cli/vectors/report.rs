//! What came of each vector, for people and for programs.

use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};

use serde_json::{Value, json};

use super::exam::{Question, Verdict};
use crate::conformance::Requirement;
use crate::json::Printable;

/// How much of a value is shown, in characters.
const SHOWN: usize = 300;

/// How many vectors came to what.
#[derive(Clone, Copy, Default)]
pub(super) struct Counts {
    pub passed: usize,
    pub failed: usize,
    pub skipped: usize,
    pub not_reached: usize,
}

impl Counts {
    pub fn of(verdicts: &[Verdict]) -> Self {
        let mut counts = Counts::default();
        for verdict in verdicts {
            *match verdict {
                Verdict::Passed => &mut counts.passed,
                Verdict::Skipped => &mut counts.skipped,
                Verdict::Wrong(_) | Verdict::Broke(_) => &mut counts.failed,
                Verdict::NotReached(_) => &mut counts.not_reached,
            } += 1;
        }
        counts
    }

    pub fn sentence(self) -> String {
        let Counts { passed, failed, skipped, not_reached } = self;
        let all = passed + failed + skipped + not_reached;
        let plural = if all == 1 { "" } else { "s" };
        format!(
            "{all} vector{plural}: {passed} passed, {failed} failed, {skipped} skipped, \
             {not_reached} not reached"
        )
    }
}

/// A line for programs.
pub(super) fn json(question: &Question, verdict: &Verdict) -> String {
    let (word, mut more) = match verdict {
        Verdict::Passed => ("passed", json!({})),
        Verdict::Skipped => ("skipped", json!({})),
        Verdict::Wrong(it) => {
            ("failed", json!({ "at": it.at, "expected": it.expected, "found": it.found }))
        }
        Verdict::Broke(why) => ("failed", json!({ "reason": why })),
        Verdict::NotReached(why) => ("not reached", json!({ "reason": why })),
    };
    for (key, value) in [
        ("id", json!(question.case.id)),
        ("kind", json!(question.case.kind)),
        ("name", json!(question.case.name)),
        ("requirement", json!(question.requirement.id)),
        ("level", json!(question.requirement.level)),
        ("clause", json!(question.requirement.clause)),
        ("outcome", json!(word)),
    ] {
        more[key] = value;
    }
    more.to_string()
}

/// What people have to look at: what failed, and what was not asked or not answered.
pub(super) fn text(questions: &[Question], verdicts: &[Verdict], is_coloured: bool) -> String {
    let (red, reset) = if is_coloured { ("\x1b[31m", "\x1b[0m") } else { ("", "") };
    let mut text = String::new();
    let mut left: BTreeMap<String, usize> = BTreeMap::new();
    for (question, verdict) in questions.iter().zip(verdicts) {
        let (case, requirement) = (&question.case, question.requirement);
        let mut say = |what: &str, it: &dyn Display| {
            let (on, off) = if what == "FAILED" { (red, reset) } else { ("", "") };
            let _ = writeln!(text, "  {on}{what:9}{off} {it}");
        };
        let difference = match verdict {
            Verdict::Passed => continue,
            Verdict::Skipped => {
                let line = format!("skipped, since the plug does not support it: {}", case.kind);
                *left.entry(line).or_default() += 1;
                continue;
            }
            Verdict::NotReached(why) => {
                *left.entry(format!("not reached, since {why}: {}", case.kind)).or_default() += 1;
                continue;
            }
            Verdict::Broke(why) => Err(why),
            Verdict::Wrong(it) => Ok(it),
        };
        say("FAILED", &case.id);
        say("shows", &Printable(&case.name));
        say("given", &shown(Some(&case.given)));
        match difference {
            Err(why) => say("because", &Printable(why)),
            Ok(it) => {
                say("at", &Printable(&it.at));
                say("expected", &shown(it.expected.as_ref()));
                say("found", &shown(it.found.as_ref()));
                let Requirement { id, level, statement, clause, remedy, .. } = requirement;
                say("rule", &format_args!("{id} ({level}): {statement}"));
                say("written", &format_args!("docs/reference/{clause}"));
                say("do", remedy);
            }
        }
        *left
            .entry(format!("failed of {} ({})", requirement.id, requirement.level))
            .or_default() += 1;
        text.push('\n');
    }
    for (line, count) in left {
        let _ = writeln!(text, "  {line}: {count}");
    }
    text
}

/// A value as JSON on one line, not too much of it.
fn shown(value: Option<&Value>) -> String {
    let Some(value) = value else { return "nothing".to_owned() };
    let text = value.to_string();
    let short = match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}… ({} bytes)", &text[..end], text.len()),
        None => text,
    };
    Printable(&short).to_string()
}
