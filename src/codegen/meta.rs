//! `schema/meta.json`: the definition as data, which is also what a reviewer reads beside the big
//! schemas.

use serde_json::Value;

use super::{header, json_file};
use crate::definition::Definition;

pub(super) fn file(fingerprint: &str) -> String {
    let mut definition = Definition::of_this_crate();
    definition.fingerprint = Some(fingerprint.to_owned());
    let mut file = serde_json::to_value(definition).expect("a definition is JSON");
    file["$comment"] = Value::from(header());
    json_file(file)
}
