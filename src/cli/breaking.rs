//! `realtime breaking`: this version against others, with a verdict on each change; and
//! `realtime changelog`, which writes down what it finds.

mod accepted;
mod base;
mod changelog;
mod checkout;
mod explain;
mod files;
mod git;
mod github;
mod json;
mod lines;
mod markdown;
mod order;
mod place;
mod report;
mod summary;
mod text;

use std::path::PathBuf;

use super::{Failure, Outcome, Output, to_stderr};
use base::{Base, Named};
use checkout::Checkout;
use report::Report;

pub(super) use changelog::Changelog;
pub(super) use changelog::run as changelog;

/// Say what changed since a release, who breaks, and in which order to deploy
///
/// `S`: servers before clients; `C`: clients before servers; `X`: no order works; `=`: any order.
/// Exits with 1 if a change fails that is not accepted in accepted-changes.json: `C` and `X` fail,
/// `S` warns.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  cargo realtime breaking
  cargo realtime breaking --against origin/main
  realtime breaking --against schema/released/1.0.json --format json
  realtime breaking --explain renamed

Exit codes: 0 nothing that fails, or a first run; 1 a change that fails; 2 nothing to compare with, or
it cannot be read.")]
pub(super) struct Arguments {
    /// Compare with this definition, with those in this folder, or with that of the commit where HEAD
    /// left this git ref; every released one if absent; may be given several times
    #[arg(long, value_name = "REF|FOLDER|FILE")]
    against: Vec<PathBuf>,

    /// How the changes are written: for people, for programs, as annotations of GitHub, as a comment
    /// on a pull request
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Compare with a git ref although files of the definition have changes that are not committed
    #[arg(long)]
    allow_dirty: bool,

    /// Explain a rule instead of comparing; without a name, list all rules
    #[arg(long, value_name = "RULE", num_args = 0..=1, default_missing_value = "")]
    #[arg(conflicts_with_all = ["against", "allow_dirty", "format"])]
    explain: Option<String>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    Text,
    Json,
    Github,
    Markdown,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    if let Some(rule) = &arguments.explain {
        return explain::run(rule);
    }
    let report = compare(&arguments.against, arguments.allow_dirty)?;
    let mut out = Output::new();
    match arguments.format {
        Format::Text => text::write(&report, &mut out)?,
        Format::Json => json::write(&report, &mut out)?,
        Format::Github => github::write(&report, &mut out)?,
        Format::Markdown => markdown::write(&report, &mut out)?,
    }
    out.flush()?;
    Ok(if report.fails() { Outcome::Findings } else { Outcome::Fine })
}

/// Compares; what was not compared is said on stderr, whatever the format.
fn compare(against: &[PathBuf], allow_dirty: bool) -> Result<Report, Failure> {
    let mut named = Named::default();
    for argument in against {
        named.add(argument, allow_dirty)?;
    }
    let Named { bases, first_runs } = named;
    let checkout = match super::generate::checkout("name a definition with `--against`") {
        Ok(root) => Some(Checkout::open(root)?),
        Err(failure) if against.is_empty() => return Err(failure),
        Err(_) => None,
    };
    let bases: Vec<&Base> = match &checkout {
        Some(checkout) if against.is_empty() => checkout.comparable()?,
        _ => bases.iter().collect(),
    };
    let report = Report::of(&bases, &first_runs, checkout.as_ref());
    for name in &first_runs {
        to_stderr(format_args!(
            "first run: {name} has no definition, so nothing is compared with it"
        ));
    }
    for (base, sections) in &report.not_compared {
        let sections = sections.join(", ");
        to_stderr(format_args!("{base}: not compared, since one side does not say: {sections}"));
    }
    if checkout.is_none() {
        to_stderr("outside a checkout: nothing is asked of accepted-changes.json and CHANGELOG.md");
    }
    Ok(report)
}
