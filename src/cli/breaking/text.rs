use super::Report;
use crate::cli::{Failure, Output};
use crate::definition::Definition;
use crate::evolution::{Change, Level, RULES, Verdict};
use crate::json::shorten;

/// A line for each change, with what to do about it below, and a line with the numbers.
pub(super) fn write(report: &Report, out: &mut Output) -> Result<(), Failure> {
    let version = Definition::of_this_crate().protocol_version;
    for (change, bases) in &report.changes {
        out.line(line(change).as_bytes())?;
        if report.bases.len() > 1 {
            detail(out, "since", &bases.join(", "))?;
        }
        if change.level > Level::Info {
            details(change, out)?;
        }
    }
    let count = |level| report.changes.iter().filter(|(it, _)| it.level == level).count();
    let [errors, warnings, infos] = [Level::Error, Level::Warn, Level::Info].map(count);
    let bases = if report.bases.is_empty() { "nothing".into() } else { report.bases.join(", ") };
    out.line(
        format!("{version} against {bases}: {errors} errors, {warnings} warnings, {infos} to know")
            .as_bytes(),
    )
}

/// Level, the verdict in each direction, place, rule, and what is there instead of what.
fn line(change: &Change) -> String {
    let verdict = |verdict: Option<Verdict>| verdict.map_or("-", Verdict::as_str);
    format!(
        "{:5} {:>5} {:>5}  {}  {}{}: {} -> {}",
        change.level,
        verdict(change.server_to_client),
        verdict(change.client_to_server),
        change.place,
        change.rule,
        if change.policy { " (policy)" } else { "" },
        shorten(&change.before.to_string()),
        shorten(&change.after.to_string()),
    )
}

fn details(change: &Change, out: &mut Output) -> Result<(), Failure> {
    let rule = RULES.iter().find(|rule| rule.id == change.rule);
    detail(out, "what", rule.map_or("", |rule| rule.change))?;
    let directions =
        [("to clients", change.server_to_client), ("to the server", change.client_to_server)];
    for (direction, verdict) in directions {
        let Some(verdict) = verdict.filter(|verdict| *verdict != Verdict::Any) else { continue };
        let (order, who, back) = (verdict.order(), verdict.who_breaks(), verdict.way_back());
        detail(out, direction, &format!("{order}; breaks otherwise: {who}; way back: {back}"))?;
    }
    detail(out, "legal way", change.legal_way)?;
    let stored = if change.keeps_stored_frames { "stay readable" } else { "are not readable" };
    detail(out, "stored", &format!("frames of the old version {stored}"))?;
    if let Some(witness) = &change.witness {
        // Only what shows a limit is long.
        let frame = if witness.len() > 1000 { &shorten(witness) } else { witness };
        detail(out, "witness", frame)?;
    }
    detail(out, "fingerprint", &change.fingerprint)
}

fn detail(out: &mut Output, name: &str, text: &str) -> Result<(), Failure> {
    out.line(format!("        {name}: {text}").as_bytes())
}
