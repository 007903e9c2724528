//! The line of `meta.json` that a place names, for annotations.

use serde_json::Value;

use crate::definition::Definition;

/// `schema/meta.json`, line by line: what it says of itself stands for that.
pub(super) fn this_definition() -> Value {
    let definition = Definition { fingerprint: Some(String::new()), ..Definition::of_this_crate() };
    let mut definition = serde_json::to_value(definition).expect("a definition is JSON");
    definition["$comment"] = Value::from("");
    definition.sort_all_objects();
    definition
}

/// The line of a place, from 1; of one that is gone, the line of what was around it.
pub(super) fn line_of(place: &str, definition: &Value) -> usize {
    let (mut at, mut rest, mut line) = (definition, place, 1);
    while let Some(step) = step(at, rest) {
        rest = rest[step.len..].trim_start_matches('.');
        line += 1 + step.lines_before;
        at = step.to;
    }
    line
}

/// How many lines a value takes, indented.
fn lines(value: &Value) -> usize {
    match value {
        Value::Object(object) if !object.is_empty() => {
            2 + object.values().map(lines).sum::<usize>()
        }
        Value::Array(array) if !array.is_empty() => 2 + array.iter().map(lines).sum::<usize>(),
        _ => 1,
    }
}

/// One step into a value.
struct Step<'a> {
    /// How much of the place it takes.
    len: usize,
    /// The lines between the first of the value and the first of what it leads to.
    lines_before: usize,
    to: &'a Value,
}

/// The step that takes most of a place: names may have dots.
fn step<'a>(value: &'a Value, place: &str) -> Option<Step<'a>> {
    let fits = |name: &str| {
        let rest = place.strip_prefix(name)?;
        (!name.is_empty() && (rest.is_empty() || rest.starts_with('.'))).then_some(name.len())
    };
    let entries: Vec<(Option<String>, &Value)> = match value {
        Value::Object(object) => {
            object.iter().map(|(key, entry)| (Some(key.clone()), entry)).collect()
        }
        Value::Array(array) => array.iter().map(|entry| (name_of(entry), entry)).collect(),
        _ => Vec::new(),
    };
    let best = entries
        .iter()
        .enumerate()
        .filter_map(|(index, (name, _))| Some((index, fits(name.as_deref()?)?)))
        .max_by_key(|(_, len)| *len);
    let (index, len) = best?;
    let lines_before = entries[..index].iter().map(|(_, entry)| lines(entry)).sum();
    Some(Step { len, lines_before, to: entries[index].1 })
}

/// What tells an entry of a list from the others.
fn name_of(entry: &Value) -> Option<String> {
    if let Value::String(text) = entry {
        return Some(text.clone());
    }
    let name = ["type", "key", "value", "code", "name"].iter().find_map(|key| entry.get(key))?;
    Some(name.as_str().map_or_else(|| name.to_string(), str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_place_is_found_by_the_names_of_entries() {
        let definition = json!({
            "events": [
                { "type": "goal", "keys": [] },
                { "keys": [{ "key": "title", "kind": "text" }], "type": "goal.created" },
            ],
            "limits": { "maxDepth": 64 },
        });
        let text = format!("{definition:#}");
        let line = |place| text.lines().nth(line_of(place, &definition) - 1).unwrap().trim();
        assert_eq!(line("limits.maxDepth"), "\"maxDepth\": 64");
        assert_eq!(line("events.goal.created.keys.title.kind"), "\"kind\": \"text\"");
        assert_eq!(line("events.goal.created.keys.gone"), "\"keys\": [");
        assert_eq!(line("events.goal.created"), "{");
        assert_eq!(line("gone"), "{");
        assert_eq!(lines(&definition), text.lines().count());
    }

    #[test]
    fn the_lines_are_those_of_the_file() {
        let file = &crate::codegen::artifacts().unwrap()["schema/meta.json"];
        assert_eq!(lines(&this_definition()), file.lines().count());
        let line = |place| file.lines().nth(line_of(place, &this_definition()) - 1).unwrap().trim();
        assert_eq!(line("tenantRule.rule"), "\"rule\": \"equal\"");
    }
}
