//! The frames that are measured: the fixtures, and as many generated ones as it takes. The same
//! seed gives the same bytes.

use std::path::Path;
use std::{fs, iter};

use purposepath_realtime::registry::{EVENTS, EventRow, Field, Kind, Presence};
use purposepath_realtime::{Encode, Envelope, Message, Timestamp, decode};
use serde_json::json;

use crate::baseline;

/// Frames in canonical form, and each tenth again with `data` before `type`.
pub struct Corpus {
    pub type_first: Vec<String>,
    pub data_first: Vec<String>,
}

impl Corpus {
    pub fn new() -> Self {
        const TYPE_FIRST: usize = 2160;
        let mut random = Random(7);
        let generated = EVENTS.iter().cycle().map(|row| canonical(&frame(row, &mut random)));
        let mut type_first = Vec::with_capacity(TYPE_FIRST);
        let sizes = 250..=2048;
        let fits = |frame: &String| sizes.contains(&frame.len());
        type_first.extend(fixtures().chain(generated).filter(fits).take(TYPE_FIRST));
        let data_first = type_first.iter().step_by(9).map(|frame| swap(frame)).collect();
        Corpus { type_first, data_first }
    }
}

/// The fixtures that the baseline can read: those without an area or an unknown value.
fn fixtures() -> impl Iterator<Item = String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/events");
    let mut paths: Vec<_> = fs::read_dir(&folder)
        .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect())
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    paths.sort();
    let text = |path| fs::read_to_string(path).expect("a fixture");
    let readable = |text: &String| serde_json::from_str::<baseline::Envelope>(text).is_ok();
    paths.into_iter().map(text).filter(readable).map(|text| canonical(&text))
}

/// The frame as this crate writes it.
fn canonical(text: &str) -> String {
    envelope(text).encode().expect("a frame within the limits")
}

pub fn envelope(text: &str) -> Envelope {
    match decode(text) {
        Ok(Message::Event(envelope)) => envelope,
        other => panic!("{other:?}: {text}"),
    }
}

/// Puts `data` before the other keys. In a string the quotes of `"data"` would be escaped.
fn swap(frame: &str) -> String {
    let (head, data) = frame.split_once(",\"data\":").expect("`data` comes last");
    format!("{{\"data\":{},{}}}", data.strip_suffix('}').expect("an object"), &head[1..])
}

fn frame(row: &EventRow, random: &mut Random) -> String {
    let tenant = format!("tenant-{}", random.below(50));
    let mut data = serde_json::Map::new();
    for field in row.fields {
        let present = match field.presence {
            Presence::Required => true,
            Presence::Optional => random.below(10) < 7,
            Presence::Nullable => random.below(10) < 8,
        };
        if field.key == "tenantId" {
            data.insert(field.key.to_owned(), tenant.clone().into());
        } else if present {
            data.insert(field.key.to_owned(), value(&field.kind, field, random));
        } else if field.presence == Presence::Nullable {
            data.insert(field.key.to_owned(), serde_json::Value::Null);
        }
    }
    let mut frame = json!({ "type": row.wire_type, "timestamp": time(random), "data": data });
    if random.below(10) < 9 {
        frame["eventId"] = uuid(random).into();
    }
    if random.below(2) == 0 {
        frame["tenantId"] = tenant.into();
    }
    frame.to_string()
}

fn value(kind: &Kind, field: &Field, random: &mut Random) -> serde_json::Value {
    match kind {
        Kind::Id(_) if random.below(10) < 6 => uuid(random).into(),
        Kind::Id(_) => format!("user-{}", random.below(100_000)).into(),
        Kind::Timestamp => time(random).into(),
        Kind::Date => time(random)[..10].into(),
        Kind::Number { max: Some(_), .. } => (random.below(201) as f64 / 2.0).into(),
        Kind::Number { .. } => (random.below(100_000_000) as f64 / 100.0).into(),
        Kind::Integer => random.below(50_000_000).into(),
        Kind::Bool => (random.below(2) == 0).into(),
        Kind::Enum(enumeration) => random.pick(enumeration.values).text.into(),
        Kind::List(kind) => (0..random.below(6)).map(|_| value(kind, field, random)).collect(),
        _ if field.key == "title" => prose(3, 8, random).into(),
        _ if random.below(3) == 0 => prose(30, 140, random).into(),
        _ => prose(8, 30, random).into(),
    }
}

fn time(random: &mut Random) -> String {
    let millis = 1_735_689_600_000 + random.below(60_000_000_000) as i64;
    Timestamp::from_unix_millis(millis).expect("a year of this century").to_string()
}

fn uuid(random: &mut Random) -> String {
    let (high, low) = (random.next(), random.next());
    format!(
        "{:08x}-{:04x}-7{:03x}-8{:03x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xfff,
        low >> 52,
        low & 0xffff_ffff_ffff
    )
}

/// Words; in one text of five some of them are not ASCII, in one of ten some need an escape.
fn prose(least: u64, most: u64, random: &mut Random) -> String {
    const PLAIN: &[&str] = &[
        "increase",
        "revenue",
        "by",
        "20%",
        "in",
        "the",
        "third",
        "quarter",
        "customers",
        "a",
        "review",
        "of",
        "margin",
        "team",
        "and",
        "supplier",
        "contract",
        "before",
        "launch,",
        "ask",
        "finance",
        "again;",
        "on",
        "hold.",
    ];
    const UNICODE: &[&str] = &["Größe", "цель", "目標", "📈", "naïve", "±5 °C", "—"];
    const ESCAPED: &[&str] = &["\"soon\"", "C:\\reports", "so\nit", "a\tb", "5\" screen"];
    let words = least + random.below(most - least + 1);
    let unusual = match random.below(20) {
        0..4 => UNICODE,
        4..6 => ESCAPED,
        _ => PLAIN,
    };
    let word = || {
        let words = if random.below(4) == 0 { unusual } else { PLAIN };
        *random.pick(words)
    };
    iter::repeat_with(word).take(words as usize).collect::<Vec<_>>().join(" ")
}

/// SplitMix64 (Steele, Lea and Flood 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len() as u64) as usize]
    }
}
