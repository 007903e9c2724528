//! The requirements that are known to fail, each with the reason.

use std::collections::BTreeMap;
use std::path::Path;

use super::known;
use crate::cli::Failure;
use crate::cli::small_file::text_of;
use crate::mock_files::NoJson;
use crate::os_error::why;

pub type Expected = BTreeMap<&'static str, String>;

pub fn read(path: &Path) -> Result<Expected, Failure> {
    let name = path.display();
    let text = text_of(path).map_err(|error| {
        Failure::Error(format!("cannot read {name}: {}: check --expected-failures", why(&error)))
    })?;
    let entries: BTreeMap<String, String> = match serde_json::from_str(&text) {
        Ok(entries) => entries,
        Err(error) if error.is_data() => {
            return Err(Failure::Error(format!(
                "{name}: line {}: expected an object of names and reasons, as in \
                 {{\"close.binary\": \"ticket 123\"}}",
                error.line()
            )));
        }
        Err(_) => {
            let NoJson { line, expected, found } = NoJson::of(&text);
            return Err(Failure::Error(format!(
                "{name} is not JSON: line {line}: expected {expected}, found {found}"
            )));
        }
    };
    let check = |(id, reason): (String, String)| {
        let id = known(&id, &name.to_string())?;
        if reason.trim().is_empty() {
            return Err(Failure::Error(format!("{name}: `{id}` has no reason: write one")));
        }
        Ok((id, reason))
    };
    entries.into_iter().map(check).collect()
}
