//! Frames of every event in the registry by chance, and text that is none: made of what JSON is made
//! of, or a frame with an injury.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use purposepath_realtime::registry::{EVENTS, EventRow, Field, Header, Kind, Object, Presence};
use purposepath_realtime::{CalendarDate, EventType, Timestamp};
use serde_json::Value;

/// A key and the JSON text of its value.
pub type Entry = (&'static Field, String);

/// An event in parts, so that its keys can be moved and respelt.
#[derive(Clone, Debug)]
pub struct Frame {
    pub row: &'static EventRow,
    pub wire_type: String,
    pub header: Vec<Entry>,
    pub data: Vec<Entry>,
}

impl Frame {
    /// The entries of the frame with their keys spelt as `spell` says; `data` is the last.
    pub fn parts(&self, spell: impl Fn(&Field) -> &str) -> Vec<String> {
        let entry = |(field, json): &Entry| format!("\"{}\":{json}", spell(field));
        let mut parts = vec![format!("\"type\":{}", Value::from(&*self.wire_type))];
        parts.extend(self.header.iter().map(entry));
        if !self.row.fields.is_empty() {
            let data: Vec<String> = self.data.iter().map(entry).collect();
            parts.push(format!("\"data\":{{{}}}", data.join(",")));
        }
        parts
    }

    pub fn spelt(&self, spell: impl Fn(&Field) -> &str) -> String {
        format!("{{{}}}", self.parts(spell).join(","))
    }

    pub fn text(&self) -> String {
        self.spelt(|field| field.key)
    }

    pub fn value(&self) -> Value {
        serde_json::from_str(&self.text()).unwrap()
    }
}

pub fn text() -> impl Strategy<Value = String> {
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

pub fn timestamp() -> impl Strategy<Value = Timestamp> {
    (Timestamp::MIN.unix_millis()..=Timestamp::MAX.unix_millis())
        .prop_map(|millis| Timestamp::from_unix_millis(millis).unwrap())
}

pub fn date() -> impl Strategy<Value = CalendarDate> {
    (0..=9999, 1_u32..=12, 1_u32..=31).prop_filter_map("in the calendar", |(year, month, day)| {
        CalendarDate::new(year, month, day).ok()
    })
}

pub fn number(min: Option<f64>, max: Option<f64>) -> BoxedStrategy<f64> {
    let (min, max) = (min.unwrap_or(f64::MIN), max.unwrap_or(f64::MAX));
    let any = proptest::num::f64::ANY.prop_filter("finite", |value| value.is_finite());
    let around = min.max(-1e6)..=max.min(1e6);
    let whole = (min.max(-1e16)..=max.min(1e16)).prop_map(f64::trunc);
    prop_oneof![any, around, whole].prop_map(move |value| value.clamp(min, max) + 0.0).boxed()
}

/// A number as JSON, by serde's own writer.
pub fn number_text(value: f64) -> String {
    serde_json::to_string(&value).unwrap()
}

pub fn entry(field: &'static Field) -> BoxedStrategy<Option<Entry>> {
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
pub fn frame() -> impl Strategy<Value = Frame> {
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
pub fn json_soup() -> impl Strategy<Value = String> {
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
pub fn json() -> impl Strategy<Value = String> {
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
pub fn injure(text: &str, kind: u8, at: Index, byte: u8) -> Vec<u8> {
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
