//! `realtime breaking`: this version against others, with a verdict on each change.

mod base;
mod explain;
mod json;
mod text;

use std::path::PathBuf;

use super::{Failure, Format, Outcome, Output, to_stderr};
use crate::definition::Definition;
use crate::evolution::{Change, Level, RuleId, compare, version_finding};
use base::Base;

/// Say what changed since a release, who breaks, and in which order to deploy
///
/// `S`: servers before clients; `C`: clients before servers; `X`: no order works; `=`: any order.
/// Exits with 1 if any change fails: `C` and `X` do, `S` warns.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  cargo realtime breaking
  realtime breaking --against schema/released/1.0.json --format json
  realtime breaking --explain suspected-rename

Exit codes: 0 nothing that fails, 1 a change that fails, 2 a definition that cannot be read.")]
pub(super) struct Arguments {
    /// Compare with this definition, or with those in this folder, instead of every released one;
    /// may be given several times
    #[arg(long, value_name = "FILE|FOLDER")]
    against: Vec<PathBuf>,

    /// Say what a rule means, and compare nothing
    #[arg(long, value_name = "RULE", conflicts_with = "against")]
    explain: Option<RuleId>,

    /// How the changes are written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// What was compared, and what came of it.
struct Report {
    /// The names of what was compared with; none in a first run.
    bases: Vec<String>,
    /// Each change once, with the names of the bases that it is a change to.
    changes: Vec<(Change, Vec<String>)>,
    /// What could not be compared, by base.
    not_compared: Vec<(String, Vec<&'static str>)>,
}

impl Report {
    fn of(bases: &[Base]) -> Self {
        let new = Definition::of_this_crate();
        let mut report =
            Report { bases: Vec::new(), changes: Vec::new(), not_compared: Vec::new() };
        for Base { name, definition } in bases {
            report.bases.push(name.clone());
            let mut comparison = compare(definition, &new);
            let finding = version_finding(definition, &new, &comparison.changes);
            comparison.changes.extend(finding);
            if !comparison.not_compared.is_empty() {
                report.not_compared.push((name.clone(), comparison.not_compared));
            }
            for change in comparison.changes {
                let is_same =
                    |(other, _): &&mut (Change, _)| other.fingerprint == change.fingerprint;
                match report.changes.iter_mut().find(is_same) {
                    Some((_, of)) => of.push(name.clone()),
                    None => report.changes.push((change, vec![name.clone()])),
                }
            }
        }
        report
    }

    fn fails(&self) -> bool {
        self.changes.iter().any(|(change, _)| change.level == Level::Error && !change.accepted)
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    if let Some(rule) = arguments.explain {
        let mut out = Output::new();
        explain::write(rule, &mut out)?;
        out.flush()?;
        return Ok(Outcome::Fine);
    }
    let bases = if arguments.against.is_empty() {
        base::released()?
    } else {
        let mut bases = Vec::new();
        for path in &arguments.against {
            bases.extend(base::at(path)?);
        }
        bases
    };
    let report = Report::of(&bases);
    for (base, sections) in &report.not_compared {
        let sections = sections.join(", ");
        to_stderr(format_args!("{base}: not compared, since one side does not say: {sections}"));
    }
    if report.bases.is_empty() {
        to_stderr("first run: nothing was released yet, so there is nothing to compare with");
    }
    let mut out = Output::new();
    match arguments.format {
        Format::Text => text::write(&report, &mut out)?,
        Format::Json => json::write(&report, &mut out)?,
    }
    out.flush()?;
    Ok(if report.fails() { Outcome::Findings } else { Outcome::Fine })
}
