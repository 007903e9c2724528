//! Every vector has an id of its own that says where it is, and names a requirement that there is; so
//! does every scenario that ships.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use purposepath_realtime::conformance::{Role, requirement};
use purposepath_realtime::mock_files::scenario::SCENARIOS;
use purposepath_realtime::vectors::{VECTOR_FILES, VectorKind};
use serde_json::{Value, json};

use super::tree::{files, root};

/// What is wrong with a vector, in the file of a kind and a topic, as a sentence.
fn fault(kind: VectorKind, topic: &str, vector: &Value) -> Option<String> {
    let place = format!("tests/fixtures/{kind}/{topic}.json: `{}`", vector["name"].as_str()?);
    let prefix = format!("{kind}.{topic}.");
    let Some(id) = vector["id"].as_str() else {
        return Some(format!(
            "{place} has no id: give it \"id\": \"{prefix}WORDS\", a few words that say what it \
             shows, with dashes between them; it never changes once it is released"
        ));
    };
    let is_word = |word: &str| {
        !word.is_empty() && word.chars().all(|it| it.is_ascii_alphanumeric() || it == '_')
    };
    let words = id.strip_prefix(&prefix);
    if !words.is_some_and(|words| words.split('-').all(is_word)) || id.len() > 90 {
        return Some(format!(
            "{place} has the id {id:?}: write \"{prefix}WORDS\", words of ASCII letters, digits and \
             `_` with a dash between them, 90 characters in all"
        ));
    }
    // A decoder proves itself without being a client, and so does a backend.
    let role = match kind {
        VectorKind::Backend => Role::Backend,
        VectorKind::Codec => Role::Reader,
        VectorKind::Fanout => Role::Publisher,
        _ => Role::Client,
    };
    let named = vector["requirement"].as_str().unwrap_or_default();
    if requirement(named).is_some_and(|row| row.role == role) {
        return None;
    }
    Some(format!(
        "{place} names the requirement {named:?}, which is no row of a {role}: name the one that it \
         is an instance of in \"requirement\", or add a row to src/conformance/{role}.rs"
    ))
}

fn vectors() -> impl Iterator<Item = (VectorKind, &'static str, Value)> {
    VECTOR_FILES.iter().flat_map(|file| {
        let read: Value = serde_json::from_str(file.text).expect("JSON");
        let kind: VectorKind = file.folder.parse().expect("the folder of a kind");
        let vectors = read["vectors"].as_array().expect("a list").clone();
        vectors.into_iter().map(move |vector| (kind, file.name, vector))
    })
}

#[test]
fn every_vector_has_an_id_and_a_requirement() {
    let faults: Vec<_> =
        vectors().filter_map(|(kind, topic, vector)| fault(kind, topic, &vector)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_two_vectors_share_an_id_whatever_its_case() {
    let mut seen = BTreeMap::new();
    for (_, _, vector) in vectors() {
        let id = vector["id"].as_str().unwrap().to_owned();
        let other = seen.insert(id.clone(), vector["name"].clone());
        assert_eq!(other, None, "`{id}` is the id of two vectors: give one another");
    }
}

#[test]
fn a_vector_without_an_id_or_a_requirement_is_told_what_to_do() {
    let told = |vector: Value| fault(VectorKind::Input, "others", &vector);
    let right = json!({"name": "x", "id": "input.others.x-2", "requirement": "connect.messages"});
    assert_eq!(told(right), None);
    assert_eq!(
        told(json!({"name": "x"})).as_deref(),
        Some(
            "tests/fixtures/input/others.json: `x` has no id: give it \"id\": \
             \"input.others.WORDS\", a few words that say what it shows, with dashes between them; \
             it never changes once it is released"
        )
    );
    assert_eq!(
        told(json!({"name": "x", "id": "input.errors.x"})).as_deref(),
        Some(
            "tests/fixtures/input/others.json: `x` has the id \"input.errors.x\": write \
             \"input.others.WORDS\", words of ASCII letters, digits and `_` with a dash between \
             them, 90 characters in all"
        )
    );
    for requirement in [json!(null), json!("connect.message"), json!("read.json")] {
        let named = requirement.as_str().unwrap_or_default();
        assert_eq!(
            told(json!({"name": "x", "id": "input.others.x", "requirement": requirement})),
            Some(format!(
                "tests/fixtures/input/others.json: `x` names the requirement {named:?}, which is no \
                 row of a client: name the one that it is an instance of in \"requirement\", or add \
                 a row to src/conformance/client.rs"
            ))
        );
    }
}

#[test]
fn every_file_of_vectors_is_embedded() {
    for kind in VectorKind::ALL {
        let folder = format!("tests/fixtures/{kind}");
        let there = files(&folder, &["json"]);
        let embedded = VECTOR_FILES.iter().filter(|file| file.folder == kind.as_str());
        assert_eq!(there.len(), embedded.count(), "{folder}");
    }
    // A folder without a kind is one that no implementation is asked about.
    let schemas = fs::read_dir(root().join("schema/vectors")).unwrap();
    let mut schemas: Vec<_> = schemas.map(|it| it.unwrap().path()).collect();
    schemas.sort();
    let stem = |path: &Path| path.file_stem().unwrap().to_string_lossy().into_owned();
    let stems: Vec<_> = schemas.iter().map(|path| stem(path)).collect();
    assert_eq!(stems, VectorKind::ALL.iter().map(|kind| kind.to_string()).collect::<Vec<_>>());
}

#[test]
fn every_scenario_that_ships_is_about_a_requirement_of_a_client() {
    for shipped in SCENARIOS {
        let scenario: Value = serde_json::from_str(shipped.text).unwrap();
        let named = scenario["requirements"].as_array().map_or(&[][..], Vec::as_slice);
        let is_row = |id: &Value| {
            requirement(id.as_str().unwrap_or_default()).is_some_and(|it| it.role == Role::Client)
        };
        assert!(
            !named.is_empty() && named.iter().all(is_row),
            "examples/scenarios/{}.json names {named:?}: name in \"requirements\" the ids of \
             src/conformance/client.rs that it is about",
            shipped.name
        );
    }
}
