//! What is reported of each requirement, whatever the format: without a token, and not longer than
//! one reads.

use std::time::Duration;

use super::expected::Expected;
use crate::cli::server::secret::Secret;
use crate::conform::{Findings, Outcome, Plan, Verdict};
use crate::conformance::Requirement;

/// Where the reference is read.
const REFERENCE: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/reference/");

/// How many characters of a frame are shown.
const SHOWN: usize = 400;

pub struct Report {
    pub url: String,
    pub entries: Vec<Entry>,
    pub connections: Vec<&'static str>,
    pub frames: usize,
    pub took: Duration,
}

pub struct Entry {
    pub requirement: &'static Requirement,
    pub result: Result,
    /// Why it was expected to fail, if it was.
    pub expected: Option<String>,
}

pub enum Result {
    Passed(Option<String>),
    Failed { wrong: String, seen: Option<String>, more: usize },
    NotReached(&'static str),
    Skipped(String),
}

impl Result {
    pub const fn as_str(&self) -> &'static str {
        match self {
            Result::Passed(_) => "passed",
            Result::Failed { .. } => "failed",
            Result::NotReached(_) => "not_reached",
            Result::Skipped(_) => "skipped",
        }
    }

    /// Whether it was neither kept nor left out.
    const fn is_amiss(&self) -> bool {
        matches!(self, Result::Failed { .. } | Result::NotReached(_))
    }
}

impl Entry {
    /// Whether it makes the run fail.
    pub const fn fails(&self) -> bool {
        match self.expected {
            Some(_) => matches!(self.result, Result::Passed(_)),
            None => self.result.is_amiss(),
        }
    }

    /// Where it is written.
    pub fn address(&self) -> String {
        format!("{REFERENCE}{}", self.requirement.clause)
    }
}

impl Report {
    pub fn of(plan: &Plan, findings: Findings, expected: &Expected) -> Self {
        let secrets = secrets(plan);
        let entry = |Verdict { requirement, outcome }| {
            let result = match outcome {
                Outcome::Passed { note } => Result::Passed(note),
                Outcome::Failed { wrong, seen, more } => Result::Failed {
                    wrong: hide(&secrets, &wrong),
                    seen: seen.map(|seen| beginning(&hide(&secrets, &seen))),
                    more,
                },
                Outcome::NotReached { because } => Result::NotReached(because),
                Outcome::Skipped { why } => Result::Skipped(why),
            };
            let expected = expected.get(requirement.id).cloned();
            Entry { requirement, result, expected }
        };
        Report {
            // What stands behind the path may be a token.
            url: plan.url.split('?').next().unwrap_or_default().to_owned(),
            entries: findings.verdicts.into_iter().map(entry).collect(),
            connections: findings.connections,
            frames: findings.frames,
            took: findings.took,
        }
    }

    pub fn is_fine(&self) -> bool {
        !self.entries.iter().any(Entry::fails) && !self.is_empty()
    }

    /// Whether nothing was looked at, which proves nothing.
    pub fn is_empty(&self) -> bool {
        self.count("skipped") == self.entries.len()
    }

    /// How many of its requirements ended so.
    pub fn count(&self, result: &str) -> usize {
        self.entries.iter().filter(|entry| entry.result.as_str() == result).count()
    }
}

fn secrets(plan: &Plan) -> Vec<Secret> {
    plan.tokens()
        .into_iter()
        .flat_map(|token| {
            let token = token.expose_secret();
            // A forged token has the claims of a good one.
            let claims = token.rsplit_once('.').map(|(claims, _)| claims);
            [Some(token), claims.filter(|it| it.contains('.'))]
        })
        .flatten()
        .map(Secret::new)
        .collect()
}

/// The text without any token.
fn hide(secrets: &[Secret], text: &str) -> String {
    let is_json = serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    secrets.iter().fold(text.to_owned(), |text, secret| {
        if is_json { secret.hide_in_json(&text) } else { secret.hide(&text).into_owned() }
    })
}

/// A sentence without any token of the plan.
pub fn hidden(plan: &Plan, text: &str) -> String {
    hide(&secrets(plan), text)
}

fn beginning(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}… ({} bytes)", &text[..at], text.len()),
        None => text.to_owned(),
    }
}
