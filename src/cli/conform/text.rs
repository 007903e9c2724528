//! For people, in 80 columns: a line for what is well, and for what is not: what is wrong, what was
//! seen, where it is written, what to do.

use super::report::{Entry, Report, Result as Found};
use crate::cli::wrap::wrap;
use crate::cli::{Failure, Output};

const COLUMNS: usize = 80;

/// Where the text of a detail begins.
const MARGIN: usize = 12;

pub fn write(report: &Report, out: &mut Output<'_>) -> Result<(), Failure> {
    out.line(
        format!(
            "Checking {} against the realtime protocol {}",
            report.url,
            crate::PROTOCOL_VERSION
        )
        .as_bytes(),
    )?;
    out.line(b"")?;
    for entry in &report.entries {
        write_entry(entry, out)?;
    }
    out.line(b"")?;
    for line in wrap(&summary(report), COLUMNS) {
        out.line(line.as_bytes())?;
    }
    Ok(())
}

fn write_entry(entry: &Entry, out: &mut Output<'_>) -> Result<(), Failure> {
    let (word, colour) = match (&entry.result, &entry.expected) {
        (Found::Passed(_), Some(_)) => ("unexpected", 31),
        (Found::Passed(_), None) => ("passed", 32),
        (Found::Failed { .. } | Found::NotReached(_), Some(_)) => ("expected", 33),
        (Found::Failed { .. }, None) => ("failed", 31),
        (Found::NotReached(_), None) => ("not reached", 33),
        (Found::Skipped(_), _) => ("skipped", 36),
    };
    let padded = format!("{word:11}");
    let shown =
        if Output::is_coloured() { format!("\x1b[{colour}m{padded}\x1b[0m") } else { padded };
    let row = entry.requirement;
    let tail = match &entry.result {
        Found::Passed(Some(note)) => format!("  {note}"),
        Found::Skipped(why) => format!("  {why}"),
        Found::NotReached(because) => format!("  because of {because}"),
        Found::Passed(None) | Found::Failed { .. } => format!("  {}", row.level),
    };
    let line = format!("{shown} {:20}{tail}", row.id);
    out.line(line.trim_end().as_bytes())?;
    if let Some(reason) = &entry.expected {
        let what = match entry.result {
            Found::Passed(_) => {
                format!("it passes: take it out of the file, where it stands with: {reason}")
            }
            _ => reason.clone(),
        };
        wrapped(out, "expected", &what)?;
    }
    if let Found::Failed { wrong, seen, more } = &entry.result {
        let more = match more {
            0 => String::new(),
            1 => " (and once more)".to_owned(),
            more => format!(" (and {more} more times)"),
        };
        wrapped(out, "wrong", &format!("{wrong}{more}"))?;
        if let Some(seen) = seen {
            detail(out, "seen", seen)?;
        }
        wrapped(out, "required", row.statement)?;
        detail(out, "written", &entry.address())?;
        wrapped(out, "to do", row.remedy)?;
        out.line(b"")?;
    }
    Ok(())
}

fn summary(report: &Report) -> String {
    let [passed, failed, not_reached, skipped] =
        ["passed", "failed", "not_reached", "skipped"].map(|it| report.count(it));
    let verdict = match (report.is_fine(), skipped) {
        (true, 0) => "The server conforms.",
        (true, _) => "The server conforms as far as it was looked at.",
        (false, _) if report.is_empty() => "Nothing is proved: all is skipped.",
        (false, _) => "The server does not conform.",
    };
    format!(
        "{verdict} {passed} passed, {failed} failed, {not_reached} not reached, {skipped} skipped; \
         {} connections, {} frames, {} s.",
        report.connections.len(),
        report.frames,
        report.took.as_secs()
    )
}

/// A detail that is copied as it stands, however long.
fn detail(out: &mut Output<'_>, name: &str, text: &str) -> Result<(), Failure> {
    out.line(format!("  {name:width$}{text}", width = MARGIN - 2).as_bytes())
}

/// A detail that is read.
fn wrapped(out: &mut Output<'_>, name: &str, text: &str) -> Result<(), Failure> {
    let mut name = name;
    for line in wrap(text, COLUMNS - MARGIN) {
        detail(out, name, &line)?;
        name = "";
    }
    Ok(())
}
