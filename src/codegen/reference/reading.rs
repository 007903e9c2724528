//! How to read: what is accepted, what is kept, what is refused, and how a refusal is reported.

use super::page::{Page, codes, link};
use super::values;
use crate::codegen::meta::enumerations;
use crate::fact::Unit;
use crate::{COMMANDS, EVENTS, FaultCode, Header, Kind, MAX_DEPTH, MAX_FRAME_BYTES, Object};

pub(super) fn section(page: &mut Page) {
    page.heading(2, "Reading");
    page.text(
        "A reader is tolerant where the protocol has a history or a future, and strict everywhere \
         else. A producer is strict always: it writes what this reference lists, in the spelling of \
         this reference.",
    );
    unknown(page);
    page.heading(3, "Old spellings");
    old_spellings(page);
    page.heading(3, "Doubled keys");
    doubled_keys(page);
    page.heading(3, "Limits of a message");
    page.text(&format!(
        "At most {} of UTF-8. Nested {MAX_DEPTH} deep at most, with the root as 1, measured in \
         ignored and unknown values too. No byte-order mark, no lone surrogate anywhere.",
        Unit::Bytes.show(MAX_FRAME_BYTES as u64),
    ));
    page.heading(3, "Errors of the decoder");
    page.text(
        "An error names its code, the JSON path of the place (as written; a missing key by its \
         canonical name), what was expected and what was found. A frame with several faults reports \
         one of them.",
    );
    values::table(page, &FaultCode::ENUMERATION);
}

fn unknown(page: &mut Page) {
    page.heading(3, "Unknown and malformed");
    let rows = [
        [
            "a `type` that is not listed",
            "unknown, never an error, if it has a `timestamp`: kept whole, written back byte for \
             byte. Its `data` may be anything, or absent",
        ],
        [
            "`<area>.error` that is not listed, with a text `code` in its `data`",
            "an `error` that keeps its area",
        ],
        ["a key that is not listed", "ignored, and dropped when the event is written again"],
        ["an enumeration value that is not listed", "kept, and written back"],
        ["a listed type whose frame breaks a rule", "an error, never unknown"],
        ["a `tenantId` of the envelope that is not the payload's", "an error"],
        ["null for an optional key", "the key is absent"],
    ];
    page.table(
        ["a reader meets", "and takes it as"],
        rows.map(|row| row.map(str::to_owned)).into(),
    );
}

fn old_spellings(page: &mut Page) {
    let fields = || {
        let events = EVENTS.iter().flat_map(|row| row.fields);
        Header::FIELDS.iter().chain(events).chain(COMMANDS.iter().flat_map(|row| row.fields))
    };
    let snake = fields().find(|field| field.snake != field.key).expect("a key of two words");
    page.text(&format!(
        "A reader takes these, and says which it met. It also takes each key of the envelope, of \
         payloads and of commands in exactly its snake_case spelling, old keys included: `{}` for \
         `{}`. A {} is read as it stands.",
        snake.snake,
        snake.key,
        link("gateway fault", "Gateway fault"),
    ));
    let of_types = EVENTS.iter().filter(|row| !row.aliases.is_empty()).map(|row| {
        let title = format!("`{}`", row.wire_type);
        let old = codes(row.aliases.iter().copied());
        ["type".to_owned(), link(&title, &title), old]
    });
    let mut rows: Vec<[String; 3]> = of_types.collect();
    for row in EVENTS {
        let owner = format!("`{}`", row.wire_type);
        for field in row.fields.iter().filter(|field| !field.aliases.is_empty()) {
            let old = codes(field.aliases.iter().map(|alias| alias.key));
            let key = format!("`{}` of {}", field.key, link(&owner, &owner));
            rows.push(["key".to_owned(), key, old]);
        }
    }
    for enumeration in enumerations().values() {
        let of = values::type_of(&Kind::Enum(enumeration));
        for value in enumeration.values.iter().filter(|value| !value.aliases.is_empty()) {
            let name = format!("`{}` of {of}", value.text);
            rows.push(["value".to_owned(), name, codes(value.aliases.iter().copied())]);
        }
    }
    page.table(["what", "canonical", "old spellings"], rows);
}

fn doubled_keys(page: &mut Page) {
    let twins: Vec<String> = EVENTS
        .iter()
        .flat_map(|row| row.fields)
        .flat_map(|field| field.aliases.iter().map(move |alias| (field, alias)))
        .filter(|(_, alias)| alias.twin)
        .map(|(field, alias)| format!("`{}` and `{}`", field.key, alias.key))
        .collect();
    page.text(&format!(
        "One key in two spellings is an error, also where one of them is null. Only {} may stand side \
         by side, if they are equal. One key twice in the same spelling is an error for a reader of \
         text; a reader of parsed JSON sees the last one.",
        twins.join(", "),
    ));
}
