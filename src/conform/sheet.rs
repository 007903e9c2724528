//! What is known of each requirement. A requirement is looked at once and may fail more than once:
//! the first failure is shown, the others are counted.

use std::collections::{BTreeMap, BTreeSet};

use crate::conformance::Requirement;

use super::requirements;

/// What came of a requirement.
pub enum Outcome {
    /// It holds; with what was seen, where that is left to the server.
    Passed {
        /// What was seen.
        note: Option<String>,
    },
    /// It does not hold.
    Failed {
        /// What is wrong, as a sentence without a full stop.
        wrong: String,
        /// The frame or the close that shows it, as it came.
        seen: Option<String>,
        /// How often it was seen besides.
        more: usize,
    },
    /// It could not be looked at, since another requirement does not hold.
    NotReached {
        /// Which.
        because: &'static str,
    },
    /// Nobody asked for it, or what it takes was not given.
    Skipped {
        /// Why.
        why: String,
    },
}

/// A requirement, and what came of it.
pub struct Verdict {
    /// The requirement.
    pub requirement: &'static Requirement,
    /// What came of it.
    pub outcome: Outcome,
}

/// The requirement without which nothing is looked at.
const OPENS: &str = "handshake.opens";

#[derive(Default)]
pub struct Sheet {
    skipped: BTreeSet<&'static str>,
    marks: BTreeMap<&'static str, Outcome>,
    /// Whether a connection was opened, and a further one was not: what was seen until then counts.
    is_cut: bool,
}

impl Sheet {
    pub fn new(skipped: BTreeSet<&'static str>) -> Self {
        Sheet { skipped, ..Sheet::default() }
    }

    /// Whether somebody wants to know.
    pub fn wants(&self, id: &str) -> bool {
        !self.skipped.contains(id)
    }

    pub fn wants_any(&self, ids: &[&str]) -> bool {
        ids.iter().any(|id| self.wants(id))
    }

    /// It holds, unless it was seen not to.
    pub fn pass(&mut self, id: &'static str) {
        self.mark(id, Outcome::Passed { note: None });
    }

    pub fn pass_with(&mut self, id: &'static str, note: String) {
        self.mark(id, Outcome::Passed { note: Some(note) });
    }

    pub fn skip(&mut self, id: &'static str, why: &str) {
        self.mark(id, Outcome::Skipped { why: why.to_owned() });
    }

    pub fn fail(&mut self, id: &'static str, wrong: impl Into<String>, seen: Option<String>) {
        if let Some(Outcome::Failed { more, .. }) = self.marks.get_mut(id) {
            *more += 1;
            return;
        }
        self.marks.insert(id, Outcome::Failed { wrong: wrong.into(), seen, more: 0 });
    }

    /// A further connection, which these are looked at on, could not be opened.
    pub fn cut(&mut self, ids: &[&'static str], wrong: impl Into<String>) {
        self.is_cut = true;
        self.fail(OPENS, wrong, None);
        for id in ids {
            self.mark(id, Outcome::NotReached { because: OPENS });
        }
    }

    fn mark(&mut self, id: &'static str, outcome: Outcome) {
        self.marks.entry(id).or_insert(outcome);
    }

    /// A verdict on each requirement. One behind another that fails says nothing, whatever was seen.
    pub fn verdicts(mut self) -> Vec<Verdict> {
        let mut verdicts: Vec<Verdict> = Vec::new();
        for requirement in requirements() {
            let mark = self.marks.remove(requirement.id);
            let outcome = if self.skipped.contains(requirement.id) {
                Outcome::Skipped { why: "asked for with --skip".to_owned() }
            } else if let Some(behind) = behind(requirement, &verdicts, self.is_cut) {
                behind
            } else {
                mark.unwrap_or_else(|| Outcome::Skipped { why: "not looked at".to_owned() })
            };
            verdicts.push(Verdict { requirement, outcome });
        }
        verdicts
    }
}

/// What follows from those that a requirement needs, which stand before it.
fn behind(requirement: &Requirement, verdicts: &[Verdict], is_cut: bool) -> Option<Outcome> {
    let needs = requirement
        .needs
        .iter()
        .filter(|need| !is_cut || **need != OPENS)
        .filter_map(|need| verdicts.iter().find(|verdict| verdict.requirement.id == *need));
    let mut skipped = None;
    for verdict in needs {
        match &verdict.outcome {
            Outcome::Failed { .. } => {
                return Some(Outcome::NotReached { because: verdict.requirement.id });
            }
            Outcome::NotReached { because } => {
                return Some(Outcome::NotReached { because });
            }
            Outcome::Skipped { why } => skipped = Some((verdict.requirement.id, why)),
            Outcome::Passed { .. } => {}
        }
    }
    skipped.map(|(id, why)| Outcome::Skipped { why: format!("{id} is skipped: {why}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(sheet: Sheet, id: &str) -> Outcome {
        sheet.verdicts().into_iter().find(|it| it.requirement.id == id).unwrap().outcome
    }

    #[test]
    fn what_is_behind_a_failure_is_not_reached_whatever_was_seen() {
        let mut sheet = Sheet::default();
        sheet.pass(OPENS);
        sheet.fail("auth.success", "no answer", None);
        sheet.fail("auth.tenant", "another", None);
        let behind = outcome(sheet, "events.arrive");
        assert!(matches!(behind, Outcome::NotReached { because: "auth.success" }));
    }

    #[test]
    fn where_no_further_connection_opens_what_was_seen_until_then_counts() {
        let sheet = || {
            let mut sheet = Sheet::default();
            sheet.pass(OPENS);
            sheet.pass("auth.success");
            sheet.fail("close.binary", "no code", None);
            sheet.cut(&["close.answer"], "no further connection could be opened");
            sheet
        };
        assert!(matches!(outcome(sheet(), OPENS), Outcome::Failed { .. }));
        assert!(matches!(outcome(sheet(), "auth.success"), Outcome::Passed { .. }));
        assert!(matches!(outcome(sheet(), "close.binary"), Outcome::Failed { .. }));
        let cut = outcome(sheet(), "close.answer");
        assert!(matches!(cut, Outcome::NotReached { because: OPENS }));
    }

    #[test]
    fn the_first_failure_stays_and_the_others_are_counted() {
        let mut sheet = Sheet::default();
        sheet.pass(OPENS);
        sheet.fail("auth.none", "one", None);
        sheet.fail("auth.none", "two", None);
        sheet.pass("auth.none");
        let Outcome::Failed { wrong, more, .. } = outcome(sheet, "auth.none") else { panic!() };
        assert_eq!((&*wrong, more), ("one", 1));
    }

    #[test]
    fn what_is_behind_a_skipped_one_says_why() {
        let mut sheet = Sheet::new(["events.arrive"].into());
        sheet.pass("tenants.apart");
        let Outcome::Skipped { why } = outcome(sheet, "tenants.apart") else { panic!() };
        assert_eq!(why, "events.arrive is skipped: asked for with --skip");
    }
}
