//! What was released stays as it was, and this version is a definition like any other.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use purposepath_realtime::PROTOCOL_VERSION;
use purposepath_realtime::codegen::{RELEASED, artifacts};
use purposepath_realtime::definition::{Definition, version};
use purposepath_realtime::evolution::compare;
use serde_json::Value;
use sha2::{Digest, Sha256};

const SUMS: &str = "SHA256SUMS";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(RELEASED)
}

/// What is frozen, by the name of the file.
fn frozen() -> BTreeMap<String, String> {
    let names = fs::read_dir(folder())
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"));
    names
        .filter(|name| name != SUMS)
        .map(|name| (name.clone(), fs::read_to_string(folder().join(name)).expect("a text")))
        .collect()
}

/// The definitions that are frozen, by the name of the file.
fn released() -> BTreeMap<String, String> {
    frozen().into_iter().filter(|(name, _)| !name.ends_with(".ids")).collect()
}

fn sum(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn validator() -> jsonschema::Validator {
    let artifacts = artifacts().expect("every event has a fixture");
    let schema: Value = serde_json::from_str(&artifacts["schema/meta.schema.json"]).expect("JSON");
    jsonschema::validator_for(&schema).expect("a schema")
}

#[test]
fn what_was_released_is_what_it_was() {
    let sums = fs::read_to_string(folder().join(SUMS)).expect("a text");
    let listed: BTreeMap<&str, &str> = sums
        .lines()
        .map(|line| line.split_once("  ").expect("a sum, two spaces and a name"))
        .map(|(sum, name)| (name, sum))
        .collect();
    for (name, text) in frozen() {
        assert_eq!(
            listed.get(&*name).copied(),
            Some(&*sum(&text)),
            "{RELEASED}/{name} is not what was released: put it back, or if it is new, append \
             `{}  {name}` to {RELEASED}/{SUMS}",
            sum(&text)
        );
    }
    for name in listed.keys() {
        assert!(frozen().contains_key(*name), "{RELEASED}/{name} is gone: put it back");
    }
}

#[test]
fn a_released_definition_is_named_after_its_version() {
    let current = version(PROTOCOL_VERSION).expect("a version");
    for (name, text) in released() {
        let definition = Definition::parse(&text).unwrap_or_else(|why| panic!("{name} {why}"));
        assert_eq!(name, format!("{}.json", definition.protocol_version));
        assert!(definition.version() <= Some(current), "{name} is later than {PROTOCOL_VERSION}");
        let comparison = compare(&definition, &definition);
        assert!(comparison.changes.is_empty(), "{name} differs from itself");
        assert!(comparison.not_compared.is_empty(), "{name}: {:?}", comparison.not_compared);
    }
}

#[test]
fn definitions_are_valid_under_their_schema() {
    let artifacts = artifacts().expect("every event has a fixture");
    let own = [("schema/meta.json".to_owned(), artifacts["schema/meta.json"].clone())];
    let validator = validator();
    for (name, text) in released().into_iter().chain(own) {
        let value: Value = serde_json::from_str(&text).expect("JSON");
        let faults: Vec<String> = validator
            .iter_errors(&value)
            .map(|fault| format!("{}: {fault}", fault.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{name}: {faults:#?}");
        let mut broken = value;
        broken["events"][0]["keys"][0]["optional"] = "yes".into();
        assert!(!validator.is_valid(&broken), "{name} with a wrong key is valid");
    }
}

#[test]
fn what_is_rendered_is_read_back() {
    let artifacts = artifacts().expect("every event has a fixture");
    let mut read = Definition::parse(&artifacts["schema/meta.json"]).expect("a definition");
    read.fingerprint = None;
    assert_eq!(read, Definition::of_this_crate());
}
