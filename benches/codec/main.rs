//! The codec against what serde derives would do, in one run.
//!
//! All peers take turns, round by round, and a ratio is the median of the rounds' ratios: what
//! slows the machine down slows both sides of it. A round is a tenth of the frames, too short for
//! most rounds to be interrupted. Nothing is asserted about time, everything about results.

#[macro_use]
mod payloads;

mod baseline;
mod corpus;
mod counting;
mod floor;

use std::hint::black_box;
use std::iter;
use std::time::Instant;

use purposepath_realtime::{Encode, Envelope, decode, decode_reporting, peek};
use serde_json::Value;

use corpus::Corpus;
use counting::{Counting, allocations};
use floor::{Reader, reader};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const ROUNDS: usize = 3000;

/// A round takes one of so many parts of the frames.
const PARTS: usize = 10;

/// How many connections a frame goes to.
const RECEIVERS: usize = 8;

const BASELINE: &str = "baseline: flatten and adjacently tagged derive";
const BASELINE_LAST: &str = "baseline, data first";
const FLOOR: &str = "floor: serde_json, type known in advance";
const FLOOR_LAST: &str = "floor, data first";
const TO_STRING: &str = "baseline: to_string";
const ENCODE: &str = "encode into a reused buffer";
const RECEIVER: &str = "one more receiver of a SharedFrame";

/// One line of the table: something done to each of some frames.
struct Row<'a> {
    name: &'static str,
    /// The rows that it is compared with: the baseline and the floor.
    baseline: Option<&'static str>,
    floor: Option<&'static str>,
    /// Does it to one part of the frames and says how many they are.
    run: Box<dyn FnMut(usize) -> usize + 'a>,
    allocations: f64,
    /// Nanoseconds a frame, by round.
    nanos: Vec<f64>,
}

