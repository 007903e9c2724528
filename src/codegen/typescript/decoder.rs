//! What the decoder knows of the protocol: the rows, which say what each frame may hold.

use std::collections::BTreeMap;

use super::Module;
use crate::command::COMMANDS;
use crate::enumeration::Enumeration;
use crate::envelope::Header;
use crate::event::{AREA_SUFFIX, EVENTS};
use crate::json::{Field, Kind, Presence};
use crate::payload::Object;
use crate::{EventType, GatewayFault};

/// The rows, which the package does not export.
pub(super) fn module() -> Module {
    Module::rendered("codec/rows", rows(), String::new())
}

/// The rows are words that the decoder splits at the first call: they are half as long as calls would
/// be.
const ABOUT: &str = "\
import { KINDS, number, oneOf } from \"./kinds.js\";

// What a frame may hold, an event a line: its type, with old types behind `|`, and the keys of its
// data. A key is `key` for non-empty text that is always there, `key?` for what may be left out,
// `key~` for what may be null, `key:kind` for other values, `key:kind[]` for a list of them,
// `key|old` with old spellings; `key=|old` are some that may stand beside the key.
";

fn rows() -> String {
    let mut out = String::from(ABOUT);
    out.push_str(&format!("\nexport const AREA_SUFFIX = \"{AREA_SUFFIX}\";\n"));
    out.push_str(&format!("export const AREA_TYPE = \"{}\";\n\n", EventType::ErrorEvent));
    out.push_str("export const rows = () => ({\n  kinds: {\n    ...KINDS,\n");
    for (name, kind) in kinds() {
        out.push_str(&format!("    \"{name}\": {kind},\n"));
    }
    let words = |fields: &[Field]| fields.iter().flat_map(word).collect::<Vec<_>>();
    let list = |words: &[String]| format!("[\"{}\"]", words.join("\", \""));
    out.push_str(&format!("  }},\n  header: {},\n  events: [\n", list(&words(Header::FIELDS))));
    for row in EVENTS {
        let mut line = vec![[&[row.wire_type], row.aliases].concat().join("|")];
        line.extend(words(row.fields));
        out.push_str(&format!("    \"{}\",\n", line.join(" ")));
    }
    out.push_str("  ],\n  commands: [\n");
    for row in COMMANDS {
        let mut command = vec![row.discriminator.to_owned(), row.wire_type.to_owned()];
        command.extend(words(row.fields));
        out.push_str(&format!("    {},\n", list(&command)));
    }
    let gateway: Vec<String> =
        GatewayFault::FIELDS.iter().map(|field| field.key.to_owned()).collect();
    out.push_str(&format!("  ],\n  gateway: {},\n}});\n", list(&gateway)));
    out
}

/// The kinds that the decoder cannot know: ranges and enumerations.
fn kinds() -> BTreeMap<String, String> {
    let fields = EVENTS.iter().flat_map(|row| row.fields);
    fields
        .filter_map(|field| {
            let kind = field.kind.scalar();
            let constructor = match kind {
                Kind::Number { min, max } => {
                    let bound =
                        |it: &Option<f64>| it.map_or("undefined".to_owned(), |it| it.to_string());
                    let bounds = [bound(min), bound(max)];
                    let given =
                        bounds.iter().rposition(|it| it != "undefined").map_or(0, |at| at + 1);
                    format!("number({})", bounds[..given].join(", "))
                }
                Kind::Enum(of) => one_of(of),
                _ => return None,
            };
            Some((kind_name(kind), constructor))
        })
        .collect()
}

/// The constructor of an open enumeration: its values, each with its old spellings.
fn one_of(of: &Enumeration) -> String {
    assert!(of.open, "{} is closed: teach the decoder to refuse what it does not list", of.name);
    let names = of.values.iter().map(|value| [&[value.text], value.aliases].concat().join("|"));
    let words = names.inspect(|names| assert!(!names.contains(' '), "`{names}` has a space"));
    format!("oneOf(\"{}\")", words.collect::<Vec<_>>().join(" "))
}

/// A key as `ABOUT` words it: `reason?:text|pauseReason`. Its twins are a word of their own.
fn word(field: &Field) -> Vec<String> {
    let kind = kind_name(field.kind.scalar());
    let kind = match field.kind {
        Kind::List(_) => format!(":{kind}[]"),
        _ if kind == "filled" => String::new(),
        _ => format!(":{kind}"),
    };
    let mark = match field.presence {
        Presence::Required => "",
        Presence::Optional => "?",
        Presence::Nullable => "~",
    };
    let old = |twin: bool| -> String {
        let old = field.aliases.iter().filter(|alias| alias.twin == twin);
        old.map(|alias| format!("|{}", alias.key)).collect()
    };
    let mut words = vec![format!("{}{mark}{kind}{}", field.key, old(false))];
    let twins = old(true);
    if !twins.is_empty() {
        words.push(format!("{}={kind}{twins}", field.key));
    }
    words
}

fn kind_name(kind: &Kind) -> String {
    let name = match kind {
        Kind::Text => "text",
        Kind::Id(_) | Kind::Token => "filled",
        Kind::Timestamp => "time",
        Kind::Date => "date",
        Kind::Number { min, max } => {
            let bound = |it: &Option<f64>| it.map(|it| it.to_string()).unwrap_or_default();
            return format!("{}..{}", bound(min), bound(max));
        }
        Kind::Integer => "whole",
        Kind::Bool => "bool",
        Kind::Enum(of) => return of.name[..1].to_lowercase() + &of.name[1..],
        Kind::List(_) => unreachable!("a list of lists is no kind of the protocol"),
    };
    name.to_owned()
}
