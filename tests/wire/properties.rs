//! Properties of the codec over generated frames of every event in the registry, and over text that
//! is no frame at all.

use crate::vector::same;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use purposepath_realtime::{
    CalendarDate, EVENTS, Encode, Event, EventRow, EventType, FaultCode, Field, FiniteNumber,
    Header, Kind, Message, Object, Presence, Timestamp, decode, decode_bytes, decode_reporting,
    peek,
};
use serde_json::Value;

/// Nothing is written beside the tests: a failure prints its input, which becomes a vector. More
/// cases are run by `PROPTEST_CASES=10000 cargo test --test properties`.
fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

/// A key and the JSON text of its value.
type Entry = (&'static Field, String);

/// An event in parts, so that its keys can be moved and respelt.
#[derive(Clone, Debug)]
struct Frame {
    row: &'static EventRow,
    wire_type: String,
    header: Vec<Entry>,
    data: Vec<Entry>,
}

impl Frame {
    /// The entries of the frame with their keys spelt as `spell` says; `data` is the last.
    fn parts(&self, spell: impl Fn(&Field) -> &str) -> Vec<String> {
        let entry = |(field, json): &Entry| format!("\"{}\":{json}", spell(field));
        let mut parts = vec![format!("\"type\":{}", Value::from(&*self.wire_type))];
        parts.extend(self.header.iter().map(entry));
        if !self.row.fields.is_empty() {
            let data: Vec<String> = self.data.iter().map(entry).collect();
            parts.push(format!("\"data\":{{{}}}", data.join(",")));
        }
        parts
    }

    fn spelt(&self, spell: impl Fn(&Field) -> &str) -> String {
        format!("{{{}}}", self.parts(spell).join(","))
    }

    fn text(&self) -> String {
        self.spelt(|field| field.key)
    }

    fn value(&self) -> Value {
        serde_json::from_str(&self.text()).unwrap()
    }
}

fn text() -> impl Strategy<Value = String> {
    let character = prop_oneof![any::<char>(), select(vec!['"', '\\', '\n', '\0', 'é', '😀', 'a'])];
    vec(character, 0..12).prop_map(String::from_iter)
}

fn quoted(text: String) -> String {
    Value::from(text).to_string()
}

/// The canonical JSON text of a value of this kind.
fn value(kind: Kind) -> BoxedStrategy<String> {
    let filled = || text().prop_filter("not empty", |text| !text.is_empty());
    match kind {
        Kind::Text => text().prop_map(quoted).boxed(),
        Kind::Id(_) | Kind::Token => filled().prop_map(quoted).boxed(),
        Kind::Timestamp => timestamp().prop_map(|it| quoted(it.to_string())).boxed(),
        Kind::Date => date().prop_map(|it| quoted(it.to_string())).boxed(),
        Kind::Number { min, max } => number(min, max).prop_map(number_text).boxed(),
        Kind::Integer => (0_u64..1 << 53).prop_map(|it| it.to_string()).boxed(),
        Kind::Bool => any::<bool>().prop_map(|it| it.to_string()).boxed(),
        Kind::Enum(enumeration) => {
            let is_alias = |text: &String| {
                enumeration.values.iter().any(|value| value.aliases.contains(&text.as_str()))
            };
            let values = enumeration.values;
            let listed = (0..values.len()).prop_map(|index| values[index].text.to_owned());
            let unlisted = filled().prop_filter("no old spelling", move |text| !is_alias(text));
            prop_oneof![4 => listed, 1 => unlisted].prop_map(quoted).boxed()
        }
        Kind::List(kind) => {
            vec(value(*kind), 0..4).prop_map(|list| format!("[{}]", list.join(","))).boxed()
        }
        other => unreachable!("{other:?} is a new kind of value: generate it here"),
    }
}

fn timestamp() -> impl Strategy<Value = Timestamp> {
    (Timestamp::MIN.unix_millis()..=Timestamp::MAX.unix_millis())
        .prop_map(|millis| Timestamp::from_unix_millis(millis).unwrap())
}

fn date() -> impl Strategy<Value = CalendarDate> {
    (0..=9999, 1_u32..=12, 1_u32..=31).prop_filter_map("in the calendar", |(year, month, day)| {
        CalendarDate::new(year, month, day).ok()
    })
}

fn number(min: Option<f64>, max: Option<f64>) -> BoxedStrategy<f64> {
    let (min, max) = (min.unwrap_or(f64::MIN), max.unwrap_or(f64::MAX));
    let any = proptest::num::f64::ANY.prop_filter("finite", |value| value.is_finite());
    let around = min.max(-1e6)..=max.min(1e6);
    let whole = (min.max(-1e16)..=max.min(1e16)).prop_map(f64::trunc);
    prop_oneof![any, around, whole].prop_map(move |value| value.clamp(min, max) + 0.0).boxed()
}

/// A number as JSON, by serde's own writer.
fn number_text(value: f64) -> String {
    serde_json::to_string(&value).unwrap()
}

fn entry(field: &'static Field) -> BoxedStrategy<Option<Entry>> {
    let present = value(field.kind).prop_map(move |json| Some((field, json)));
    match field.presence {
        Presence::Required => present.boxed(),
        Presence::Optional => prop_oneof![Just(None), present].boxed(),
        Presence::Nullable => prop_oneof![Just(Some((field, "null".to_owned()))), present].boxed(),
    }
}

fn entries(fields: &'static [Field]) -> impl Strategy<Value = Vec<Entry>> {
    fields
        .iter()
        .map(entry)
        .collect::<Vec<_>>()
        .prop_map(|entries| entries.into_iter().flatten().collect())
}

/// A valid frame of any event, in canonical form but for the form of its numbers.
fn frame() -> impl Strategy<Value = Frame> {
    (0..EVENTS.len()).prop_flat_map(|index| {
        let row = &EVENTS[index];
        (wire_type(row), entries(Header::FIELDS), entries(row.fields)).prop_map(
            move |(wire_type, mut header, data)| {
                let tenant = data.iter().find(|(field, _)| field.key == "tenantId");
                if let Some((_, tenant)) = tenant {
                    for (_, json) in header.iter_mut().filter(|(field, _)| field.key == "tenantId")
                    {
                        json.clone_from(tenant);
                    }
                }
                Frame { row, wire_type, header, data }
            },
        )
    })
}

/// The type of the row; an error may have an area.
fn wire_type(row: &'static EventRow) -> BoxedStrategy<String> {
    let own = Just(row.wire_type.to_owned());
    if row.event_type != EventType::ErrorEvent {
        return own.boxed();
    }
    let area = text()
        .prop_map(|area| format!("{area}.error"))
        .prop_filter("an area of its own", |it| it != ".error" && EventType::parse(it).is_none());
    prop_oneof![own, area].boxed()
}

/// Text made of what JSON is made of, in any order.
fn json_soup() -> impl Strategy<Value = String> {
    let parts = select(vec![
        "{",
        "}",
        "[",
        "]",
        "[]",
        "{}",
        ",",
        ":",
        "\"",
        "\"a\"",
        "\"b\":",
        "0",
        "-0",
        "01",
        "1",
        "-",
        "+1",
        "1.5",
        "1.",
        ".5",
        "1e5",
        "1E+5",
        "1e",
        "1e400",
        "true",
        "tru",
        "false",
        "null",
        "nulll",
        " ",
        "\n",
        "\t",
        "\u{b}",
        "\u{a0}",
        "\u{feff}",
        "\"\\u0041\"",
        "\"\\u00e\"",
        "\"\\ud83d\\ude00\"",
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\x\"",
        "\"\\/\"",
        "\\",
        "'",
        "/",
        "é",
        "\"é😀\"",
        "\"\u{1}\"",
    ]);
    vec(parts, 0..14).prop_map(|parts| parts.concat())
}

/// Valid JSON of any shape.
fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        text().prop_map(quoted),
        number(None, None).prop_map(number_text),
        select(vec!["null", "true", "false", "-0", "1E-5", "\"\\ud83d\\ude00\\u0000\""])
            .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(70, 100, 4, |inner| {
        let key = text().prop_map(quoted);
        let member = (key, inner.clone()).prop_map(|(key, value)| format!("{key} :{value}"));
        prop_oneof![
            vec(inner, 0..4).prop_map(|list| format!("[{}]", list.join(" ,"))),
            vec(member, 0..4).prop_map(|members| format!("{{ {}}}", members.join(","))),
        ]
    })
}

