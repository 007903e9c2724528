//! The decoder: written by hand but for the rows, which say what each frame may hold.
//!
//! Modules without declarations are internal: the package does not export them.

use super::super::meta::enumerations;
use super::Module;
use crate::event::AREA_SUFFIX;
use crate::{
    COMMANDS, EVENTS, Enumeration, EventType, Field, GatewayFault, Header, Kind, Object, Presence,
};

const DECODER: (&str, &str) =
    (include_str!("../runtime/decoder.js"), include_str!("../runtime/decoder.d.ts"));
const ENCODER: (&str, &str) =
    (include_str!("../runtime/encoder.js"), include_str!("../runtime/encoder.d.ts"));

/// What the package exports: the decoder and the encoder.
pub(super) fn modules() -> [Module; 2] {
    [("decoder", DECODER), ("encoder", ENCODER)].map(|(name, (js, dts))| Module {
        name,
        js: js.to_owned(),
        dts: dts.to_owned(),
    })
}

/// What the decoder is made of.
pub(super) fn internal_modules() -> [Module; 4] {
    [
        ("faults", include_str!("../runtime/faults.js").to_owned()),
        ("kinds", include_str!("../runtime/kinds.js").to_owned()),
        ("limits", include_str!("../runtime/limits.js").to_owned()),
        ("rows", rows()),
    ]
    .map(|(name, js)| Module { name, js, dts: String::new() })
}

const IMPORTS: &str = "\
import { BOOL, DATE, FILLED, TEXT, TIMESTAMP, WHOLE } from \"./kinds.js\";
import { list, nullable, number, oneOf, optional, required, twin } from \"./kinds.js\";
";

fn rows() -> String {
    let mut out = String::from(IMPORTS);
    out.push_str(&format!("\nexport const AREA_SUFFIX = \"{AREA_SUFFIX}\";\n"));
    out.push_str(&format!("export const AREA_TYPE = \"{}\";\n\n", EventType::ErrorEvent));
    out.push_str("export const rows = () => {\n");
    for of in enumerations().values().filter(|of| has_old(of)) {
        out.push_str(&format!("  const {} = {};\n", variable(of.name), one_of(of)));
    }
    out.push_str("  return {\n");
    out.push_str(&format!("    header: {},\n    events: [\n", fields(Header::FIELDS, "    ")));
    for row in EVENTS {
        let names: String = row.aliases.iter().map(|name| format!(", \"{name}\"")).collect();
        let fields = fields(row.fields, "      ");
        out.push_str(&format!("      [\"{}\", {fields}{names}],\n", row.wire_type));
    }
    out.push_str("    ],\n    commands: [\n");
    for row in COMMANDS {
        let fields = fields(row.fields, "      ");
        let (key, wire_type) = (row.discriminator, row.wire_type);
        out.push_str(&format!("      [\"{key}\", \"{wire_type}\", {fields}],\n"));
    }
    let gateway: Vec<String> =
        GatewayFault::FIELDS.iter().map(|field| format!("\"{}\"", field.key)).collect();
    out.push_str(&format!("    ],\n    gateway: [{}],\n  }};\n}};\n", gateway.join(", ")));
    out
}

fn has_old(of: &Enumeration) -> bool {
    of.values.iter().any(|value| !value.aliases.is_empty())
}

/// `GoalStatus` → `goalStatus`.
fn variable(name: &str) -> String {
    name[..1].to_lowercase() + &name[1..]
}

/// The constructor of an open enumeration with its old spellings, each before its canonical one.
fn one_of(of: &Enumeration) -> String {
    let pairs: Vec<String> = of
        .values
        .iter()
        .flat_map(|value| value.aliases.iter().map(|old| format!("\"{old}\", \"{}\"", value.text)))
        .collect();
    format!("oneOf({})", pairs.join(", "))
}

fn fields(fields: &[Field], indent: &str) -> String {
    let mut out = String::from("[");
    for field in fields {
        out.push_str(&format!("\n{indent}  {},", self::field(field, indent)));
    }
    if !fields.is_empty() {
        out.push_str(&format!("\n{indent}"));
    }
    out + "]"
}

/// `required("kpiId", ID)`, with old spellings behind.
fn field(field: &Field, indent: &str) -> String {
    let presence = match field.presence {
        Presence::Required => "required",
        Presence::Optional => "optional",
        Presence::Nullable => "nullable",
    };
    let spelt = |twin: bool| -> String {
        let old = field.aliases.iter().filter(|alias| alias.twin == twin);
        old.map(|alias| format!(", \"{}\"", alias.key)).collect()
    };
    let (key, kind) = (field.key, kind(&field.kind));
    let plain = format!("{presence}(\"{key}\", {kind}{})", spelt(false));
    match spelt(true) {
        twins if twins.is_empty() => plain,
        twins => format!("{plain},\n{indent}  twin(\"{key}\", {kind}{twins})"),
    }
}

fn kind(kind: &Kind) -> String {
    match kind {
        Kind::Text => "TEXT".to_owned(),
        Kind::Id(_) | Kind::Token => "FILLED".to_owned(),
        Kind::Timestamp => "TIMESTAMP".to_owned(),
        Kind::Date => "DATE".to_owned(),
        Kind::Number { min, max } => {
            let bounds: Vec<String> = match (min, max) {
                (None, None) => vec![],
                (Some(min), None) => vec![min.to_string()],
                (min, Some(max)) => vec![
                    min.map_or_else(|| "undefined".to_owned(), |min| min.to_string()),
                    max.to_string(),
                ],
            };
            format!("number({})", bounds.join(", "))
        }
        Kind::Integer => "WHOLE".to_owned(),
        Kind::Bool => "BOOL".to_owned(),
        Kind::Enum(of) if has_old(of) => variable(of.name),
        Kind::Enum(_) => "FILLED".to_owned(),
        Kind::List(of) => format!("list({})", self::kind(of)),
    }
}
