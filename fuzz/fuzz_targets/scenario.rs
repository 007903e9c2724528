//! A scenario that the mock server takes is valid by its schema; one that it refuses is refused at a
//! line and a place of the file, in few words.

#![no_main]

use std::sync::LazyLock;

use jsonschema::Validator;
use libfuzzer_sys::fuzz_target;
use purposepath_realtime::mock::{FileError, Plan, SCENARIOS};
use purposepath_realtime_fuzz::seed;
use serde_json::Value;

static SCHEMA: LazyLock<Validator> = LazyLock::new(|| {
    let schema = include_str!("../../schema/scenario.json");
    let schema: Value = serde_json::from_str(schema).expect("a schema is JSON");
    jsonschema::options().should_validate_formats(true).build(&schema).expect("a schema")
});

fuzz_target!(init: seed("scenario", SCENARIOS.iter().map(|it| it.text)), |text: &str| {
    match Plan::parse("file", text) {
        Ok(plan) => {
            assert!(!plan.name().trim().is_empty() && !plan.expectations().is_empty());
            let text = text.strip_prefix('\u{feff}').unwrap_or(text);
            let value: Value = serde_json::from_str(text).expect("it was read");
            if let Err(error) = SCHEMA.validate(&value) {
                panic!("taken, but by its schema: {error} at {}", error.instance_path());
            }
        }
        Err(error) => check_error(&error, text),
    }
});

fn check_error(error: &FileError, text: &str) {
    assert!((1..=text.split('\n').count()).contains(&error.line), "{error}");
    assert!(error.path.starts_with('$'), "{error}");
    let length = error.to_string().chars().count();
    assert!(length < 1000, "an error of {length} characters");
}
