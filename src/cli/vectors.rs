//! Lists the vectors, and puts them to another implementation, over its stdin and stdout.

mod compare;
mod exam;
mod plug;
mod report;

use std::time::Duration;

use serde_json::json;

use super::number::seconds;
use super::{Failure, Format, Outcome, Output, to_stderr};
use crate::conformance::requirement;
use crate::nearest::nearest;
use crate::os_error::why;
use crate::pattern::matches;
use crate::vectors::{Case, VectorKind, cases};
use exam::{Limits, Question, examine};
use plug::PlugCommand;
use report::Counts;

const EXAMPLES: &str = "\
Examples:
  realtime vectors --kind codec
  realtime vectors --format json > vectors.ndjson
  realtime vectors --exec 'python3 plug.py'
  realtime vectors --exec 'dotnet run --project Plug' --kind codec,input
  realtime vectors --exec 'python3 plug.py' --only 'codec.times.*'

With --exec a plug is started, no shell is involved. It reads one JSON object a line, and writes one
for each, in order, before it reads the next:

  {\"id\":…, \"kind\":\"codec\", \"level\":\"MUST\", \"clause\":…, \"given\":{\"frame\":\"…\"}}
  {\"id\":…, \"answer\":{\"verdict\":\"event\", …}}
  {\"id\":…, \"unsupported\":true}

docs/other-implementations.md says what is given and what is answered, by kind. A plug that crashes,
hangs or writes anything else fails the vector that it was at, and is started anew for the next; after
three such in a row no more is asked.

Exit codes: 0 at least one vector passed and none failed (the plug may have skipped some), 1 one failed
or was not reached, or none passed, 2 wrong usage, or the plug cannot be started.";

/// List the vectors, or let another implementation prove itself with them
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Start this plug, and put the vectors to it; no shell is involved
    #[arg(long, value_name = "CMD")]
    exec: Option<String>,

    #[arg(
        long,
        value_name = "KIND",
        value_delimiter = ',',
        value_parser = kind,
        help = format!("Only vectors of this kind: {}; may be given again", kinds())
    )]
    kind: Vec<VectorKind>,

    /// Only the vector of this id; `*` stands for any text; may be given again
    #[arg(long, value_name = "ID")]
    only: Vec<String>,

    /// How to write: a line for people, or a JSON object for programs
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// How long an answer may take, in seconds; the first after a start a minute longer
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds, requires = "exec")]
    timeout: u32,

    /// How long all of it may take, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "600", value_parser = seconds, requires = "exec")]
    total: u32,
}

fn kinds() -> String {
    VectorKind::ALL.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", ")
}

fn kind(text: &str) -> Result<VectorKind, String> {
    text.parse().map_err(|_| format!("expected one of {}", kinds()))
}

/// Lists, or asks.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let questions = questions(arguments)?;
    match &arguments.exec {
        None => list(&questions, arguments.format),
        Some(command) => {
            let command = PlugCommand::parse(command).map_err(Failure::Error)?;
            exec(&questions, &command, arguments)
        }
    }
}

/// The vectors that are asked for.
fn questions(arguments: &Arguments) -> Result<Vec<Question>, Failure> {
    let all = cases();
    for pattern in &arguments.only {
        if !all.iter().any(|case| matches(pattern, &case.id)) {
            return Err(no_vector(pattern, &all));
        }
    }
    let Arguments { kind, only, .. } = arguments;
    let is_wanted = |case: &Case| {
        (kind.is_empty() || kind.contains(&case.kind))
            && (only.is_empty() || only.iter().any(|pattern| matches(pattern, &case.id)))
    };
    let question = |case: Case| {
        let requirement = requirement(&case.requirement)?;
        Some(Question { case, requirement })
    };
    let questions: Vec<_> = all.into_iter().filter(is_wanted).filter_map(question).collect();
    if questions.is_empty() {
        let what = "no vector is of this kind and has this id: leave out --kind or --only";
        return Err(Failure::Error(what.to_owned()));
    }
    Ok(questions)
}

fn no_vector(pattern: &str, all: &[Case]) -> Failure {
    let nearest = nearest(pattern, all.iter().map(|case| &*case.id));
    let advice = match nearest.is_empty() {
        true => "`realtime vectors` lists them".to_owned(),
        false => format!("nearest: {}", nearest.join(", ")),
    };
    Failure::Error(format!("no vector is called {:?}: {advice}", crate::json::shorten(pattern)))
}

fn list(questions: &[Question], format: Format) -> Result<Outcome, Failure> {
    let mut output = Output::new();
    for Question { case, requirement } in questions {
        let line = match format {
            Format::Text => format!(
                "{} ({}, {}): {}",
                case.id, requirement.level, requirement.clause, case.name
            ),
            Format::Json => json!({
                "id": case.id,
                "kind": case.kind,
                "name": case.name,
                "requirement": requirement.id,
                "level": requirement.level,
                "clause": requirement.clause,
                "given": case.given,
                "answers": case.answers,
            })
            .to_string(),
        };
        output.line(line.as_bytes())?;
    }
    output.flush()?;
    Ok(Outcome::Fine)
}

fn exec(
    questions: &[Question],
    command: &PlugCommand,
    arguments: &Arguments,
) -> Result<Outcome, Failure> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| {
            Failure::Error(format!(
                "cannot start: {}: close other programs and try again",
                why(&error)
            ))
        })?;
    let limits = Limits {
        each: Duration::from_secs(arguments.timeout.into()),
        total: Duration::from_secs(arguments.total.into()),
    };
    let result = runtime.block_on(examine(questions, command, limits));
    // What a plug started and what still holds its pipes is nobody's to wait for.
    runtime.shutdown_background();
    let result = result.map_err(Failure::Error)?;
    let mut output = Output::new();
    match arguments.format {
        Format::Text => {
            let text = report::text(questions, &result.verdicts, Output::is_coloured());
            for line in text.lines() {
                output.line(line.as_bytes())?;
            }
        }
        Format::Json => {
            for (question, verdict) in questions.iter().zip(&result.verdicts) {
                output.line(report::json(question, verdict).as_bytes())?;
            }
        }
    }
    output.flush()?;
    for sentence in &result.of_plug {
        to_stderr(format_args!("the plug: {sentence}"));
    }
    let counts = Counts::of(&result.verdicts);
    to_stderr(counts.sentence());
    if counts.passed == 0 && counts.failed + counts.not_reached == 0 {
        to_stderr("nothing is proved: the plug supports none of these vectors");
    }
    let is_fine = counts.passed > 0 && counts.failed + counts.not_reached == 0;
    Ok(if is_fine && result.of_plug.is_empty() { Outcome::Fine } else { Outcome::Findings })
}
