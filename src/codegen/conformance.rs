//! `schema/conformance/`: the requirements as data, for other implementations and for whoever reads a
//! report; and the schema of that file.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use serde_json::Value;

use super::vectors::{Plain, root_schema};
use super::{header, json_file};
use crate::PROTOCOL_VERSION;
use crate::conformance::{Level, Requirement, Role, requirements};

/// What an implementation of the protocol has to keep.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Conformance {
    /// Who writes the file.
    #[serde(rename = "$comment")]
    comment: String,
    /// The version of the protocol, `MAJOR.MINOR`.
    protocol_version: &'static str,
    /// Every requirement, by role.
    requirements: Vec<Row>,
}

/// A requirement.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Row {
    /// Its name, which never changes once it is released.
    id: &'static str,
    /// Who has to keep it.
    role: Role,
    /// How much depends on it, in the words of RFC 2119.
    level: Level,
    /// Where it is written: a page of `docs/reference/` and the anchor of a heading.
    clause: &'static str,
    /// What has to hold.
    statement: &'static str,
    /// What to do when it does not hold.
    remedy: &'static str,
    /// The requirements without which it cannot be looked at.
    needs: &'static [&'static str],
}

impl Row {
    fn of(row: &'static Requirement) -> Self {
        let Requirement { id, role, level, clause, statement, remedy, needs, .. } = *row;
        Row { id, role, level, clause, statement, remedy, needs }
    }
}

pub(super) fn files() -> [(String, String); 2] {
    let file = Conformance {
        comment: header(),
        protocol_version: PROTOCOL_VERSION,
        requirements: requirements().map(Row::of).collect(),
    };
    let file = serde_json::to_value(file).unwrap_or(Value::Null);
    let settings = SchemaSettings::draft2020_12().with_transform(Plain);
    let schema = root_schema::<Conformance>("conformance.schema.json", settings);
    [
        (format!("schema/conformance/{PROTOCOL_VERSION}.json"), json_file(file)),
        ("schema/conformance.schema.json".to_owned(), json_file(schema)),
    ]
}
