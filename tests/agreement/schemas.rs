//! The generated schemas, held against what the Rust decoder accepts and writes.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use jsonschema::Validator;
use serde_json::Value;

use crate::frames::Case;

pub struct Schemas {
    tolerant: Validator,
    strict: Validator,
}

impl Schemas {
    pub fn built() -> Self {
        Schemas::patched(|_| {})
    }

    /// The schemas with one thing changed.
    pub fn patched(change: fn(&mut Value)) -> Self {
        let compile = |path: &str| {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema").join(path);
            let text = fs::read_to_string(&path)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let mut schema: Value = serde_json::from_str(&text).expect("a schema is JSON");
            change(&mut schema);
            jsonschema::options()
                .should_validate_formats(true)
                .build(&schema)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        };
        Schemas {
            tolerant: compile("protocol.schema.json"),
            strict: compile("protocol.strict.schema.json"),
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
}
