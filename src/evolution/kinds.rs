//! Whether one kind of value holds all that another writes, shown by a value that it does not hold.

use serde_json::{Value, json};

use super::names::{Matching, Meaning, Side};
use crate::definition::{Enumeration, Kind, MAX_INTEGER};

const DATE: &str = "2025-11-05";
const DATE_TIME: &str = "2025-11-03T14:30:00.000Z";

/// A value that the kind writes.
pub(super) fn sample(kind: &Kind<'_>) -> Value {
    match kind {
        Kind::Text => json!("text"),
        Kind::NonEmpty => json!("id-1"),
        Kind::DateTime => json!(DATE_TIME),
        Kind::Date => json!(DATE),
        Kind::Number { min, max } => number(min.or(*max).unwrap_or(1.0)),
        Kind::Integer => json!(1),
        Kind::Boolean => json!(true),
        Kind::Enumeration(of) => {
            of.values.first().map_or_else(|| json!(unlisted(&[of])), |value| json!(value.value))
        }
        Kind::List(of) => json!([sample(of)]),
    }
}

/// A value that the writer's kind writes and the reader's refuses; none if it reads all of them.
///
/// `writer` says which of the two kinds is of the new version.
pub(super) fn refused(from: &Kind<'_>, by: &Kind<'_>, writer: Side) -> Option<Value> {
    let any = || Some(sample(from));
    match (from, by) {
        (Kind::List(from), Kind::List(by)) => refused(from, by, writer).map(|it| json!([it])),
        (Kind::Number { .. } | Kind::Integer, Kind::Number { .. } | Kind::Integer) => {
            refused_number(from, by)
        }
        (Kind::Boolean, Kind::Boolean) => None,
        (Kind::Boolean | Kind::List(_) | Kind::Number { .. } | Kind::Integer, _)
        | (_, Kind::Boolean | Kind::List(_) | Kind::Number { .. } | Kind::Integer) => any(),
        // From here on both are texts.
        (_, Kind::Text) => None,
        (Kind::Text, _) => Some(json!("")),
        (_, Kind::NonEmpty) => None,
        (Kind::Enumeration(from), Kind::Enumeration(by)) => refused_value(from, by, writer),
        (_, Kind::Enumeration(by)) if by.open => None,
        (Kind::DateTime, Kind::DateTime | Kind::Date) | (Kind::Date, Kind::Date) => None,
        (Kind::NonEmpty, Kind::Enumeration(by)) => Some(json!(unlisted(&[by]))),
        _ => any(),
    }
}

/// A value of one enumeration that another refuses or takes for something else.
fn refused_value(from: &Enumeration, by: &Enumeration, writer: Side) -> Option<Value> {
    let (old, new) = if writer == Side::Old { (from, by) } else { (by, from) };
    let matching = Matching::new(&old.values, &new.values);
    let reading = matching.written_by(writer);
    let is_refused = |index: &usize| match reading.meaning(*index) {
        Meaning::Same => false,
        Meaning::Unknown => !by.open,
        Meaning::Missed | Meaning::Other => true,
    };
    let listed = (0..from.values.len()).find(is_refused).map(|it| json!(from.values[it].value));
    listed.or_else(|| (from.open && !by.open).then(|| json!(unlisted(&[from, by]))))
}

/// A number of one kind that another refuses.
fn refused_number(from: &Kind<'_>, by: &Kind<'_>) -> Option<Value> {
    let bounds = |kind: &Kind<'_>| match kind {
        Kind::Number { min, max } => (*min, *max),
        _ => (Some(0.0), Some(MAX_INTEGER)),
    };
    let ((least, greatest), (min, max)) = (bounds(from), bounds(by));
    if let Some(min) = min.filter(|min| least.is_none_or(|least| least < *min)) {
        return Some(number(least.unwrap_or(min - 1.0)));
    }
    if let Some(max) = max.filter(|max| greatest.is_none_or(|greatest| greatest > *max)) {
        return Some(number(greatest.unwrap_or((max + 1.0).max(max * 2.0))));
    }
    if *from != Kind::Integer && *by == Kind::Integer {
        // Both bounds are set by now; only a single whole number has no fraction within.
        let (least, greatest) = (least.unwrap_or_default(), greatest.unwrap_or_default());
        let middle = least + (greatest - least).min(1.0) / 2.0;
        return [middle, least].into_iter().find(|it| it.fract() != 0.0).map(number);
    }
    None
}

/// A text that none of the enumerations lists or reads as an old spelling.
pub(super) fn unlisted(enumerations: &[&Enumeration]) -> String {
    let is_listed = |text: &str| {
        let mut values = enumerations.iter().flat_map(|it| &it.values);
        values.any(|value| value.value == text || value.aliases.iter().any(|it| it == text))
    };
    let mut text = "unlisted".to_owned();
    while is_listed(&text) {
        text.push('-');
    }
    text
}

fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() <= MAX_INTEGER {
        json!(value as i64)
    } else {
        json!(value)
    }
}
