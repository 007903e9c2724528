//! Says of each frame what it is. Never quotes a frame: it may hold a token.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use serde::Serialize;

use crate::json::Printable;
use crate::{FrameKind, Report};

use super::frames::{FORMS, Item, Place, Refusal, Source};
use super::wrap::counted;
use super::{Failure, Format, Outcome, Output, to_stderr};

const EXAMPLES: &str = "\
Examples:
  realtime validate capture.ndjson
  realtime validate session.har other.json.gz
  realtime sample --count 1000 | realtime validate --format json";

const REST: &str = "\
A frame is an event, unknown (a type that this version does not know: no error), the gateway's
own, a command, or invalid. A summary goes to stderr.

Exit codes: 0 no frame is invalid, 1 some are, or --require-frames found none, 2 wrong usage or
unreadable input.";

/// Say of each frame what it is, and what is wrong with it
#[derive(clap::Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{FORMS}\n\n{REST}"))]
pub struct Arguments {
    #[command(flatten)]
    source: Source,

    /// How to write the verdicts: a line for people, or a JSON object for programs
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Reads the frames, writes a verdict on each.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let mut frames = arguments.source.frames();
    let mut output = Output::new();
    let is_coloured = Output::is_coloured();
    let mut counts = Counts::default();
    let mut line = String::new();
    let mut is_indented = false;
    while let Some(item) = frames.next(&mut output)? {
        is_indented |= item.is_opening();
        let finding = Finding::of(item);
        counts.add(&finding);
        line.clear();
        match arguments.format {
            Format::Text => finding.write_text(is_coloured, &mut line),
            Format::Json => line.push_str(&serde_json::to_string(&finding).expect("plain data")),
        }
        output.line(line.as_bytes())?;
    }
    output.flush()?;
    to_stderr(&counts);
    if is_indented {
        to_stderr("hint: a frame is one line; `jq -c .` puts indented JSON on one line each");
    }
    let is_enough = frames.finish(&mut |told| to_stderr(told));
    let is_fine = is_enough && counts.of(FrameKind::Invalid) == 0;
    Ok(if is_fine { Outcome::Fine } else { Outcome::Findings })
}

/// The verdict on one frame: the object that `--format json` prints, keys in this order.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding<'a> {
    #[serde(flatten)]
    place: &'a Place,
    verdict: FrameKind,
    r#type: Option<Cow<'static, str>>,
    #[serde(flatten)]
    report: Report,
    error: Option<Box<Refusal>>,
    #[serde(skip)]
    pointer: String,
}

impl<'a> Finding<'a> {
    fn of(item: &'a Item) -> Self {
        let place = &item.place;
        match item.decode() {
            Ok((message, report)) => {
                let r#type = message.wire_type().map(|it| it.into_owned().into());
                let (verdict, pointer) = (message.kind(), String::new());
                Finding { place, verdict, r#type, report, error: None, pointer }
            }
            Err(mut refusal) => Finding {
                place,
                verdict: FrameKind::Invalid,
                r#type: refusal.message_type.take().map(Cow::Owned),
                report: Report::default(),
                pointer: item.pointer(&refusal),
                error: Some(refusal),
            },
        }
    }

    fn write_text(&self, is_coloured: bool, out: &mut String) {
        let (colour, reset) = match self.verdict {
            _ if !is_coloured => ("", ""),
            FrameKind::Event | FrameKind::Command => ("\x1b[32m", "\x1b[0m"),
            FrameKind::Unknown | FrameKind::Gateway => ("\x1b[33m", "\x1b[0m"),
            FrameKind::Invalid => ("\x1b[31m", "\x1b[0m"),
        };
        let _ = write!(out, "{}: {colour}{}{reset}", self.place, self.verdict);
        if let Some(error) = &self.error {
            let _ = write!(out, ": {} ({})", Printable(&error.message), self.pointer);
            return;
        }
        if let Some(wire_type) = &self.r#type {
            let _ = write!(out, " {}", Printable(wire_type));
        }
        let tolerated = [
            (self.report.aliases.len(), "old spelling"),
            (self.report.ignored.len(), "ignored key"),
            (self.report.unknown_values.len(), "unknown value"),
        ];
        let told = tolerated.iter().filter(|(count, _)| *count > 0);
        let told: Vec<_> = told.map(|(count, what)| counted(*count, what)).collect();
        if !told.is_empty() {
            let _ = write!(out, " ({})", told.join(", "));
        }
    }
}

/// How many frames got which verdict.
#[derive(Default)]
struct Counts {
    verdicts: [usize; FrameKind::ALL.len()],
    with_aliases: usize,
    with_unknown_values: usize,
}

impl Counts {
    fn add(&mut self, finding: &Finding<'_>) {
        self.verdicts[finding.verdict as usize] += 1;
        self.with_aliases += usize::from(!finding.report.aliases.is_empty());
        self.with_unknown_values += usize::from(!finding.report.unknown_values.is_empty());
    }

    fn of(&self, verdict: FrameKind) -> usize {
        self.verdicts[verdict as usize]
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", counted(self.verdicts.iter().sum(), "frame"))?;
        for (index, verdict) in FrameKind::ALL.iter().enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            write!(f, "{separator}{} {verdict}", self.of(*verdict))?;
        }
        let tolerated =
            [(self.with_aliases, "old spellings"), (self.with_unknown_values, "unknown values")];
        for (count, what) in tolerated.iter().filter(|(count, _)| *count > 0) {
            write!(f, "; {count} with {what}")?;
        }
        Ok(())
    }
}
