//! Any accepted spelling in, canonical frames out. What the protocol does not define passes through
//! byte for byte.

use crate::{Encode, Message};

use super::frames::Source;
use super::validate::{Printable, counted};
use super::{Failure, Outcome, Output, to_stderr};

const EXAMPLES: &str = "\
Examples:
  realtime convert capture.ndjson > canonical.ndjson
  realtime convert old.ndjson | realtime validate

Old types, keys and values become canonical, and unknown keys of known events are dropped. Unknown
events and the gateway's own frames pass through byte for byte. Invalid frames are left out and
named on stderr. Commands are written whole: a capture with `auth` frames holds tokens.

Exit codes: 0 every frame was written, 1 some were left out, 2 wrong usage or unreadable input.";

/// Write frames in any accepted spelling as canonical ones
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    source: Source,
}

/// Reads the frames, writes those that are valid.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let mut frames = arguments.source.open()?;
    let mut output = Output::new();
    let mut canonical = String::new();
    let (mut written, mut left_out) = (0, 0);
    while let Some(frame) = frames.next(&mut output)? {
        canonical.clear();
        let converted = match frame.decode() {
            Ok((Message::Unknown(_) | Message::Gateway(_), _, line)) => Ok(line),
            Ok((message, ..)) => match message.encode_into(&mut canonical) {
                Ok(()) => Ok(canonical.as_bytes()),
                Err(error) => Err(error.to_string()),
            },
            Err(refusal) => Err(format!("{} (column {})", refusal.message, refusal.column)),
        };
        match converted {
            Ok(line) => {
                output.line(line)?;
                written += 1;
            }
            Err(message) => {
                to_stderr(format_args!("line {}: left out: {}", frame.line, Printable(&message)));
                left_out += 1;
            }
        }
    }
    output.flush()?;
    if left_out == 0 {
        return Ok(Outcome::Fine);
    }
    to_stderr(format_args!("{} written, {left_out} left out", counted(written, "frame")));
    Ok(Outcome::Findings)
}
