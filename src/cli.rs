//! The `realtime` command: arguments in, one call per subcommand, an exit code out.
//!
//! Results go to stdout, all else to stderr. Whoever closes stdout early (`| head`) has seen
//! enough: the command ends quietly with 0. Nothing here panics on input or on a full disk.

use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;

use clap::error::{ContextValue, ErrorKind};
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::PROTOCOL_VERSION;
use crate::codegen::fingerprint;
use crate::json::shorten;
use crate::os_error::why;

mod breaking;
mod completions;
mod conform;
mod convert;
mod frames;
mod generate;
mod launcher;
mod mock;
mod number;
mod sample;
mod server;
mod small_file;
mod tail;
mod validate;
mod vectors;
mod wrap;

#[doc(hidden)]
pub use conform::faults_of_frame;
#[doc(hidden)]
pub use convert::convert_bytes;

const EXIT_CODES: &str = "\
Exit codes:
  0  success, or the reader of the output closed it early
  1  findings: an invalid frame, drift, a change that breaks peers, or a server that does not conform
  2  wrong usage, or something could not be read or written";

/// The PurposePath realtime protocol on the command line
#[derive(Parser)]
#[command(name = "realtime", version, after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    subcommand: Command,
}

#[derive(Subcommand)]
enum Command {
    Generate(generate::Generate),
    Check(generate::Check),
    Breaking(breaking::Arguments),
    Changelog(breaking::Changelog),
    Validate(validate::Arguments),
    Vectors(vectors::Arguments),
    Convert(convert::Arguments),
    Sample(sample::Arguments),
    Tail(tail::Arguments),
    Conform(Box<conform::Arguments>),
    Mock(Box<mock::Arguments>),
    Completions(completions::Arguments),
}

/// For whom results are written: lines for people, or JSON objects for programs.
#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// How a subcommand ended that could do its work.
enum Outcome {
    Fine,
    Findings,
}

/// Why a subcommand could not do its work.
enum Failure {
    /// Nobody reads the output any more.
    ClosedPipe,
    /// What went wrong and what to do, as one sentence.
    Error(String),
}

/// Runs the command with the arguments of the process.
pub fn run() -> ExitCode {
    launcher::end_with_it();
    let parsed = command().try_get_matches().and_then(|it| Arguments::from_arg_matches(&it));
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) if error.kind() == ErrorKind::DisplayVersion => return ended(version()),
        Err(error) => {
            let error = shortened(error);
            let code = if error.print().is_err_and(|error| !is_closed_pipe(&error)) {
                2
            } else {
                error.exit_code()
            };
            return ExitCode::from(u8::try_from(code).unwrap_or(2));
        }
    };
    ended(match arguments.subcommand {
        Command::Generate(arguments) => generate::generate(&arguments),
        Command::Check(_) => generate::check(),
        Command::Breaking(arguments) => breaking::run(&arguments),
        Command::Changelog(_) => breaking::changelog(),
        Command::Validate(arguments) => validate::run(&arguments),
        Command::Vectors(arguments) => vectors::run(&arguments),
        Command::Convert(arguments) => convert::run(&arguments),
        Command::Sample(arguments) => sample::run(&arguments),
        Command::Tail(arguments) => tail::run(&arguments),
        Command::Conform(arguments) => conform::run(&arguments),
        Command::Mock(arguments) => mock::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments, command()),
    })
}

/// What the arguments may be. `-1` behind an option is its value, which is told what is wrong with it.
fn command() -> clap::Command {
    let takes_numbers = |arg: clap::Arg| {
        let is_option = arg.get_long().is_some() && arg.get_action().takes_values();
        if is_option { arg.allow_negative_numbers(true) } else { arg }
    };
    Arguments::command().mut_subcommands(|it| it.mut_args(takes_numbers))
}

/// The version of the crate, and which protocol it speaks.
fn version() -> Result<Outcome, Failure> {
    let mut output = Output::new();
    output.line(concat!("realtime ", env!("CARGO_PKG_VERSION")).as_bytes())?;
    output.line(format!("protocol {PROTOCOL_VERSION}").as_bytes())?;
    output.line(format!("fingerprint {}", fingerprint()).as_bytes())?;
    output.flush()?;
    Ok(Outcome::Fine)
}

