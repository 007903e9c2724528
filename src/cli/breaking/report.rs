//! What was compared, and what came of it.

use super::accepted;
use super::base::Base;
use super::changelog;
use super::checkout::Checkout;
use super::prove::Contradiction;
use crate::definition::Definition;
use crate::evolution::{Change, Level, compare, version_finding};

pub(super) struct Report {
    /// The version that was compared.
    pub(super) version: String,
    /// The names of what it was compared with.
    pub(super) bases: Vec<String>,
    /// The names of commits that have no definition.
    pub(super) first_runs: Vec<String>,
    /// Each change once, and what else is wrong.
    pub(super) findings: Vec<Finding>,
    /// What could not be compared, by base.
    pub(super) not_compared: Vec<(String, Vec<String>)>,
    /// The version in which findings are accepted.
    pub(super) accepting: String,
    /// Where a decoder and a verdict disagree, if decoders ran.
    pub(super) contradictions: Option<Vec<Contradiction>>,
}

/// A change, or what is wrong with the files that tell of changes.
pub(super) struct Finding {
    pub(super) change: Change,
    /// The bases that it is a change to.
    pub(super) bases: Vec<String>,
    /// Why it was accepted, if it was.
    pub(super) reason: Option<String>,
    /// Whether an entry can accept it.
    pub(super) is_acceptable: bool,
}

impl Finding {
    pub(super) fn fails(&self) -> bool {
        self.change.level == Level::Error && !self.change.accepted
    }
}

impl Report {
    pub(super) fn of(bases: &[&Base], first_runs: &[String], checkout: Option<&Checkout>) -> Self {
        let new = Definition::of_this_crate();
        let mut report = Report {
            version: new.protocol_version.clone(),
            bases: bases.iter().map(|base| base.name.clone()).collect(),
            first_runs: first_runs.to_vec(),
            findings: Vec::new(),
            not_compared: Vec::new(),
            accepting: accepting(&new, checkout),
            contradictions: None,
        };
        for base in bases {
            report.compare(base, &new, checkout);
        }
        let Some(checkout) = checkout.filter(|_| !bases.is_empty()) else { return report };
        let acceptable = report.findings.iter().filter(|it| it.is_acceptable);
        let found: Vec<&str> = acceptable.map(|it| &*it.change.fingerprint).collect();
        let mut others = checkout.edited.clone();
        others.extend(accepted::stale(checkout, &new, &found, bases));
        others.extend(bases.iter().flat_map(|base| accepted::edited(checkout, base)));
        others.extend(changelog::finding(checkout, &new));
        for change in others {
            report.add(change, None, false, None);
        }
        report
    }

    fn compare(&mut self, base: &Base, new: &Definition, checkout: Option<&Checkout>) {
        let mut comparison = compare(&base.definition, new);
        if !comparison.not_compared.is_empty() {
            self.not_compared.push((base.name.clone(), comparison.not_compared));
        }
        let entries =
            checkout.map(|it| accepted::against(it, &base.definition)).unwrap_or_default();
        for change in &mut comparison.changes {
            change.accepted = entries.contains_key(&*change.fingerprint);
        }
        // What only a file shows, an entry cannot accept: a run without it would not find it.
        let since_releases = checkout
            .filter(|it| base.history.is_none() && !it.released.is_empty())
            .map(|it| accepted::found_since_releases(it, new));
        // A version that is worked on takes change after change; what it owes, it owes to those that
        // are out.
        let is_worked_on = base.definition.protocol_version == new.protocol_version
            && checkout.is_some_and(|it| it.is_in_progress(&new.protocol_version));
        let version = version_finding(&base.definition, new, &comparison.changes);
        for change in comparison.changes {
            let reason = entries.get(&*change.fingerprint).map(|entry| entry.reason.clone());
            let is_acceptable =
                since_releases.as_ref().is_none_or(|it| it.contains(&change.fingerprint));
            self.add(change, Some(base), is_acceptable, reason);
        }
        if let Some(change) = version.filter(|_| !is_worked_on) {
            self.add(change, Some(base), false, None);
        }
    }

    /// Adds a change; of one that several bases show, the worst verdict counts.
    fn add(
        &mut self,
        change: Change,
        base: Option<&Base>,
        is_acceptable: bool,
        reason: Option<String>,
    ) {
        let name = base.map(|base| base.name.clone());
        let mut findings = self.findings.iter_mut();
        match findings.find(|other| other.change.fingerprint == change.fingerprint) {
            Some(other) => {
                other.bases.extend(name);
                other.is_acceptable |= is_acceptable;
                // What is accepted against one base fails against another that has no entry for it.
                let is_accepted = change.accepted && other.change.accepted;
                if change.level > other.change.level {
                    other.change = change;
                }
                other.change.accepted = is_accepted;
                other.reason = reason.or(other.reason.take()).filter(|_| is_accepted);
            }
            None => {
                let bases = name.into_iter().collect();
                self.findings.push(Finding { change, bases, reason, is_acceptable });
            }
        }
    }

    /// Where a decoder and a verdict disagree.
    pub(super) fn contradicted(&self) -> impl Iterator<Item = &Contradiction> {
        self.contradictions.iter().flatten()
    }

    pub(super) fn fails(&self) -> bool {
        self.findings.iter().any(Finding::fails) || self.contradicted().next().is_some()
    }
}

/// The version in progress; the next one, if there is none yet.
fn accepting(new: &Definition, checkout: Option<&Checkout>) -> String {
    match new.version() {
        Some((major, minor))
            if checkout.is_some_and(|it| it.is_released(&new.protocol_version)) =>
        {
            format!("{major}.{}", minor + 1)
        }
        _ => new.protocol_version.clone(),
    }
}
