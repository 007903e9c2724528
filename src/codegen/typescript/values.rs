//! Ids, times and enumerations.

use std::collections::BTreeMap;

use super::{Module, enumeration, jsdoc};
use crate::ErrorCode;
use crate::definition::enumerations;
use crate::envelope::Header;
use crate::event::EVENTS;
use crate::json::Kind;
use crate::payload::Object;

const HEAD: &str = "\
/**
 * Text that is marked with what it identifies. Any text can be used as an id, but an id of one kind
 * cannot be used as one of another.
 */
export type Branded<Name extends string> = string & { readonly [brand]?: Name };

declare const brand: unique symbol;

/** A moment in UTC, written `2025-11-03T14:30:00.000Z`. */
export type Timestamp = string;

/** A day of the calendar, written `2025-11-05`. */
export type CalendarDate = string;
";

pub(super) fn module() -> Module {
    let mut js = String::new();
    let mut dts = HEAD.to_owned();
    for (name, doc) in ids() {
        dts.push('\n');
        dts.push_str(&jsdoc(doc, ""));
        dts.push_str(&format!("export type {name} = Branded<\"{name}\">;\n"));
    }
    for of in enumerations().values().filter(|of| of.name != ErrorCode::ENUMERATION.name) {
        let (constants, types) = enumeration(of);
        js.push_str(&constants);
        dts.push('\n');
        dts.push_str(&types);
    }
    // What is not marked as exported is not.
    dts.push_str("\nexport {};\n");
    Module::rendered("protocol/values", js, dts)
}

/// Every id type that an event carries, with what it identifies.
fn ids() -> BTreeMap<&'static str, &'static str> {
    let fields = EVENTS.iter().flat_map(|row| row.fields).chain(Header::FIELDS);
    fields
        .filter_map(|field| match field.kind.scalar() {
            Kind::Id(id) => Some((id.name, id.doc)),
            _ => None,
        })
        .collect()
}
