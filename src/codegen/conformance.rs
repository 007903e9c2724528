//! `schema/conformance/`: the requirements as data, for other implementations and for whoever reads a
//! report; and the schema of that file.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use serde_json::Value;

use super::coverage::Coverage;
use super::vectors::{Plain, root_schema};
use super::{header, json_file};
use crate::PROTOCOL_VERSION;
use crate::conformance::{Level, Requirement, Role, requirements};
use crate::vectors::{Case, VectorKind, cases};

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
    /// Every vector, by kind and file.
    vectors: Vec<VectorRow>,
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
    /// What proves it.
    proved_by: Proofs,
}

/// What proves a requirement; nothing does where all are empty.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Proofs {
    /// Whether `realtime conform` checks it of a server.
    conform: bool,
    /// The shipped scenarios that check it of a client, by name.
    scenarios: Vec<&'static str>,
    /// How many vectors of each kind are instances of it.
    vectors: BTreeMap<&'static str, usize>,
}

/// A vector.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct VectorRow {
    /// Its name, which never changes once it is released.
    id: String,
    /// What it is about.
    kind: VectorKind,
    /// The requirement that it is an instance of.
    requirement: &'static str,
    /// How much depends on that.
    level: Level,
    /// Where that is written.
    clause: &'static str,
}

impl Row {
    fn of(row: &'static Requirement, coverage: &Coverage) -> Self {
        let Requirement { id, role, level, clause, statement, remedy, needs, .. } = *row;
        let proved_by = Proofs {
            conform: role == Role::Server,
            scenarios: coverage.scenarios(id).to_vec(),
            vectors: coverage.vectors(id),
        };
        Row { id, role, level, clause, statement, remedy, needs, proved_by }
    }
}

impl VectorRow {
    fn of(case: Case) -> Option<Self> {
        let Requirement { id: requirement, level, clause, .. } =
            *crate::conformance::requirement(&case.requirement)?;
        Some(VectorRow { id: case.id, kind: case.kind, requirement, level, clause })
    }
}

pub(super) fn files() -> [(String, String); 2] {
    let coverage = Coverage::new();
    let file = Conformance {
        comment: header(),
        protocol_version: PROTOCOL_VERSION,
        requirements: requirements().map(|row| Row::of(row, &coverage)).collect(),
        vectors: cases().into_iter().filter_map(VectorRow::of).collect(),
    };
    let file = serde_json::to_value(file).unwrap_or(Value::Null);
    let settings = SchemaSettings::draft2020_12().with_transform(Plain);
    let schema = root_schema::<Conformance>("conformance.schema.json", settings);
    [
        (format!("schema/conformance/{PROTOCOL_VERSION}.json"), json_file(file)),
        ("schema/conformance.schema.json".to_owned(), json_file(schema)),
    ]
}
