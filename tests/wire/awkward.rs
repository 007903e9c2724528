//! Values of every kind that a row names, awkward ones first: what is empty, ends a range,
//! needs an escape, or is not listed.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use purposepath_realtime::registry::{Field, Kind, Presence};
use purposepath_realtime::{CalendarDate, EventId, TenantId, Timestamp};
use serde_json::Value;

use crate::generated::{self, Entry};

/// A type whose values can be generated.
pub trait Awkward: Sized + std::fmt::Debug + Clone + 'static {
    fn any() -> BoxedStrategy<Self>;
}

#[rustfmt::skip]
const TEXTS: &[&str] = &[
    "", " ", "a", "é", "😀", "e\u{301}", "\u{feff}", "\u{2028}\u{2029}", "\0\u{1f}\u{7f}\u{80}\u{9f}",
    "\"\\/", "\n\r\t\u{8}\u{c}", "\\u0000", "\\ud83d", "\u{fffd}\u{ffff}\u{10ffff}", "[{\"a\":1}]",
    "null", "__proto__", "canceled", "notStarted", "auth", "a.b", ".error", "{", "\u{200f}\u{202e}",
];

impl Awkward for String {
    fn any() -> BoxedStrategy<Self> {
        let long = (select(vec!["x", "é", "€", "😀", "\0", "\""]), 1_usize..70_000);
        prop_oneof![
            240 => select(TEXTS).prop_map(str::to_owned),
            160 => generated::text(),
            1 => long.prop_map(|(unit, times)| unit.repeat(times)),
        ]
        .boxed()
    }
}

macro_rules! ids {
    ($($id:ident)+) => {$(
        impl Awkward for $id {
            fn any() -> BoxedStrategy<Self> {
                String::any().prop_filter_map("an id", |text| $id::new(text).ok()).boxed()
            }
        }
    )+};
}

ids! { EventId TenantId }

fn double() -> impl Strategy<Value = f64> {
    let edges = [
        0.0,
        1.0,
        100.0,
        100.5,
        0.1,
        5e-324,
        1e21,
        1e-7,
        f64::MAX,
        f64::MIN,
        f64::MIN_POSITIVE,
        9_007_199_254_740_993.0,
        1e22,
        123_456_789.125,
        -1.0,
    ];
    prop_oneof![select(edges.to_vec()), generated::number(None, None), 0.0..=100.0]
}

fn whole() -> impl Strategy<Value = u64> {
    let edges = vec![0, 1, (1 << 53) - 1, 1 << 52, 1 << 32, 999_999_999_999_999];
    prop_oneof![select(edges), 0..1_u64 << 53]
}

impl Awkward for Timestamp {
    fn any() -> BoxedStrategy<Self> {
        let edges = [
            "0000-01-01T00:00:00Z",
            "0000-02-29T23:59:59.999Z",
            "9999-12-31T23:59:59.999Z",
            "1969-12-31T23:59:59.999Z",
            "1970-01-01T00:00:00Z",
            "1900-03-01T00:00:00Z",
            "2000-02-29T12:00:00.1239+23:59",
        ];
        let edges = edges.map(|text| text.parse().expect("a date-time"));
        prop_oneof![select(edges.to_vec()), generated::timestamp()].boxed()
    }
}

fn date() -> impl Strategy<Value = CalendarDate> {
    let edges = ["0000-01-01", "0000-02-29", "9999-12-31", "1900-02-28", "2000-02-29"];
    let edges = edges.map(|text| text.parse().expect("a date"));
    prop_oneof![select(edges.to_vec()), generated::date()]
}

impl<T: Awkward> Awkward for Option<T> {
    fn any() -> BoxedStrategy<Self> {
        proptest::option::of(T::any()).boxed()
    }
}

fn quoted(text: impl ToString) -> String {
    Value::from(text.to_string()).to_string()
}

/// The JSON text of a value of this kind, in canonical spelling.
fn value(kind: Kind) -> BoxedStrategy<String> {
    let filled = || String::any().prop_filter("not empty", |text| !text.is_empty());
    match kind {
        Kind::Text => String::any().prop_map(quoted).boxed(),
        Kind::Id(_) | Kind::Token => filled().prop_map(quoted).boxed(),
        Kind::Timestamp => Timestamp::any().prop_map(quoted).boxed(),
        Kind::Date => date().prop_map(quoted).boxed(),
        Kind::Number { min, max } => {
            let is_inside = move |value: &f64| {
                min.is_none_or(|min| *value >= min) && max.is_none_or(|max| *value <= max)
            };
            double().prop_filter("in its range", is_inside).prop_map(generated::number_text).boxed()
        }
        Kind::Integer => whole().prop_map(|value| value.to_string()).boxed(),
        Kind::Bool => any::<bool>().prop_map(|value| value.to_string()).boxed(),
        Kind::Enum(enumeration) => {
            let is_alias = |text: &String| {
                enumeration.values.iter().any(|value| value.aliases.contains(&text.as_str()))
            };
            let listed: Vec<_> = enumeration.values.iter().map(|value| value.text).collect();
            let unlisted = filled().prop_filter("no old spelling", move |text| !is_alias(text));
            prop_oneof![4 => select(listed).prop_map(quoted), 1 => unlisted.prop_map(quoted)]
                .boxed()
        }
        Kind::List(kind) => {
            vec(value(*kind), 0..4).prop_map(|list| format!("[{}]", list.join(","))).boxed()
        }
        other => unreachable!("{other:?} is a new kind of value: generate it here"),
    }
}

/// A key with a value, or none where none is needed.
pub fn entry(field: &'static Field) -> BoxedStrategy<Option<Entry>> {
    let present = value(field.kind).prop_map(move |json| Some((field, json)));
    match field.presence {
        Presence::Optional => prop_oneof![Just(None), present].boxed(),
        Presence::Nullable => prop_oneof![Just(Some((field, "null".to_owned()))), present].boxed(),
        Presence::Required => present.boxed(),
    }
}