impl<'a> Row<'a> {
    fn new<T>(name: &'static str, inputs: &'a [T], mut work: impl FnMut(&'a T) + 'a) -> Self {
        let bound = |part| inputs.len() * part / PARTS;
        let run = Box::new(move |part| {
            let inputs = &inputs[bound(part)..bound(part + 1)];
            inputs.iter().for_each(&mut work);
            inputs.len()
        });
        let (baseline, floor, allocations) = (None, None, 0.0);
        Row { name, baseline, floor, run, allocations, nanos: Vec::with_capacity(ROUNDS) }
    }

    fn against(mut self, baseline: &'static str) -> Self {
        self.baseline = Some(baseline);
        self
    }

    fn floor(mut self, floor: &'static str) -> Self {
        self.floor = Some(floor);
        self
    }

    /// Median of this row's time over another's.
    fn ratio(&self, other: &Row<'_>) -> f64 {
        median(self.nanos.iter().zip(&other.nanos).map(|(mine, others)| mine / others))
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn baseline(text: &str) -> baseline::Envelope {
    serde_json::from_str(text).expect("a canonical frame")
}

fn through_value(text: &str) -> baseline::Envelope {
    let value: Value = serde_json::from_str(text).expect("a canonical frame");
    serde_json::from_value(value).expect("a canonical frame")
}

/// Frames that are refused only after nearly all of them was read: the tenant comes twice.
fn invalid(frames: &[String]) -> Vec<String> {
    let twice = |frame: &String| frame.replace("}}", ",\"tenantId\":\"t\"}}");
    frames.iter().map(twice).filter(|frame| decode(frame).is_err()).collect()
}

/// Everybody reads every frame, and what is written is what was read.
fn check(corpus: &Corpus) {
    for frame in corpus.type_first.iter().chain(&corpus.data_first) {
        let message = decode(frame).expect("a canonical frame");
        let frame_value: Value = serde_json::from_str(frame).expect("JSON");
        let written = message.encode().expect("a frame within the limits");
        assert_eq!(decode(&written).as_ref(), Ok(&message), "{frame}");
        assert_eq!(serde_json::from_str::<Value>(&written).expect("JSON"), frame_value);
        assert_eq!(decode_reporting(frame), Ok((message, Default::default())), "{frame}");

        // chrono writes times without `.000`, hence not the text but a second reading.
        let written = serde_json::to_string(&baseline(frame)).expect("a canonical frame");
        assert_eq!(decode(&written), decode(frame), "the baseline changes {frame}");
        through_value(frame);
        reader(corpus::envelope(frame).event().event_type())(frame);
        let seen = peek(frame).expect("a canonical frame");
        assert_eq!(seen.wire_type.as_deref(), frame_value["type"].as_str(), "{frame}");
    }
    for frame in &corpus.type_first {
        let message = decode(frame).expect("a canonical frame");
        assert_eq!(&message.encode().expect("a frame within the limits"), frame);
        // A clone allocates what is owned, once each; a list may have to grow.
        let (owned, taken) = (allocations(|| message.clone()), allocations(|| decode(frame)));
        assert!(
            taken == owned || frame.contains('['),
            "{taken} allocations for {owned} values: {frame}"
        );
    }
}

/// A frame and the reader of its type.
fn typed(frames: &[String]) -> Vec<(Reader, &str)> {
    let event_type = |frame| corpus::envelope(frame).event().event_type();
    frames.iter().map(|frame| (reader(event_type(frame)), frame.as_str())).collect()
}

fn main() {
    let corpus = Corpus::new();
    check(&corpus);
    let Corpus { type_first, data_first } = &corpus;
    let (typed_first, typed_last) = (typed(type_first), typed(data_first));
    let invalid = invalid(type_first);
    let messages: Vec<_> = type_first.iter().map(|frame| corpus::envelope(frame)).collect();
    let baselines: Vec<_> = type_first.iter().map(|frame| baseline(frame)).collect();
    let shared = |envelope: &Envelope| envelope.encode_shared().expect("within limits");
    let receivers: Vec<_> =
        messages.iter().flat_map(|envelope| iter::repeat_n(shared(envelope), RECEIVERS)).collect();
    let mut buffer = String::with_capacity(4096);

    let mut rows = [
        Row::new(BASELINE, type_first, |frame| drop(black_box(baseline(frame)))),
        Row::new("serde_json::Value, then from_value", type_first, |frame| {
            drop(black_box(through_value(frame)));
        })
        .against(BASELINE),
        Row::new(FLOOR, &typed_first, |(read, frame)| read(frame)).against(BASELINE),
        Row::new("decode", type_first, |frame| drop(black_box(decode(frame))))
            .against(BASELINE)
            .floor(FLOOR),
        Row::new("decode_reporting", type_first, |frame| drop(black_box(decode_reporting(frame))))
            .against(BASELINE)
            .floor(FLOOR),
        Row::new("decode, invalid at the end", &invalid, |frame| drop(black_box(decode(frame)))),
        Row::new("peek", type_first, |frame| drop(black_box(peek(frame)))).against(BASELINE),
        Row::new(BASELINE_LAST, data_first, |frame| drop(black_box(baseline(frame)))),
        Row::new(FLOOR_LAST, &typed_last, |(read, frame)| read(frame)).against(BASELINE_LAST),
        Row::new("decode, data first", data_first, |frame| drop(black_box(decode(frame))))
            .against(BASELINE_LAST)
            .floor(FLOOR_LAST),
        Row::new(TO_STRING, &baselines, |envelope| {
            drop(black_box(serde_json::to_string(envelope)));
        }),
        Row::new("encode, new text", &messages, |envelope| drop(black_box(envelope.encode())))
            .against(TO_STRING),
        Row::new(ENCODE, &messages, |envelope| {
            buffer.clear();
            envelope.encode_into(&mut buffer).expect("within limits");
            black_box(&buffer);
        })
        .against(TO_STRING),
        Row::new(RECEIVER, &receivers, |frame| drop(black_box(frame.clone()))).against(TO_STRING),
    ];
    for row in &mut rows {
        let mut frames = 0;
        let count = allocations(|| frames = (0..PARTS).map(&mut row.run).sum());
        row.allocations = count as f64 / frames as f64;
    }
    for round in 0..ROUNDS {
        for row in &mut rows {
            let start = Instant::now();
            let frames = (row.run)(round % PARTS);
            row.nanos.push(start.elapsed().as_nanos() as f64 / frames as f64);
        }
    }
    print(&corpus, &rows);
}

fn print(corpus: &Corpus, rows: &[Row<'_>]) {
    let frames = corpus.type_first.len() + corpus.data_first.len();
    let bytes: usize = corpus.type_first.iter().chain(&corpus.data_first).map(String::len).sum();
    let find = |name| rows.iter().find(|row| row.name == name).expect("a row of this name");
    println!("\n{frames} frames of {} bytes on average, {ROUNDS} rounds, medians", bytes / frames);
    println!();
    println!("| per frame | ns | allocations | baseline ÷ this | this ÷ floor |");
    println!("|:--|--:|--:|--:|--:|");
    for row in rows {
        let nanos = median(row.nanos.iter().copied());
        let speed = row.baseline.map(|name| format!("{:.2}", find(name).ratio(row)));
        let floor = row.floor.map(|name| format!("{:.2}", row.ratio(find(name))));
        println!(
            "| {} | {nanos:.0} | {:.1} | {} | {} |",
            row.name,
            row.allocations,
            speed.unwrap_or_default(),
            floor.unwrap_or_default()
        );
    }
    let times = find(ENCODE).ratio(find(RECEIVER));
    println!("\nOne more receiver costs 1/{times:.0} of encoding again.\n");
}
