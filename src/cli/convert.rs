//! Any accepted spelling in, canonical frames out. What the protocol does not define passes through
//! byte for byte.

use crate::json::Printable;
use crate::{Encode, Message};

use super::frames::{Frames, Source};
use super::validate::counted;
use super::{Failure, Outcome, Output, to_stderr};

const EXAMPLES: &str = "\
Examples:
  realtime convert capture.ndjson > canonical.ndjson
  realtime convert old.ndjson | realtime validate

Old types, keys and values become canonical, and unknown keys of known events are dropped. Unknown
events and the gateway's own frames pass through byte for byte. Invalid frames are left out and
named on stderr, and so is a frame that would be too large in canonical form, which passes through as
it is. Commands are written whole: a capture with `auth` frames holds tokens.

Exit codes: 0 every frame was converted, 1 some were not, 2 wrong usage or unreadable input.";

/// Write frames in any accepted spelling as canonical ones
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    source: Source,
}

/// Reads the frames, writes those that are valid.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let frames = arguments.source.open()?;
    convert(frames, Output::new(), &mut |line| to_stderr(line))
}

/// The same in memory, for the fuzz target: returns what is written, and hands on what is said.
#[doc(hidden)]
pub fn convert_bytes(input: &[u8], mut say: impl FnMut(String)) -> Vec<u8> {
    let mut written = Vec::new();
    let frames = Frames::of("the input".to_owned(), Box::new(input));
    let outcome = frames.and_then(|frames| convert(frames, Output::to(&mut written), &mut say));
    match outcome {
        Ok(Outcome::Fine | Outcome::Findings) => written,
        Err(_) => unreachable!("a buffer is read and written"),
    }
}

fn convert(
    mut frames: Frames<'_>,
    mut output: Output<'_>,
    say: &mut dyn FnMut(String),
) -> Result<Outcome, Failure> {
    let mut canonical = String::new();
    let (mut written, mut unchanged, mut left_out) = (0, 0, 0);
    while let Some(frame) = frames.next(&mut output)? {
        canonical.clear();
        let converted = match frame.decode() {
            Ok((Message::Unknown(_) | Message::Gateway(_), _, line)) => Ok(line),
            Ok((message, _, line)) => match message.encode_into(&mut canonical) {
                Ok(()) => Ok(canonical.as_bytes()),
                // It came as a frame, and nothing may be lost.
                Err(error) => {
                    say(format!("line {}: written unchanged: {error}", frame.line));
                    unchanged += 1;
                    Ok(line)
                }
            },
            Err(refusal) => Err(format!("{} (column {})", refusal.message, refusal.column)),
        };
        match converted {
            Ok(line) => {
                output.line(line)?;
                written += 1;
            }
            Err(message) => {
                say(format!("line {}: left out: {}", frame.line, Printable(&message)));
                left_out += 1;
            }
        }
    }
    output.flush()?;
    if unchanged + left_out == 0 {
        return Ok(Outcome::Fine);
    }
    let unchanged = match unchanged {
        0 => String::new(),
        count => format!(" ({count} unchanged)"),
    };
    say(format!("{} written{unchanged}, {left_out} left out", counted(written, "frame")));
    Ok(Outcome::Findings)
}
