//! For people, in 80 columns: a line for each change, what to do about it below, and at the end the
//! order of deployment.

use super::files::ACCEPTED;
use super::lines::{letters, marks, orders, stored, value, what, witness};
use super::report::{Finding, Report};
use super::summary::{against, deployment, entries, summary};
use crate::cli::wrap::wrap;
use crate::cli::{Failure, Output};
use crate::evolution::Level;

const COLUMNS: usize = 80;

/// Where the text of a detail begins.
const MARGIN: usize = 16;

pub(super) fn write(report: &Report, out: &mut Output) -> Result<(), Failure> {
    if !report.findings.is_empty() {
        out.line("          \u{2193} \u{2191}  \u{2193} from the server to clients, \u{2191} from clients to the server".as_bytes())?;
    }
    let mut had_details = false;
    for finding in &report.findings {
        let change = &finding.change;
        let has_details = change.level > Level::Info || !orders(change).is_empty();
        if has_details || had_details {
            out.line(b"")?;
        }
        had_details = has_details;
        out.line(line(finding).as_bytes())?;
        if has_details {
            details(finding, against(report, finding), out)?;
        }
    }
    if let Some(entries) = entries(report) {
        out.line(b"")?;
        let them = format!("To accept what fails, add to {ACCEPTED}, each with its reason:");
        out.line(them.as_bytes())?;
        out.line(b"")?;
        out.line(entries.as_bytes())?;
    }
    if !report.findings.is_empty() {
        out.line(b"")?;
    }
    out.line(summary(report).as_bytes())?;
    for line in wrap(&deployment(report).unwrap_or_default(), COLUMNS) {
        out.line(line.as_bytes())?;
    }
    Ok(())
}

/// Level, the verdict in each direction, place, and what changed there.
fn line(finding: &Finding) -> String {
    let change = &finding.change;
    let [to_clients, to_server] = letters(change);
    let (level, colour) = match change.level {
        _ if change.accepted => ("accepted", 32),
        Level::Error => ("error", 31),
        Level::Warn => ("warn", 33),
        Level::Info => ("info", 36),
    };
    let level = format!("{level:8}");
    let level = if Output::is_coloured() { format!("\x1b[{colour}m{level}\x1b[0m") } else { level };
    format!("{level}  {to_clients} {to_server}  {}", what(change))
}

fn details(finding: &Finding, against: Option<String>, out: &mut Output) -> Result<(), Failure> {
    let change = &finding.change;
    let rule = change.rule.rule();
    wrapped(out, "rule", &format!("{}{}: {}", rule.id, marks(change), rule.explanation))?;
    if let Some(bases) = against {
        wrapped(out, "against", &bases)?;
    }
    for (name, of) in [("before", &change.before), ("after", &change.after)] {
        if !of.is_null() {
            detail(out, name, &value(of))?;
        }
    }
    if let Some(reason) = &finding.reason {
        wrapped(out, "accepted", reason)?;
    }
    let orders = orders(change);
    for (direction, verdict) in &orders {
        wrapped(out, "breaks", &format!("{direction}{}", verdict.who_breaks()))?;
        wrapped(out, "deploy", verdict.order())?;
        wrapped(out, "way back", verdict.way_back())?;
    }
    wrapped(out, "legal way", change.legal_way)?;
    if !orders.is_empty() {
        wrapped(out, "stored", stored(change))?;
    }
    match witness(change) {
        Some(frame) => detail(out, "witness", &frame),
        None => Ok(()),
    }
}

/// A detail that is copied as it stands, however long.
fn detail(out: &mut Output, name: &str, text: &str) -> Result<(), Failure> {
    out.line(format!("    {name:width$}{text}", width = MARGIN - 4).as_bytes())
}

/// A detail that is read.
fn wrapped(out: &mut Output, name: &str, text: &str) -> Result<(), Failure> {
    let mut name = name;
    for line in wrap(text, COLUMNS - MARGIN) {
        detail(out, name, &line)?;
        name = "";
    }
    Ok(())
}