/// A small injury: a byte replaced, inserted or removed, or the rest cut off.
fn injure(text: &str, kind: u8, at: Index, byte: u8) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    let at = at.index(bytes.len());
    match kind % 4 {
        0 => bytes[at] ^= byte.max(1),
        1 => bytes.insert(at, byte),
        2 => drop(bytes.remove(at)),
        _ => bytes.truncate(at),
    }
    bytes
}

fn whole_frame(data: &str) -> String {
    format!("{{\"type\":\"x.y\",\"timestamp\":\"2025-11-03T14:30:00Z\",\"data\":{data}}}")
}

/// Our reader and serde_json agree on what is JSON, but for what the protocol says of it.
fn assert_agrees_with_serde_json(frame: &str) -> Result<(), TestCaseError> {
    let theirs = serde_json::from_str::<Value>(frame);
    match (decode(frame), theirs) {
        (Ok(_), Ok(_)) | (Err(_), Err(_)) => Ok(()),
        (Err(ours), Ok(_)) => {
            prop_assert_eq!(ours.code(), FaultCode::TooDeep, "{} refused: {}", frame, ours);
            Ok(())
        }
        (Ok(_), Err(theirs)) => {
            let overflow = theirs.to_string().contains("number out of range");
            prop_assert!(overflow, "{} read, but serde_json says {}", frame, theirs);
            Ok(())
        }
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_is_encoded_decodes_to_the_same_event(frame in frame()) {
        let text = frame.text();
        let (message, report) = decode_reporting(&text).map_err(|it| TestCaseError::fail(it.to_string()))?;
        prop_assert!(report.aliases.is_empty() && report.ignored.is_empty(), "{:?}", report);
        let written = message.encode().unwrap();
        prop_assert_eq!(decode(&written), Ok(message));
        prop_assert!(same(&serde_json::from_str(&written).unwrap(), &frame.value()), "{}", written);
    }

    #[test]
    fn the_order_of_keys_does_not_matter(frame in frame(), seed in any::<[Index; 24]>()) {
        let message = decode(&frame.text()).unwrap();
        let mut parts = frame.parts(|field| field.key);
        shuffle(&mut parts, &seed);
        let mut shuffled = frame.clone();
        shuffle(&mut shuffled.data, &seed);
        let data = shuffled.parts(|field| field.key).pop();
        let data_at = parts.iter().position(|part| part.starts_with("\"data\""));
        if let (Some(data), Some(at)) = (data, data_at) {
            parts[at] = data;
        }
        let text = format!("{{{}}}", parts.join(","));
        prop_assert_eq!(decode(&text), Ok(message), "{}", text);
    }

    #[test]
    fn snake_case_keys_read_the_same(frame in frame()) {
        let message = decode(&frame.text()).unwrap();
        let text = frame.spelt(|field| field.snake);
        let (respelt, report) = decode_reporting(&text).unwrap();
        prop_assert_eq!(respelt, message, "{}", text);
        let entries = frame.header.iter().chain(&frame.data);
        let respelt = entries.filter(|(field, _)| field.snake != field.key).count();
        prop_assert_eq!(report.aliases.len(), respelt, "{}", text);
    }

    #[test]
    fn a_peek_sees_what_decoding_sees(frame in frame()) {
        let text = frame.text();
        let Ok(Message::Event(envelope)) = decode(&text) else { panic!("{text} is an event") };
        let peek = peek(&text).unwrap();
        prop_assert_eq!(peek.wire_type, Some(envelope.wire_type()));
        prop_assert_eq!(peek.timestamp, envelope.timestamp());
        prop_assert_eq!(peek.event_id.as_deref(), envelope.event_id().map(AsRef::as_ref));
        prop_assert_eq!(peek.tenant_id.as_deref(), envelope.tenant_id().map(AsRef::as_ref));
    }

    #[test]
    fn an_injured_frame_is_refused_or_read_but_never_panics(
        frame in frame(), kind in any::<u8>(), at in any::<Index>(), byte in any::<u8>(),
    ) {
        let bytes = injure(&frame.text(), kind, at, byte);
        if let Ok(message) = decode_bytes(&bytes) {
            let written = message.encode().unwrap();
            prop_assert_eq!(decode(&written), Ok(message), "{}", written);
        }
        if let Ok(text) = std::str::from_utf8(&bytes) {
            let _ = peek(text);
            let plain = decode(text);
            prop_assert_eq!(plain, decode_reporting(text).map(|(message, _)| message));
        }
    }

    #[test]
    fn any_text_is_refused_or_read_but_never_panics(text in text(), soup in json_soup(), json in json()) {
        for text in [text, soup, json] {
            let plain = decode(&text);
            prop_assert_eq!(plain, decode_reporting(&text).map(|(message, _)| message));
            let _ = peek(&text);
        }
    }

    #[test]
    fn any_bytes_are_refused_or_read_but_never_panic(bytes in vec(any::<u8>(), 0..40)) {
        let _ = decode_bytes(&bytes);
    }

    #[test]
    fn what_serde_json_reads_is_json(soup in json_soup(), text in text()) {
        assert_agrees_with_serde_json(&whole_frame(&soup))?;
        assert_agrees_with_serde_json(&whole_frame(&text))?;
    }

    #[test]
    fn valid_json_and_its_injuries_are_judged_as_serde_json_does(
        json in json(), kind in any::<u8>(), at in any::<Index>(), byte in any::<u8>(),
    ) {
        assert_agrees_with_serde_json(&whole_frame(&json))?;
        if let Ok(injured) = String::from_utf8(injure(&json, kind, at, byte)) {
            assert_agrees_with_serde_json(&whole_frame(&injured))?;
        }
    }

    #[test]
    fn a_date_time_is_read_back_from_its_text(timestamp in timestamp()) {
        let text = timestamp.to_string();
        prop_assert_eq!(text.len(), 24);
        prop_assert_eq!(text.parse(), Ok(timestamp));
        let chrono = chrono::DateTime::<chrono::Utc>::from(timestamp);
        prop_assert_eq!(chrono.timestamp_millis(), timestamp.unix_millis());
        prop_assert_eq!(chrono.to_rfc3339_opts(chrono::SecondsFormat::Millis, true), text);
    }

    #[test]
    fn a_date_is_read_back_from_its_text(date in date()) {
        prop_assert_eq!(date.to_string().parse(), Ok(date));
        let later = format!("{date}T23:59:59.5-23:00").parse().ok();
        prop_assert_eq!(later, Some(date).filter(|date| date.to_string() != "9999-12-31"));
    }

    #[test]
    fn date_times_mean_what_they_mean_to_chrono(
        date in date(), time in (0_u32..24, 0_u32..60, 0_u32..60), fraction in "(\\.[0-9]{1,9})?",
        zone in "Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9]",
    ) {
        let (hour, minute, second) = time;
        let text = format!("{date}T{hour:02}:{minute:02}:{second:02}{fraction}{zone}");
        let theirs = chrono::DateTime::parse_from_rfc3339(&text).unwrap().timestamp_millis();
        let inside = Timestamp::from_unix_millis(theirs).ok();
        prop_assert_eq!(text.parse().ok(), inside, "{}", text);
    }

    #[test]
    fn an_injured_date_time_is_refused_or_means_what_it_means_to_chrono(
        timestamp in timestamp(), at in any::<Index>(), byte in select(b"0123456789-+:.TZtz \"".to_vec()), kind in any::<u8>(),
    ) {
        let injured = injure(&timestamp.to_string(), kind % 3, at, byte);
        let text = String::from_utf8_lossy(&injured);
        if let Ok(ours) = text.parse::<Timestamp>() {
            let theirs = chrono::DateTime::parse_from_rfc3339(&text).map(|it| it.timestamp_millis());
            prop_assert_eq!(theirs, Ok(ours.unix_millis()), "{}", text);
        }
    }

    #[test]
    fn numbers_survive_to_the_last_bit(value in number(None, None)) {
        let number = FiniteNumber::new(value).unwrap();
        let json = serde_json::to_string(&number).unwrap();
        let back: FiniteNumber = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(back.get().to_bits(), value.to_bits(), "{} by serde", json);

        let row = EventType::KpiReadingCreated.row();
        let example = r#"{"type":"kpi.reading.created","timestamp":"2025-11-03T14:30:00Z","data":{
            "tenantId":"t","readingId":"r","kpiId":"k","value":VALUE,"date":"2025-11-03",
            "recordedAt":"2025-11-03T14:30:00Z","recordedBy":"u"}}"#;
        for form in [format!("{value}"), format!("{value:e}"), format!("{value:?}"), number_text(value)] {
            let message = decode(&example.replace("VALUE", &form)).unwrap();
            let Message::Event(envelope) = decode(&message.encode().unwrap()).unwrap() else {
                panic!("{} is an event", row.wire_type);
            };
            let Event::KpiReadingCreated(reading) = envelope.into_event() else { panic!("a reading") };
            prop_assert_eq!(reading.value.get().to_bits(), value.to_bits(), "{} by the codec", form);
        }
    }
}

fn shuffle<T>(list: &mut [T], seed: &[Index]) {
    for (at, index) in (1..list.len()).zip(seed.iter().cycle()) {
        list.swap(at, index.index(at + 1));
    }
}
