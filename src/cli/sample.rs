//! Writes seeded frames, and finds the event that a misspelt type meant.

use std::str::FromStr;

use crate::event::{EVENTS, EventRow};
use crate::nearest::nearest_of;
use crate::pattern::matches;
use crate::sample::Sampler;
use crate::{Encode, EventType};

use super::number::whole;
use super::{Failure, Outcome, Output};

const EXAMPLES: &str = "\
Examples:
  realtime sample
  realtime sample 'goal.*' kpi.reading.created --count 100
  realtime sample --count 1000 --seed 7 | realtime validate

The same types, count and seed give the same bytes on every machine. Times start at
2025-11-03T14:30:00.000Z.

Exit codes: 0 success, 2 wrong usage or output that cannot be written.";

/// Write valid, varied frames from a seed
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Event types, old spellings included; `*` stands for any text; none means all
    #[arg(value_name = "TYPE")]
    types: Vec<Selection>,

    /// How many frames to write
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = whole::<u64>)]
    count: u64,

    /// Seed of the random choices; the same seed writes the same frames
    #[arg(long, value_name = "S", default_value_t = 0, value_parser = whole::<u64>)]
    seed: u64,
}

/// Writes the frames.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let mut types: Vec<_> = arguments.types.iter().flat_map(|Selection(types)| types).collect();
    types.sort();
    types.dedup();
    let types: Vec<EventType> = types.into_iter().copied().collect();
    let mut sampler = Sampler::new(arguments.seed).of(&types);
    let mut output = Output::new();
    let mut frame = String::new();
    for _ in 0..arguments.count {
        frame.clear();
        sampler.sample().encode_into(&mut frame).expect("a sample is far below the limit");
        output.line(frame.as_bytes())?;
    }
    output.flush()?;
    Ok(Outcome::Fine)
}

/// The events that one argument names.
#[derive(Clone)]
struct Selection(Vec<EventType>);

impl FromStr for Selection {
    type Err = String;

    fn from_str(pattern: &str) -> Result<Self, String> {
        let types: Vec<_> = EVENTS
            .iter()
            .filter(|row| spellings(row).any(|spelling| matches(pattern, spelling)))
            .map(|row| row.event_type)
            .collect();
        if !types.is_empty() {
            return Ok(Selection(types));
        }
        let nearest = nearest(pattern);
        Err(if nearest.is_empty() {
            let all: Vec<_> = EVENTS.iter().map(|row| row.wire_type).collect();
            format!("no event has this type; there are {}", all.join(", "))
        } else {
            format!("no event has this type; nearest: {}", nearest.join(", "))
        })
    }
}

fn spellings(row: &EventRow) -> impl Iterator<Item = &'static str> {
    std::iter::once(row.wire_type).chain(row.aliases.iter().copied())
}

/// The types whose spelling is close to the text.
fn nearest(text: &str) -> Vec<&'static str> {
    let of_row = |row: &'static EventRow| spellings(row).map(|spelling| (spelling, row.wire_type));
    nearest_of(text, EVENTS.iter().flat_map(of_row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_type_finds_its_event() {
        assert_eq!(nearest("goal.creatd")[0], "goal.created");
        assert_eq!(nearest("GoalCreated")[0], "goal.created");
        assert_eq!(nearest("measureReadingCreate")[0], "kpi.reading.created");
        assert!(nearest("zzz").is_empty());
    }
}
