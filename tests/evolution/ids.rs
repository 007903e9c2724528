//! An id of a requirement or of a vector that was released is there for good: reports, lists of expected
//! failures and other implementations name it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use purposepath_realtime::PROTOCOL_VERSION;
use purposepath_realtime::codegen::{RELEASED, artifacts};
use serde_json::Value;

/// Ids that were released and are of nothing any more, each with the reason. The list only grows.
const WITHDRAWN: &[(&str, &str)] = &[];

/// The ids of requirements and vectors that there are.
fn there_are() -> BTreeSet<String> {
    let path = format!("schema/conformance/{PROTOCOL_VERSION}.json");
    let text = &artifacts().expect("every event has a fixture")[&path];
    let catalogue: Value = serde_json::from_str(text).expect("JSON");
    let rows = ["requirements", "vectors"].into_iter().flat_map(|key| catalogue[key].as_array());
    rows.flatten().map(|row| row["id"].as_str().expect("a text").to_owned()).collect()
}

/// What is wrong with the ids that a version released, as a sentence each.
fn faults(name: &str, released: &str, ids: &BTreeSet<String>, withdrawn: &[&str]) -> Vec<String> {
    let gone = released.lines().filter(|id| !ids.contains(*id) && !withdrawn.contains(id));
    let gone = gone.map(|id| {
        format!(
            "`{id}` was released, by {RELEASED}/{name}, and is gone: put it back, since reports and \
             expected failures name it; if nothing can be proved by it any more, write it with the \
             reason into WITHDRAWN in tests/evolution/ids.rs"
        )
    });
    let again = withdrawn.iter().filter(|id| ids.contains(**id)).map(|id| {
        format!("`{id}` is withdrawn, and is the id of something again: give that another")
    });
    gone.chain(again).collect()
}

#[test]
fn every_id_that_was_released_is_there() {
    let (ids, folder) = (there_are(), Path::new(env!("CARGO_MANIFEST_DIR")).join(RELEASED));
    let withdrawn: Vec<_> = WITHDRAWN.iter().map(|(id, _)| *id).collect();
    let entries = fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry"));
    let definitions = entries.map(|entry| entry.path());
    for definition in definitions.filter(|path| path.extension().is_some_and(|it| it == "json")) {
        let path = definition.with_extension("ids");
        let name = path.file_name().unwrap().to_str().unwrap();
        let released = fs::read_to_string(&path).unwrap_or_else(|_| {
            panic!(
                "{RELEASED}/{name} is not there: freeze the ids with the definition, as \
                 docs/evolution.md says under \"Releasing a version\""
            )
        });
        assert!(released.lines().count() > 1000, "{name} is no list of ids, a line each");
        let faults = faults(name, &released, &ids, &withdrawn);
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}

#[test]
fn an_id_that_is_gone_or_comes_again_is_told_what_to_do() {
    let ids = BTreeSet::from(["auth.none".to_owned(), "codec.times.noon".to_owned()]);
    let told = |released: &str, withdrawn: &[&str]| faults("1.0.ids", released, &ids, withdrawn);
    assert_eq!(told("auth.none\ncodec.times.noon\n", &[]), <[String; 0]>::default());
    assert_eq!(
        told("auth.none\nauth.nobody\n", &[]),
        [
            "`auth.nobody` was released, by schema/released/1.0.ids, and is gone: put it back, since \
          reports and expected failures name it; if nothing can be proved by it any more, write it \
          with the reason into WITHDRAWN in tests/evolution/ids.rs"
        ]
    );
    assert_eq!(told("auth.none\nauth.nobody\n", &["auth.nobody"]), <[String; 0]>::default());
    assert_eq!(
        told("auth.none\n", &["auth.none"]),
        ["`auth.none` is withdrawn, and is the id of something again: give that another"]
    );
}
