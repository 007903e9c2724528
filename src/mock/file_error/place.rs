//! Where in a file the value of a JSON path stands.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::json::child_path;

/// The line of the value that this path leads to, or of the innermost that there is on the way.
pub(super) fn line_of(text: &str, path: &str) -> usize {
    let (mut here, mut scope) = (text.trim_start(), "$".to_owned());
    while let Some((inner, longer)) = step(here, &scope, path) {
        (here, scope) = (inner, longer);
    }
    let offset = here.as_ptr() as usize - text.as_ptr() as usize;
    text[..offset].matches('\n').count() + 1
}

/// One step further: the value inside, and its path.
fn step<'a>(here: &'a str, scope: &str, path: &str) -> Option<(&'a str, String)> {
    let leads = |inner: &String| {
        path.strip_prefix(inner.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    if here.starts_with('[') {
        let list: Vec<&RawValue> = serde_json::from_str(here).ok()?;
        return list.into_iter().enumerate().find_map(|(index, value)| {
            let inner = format!("{scope}[{index}]");
            leads(&inner).then(|| (value.get(), inner))
        });
    }
    let map: BTreeMap<String, &RawValue> = serde_json::from_str(here).ok()?;
    map.into_iter().find_map(|(key, value)| {
        let inner = child_path(scope, &key);
        leads(&inner).then(|| (value.get(), inner))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_to_a_line() {
        let text =
            "\n{\n \"a\": [\n  1,\n  {\n   \"b c\": 2, \"d\":\n   3\n  }\n ],\n \"ab\": 4\n}";
        for (path, line) in [
            ("$", 2),
            ("$.a", 3),
            ("$.ab", 10),
            ("$.a[0]", 4),
            ("$.a[1]", 5),
            ("$.a[1][\"b c\"]", 6),
            ("$.a[1].d", 7),
            ("$.a[1].missing", 5),
            ("$.a[10]", 3),
            ("$.x.y", 2),
        ] {
            assert_eq!(line_of(text, path), line, "{path}");
        }
        assert_eq!(line_of("", "$.a"), 1);
        assert_eq!(line_of("{", "$.a"), 1);
    }
}
