//! The sums of the released versions: what was released stays as it was.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::files::{files_of, text_of};
use crate::cli::Failure;
use crate::codegen::RELEASED;
use crate::evolution::{Change, RuleId};
use crate::json::shorten;

const SUMS: &str = "SHA256SUMS";

/// What is frozen of a version: its definition, and the ids of its requirements and vectors.
const FROZEN: &[&str] = &["json", "ids"];

/// What is edited or gone of the released versions, by the sums.
pub(super) fn edited(folder: &Path) -> Result<Vec<Change>, Failure> {
    let text = text_of(&folder.join(SUMS))?.unwrap_or_default();
    let mut listed = BTreeMap::new();
    for line in text.lines() {
        let Some((sum, name)) = line.split_once("  ").filter(|(sum, _)| is_sum(sum)) else {
            return Err(Failure::Error(format!(
                "{RELEASED}/{SUMS} has the line {:?}: expected a sum of SHA-256, two spaces and the \
                 name of a file",
                shorten(line)
            )));
        };
        listed.insert(name.to_owned(), sum.to_owned());
    }
    let paths = if folder.exists() { files_of(folder, FROZEN)? } else { Vec::new() };
    let mut changes = Vec::new();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let sum = sum(&text_of(&path)?.unwrap_or_default());
        match listed.remove(&name) {
            None => {
                return Err(Failure::Error(format!(
                    "{RELEASED}/{SUMS} has no sum of {name}: if this version is released, append \
                     `{sum}  {name}`, or put back the line that was there"
                )));
            }
            Some(of_release) if of_release != sum => {
                changes.push(released_edited(format!("{RELEASED}/{name}"), false));
            }
            Some(_) => {}
        }
    }
    let gone = listed.keys().map(|name| released_edited(format!("{RELEASED}/{name}"), true));
    changes.extend(gone);
    Ok(changes)
}

/// That a file is not any more what was released: edited, or gone.
pub(super) fn released_edited(path: String, is_gone: bool) -> Change {
    let after = if is_gone { Value::Null } else { json!("edited") };
    Change::of_files(RuleId::ReleasedEdited, path, json!("as it was released"), after)
}

fn is_sum(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn sum(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}
