//! The names that the npm package exports, by its declarations, which are rendered and so regular.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use super::named::Named;
use crate::cli::Failure;
use crate::cli::breaking::files::unreadable;
use crate::cli::breaking::git::Repository;
use crate::cli::breaking::package::Package;

/// What a program may import: each declaration by its entry and name.
type Exports = BTreeMap<String, String>;

/// The names that are gone or declared otherwise, in the lines that differ.
pub(super) fn changes(
    repository: &Repository,
    commit: &str,
    name: &str,
    root: &Path,
) -> Result<Vec<Named>, Failure> {
    let then = Package::of_commit(repository, commit, name)?;
    let before = exports(&then, &|path| then.show(repository, commit, path))?;
    let folder = root.join("bindings");
    let now = Package::of_folder(&folder)?;
    let after = exports(&now, &|path| match fs::read_to_string(folder.join(path)) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(&folder.join(path), &error)),
    })?;
    Ok(compare(&before, &after))
}

fn compare(before: &Exports, after: &Exports) -> Vec<Named> {
    before
        .iter()
        .filter_map(|(name, was)| {
            let is = after.get(name).map_or("", |text| text);
            (was != is).then(|| {
                let [before, after] = [(&**was, is), (is, &**was)].map(|(own, other)| {
                    let lines = own.lines().filter(|line| !other.lines().any(|it| it == *line));
                    lines.map(str::trim).collect::<Vec<_>>().join("\n")
                });
                Named { name: name.clone(), before, after }
            })
        })
        .collect()
}

type Read<'a> = dyn Fn(&str) -> Result<Option<String>, Failure> + 'a;

fn exports(package: &Package, read: &Read<'_>) -> Result<Exports, Failure> {
    let mut exports = Exports::new();
    for (entry, path) in package.declarations() {
        follow(&entry, &path, read, &mut exports)?;
    }
    Ok(exports)
}

/// The declarations of a module, and of those that it exports whole.
fn follow(entry: &str, path: &str, read: &Read<'_>, out: &mut Exports) -> Result<(), Failure> {
    let Some(text) = read(path)? else { return Ok(()) };
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    for statement in statements(&text) {
        let of_module = statement.strip_prefix("export * from \"./");
        if let Some(module) = of_module.and_then(|it| it.strip_suffix(".js\";")) {
            let separator = if folder.is_empty() { "" } else { "/" };
            follow(entry, &format!("{folder}{separator}{module}.d.ts"), read, out)?;
        } else if let Some(name) = name(&statement) {
            let overload = out.entry(format!("{entry}: {name}")).or_default();
            overload.push_str(&statement);
            overload.push('\n');
        }
    }
    Ok(())
}

/// What a module exports, without comments: each begins at the margin.
fn statements(text: &str) -> Vec<String> {
    let mut statements: Vec<String> = Vec::new();
    let (mut is_comment, mut is_export) = (false, false);
    for line in text.lines() {
        let code = line.trim();
        if is_comment || code.starts_with("/*") {
            is_comment = !code.ends_with("*/");
        } else if code.is_empty() || code.starts_with("//") {
        } else if line.starts_with("export ") {
            is_export = true;
            statements.push(line.to_owned());
        } else if line.starts_with(char::is_alphabetic) {
            is_export = false;
        } else if let Some(statement) = statements.last_mut().filter(|_| is_export) {
            statement.push('\n');
            statement.push_str(line);
        }
    }
    statements
}

/// The name that a statement exports.
fn name(statement: &str) -> Option<&str> {
    let words =
        ["export", "declare", "abstract", "const", "function", "class", "type", "interface"];
    let mut rest = statement;
    while let Some((word, after)) = rest.split_once(' ')
        && words.contains(&word)
    {
        rest = after;
    }
    let is_of_a_name = |character: char| character.is_alphanumeric() || "_$".contains(character);
    let name = rest.split(|character| !is_of_a_name(character)).next()?;
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODULE: &str = "\
// Generated.

import type { A } from \"./a.js\";

/** A goal. */
export interface Goal {
  /** Its title. */
  readonly title: string;
  readonly owner?: A;
}
export type Status = \"draft\" | \"active\";
export declare const LIMIT: 64;
export declare function read(input: unknown): Goal;
";

    fn of(text: &str) -> Exports {
        let read = |path: &str| {
            let entry = "export * from \"./in/goal.js\";\n".to_owned();
            Ok(Some(if path == "esm/index.d.ts" { entry } else { text.to_owned() }))
        };
        let mut exports = Exports::new();
        assert!(follow("p", "esm/index.d.ts", &read, &mut exports).is_ok());
        exports
    }

    #[test]
    fn every_name_is_found_behind_the_entry() {
        let names: Vec<_> = of(MODULE).into_keys().collect();
        assert_eq!(names, ["p: Goal", "p: LIMIT", "p: Status", "p: read"]);
    }

    #[test]
    fn what_differs_is_told_by_name_and_line() {
        let after = MODULE
            .replace("Its title.", "The title.")
            .replace("title: string", "name: string")
            .replace("export declare const LIMIT: 64;\n", "export declare const NEW: 1;\n");
        let named = |name: &str, before: &str, after: &str| Named {
            name: name.to_owned(),
            before: before.to_owned(),
            after: after.to_owned(),
        };
        assert_eq!(
            compare(&of(MODULE), &of(&after)),
            [
                named("p: Goal", "readonly title: string;", "readonly name: string;"),
                named("p: LIMIT", "export declare const LIMIT: 64;", ""),
            ]
        );
        let other_comment = MODULE.replace("Its title.", "The title.");
        assert_eq!(compare(&of(MODULE), &of(&other_comment)), []);
    }
}
