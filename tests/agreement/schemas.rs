//! The generated schemas, held against what the Rust decoder accepts and writes.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use jsonschema::Validator;
use purposepath_realtime::registry::{EVENTS, Header, Object};
use purposepath_realtime::{DecodeError, FaultCode};
use serde_json::Value;

use crate::frames::Case;
use crate::vector::same;

pub struct Schemas {
    tolerant: Validator,
    strict: Validator,
    /// As validators are by default: `format` is a remark.
    tolerant_without_formats: Validator,
    strict_without_formats: Validator,
}

impl Schemas {
    pub fn built() -> Self {
        Schemas::patched(|_| {})
    }

    /// The schemas with one thing changed.
    pub fn patched(change: fn(&mut Value)) -> Self {
        let compile = |path: &str, formats: bool| {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema").join(path);
            let text = fs::read_to_string(&path)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let mut schema: Value = serde_json::from_str(&text).expect("a schema is JSON");
            change(&mut schema);
            jsonschema::options()
                .should_validate_formats(formats)
                .build(&schema)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        };
        Schemas {
            tolerant: compile("protocol.schema.json", true),
            strict: compile("protocol.strict.schema.json", true),
            tolerant_without_formats: compile("protocol.schema.json", false),
            strict_without_formats: compile("protocol.strict.schema.json", false),
        }
    }

    /// Where a schema says something else than the decoder: the tolerant one accepts whatever is
    /// accepted, once it is canonical; the strict one accepts of that what this version lists.
    ///
    /// Returns how many different canonical frames there were, too.
    pub fn compare(&self, cases: &[Case]) -> (usize, Vec<String>) {
        let mut disagreements = Vec::new();
        let mut seen = BTreeSet::new();
        for case in cases {
            let Some(canonical) = &case.verdict.canonical else {
                continue;
            };
            if !seen.insert(canonical.to_string()) {
                continue;
            }
            if let Err(error) = self.tolerant.validate(canonical) {
                disagreements.push(format!("tolerant refuses {canonical}: {error}"));
            }
            match (self.strict.validate(canonical), case.verdict.is_listed) {
                (Err(error), true) => {
                    disagreements.push(format!("strict refuses {canonical}: {error}"));
                }
                (Ok(()), false) => disagreements.push(format!("strict accepts {canonical}")),
                _ => {}
            }
        }
        (seen.len(), disagreements)
    }

    /// Where a schema accepts what the decoder refuses, though it can say the rule, and where the strict
    /// one accepts what is not canonical; formats are remarks. Returns how many frames are refused as
    /// they should be, too.
    pub fn compare_refused(&self, cases: &[Case]) -> (usize, Vec<String>) {
        let mut refused = 0;
        let mut disagreements = Vec::new();
        for Case { frame, verdict, .. } in cases {
            let Ok(value) = serde_json::from_str::<Value>(frame) else { continue };
            let is_strict = self.strict_without_formats.is_valid(&value);
            let Some(refusal) = &verdict.refusal else {
                let is_canonical = verdict.canonical.as_ref().is_none_or(|it| same(it, &value));
                if is_strict && !is_canonical {
                    disagreements.push(format!("strict accepts {frame}, which is not canonical"));
                }
                continue;
            };
            if is_beyond_schemas(refusal, &value) {
                continue;
            }
            refused += 1;
            if is_strict {
                disagreements.push(format!("strict accepts {frame}, refused: {refusal}"));
            }
            if self.tolerant_without_formats.is_valid(&value) && !is_old_spelling(refusal.path()) {
                disagreements.push(format!("tolerant accepts {frame}, refused: {refusal}"));
            }
        }
        (refused, disagreements)
    }
}

impl Schemas {
    /// Where the strict schema says something else of a server's frame than `realtime conform`. Messages
    /// of other products have no schema, and commands of clients no place in what a server sends.
    #[cfg(feature = "cli")]
    pub fn compare_judged(&self, cases: &[Case]) -> (usize, Vec<String>) {
        use purposepath_realtime::cli::faults_of_frame;
        let (mut valid, mut disagreements) = (0, Vec::new());
        for Case { frame, verdict, .. } in cases {
            let Ok(value) = serde_json::from_str::<Value>(frame) else { continue };
            let faults = faults_of_frame(frame);
            let is_strict = self.strict.is_valid(&value);
            valid += usize::from(is_strict);
            let is_of_others =
                verdict.json["verdict"] == "unknown" && verdict.json["type"].is_null();
            let is_of_clients = ["auth", "ping"].iter().any(|action| value["action"] == *action);
            let is_beyond =
                verdict.refusal.as_ref().is_some_and(|it| is_beyond_schemas(it, &value));
            if faults.is_empty() && !is_strict && !is_of_others {
                disagreements.push(format!("strict refuses {frame}, in which nothing is found"));
            }
            if !faults.is_empty() && is_strict && !is_of_clients && !is_beyond {
                disagreements.push(format!("strict accepts {frame}: {faults:?}"));
            }
        }
        (valid, disagreements)
    }
}

/// Whether a schema of canonical frames cannot say the rule that a frame breaks: limits, equality of
/// two values, and which days there are.
fn is_beyond_schemas(refusal: &DecodeError, frame: &Value) -> bool {
    let is_textual = matches!(
        refusal.code(),
        FaultCode::Syntax | FaultCode::TooLarge | FaultCode::TooDeep | FaultCode::Duplicate
    );
    is_textual
        || refusal.code() == FaultCode::Conflict
        || (refusal.code() == FaultCode::BadFormat && is_no_day(at(frame, refusal.path())))
}

/// Whether a path ends in a key that this version does not write.
fn is_old_spelling(path: &str) -> bool {
    let fields = || EVENTS.iter().flat_map(|row| row.fields).chain(Header::FIELDS);
    let key = path.rsplit('.').next().unwrap_or_default();
    let key = key.split('[').next().unwrap_or_default();
    !["$", "type", "action", "token", "data"].contains(&key) && !fields().any(|it| it.key == key)
}

fn at<'a>(frame: &'a Value, path: &str) -> &'a Value {
    path.split('.').skip(1).fold(frame, |value, key| &value[key])
}

/// Whether a text is a date or a time but for the calendar: the 29th of February of another year, or
/// one that an offset moves out of the years 0000 to 9999.
fn is_no_day(value: &Value) -> bool {
    value.as_str().is_some_and(|text| {
        text.get(4..10) == Some("-02-29")
            || text.starts_with("0000-01-01")
            || text.starts_with("9999-12-31")
    })
}
