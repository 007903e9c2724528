//! Any accepted spelling in, canonical frames out. What the protocol does not define passes through
//! byte for byte.

use std::borrow::Cow;
use std::io::Read;

use crate::json::Printable;
use crate::{Encode, Message};

use super::frames::{FORMS, Frames, Source};
use super::wrap::counted;
use super::{Failure, Outcome, Output, to_stderr};

const EXAMPLES: &str = "\
Examples:
  realtime convert capture.ndjson > canonical.ndjson
  realtime convert session.har | realtime validate
  realtime convert session.har > frames.ndjson && realtime mock --replay frames.ndjson";

const REST: &str = "\
Frames are written on a line each. Old types, keys and values become canonical, and unknown keys of
known events are dropped. Unknown events and the gateway's own frames pass through byte for byte,
without line breaks. Invalid frames are left out and named on stderr, and so is a frame that would be
too large in canonical form, which passes through as it is. Commands are written whole: a HAR or a
capture with `auth` frames holds tokens.

Exit codes: 0 every frame was converted, 1 some were not, or --require-frames found none, 2 wrong
usage or unreadable input.";

/// Write frames in any accepted spelling as canonical ones
#[derive(clap::Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{FORMS}\n\n{REST}"))]
pub struct Arguments {
    #[command(flatten)]
    source: Source,
}

/// Reads the frames, writes those that are valid.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let frames = arguments.source.frames();
    convert(frames, Output::new(), &mut |line| to_stderr(line))
}

/// The same in memory, for the fuzz target: returns what is written, and hands on what is said. The
/// input is taken for lines unless it is to be recognised; none comes of what cannot be read.
#[doc(hidden)]
pub fn convert_bytes(
    input: &[u8],
    is_recognised: bool,
    mut say: impl FnMut(String),
) -> Option<Vec<u8>> {
    let mut written = Vec::new();
    let input: Box<dyn Read> = Box::new(input);
    let outcome = Frames::of(input, is_recognised)
        .and_then(|frames| convert(frames, Output::to(&mut written), &mut say));
    outcome.is_ok().then_some(written)
}

fn convert(
    mut frames: Frames<'_>,
    mut output: Output<'_>,
    say: &mut dyn FnMut(String),
) -> Result<Outcome, Failure> {
    let mut canonical = String::new();
    let (mut written, mut unchanged, mut left_out) = (0, 0, 0);
    while let Some(item) = frames.next(&mut output)? {
        canonical.clear();
        let converted = match item.decode() {
            Ok((Message::Unknown(_) | Message::Gateway(_), _)) => Ok(item.line()),
            Ok((message, _)) => match message.encode_into(&mut canonical) {
                Ok(()) => Ok(Cow::Borrowed(canonical.as_bytes())),
                // It came as a frame, and nothing may be lost.
                Err(error) => {
                    say(format!("{}: written unchanged: {error}", item.place.named()));
                    unchanged += 1;
                    Ok(item.line())
                }
            },
            Err(refusal) => Err(format!("{} ({})", refusal.message, item.pointer(&refusal))),
        };
        match converted {
            Ok(line) => {
                output.line(&line)?;
                written += 1;
            }
            Err(message) => {
                say(format!("{}: left out: {}", item.place.named(), Printable(&message)));
                left_out += 1;
            }
        }
    }
    output.flush()?;
    if unchanged + left_out > 0 {
        let unchanged = match unchanged {
            0 => String::new(),
            count => format!(" ({count} unchanged)"),
        };
        say(format!("{} written{unchanged}, {left_out} left out", counted(written, "frame")));
    }
    let is_fine = frames.finish(say) && unchanged + left_out == 0;
    Ok(if is_fine { Outcome::Fine } else { Outcome::Findings })
}
