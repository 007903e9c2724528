//! What the formats say of a report as a whole.

use serde_json::Value;

use super::order::order;
use super::report::{Finding, Report};
use crate::evolution::Level;

/// What was compared with what, and how much came of it.
pub(super) fn summary(report: &Report) -> String {
    let Report { version, bases, findings, .. } = report;
    if bases.is_empty() {
        return format!("{version}: first run, nothing to compare with");
    }
    let count = |level| {
        findings.iter().filter(|it| !it.change.accepted && it.change.level == level).count()
    };
    let many = |count: usize, one: &str| match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {one}s"),
    };
    let mut parts = vec![
        many(count(Level::Error), "error"),
        many(count(Level::Warn), "warning"),
        format!("{} to know", count(Level::Info)),
    ];
    let accepted = findings.iter().filter(|it| it.change.accepted).count();
    if accepted > 0 {
        parts.push(format!("{accepted} accepted"));
    }
    let contradictions = report.contradicted().count();
    if contradictions > 0 {
        parts.push(many(contradictions, "contradiction"));
    }
    format!("{version} against {}: {}", bases.join(", "), parts.join(", "))
}

/// In which order to deploy; nothing if nothing is known of it, or nothing changed.
pub(super) fn deployment(report: &Report) -> Option<String> {
    if report.contradicted().next().is_some() {
        return Some("Do not deploy: a decoder contradicts a verdict.".to_owned());
    }
    let changes = report.findings.iter().map(|it| &it.change);
    (!report.findings.is_empty()).then(|| order(changes))
}

/// The bases that a change is a change to, where there are several.
pub(super) fn against(report: &Report, finding: &Finding) -> Option<String> {
    let is_told = report.bases.len() > 1 && !finding.bases.is_empty();
    is_told.then(|| finding.bases.join(", "))
}

/// The entries with which what fails would be accepted; none if nothing can be.
pub(super) fn entries(report: &Report) -> Option<String> {
    let failing = report.findings.iter().filter(|it| it.fails() && it.is_acceptable);
    let entries: Vec<String> = failing
        .map(|finding| {
            let fingerprint = Value::from(&*finding.change.fingerprint);
            let version = Value::from(&*report.accepting);
            format!(
                "    {{\n      \"fingerprint\": {fingerprint},\n      \"version\": {version},\n      \
                 \"reason\": \"\"\n    }}"
            )
        })
        .collect();
    (!entries.is_empty()).then(|| entries.join(",\n"))
}
