//! How to read: what is accepted, what is kept, what is refused, and how a refusal is reported.

use super::page::{Page, cell, codes, link};
use super::values;
use crate::command::COMMANDS;
use crate::definition::enumerations;
use crate::envelope::Header;
use crate::event::EVENTS;
use crate::fact::Unit;
use crate::json::Kind;
use crate::payload::Object;
use crate::reserved::{RESERVED, Reserved};
use crate::{FaultCode, MAX_DEPTH, MAX_FRAME_BYTES};

pub(super) fn section(page: &mut Page) {
    page.heading(2, "Reading");
    page.text(
        "A reader accepts old spellings and ignores or keeps what a later version may add; everything \
         else has to be correct. A producer writes only what this reference lists, in the spelling of \
         this reference.",
    );
    unknown(page);
    page.heading(3, "Old spellings");
    old_spellings(page);
    page.heading(3, "Doubled keys");
    doubled_keys(page);
    page.heading(3, "Reserved names");
    reserved(page, RESERVED);
    page.heading(3, "Limits of a message");
    page.text(&format!(
        "At most {} of UTF-8, and at most {MAX_DEPTH} levels of objects and arrays, the outermost \
         object included; ignored and unknown values count too. No byte-order mark, no lone surrogate \
         anywhere.",
        Unit::Bytes.show(MAX_FRAME_BYTES as u64),
    ));
    page.heading(3, "Errors of the decoder");
    page.text(
        "An error has a code, the JSON path of the value (with keys as they were written, a missing \
         key by its canonical name), what was expected and what was found. Of several errors in a \
         frame, one is reported; one of the grammar, the size or the nesting comes first.",
    );
    page.text(
        "A path begins with `$`. A key is `.key` where it consists of letters, digits and `_` and does not \
         begin with a digit, else `[\"a key\"]` as JSON writes it; an item of a list is `[0]`. What \
         concerns the whole frame is at `$`, a doubled key at its second place, two tenants at \
         `$.data.tenantId`. Paths of old spellings, ignored keys and unknown values are written alike.",
    );
    values::table(page, &FaultCode::ENUMERATION);
}

fn unknown(page: &mut Page) {
    page.heading(3, "Unknown and malformed");
    let rows = [
        [
            "a `type` that is not listed",
            "unknown, never an error, if it has a `timestamp`: kept whole, written back byte for \
             byte. Its `data` may be anything, or absent. Nothing else of it is looked at: no tenant, no \
             old spelling",
        ],
        [
            "`<area>.error` that is not listed, with a text `code` in its `data`",
            "an `error`; its area is kept",
        ],
        [
            "a key that is not listed, of an event or a command",
            "ignored, reported with its path, and dropped when the message is written again; nothing \
             inside of its value matters but the limits",
        ],
        ["another key beside those of a gateway fault", "ignored, and not reported"],
        ["an enumeration value that is not listed", "kept, reported, and written back"],
        ["a listed type whose frame is not valid", "an error, never unknown"],
        ["a `tenantId` in the envelope that differs from the one in `data`", "an error"],
        ["null for an optional key", "the key is absent"],
        ["an `eventType`, and no `type` or `action`", "unknown, whatever else the frame holds"],
    ];
    page.table(
        ["a reader finds", "and treats it as"],
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
        "A reader accepts these, and can report which it found. It also accepts each key of the \
         envelope, of payloads and of commands in snake_case, old keys included: `{}` for `{}`. The \
         keys of a {} have no other spelling.",
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

fn reserved(page: &mut Page, reserved: &[Reserved]) {
    page.text(
        "Names that were used once are not used again, since a peer that still knows one would take \
         it for what it was.",
    );
    let rows: Vec<[String; 4]> = reserved
        .iter()
        .map(|row| {
            [
                format!("`{}`", row.name),
                format!("`{}`", row.place),
                row.since.to_owned(),
                cell(row.why),
            ]
        })
        .collect();
    if rows.is_empty() {
        page.text("None is reserved so far.");
    } else {
        page.table(["name", "was used in", "reserved since", "why"], rows);
    }
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
        "The same key in two spellings is an error, even if one of them is null. Only {} may occur \
         together, if their values are equal. The same key twice in the same spelling is an error too, \
         unless the reader is given parsed JSON, which has only the last one.",
        twins.join(", "),
    ));
}
