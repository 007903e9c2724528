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
mod package;
mod place;
mod prove;
mod report;
mod source;
mod summary;
mod sums;
mod text;

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::number::seconds;
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
  cargo realtime breaking --against origin/main --prove
  realtime breaking --explain renamed

Exit codes: 0 nothing that fails, or a first run; 1 a change that fails, or a contradiction; 2 nothing to
compare with, or it cannot be read.")]
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

    /// Run the decoder committed at the git ref on today's frames, and today's on the fixtures of that
    /// commit: each verdict has to be what they do; needs Node
    #[arg(long)]
    prove: bool,

    /// How long each decoder may take
    #[arg(long, value_name = "SECONDS", requires = "prove", default_value_t = 60, value_parser = seconds)]
    prove_within: u32,

    /// List what programmers notice and the wire does not, since the git ref: names in Rust, by
    /// cargo-semver-checks, and in TypeScript, by the declarations
    #[arg(long)]
    source: bool,

    /// Explain a rule instead of comparing; without a name, list all rules
    #[arg(long, value_name = "RULE", num_args = 0..=1, default_missing_value = "")]
    #[arg(conflicts_with_all = ["against", "allow_dirty", "format", "prove", "source"])]
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
    let Compared { report, said, failure } = compare(arguments)?;
    let mut out = Output::new();
    match arguments.format {
        Format::Text => text::write(&report, &mut out)?,
        Format::Json => json::write(&report, &mut out)?,
        Format::Github => github::write(&report, &mut out)?,
        Format::Markdown => markdown::write(&report, &mut out)?,
    }
    // The other formats have no place for it.
    for line in &said {
        match arguments.format {
            Format::Text => out.line(line.as_bytes())?,
            _ => to_stderr(line),
        }
    }
    out.flush()?;
    match failure {
        Some(failure) => Err(failure),
        None if report.fails() => Ok(Outcome::Findings),
        None => Ok(Outcome::Fine),
    }
}

struct Compared {
    report: Report,
    /// What was proved, and the list of the source.
    said: Vec<String>,
    /// Why there is not all of it.
    failure: Option<Failure>,
}

/// Compares; what was not compared is said on stderr, whatever the format.
fn compare(arguments: &Arguments) -> Result<Compared, Failure> {
    let Arguments { against, allow_dirty, .. } = arguments;
    let mut named = Named::default();
    for argument in against {
        named.add(argument, *allow_dirty)?;
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
    if arguments.prove {
        prove::demand(&bases)?;
    }
    if arguments.source {
        source::demand(&bases)?;
    }
    let mut compared = Compared { report, said: Vec::new(), failure: None };
    // Only a checkout has commits.
    if let Some(checkout) = &checkout {
        compared.failure = compared.look_closer(arguments, &bases, &checkout.root).err();
    }
    Ok(compared)
}

impl Compared {
    /// Runs decoders, and lists the source. What fails there takes nothing from the comparison.
    fn look_closer(
        &mut self,
        arguments: &Arguments,
        bases: &[&Base],
        root: &Path,
    ) -> Result<(), Failure> {
        if arguments.prove {
            let bound = Duration::from_secs(arguments.prove_within.into());
            let evidence = prove::run(bases, root, bound)?;
            self.report.contradictions = Some(evidence.contradictions);
            self.said.extend(evidence.lines);
        }
        if arguments.source {
            self.said.extend(source::list(&self.report, bases, root)?);
        }
        Ok(())
    }
}
