//! The documents say what is true: their JSON is valid, their links lead somewhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use purposepath_realtime::fixtures::FIXTURES;
use purposepath_realtime::{Message, codegen, decode};
use serde_json::{Value, json};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn artifact(path: &str) -> Value {
    serde_json::from_str(&codegen::artifacts().unwrap()[path]).unwrap()
}

/// README.md, CONTRIBUTING.md and every Markdown file in docs/, by its path from the root.
fn documents() -> Vec<(String, String)> {
    let mut paths = vec![PathBuf::from("README.md"), PathBuf::from("CONTRIBUTING.md")];
    let mut folders = vec![PathBuf::from("docs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root().join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let path = folder.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                paths.push(path);
            }
        }
    }
    paths.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(root().join(&path)).unwrap();
        (path.to_string_lossy().into_owned(), text)
    };
    paths.into_iter().map(read).collect()
}

/// A fenced code block.
struct Block {
    line: usize,
    info: String,
    text: String,
}

/// Splits Markdown into its code blocks and its other lines.
fn blocks(markdown: &str) -> (Vec<Block>, Vec<(usize, &str)>) {
    let mut blocks: Vec<Block> = Vec::new();
    let mut prose = Vec::new();
    let mut open = false;
    for (index, line) in markdown.lines().enumerate() {
        if let Some(info) = line.trim_start().strip_prefix("```") {
            if !open {
                let (line, info) = (index + 1, info.trim().to_owned());
                blocks.push(Block { line, info, text: String::new() });
            }
            open = !open;
        } else if open {
            let block = blocks.last_mut().unwrap();
            block.text.push_str(line);
            block.text.push('\n');
        } else {
            prose.push((index + 1, line));
        }
    }
    (blocks, prose)
}

const MARKS: &str = "A block that opens with ```json is a frame that readers accept; with \
                     ```json invalid, one that they refuse; with ```json fragment, a part of a \
                     frame or no frame at all. Mend the block or mark it.";

/// Why a JSON block of a document is no frame, if it is none.
fn refusal(text: &str, tolerant: &Validator) -> Option<String> {
    if let Err(error) = decode(text) {
        return Some(error.to_string());
    }
    let value: Value = serde_json::from_str(text).unwrap();
    tolerant.validate(&value).err().map(|error| error.to_string())
}

#[test]
fn every_json_block_is_a_frame() {
    let tolerant = jsonschema::validator_for(&artifact("schema/protocol.schema.json")).unwrap();
    let mut frames = 0;
    for (path, markdown) in documents() {
        for block in blocks(&markdown).0 {
            let Block { line, info, text } = block;
            match (info.as_str(), refusal(&text, &tolerant)) {
                ("json", None) => frames += 1,
                ("json", Some(reason)) => panic!("{path}:{line}: no frame: {reason}\n{MARKS}"),
                ("json invalid", None) => panic!("{path}:{line}: this frame is valid\n{MARKS}"),
                ("json invalid" | "json fragment", _) => {}
                (info, _) if info.starts_with("json") => {
                    panic!("{path}:{line}: ```{info} means nothing here\n{MARKS}")
                }
                _ => {}
            }
        }
    }
    assert!(frames >= FIXTURES.iter().filter(|fixture| !fixture.name.contains("--")).count());
}

