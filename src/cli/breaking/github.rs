//! Annotations of GitHub Actions: a workflow command for each change, at its line of `meta.json`.

use super::files::{ACCEPTED, CHANGELOG, DEFINITIONS};
use super::lines::{marks, orders, stored, value, what, witness};
use super::place::{line_of, this_definition};
use super::report::{Finding, Report};
use super::summary::{against, deployment, entries, summary};
use serde_json::Value;

use crate::cli::{Failure, Output};
use crate::evolution::{Level, RuleId};

pub(super) fn write(report: &Report, out: &mut Output) -> Result<(), Failure> {
    let definition = this_definition();
    for finding in &report.findings {
        let against = against(report, finding);
        out.line(command(finding, against, &definition).as_bytes())?;
    }
    for contradiction in report.contradicted() {
        let parts = contradiction.parts().map(|(name, text)| format!("{name}: {text}"));
        let text = format!("A decoder and a verdict disagree about a frame\n{}", parts.join("\n"));
        let file = property(DEFINITIONS[0]);
        let text = data(&text);
        out.line(format!("::error file={file},line=1,title=contradiction::{text}").as_bytes())?;
    }
    for name in &report.first_runs {
        let text = format!("{name} has no definition, so nothing is compared with it");
        out.line(format!("::notice title=first run::{}", data(&text)).as_bytes())?;
    }
    for (base, sections) in &report.not_compared {
        let text = format!("{base}: one side does not say: {}", sections.join(", "));
        out.line(format!("::notice title=not compared::{}", data(&text)).as_bytes())?;
    }
    if let Some(entries) = entries(report) {
        let text = format!("Each with its reason:\n{entries}");
        let title = property(&format!("To accept what fails, add to {ACCEPTED}"));
        out.line(format!("::notice file={ACCEPTED},title={title}::{}", data(&text)).as_bytes())?;
    }
    let deployment = deployment(report).map(|it| format!(" {it}")).unwrap_or_default();
    out.line(format!("{}.{deployment}", summary(report)).as_bytes())
}

fn command(finding: &Finding, against: Option<String>, definition: &Value) -> String {
    let change = &finding.change;
    let level = match change.level {
        Level::Error if !change.accepted => "error",
        Level::Warn if !change.accepted => "warning",
        _ => "notice",
    };
    let (file, line) = match change.rule {
        RuleId::AcceptedStale | RuleId::AcceptedEdited => (ACCEPTED, 1),
        RuleId::ChangelogNotWritten => (CHANGELOG, 1),
        RuleId::VersionNotRaised => ("src/lib.rs", 1),
        RuleId::ReleasedEdited => (&*change.place, 1),
        _ => (DEFINITIONS[0], line_of(&change.place, definition)),
    };
    let mut text = vec![format!("{}{}", what(change), marks(change))];
    text.extend(against.map(|bases| format!("Against: {bases}")));
    for (name, of) in [("Before", &change.before), ("After", &change.after)] {
        if !of.is_null() {
            text.push(format!("{name}: {}", value(of)));
        }
    }
    if let Some(reason) = &finding.reason {
        text.push(format!("Accepted: {reason}"));
    }
    let orders = orders(change);
    for (direction, verdict) in &orders {
        let (order, who, back) = (verdict.order(), verdict.who_breaks(), verdict.way_back());
        text.push(format!("{direction}{order}; breaks otherwise: {who}; way back: {back}"));
    }
    text.push(format!("Legal way: {}", change.legal_way));
    if !orders.is_empty() {
        text.push(format!("Stored: {}", stored(change)));
    }
    text.extend(witness(change).map(|frame| format!("Witness: {frame}")));
    let title = property(change.rule.as_str());
    format!(
        "::{level} file={},line={line},title={title}::{}",
        property(file),
        data(&text.join("\n"))
    )
}

/// What stands behind a command, as the runner reads it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a command: a comma would end it, a colon the command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