fn ended(outcome: Result<Outcome, Failure>) -> ExitCode {
    match outcome {
        Ok(Outcome::Fine) | Err(Failure::ClosedPipe) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(Failure::Error(message)) => {
            to_stderr(format_args!("error: {message}"));
            ExitCode::from(2)
        }
    }
}

/// The same, quoting no more than the beginning of what is long.
fn shortened(mut error: clap::Error) -> clap::Error {
    let quoted: Vec<_> = error
        .context()
        .filter_map(|(kind, value)| match value {
            ContextValue::String(text) => {
                Some((kind, shorten(text))).filter(|(_, shorter)| shorter != text)
            }
            _ => None,
        })
        .collect();
    for (kind, shorter) in quoted {
        error.insert(kind, ContextValue::String(shorter));
    }
    error
}

/// Writes a line to stderr, at once and whole; that nobody reads it is no reason to stop.
fn to_stderr(line: impl Display) {
    let _ = io::stderr().write_all(format!("{line}\n").as_bytes());
}

fn is_closed_pipe(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe
}

/// Where results go, buffered; what cannot be written is a [`Failure`].
struct Output<'a>(BufWriter<Box<dyn Write + 'a>>);

impl<'a> Output<'a> {
    /// Stdout, locked.
    fn new() -> Self {
        Output::to(io::stdout().lock())
    }

    fn to(target: impl Write + 'a) -> Self {
        Output(BufWriter::with_capacity(1 << 16, Box::new(target)))
    }

    /// Whether colours are wanted: on a terminal that knows them, unless `NO_COLOR` is set.
    fn is_coloured() -> bool {
        let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        io::stdout().is_terminal() && !is_set("NO_COLOR") && !is_dumb
    }

    fn line(&mut self, line: &[u8]) -> Result<(), Failure> {
        self.0.write_all(line).and_then(|()| self.0.write_all(b"\n")).map_err(Self::refused)
    }

    fn flush(&mut self) -> Result<(), Failure> {
        self.0.flush().map_err(Self::refused)
    }

    fn refused(error: io::Error) -> Failure {
        if is_closed_pipe(&error) {
            return Failure::ClosedPipe;
        }
        Failure::Error(format!(
            "cannot write the output: {}: free some space or write it somewhere else",
            why(&error)
        ))
    }
}

#[cfg(test)]
mod tests {
    use clap::builder::ValueParser;

    use super::*;

    /// Those that are read as text and judged later, in sentences of their own.
    fn is_text(parser: &ValueParser) -> bool {
        let texts = [ValueParser::string().type_id(), ValueParser::path_buf().type_id()];
        texts.contains(&parser.type_id())
    }

    #[test]
    fn what_is_no_number_is_told_in_words_of_our_own() {
        let mut numbers = 0;
        for subcommand in command().get_subcommands() {
            let options = subcommand.get_opts().filter(|it| it.get_action().takes_values());
            for option in options.filter(|it| !is_text(it.get_value_parser())) {
                let long = format!("--{}", option.get_long().expect("every option has a name"));
                let told = |value: &str| {
                    let arguments = ["realtime", subcommand.get_name(), &long, value];
                    let parsed = command().try_get_matches_from(arguments);
                    parsed.map_or_else(|error| error.to_string(), |_| "accepted".to_owned())
                };
                // `-1` is no option: it is judged as a value.
                assert!(!told("-1").contains("unexpected argument"), "{long}: {}", told("-1"));
                let is_list = !option.get_possible_values().is_empty();
                if told("1").contains("invalid value") || is_list {
                    continue;
                }
                numbers += 1;
                assert!(told("abc").contains("': expected "), "{long}: {}", told("abc"));
                assert!(!told("abc").contains("digit"), "{long}: {}", told("abc"));
            }
        }
        assert!(numbers >= 12, "{numbers} options take numbers");
    }
}
