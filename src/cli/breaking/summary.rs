//! What the formats say of a report as a whole.

use serde_json::Value;

use super::report::Report;
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
    format!("{version} against {}: {}", bases.join(", "), parts.join(", "))
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
