//! A comment for a pull request: the order of deployment, a table, and what is long below it.

use super::files::ACCEPTED;
use super::lines::{letters, marks, place, witness};
use super::report::{Finding, Report};
use super::summary::{against, deployment, entries, summary};
use crate::cli::{Failure, Output};
use crate::evolution::Level;

pub(super) fn write(report: &Report, out: &mut Output) -> Result<(), Failure> {
    let mut line = |text: &str| out.line(text.as_bytes());
    line(&format!("**Protocol {}**", plain(&summary(report))))?;
    for (base, sections) in &report.not_compared {
        line("")?;
        let sections = sections.join(", ");
        line(&format!(
            "{}: not compared, since one side does not say: {}",
            code(base),
            plain(&sections)
        ))?;
    }
    for name in &report.first_runs {
        line("")?;
        line(&format!(
            "First run: {} has no definition, so nothing is compared with it.",
            code(name)
        ))?;
    }
    if let Some(deployment) = deployment(report) {
        line("")?;
        line(&deployment)?;
    }
    for contradiction in report.contradicted() {
        line("")?;
        line("**Contradiction**: a decoder and a verdict disagree about a frame.")?;
        line("")?;
        for (name, text) in contradiction.parts() {
            line(&format!("- {name}: {}", code(text)))?;
        }
    }
    if report.findings.is_empty() {
        return Ok(());
    }
    line("")?;
    line("| | to clients | to the server | place | change | legal way |")?;
    line("|---|:-:|:-:|---|---|---|")?;
    for finding in &report.findings {
        line(&row(finding, against(report, finding)))?;
    }
    let frames: Vec<String> = report.findings.iter().filter_map(frame).collect();
    if !frames.is_empty() {
        line("")?;
        line(
            "<details><summary>Frames that one version writes and the other does not read</summary>",
        )?;
        for frame in frames {
            line("")?;
            line(&frame)?;
        }
        line("")?;
        line("</details>")?;
    }
    if let Some(entries) = entries(report) {
        line("")?;
        line(&format!("<details><summary>To accept what fails, add to {ACCEPTED}</summary>"))?;
        line("")?;
        line(&fenced(&entries))?;
        line("")?;
        line("</details>")?;
    }
    Ok(())
}

fn row(finding: &Finding, against: Option<String>) -> String {
    let change = &finding.change;
    let [to_clients, to_server] = letters(change);
    let level = match change.level {
        _ if change.accepted => "accepted",
        Level::Error => "**error**",
        Level::Warn => "warning",
        Level::Info => "info",
    };
    let against = against.map(|bases| format!(", against {}", code(&bases))).unwrap_or_default();
    let reason = finding.reason.as_ref().map(|reason| format!(" Accepted: {}", plain(reason)));
    let cells = [
        level.to_owned(),
        to_clients.to_owned(),
        to_server.to_owned(),
        code(&place(change)),
        format!(
            "{} ({}){}{against}",
            plain(change.rule.rule().change),
            code(change.rule.as_str()),
            marks(change)
        ),
        plain(change.legal_way) + &reason.unwrap_or_default(),
    ];
    format!("| {} |", cells.map(|cell| cell.replace('|', "\\|")).join(" | "))
}

fn frame(finding: &Finding) -> Option<String> {
    let frame = witness(&finding.change)?;
    Some(format!("{}\n\n{}", code(&place(&finding.change)), fenced(&frame)))
}

/// A block of JSON, in a fence that it does not end.
fn fenced(text: &str) -> String {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    format!("{fence}json\n{text}\n{fence}")
}

/// A code span, whatever backticks are in the text; on one line.
fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let fence = "`".repeat(longest_run(&text) + 1);
    if text.starts_with('`') || text.ends_with('`') {
        format!("{fence} {text} {fence}")
    } else {
        format!("{fence}{text}{fence}")
    }
}

fn longest_run(text: &str) -> usize {
    text.split(|character| character != '`').map(str::len).max().unwrap_or_default()
}

/// Text in which nothing is markup but the backticks of our own sentences; on one line.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for character in text.chars() {
        match character {
            '\n' | '\r' => plain.push(' '),
            '<' => plain.push_str("&lt;"),
            '&' => plain.push_str("&amp;"),
            '*' | '_' | '[' | ']' | '\\' | '@' => {
                plain.push('\\');
                plain.push(character);
            }
            character => plain.push(character),
        }
    }
    plain
}
