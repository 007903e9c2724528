//! Findings that somebody accepted, as they are written down.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::definition::version;

/// Findings of `realtime breaking` that somebody accepted: they do not fail, and demand no major
/// version. Entries of versions that are out stay as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptedChanges {
    /// The schema of the file, for editors.
    #[serde(rename = "$schema", default)]
    schema: Option<String>,
    /// An entry for each finding.
    accepted: Vec<AcceptedChange>,
}

/// A finding that somebody accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptedChange {
    /// Which finding; `realtime breaking` prints it.
    pub fingerprint: String,
    /// The version with the change.
    #[schemars(extend("pattern" = "^[0-9]+\\.[0-9]+$"))]
    pub version: String,
    /// Why it does no harm.
    #[schemars(extend("pattern" = "\\S"))]
    pub reason: String,
}

impl AcceptedChanges {
    /// Reads the file.
    ///
    /// # Errors
    /// What is wrong with it, as the end of a sentence that begins with its name.
    pub fn parse(text: &str) -> Result<Self, String> {
        let changes: AcceptedChanges =
            serde_json::from_str(text).map_err(|error| format!("cannot be read: {error}"))?;
        let mut seen = BTreeSet::new();
        for AcceptedChange { fingerprint, version: of, reason } in &changes.accepted {
            if reason.trim().is_empty() {
                return Err(format!(
                    "accepts {fingerprint:?} without a reason: say why it does no harm"
                ));
            }
            if version(of).is_none() {
                return Err(format!(
                    "accepts {fingerprint:?} in version {of:?}, which is no version: expected two \
                     numbers, as in \"1.0\""
                ));
            }
            if !seen.insert((fingerprint, of)) {
                return Err(format!(
                    "accepts {fingerprint:?} twice in version {of:?}: keep the first entry"
                ));
            }
        }
        Ok(changes)
    }

    /// The entries, in the order of the file.
    pub fn entries(&self) -> &[AcceptedChange] {
        &self.accepted
    }

    /// The entry of a finding in a version.
    pub fn of(&self, fingerprint: &str, version: &str) -> Option<&AcceptedChange> {
        let is_it = |it: &&AcceptedChange| it.fingerprint == fingerprint && it.version == version;
        self.accepted.iter().find(is_it)
    }
}