#[test]
fn a_block_that_is_no_frame_is_found() {
    let tolerant = jsonschema::validator_for(&artifact("schema/protocol.schema.json")).unwrap();
    let reason = |text| refusal(text, &tolerant);
    assert_eq!(reason(r#"{"action":"ping"}"#), None);
    assert!(reason(r#"{"goalId":"goal-222"}"#).is_some());
    assert!(reason(r#"{"type":"goal.created","timestamp":"now","data":{}}"#).is_some());
}

#[test]
fn the_reference_shows_every_message() {
    let reference = &codegen::artifacts().unwrap()["docs/reference/protocol.md"];
    let shown: BTreeSet<String> = blocks(reference)
        .0
        .iter()
        .filter(|block| block.info == "json")
        .map(|block| match decode(&block.text).unwrap() {
            Message::Event(envelope) => envelope.event().event_type().as_str().to_owned(),
            Message::Command(command) => command.row().name.to_owned(),
            Message::Gateway(_) => "GatewayFault".to_owned(),
            Message::Unknown(unknown) => panic!("an example is unknown: {unknown:?}"),
        })
        .collect();
    let expected: BTreeSet<String> =
        FIXTURES.iter().map(|fixture| fixture.subject().to_owned()).collect();
    assert_eq!(shown, expected);
}

#[test]
fn the_examples_of_the_asyncapi_document_are_valid() {
    let document = artifact("schema/asyncapi.json");
    let messages = document["components"]["messages"].as_object().unwrap();
    let mut examples = 0;
    for (name, message) in messages {
        let validator = jsonschema::draft7::new(&json!({
            "$schema": "http://json-schema.org/draft-07/schema#",
            "allOf": [message["payload"]],
            "components": document["components"],
        }))
        .unwrap();
        for example in message["examples"].as_array().unwrap() {
            let payload = &example["payload"];
            if let Err(error) = validator.validate(payload) {
                panic!("{name}: {}: {error}: {payload}", example["name"]);
            }
            // One keyword that binds is enough to know that the schema is not an empty one.
            let valid = validator.is_valid(&json!({ "type": "goal.renamed", "action": "jump" }));
            assert!(!valid, "{name}: the schema accepts anything");
            examples += 1;
        }
    }
    assert_eq!(examples, FIXTURES.len());
}

#[test]
fn the_projection_to_draft_07_is_a_schema() {
    let document = artifact("schema/asyncapi.json");
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        if let Err(error) = jsonschema::draft7::meta::validate(schema) {
            panic!("{name}: {error}");
        }
        without_siblings(schema, name);
    }
}

/// Draft-07 reads nothing beside a reference, so nothing may stand there.
fn without_siblings(schema: &Value, at: &str) {
    if let Some(object) = schema.as_object() {
        let alone = object.len() == 1 || !object.get("$ref").is_some_and(Value::is_string);
        assert!(alone, "{at}: keywords beside `$ref`: {schema}");
    }
    for (key, value) in children(schema) {
        without_siblings(value, &format!("{at}/{key}"));
    }
}

#[test]
fn no_reference_dangles() {
    let mut references = 0;
    for (path, text) in codegen::artifacts().unwrap() {
        if path.starts_with("schema/") && path.ends_with(".json") {
            let document: Value = serde_json::from_str(&text).unwrap();
            references += resolve(&document, &document, &path);
        }
    }
    assert!(references > 0);
}

/// Follows every reference below a value, and counts them.
fn resolve(value: &Value, document: &Value, path: &str) -> usize {
    let to = value.get("$ref").and_then(Value::as_str);
    if let Some(to) = to {
        let found = to.strip_prefix('#').and_then(|pointer| document.pointer(pointer));
        assert!(found.is_some(), "{path}: nothing stands at {to}");
    }
    let below: usize = children(value).map(|(_, value)| resolve(value, document, path)).sum();
    below + usize::from(to.is_some())
}

fn children(value: &Value) -> impl Iterator<Item = (String, &Value)> {
    let object = value.as_object().into_iter().flatten();
    let array = value.as_array().into_iter().flatten().enumerate();
    object
        .map(|(key, value)| (key.clone(), value))
        .chain(array.map(|(index, value)| (index.to_string(), value)))
}

/// What the README's links begin with, which docs.rs and npm show too.
const ABSOLUTE: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/");

/// The file that a link in a document leads to, and the anchor in it; none if it leads elsewhere.
fn destination(document: &str, target: &str) -> Option<(PathBuf, String)> {
    let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
    let path = match file.strip_prefix(ABSOLUTE) {
        Some(path) => PathBuf::from(path),
        None if file.contains("://") => return None,
        None if file.is_empty() => PathBuf::from(document),
        None => Path::new(document).parent().unwrap().join(file),
    };
    Some((root().join(path), anchor.to_owned()))
}

#[test]
fn every_link_leads_somewhere() {
    for (path, markdown) in &documents() {
        for (line, text) in blocks(markdown).1 {
            for target in links(text) {
                let Some((file, anchor)) = destination(path, target) else { continue };
                assert!(file.exists(), "{path}:{line}: {target}: there is no such file");
                if !anchor.is_empty() {
                    let markdown = fs::read_to_string(file).unwrap();
                    let found = anchors(&markdown).contains(&anchor);
                    assert!(found, "{path}:{line}: {target}: no heading has this anchor");
                }
            }
        }
    }
}

#[test]
fn links_to_the_repository_are_followed() {
    let follow = |target| destination("docs/rust.md", target);
    let contributing = || root().join("CONTRIBUTING.md");
    let absolute = format!("{ABSOLUTE}CONTRIBUTING.md#style");
    assert_eq!(follow(&absolute), Some((contributing(), "style".to_owned())));
    assert_eq!(follow("https://example.org/CONTRIBUTING.md"), None);
    assert_eq!(follow("#serde"), Some((root().join("docs/rust.md"), "serde".to_owned())));
}

/// docs.rs shows the README, and has no files beside it.
#[test]
fn the_readme_is_short_and_its_links_are_absolute() {
    const LONGEST: usize = 120;
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let lines = readme.lines().count();
    assert!(
        lines <= LONGEST,
        "README.md has {lines} lines, {LONGEST} are the most: it opens doors; put the rest on the \
         page in docs/ that concerns it"
    );
    for target in links(&readme) {
        assert!(target.starts_with(ABSOLUTE), "README.md: {target}: begin it with {ABSOLUTE}");
    }
}

#[test]
fn the_index_names_every_document() {
    const INDEX: &str = "docs/README.md";
    let documents = documents();
    let (_, index) = documents.iter().find(|(path, _)| path == INDEX).unwrap();
    let named: BTreeSet<PathBuf> = links(index)
        .filter_map(|target| destination(INDEX, target))
        .map(|(file, _)| file.canonicalize().unwrap())
        .collect();
    for (path, _) in documents.iter().filter(|(path, _)| path != INDEX) {
        let file = root().join(path).canonicalize().unwrap();
        assert!(named.contains(&file), "{INDEX} does not name {path}: say for which reader it is");
    }
}

/// The names of the steps in `.ci/run`, from its functions.
fn steps() -> Vec<String> {
    let script = fs::read_to_string(root().join(".ci/run")).unwrap();
    let name = |line: &str| Some(line.strip_prefix("step_")?.split_once("()")?.0.replace('_', "-"));
    script.lines().filter_map(name).collect()
}

#[test]
fn the_page_for_contributors_names_the_steps_of_ci() {
    let page = fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap();
    let (_, section) = page.split_once("\n## What CI does\n").unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    let named: Vec<&str> = rows.map(|(name, _)| name).collect();
    assert_eq!(
        named,
        steps(),
        "CONTRIBUTING.md, \"What CI does\", lists the steps of .ci/run in order"
    );
}

/// The targets of the links `[text](target)` in a text.
fn links(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target)
}

/// The anchors of the headings, by GitHub's rule: lower case, spaces become hyphens, punctuation
/// goes, and the second heading of a text gets `-1`.
fn anchors(markdown: &str) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    let prose = blocks(markdown).1;
    for (_, line) in prose.iter().filter(|(_, line)| line.starts_with('#')) {
        let text = line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
        let kept: String =
            text.chars().filter(|it| it.is_alphanumeric() || "-_".contains(*it)).collect();
        let mut anchor = kept.clone();
        let mut count = 0;
        while !anchors.insert(anchor.clone()) {
            count += 1;
            anchor = format!("{kept}-{count}");
        }
    }
    anchors
}

#[test]
fn anchors_are_github_s() {
    let found = anchors("# A `b.c_d`\n```\n# no heading\n```\n## A `b.c_d`\n### 2^53, and so on\n");
    let expected = ["2^53-and-so-on".replace('^', ""), "a-bc_d".into(), "a-bc_d-1".into()];
    assert_eq!(found, BTreeSet::from(expected));
}

#[test]
fn a_table_row_has_as_many_cells_as_its_head() {
    for (path, markdown) in documents() {
        let mut columns = None;
        for (line, text) in blocks(&markdown).1 {
            if !text.starts_with('|') {
                columns = None;
                continue;
            }
            let cells = text.replace("\\|", "").matches('|').count();
            let expected = *columns.get_or_insert(cells);
            assert_eq!(cells, expected, "{path}:{line}: escape the pipe as \\|");
        }
    }
}
