//! One object for programs.

use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::prove::Contradiction;
use super::report::Report;
use crate::cli::{Failure, Output};
use crate::evolution::{Change, Verdict};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<'a> {
    outcome: &'static str,
    base: Option<String>,
    changes: Vec<Entry<'a>>,
    /// With `--prove` only.
    #[serde(skip_serializing_if = "Option::is_none")]
    contradictions: Option<&'a [Contradiction]>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'a> {
    rule: &'static str,
    place: &'a str,
    before: &'a Value,
    after: &'a Value,
    server_to_client: Option<&'static str>,
    client_to_server: Option<&'static str>,
    level: &'static str,
    legal_way: &'static str,
    witness: Option<Box<RawValue>>,
    fingerprint: &'a str,
    accepted: bool,
}

impl<'a> Entry<'a> {
    fn of(change: &'a Change) -> Self {
        Entry {
            rule: change.rule.as_str(),
            place: &change.place,
            before: &change.before,
            after: &change.after,
            server_to_client: change.server_to_client.map(Verdict::as_str),
            client_to_server: change.client_to_server.map(Verdict::as_str),
            level: change.level.as_str(),
            legal_way: change.legal_way,
            // The frame as it is written, keys in their order.
            witness: change.witness.clone().and_then(|frame| RawValue::from_string(frame).ok()),
            fingerprint: &change.fingerprint,
            accepted: change.accepted,
        }
    }
}

pub(super) fn write(report: &Report, out: &mut Output) -> Result<(), Failure> {
    let is_first = report.bases.is_empty();
    let document = Document {
        outcome: if is_first { "first_run" } else { "compared" },
        base: (!is_first).then(|| report.bases.join(", ")),
        changes: report.findings.iter().map(|finding| Entry::of(&finding.change)).collect(),
        contradictions: report.contradictions.as_deref(),
    };
    out.line(&serde_json::to_vec(&document).expect("texts are JSON"))
}
