//! What values there are: kinds, ids, enumerations, error codes.

use std::collections::BTreeMap;

use super::flows;
use super::page::{Page, cell, codes, link};
use crate::definition::enumerations as used;
use crate::describe::documented;
use crate::enumeration::{Enumeration, EnumerationValue};
use crate::envelope::Header;
use crate::error_code::ErrorRow;
use crate::event::EVENTS;
use crate::json::Kind;
use crate::payload::Object;
use crate::{ErrorClass, ErrorCode, Recovery};

/// The type of a key with its range.
pub(super) fn type_of(kind: &Kind) -> String {
    let to_values = |text: &str| link(text, "Values");
    match kind {
        Kind::Text => to_values("text"),
        Kind::Id(id) => link(id.name, "Ids"),
        Kind::Token => to_values("token"),
        Kind::Timestamp => to_values("date-time"),
        Kind::Date => to_values("date"),
        Kind::Number { min, max } => {
            let number = to_values("number");
            match (min, max) {
                (None, None) => number,
                (Some(min), None) => format!("{number}, at least {min}"),
                (None, Some(max)) => format!("{number}, at most {max}"),
                (Some(min), Some(max)) => format!("{number}, {min} to {max}"),
            }
        }
        Kind::Integer => format!("{}, 0 to 2^53 − 1", to_values("integer")),
        Kind::Bool => to_values("boolean"),
        Kind::Enum(enumeration) if enumeration.name == ErrorCode::ENUMERATION.name => {
            link(enumeration.name, "Error codes")
        }
        Kind::Enum(enumeration) => link(enumeration.name, enumeration.name),
        Kind::List(of) => format!("list of {}", type_of(of)),
    }
}

/// Each kind, how it is written, and what a reader takes besides.
const KINDS: &[[&str; 3]] = &[
    ["text", "Any text, the empty one included.", "–"],
    ["id", "Opaque text, not empty. Often a UUID, often not: never parse one.", "–"],
    ["token", "Opaque text, not empty.", "–"],
    [
        "date-time",
        "A moment in UTC in whole milliseconds: `2025-11-03T14:30:00.000Z`.",
        "0 to 9 fraction digits, cut to 3; an offset `±hh:mm` in place of `Z`. `T` and `Z` are \
         upper-case; no 30 February and no second 60; in UTC, the year is 0000 to 9999.",
    ],
    ["date", "A day: `2025-11-05`.", "A date-time: the date in it, without regard to its offset."],
    [
        "number",
        "Finite, with or without a fraction; whole numbers below 2^53 are written without one.",
        "–",
    ],
    ["integer", "A whole number from 0 to 2^53 − 1.", "`3.0` as 3."],
    ["boolean", "`true` or `false`.", "–"],
    ["list", "An array; an empty array is not the same as an absent key.", "–"],
];

pub(super) fn values(page: &mut Page) {
    page.heading(2, "Values");
    let rows = KINDS.iter().map(|cells| cells.map(str::to_owned)).collect();
    page.table(["kind", "written", "also read"], rows);
    page.text(
        "An *optional* key is left out when there is no value. It is never written as null, though \
         null is read as absent. A key that *may be null* is always there.",
    );
    page.heading(3, "Ids");
    let fields = EVENTS.iter().flat_map(|row| row.fields).chain(Header::FIELDS);
    let ids: BTreeMap<&str, &str> = fields
        .filter_map(|field| match field.kind.scalar() {
            Kind::Id(id) => Some((id.name, id.doc)),
            _ => None,
        })
        .collect();
    let rows = ids.iter().map(|(name, doc)| [format!("`{name}`"), cell(doc)]).collect();
    page.table(["type", "meaning"], rows);
}

pub(super) fn enumerations(page: &mut Page) {
    page.heading(2, "Enumerations");
    page.text(
        "All are open: a reader keeps a value that is not listed, and writes it back unchanged. A \
         producer sends listed values only.",
    );
    for enumeration in used().values().filter(|it| it.name != ErrorCode::ENUMERATION.name) {
        assert!(enumeration.open, "{} is closed: say so in the reference", enumeration.name);
        page.heading(3, enumeration.name);
        page.doc(enumeration.doc);
        table(page, enumeration);
    }
}

/// The values of an enumeration.
pub(super) fn table(page: &mut Page, enumeration: &Enumeration) {
    let meaning = |value: &EnumerationValue| {
        [format!("`{}`", value.text), cell(&documented(value.doc, value.deprecation))]
    };
    if enumeration.values.iter().all(|value| value.aliases.is_empty()) {
        let rows = enumeration.values.iter().map(meaning).collect();
        page.table(["value", "meaning"], rows);
    } else {
        let rows = enumeration.values.iter().map(|value| {
            let [text, doc] = meaning(value);
            [text, doc, codes(value.aliases.iter().copied())]
        });
        page.table(["value", "meaning", "old spellings"], rows.collect());
    }
}

pub(super) fn error_codes(page: &mut Page) {
    page.heading(2, "Error codes");
    page.doc(ErrorCode::ENUMERATION.doc);
    page.text(&format!(
        "The table says what a connected client does. Before {}, every error ends the attempt to connect.",
        link("`auth.success`", "`auth.success`")
    ));
    let listed = ErrorCode::ALL.iter().zip(ErrorCode::ENUMERATION.values);
    let mut rows: Vec<[String; 7]> = listed
        .map(|(code, value)| {
            let meaning = cell(&documented(value.doc, value.deprecation));
            error_row(format!("`{}`", value.text), meaning, code.row())
        })
        .collect();
    rows.push(error_row("any other".to_owned(), "–".to_owned(), ErrorCode::UNLISTED));
    page.table(
        ["code", "meaning", "HTTP", "class", "what a client does", "waits", "recovery"],
        rows,
    );
    page.text(
        "*Waits*: how long to wait after the first such error in a row, the second, …; a `retryAfterMs` \
         in the error replaces it.",
    );
    for (name, enumeration) in
        [("Classes", &ErrorClass::ENUMERATION), ("Recoveries", &Recovery::ENUMERATION)]
    {
        page.heading(3, name);
        page.doc(enumeration.doc);
        table(page, enumeration);
    }
    page.heading(3, "When the rate limit is hit");
    page.code("mermaid", &flows::rate_limit());
}

fn error_row(code: String, meaning: String, row: &ErrorRow) -> [String; 7] {
    let waits: Vec<String> =
        row.delays_ms.iter().map(|delay| (f64::from(*delay) / 1000.0).to_string()).collect();
    [
        code,
        meaning,
        row.http_status.map_or("–".to_owned(), |status| status.to_string()),
        row.class.to_string(),
        row.action.to_owned(),
        if waits.is_empty() { "–".to_owned() } else { format!("{} s", waits.join(", ")) },
        format!("`{}`", row.recovery),
    ]
}
