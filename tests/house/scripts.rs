//! What each script of the library imports: the runtime of the npm package and the page of the mock
//! server. An import stands on one line, as `src/codegen/typescript/commonjs.rs` wants it, and no
//! script imports while it runs; a type in a comment of a script is no import.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::tree::{files, root};

pub struct Script {
    pub file: String,
    /// Where it stands, as the module of a Rust file; a declaration stands where its module does.
    pub module: Vec<String>,
    /// The modules that it imports.
    pub imports: Vec<Vec<String>>,
    /// The packages that it imports, by name.
    pub packages: Vec<String>,
    /// What is no import in that form.
    pub faults: Vec<String>,
}

impl Script {
    pub fn new(path: &Path) -> Self {
        let file = path.to_string_lossy().into_owned();
        Script {
            module: module_of(path),
            imports: Vec::new(),
            packages: Vec::new(),
            faults: Vec::new(),
            file,
        }
    }

    pub fn read(&mut self, text: &str) {
        for line in without_comments(text).lines() {
            match specifiers(&self.file, line) {
                Ok(specifiers) => self.import(specifiers),
                Err(fault) => self.faults.push(fault),
            }
        }
    }

    fn import(&mut self, specifiers: Vec<String>) {
        let is_relative = |it: &String| it.starts_with('.');
        let (relative, packages): (Vec<_>, Vec<_>) = specifiers.into_iter().partition(is_relative);
        self.packages.extend(packages);
        let folder = &self.module[..self.module.len() - 1];
        let resolve = |specifier: String| {
            let mut path = folder.to_vec();
            for part in specifier.trim_end_matches(".js").split('/') {
                match part {
                    "." => {}
                    ".." => drop(path.pop()),
                    part => path.push(part.to_owned()),
                }
            }
            path
        };
        self.imports.extend(relative.into_iter().map(resolve));
    }
}

/// The scripts and declarations, without tests: these may import what they like.
pub fn scripts() -> Vec<Script> {
    let paths = files("src", &["js", "ts"]).into_iter();
    paths.filter(|path| path.iter().all(|part| part != "tests")).map(|path| script(&path)).collect()
}

fn script(path: &Path) -> Script {
    let mut script = Script::new(path);
    script.read(&fs::read_to_string(root().join(path)).unwrap());
    script
}

/// The text without its comments. A text in quotes ends with its line, whatever it holds.
fn without_comments(text: &str) -> String {
    let (mut code, mut rest, mut quote) = (String::new(), text, None);
    while let Some(first) = rest.chars().next() {
        let comment = match quote {
            None if rest.starts_with("//") => rest.find('\n').or(Some(rest.len())),
            None if rest.starts_with("/*") => {
                Some(rest.find("*/").map_or(rest.len(), |end| end + 2))
            }
            _ => None,
        };
        let len = comment.unwrap_or_else(|| match rest.strip_prefix('\\') {
            Some(escaped) => 1 + escaped.chars().next().map_or(0, char::len_utf8),
            None => first.len_utf8(),
        });
        if comment.is_none() {
            quote = match first {
                '\n' => None,
                '"' | '\'' if quote.is_none() => Some(first),
                it if quote == Some(it) => None,
                _ => quote,
            };
            code.push_str(&rest[..len]);
        }
        rest = &rest[len..];
    }
    code
}

/// The path below `src`, without the ending of a file.
pub fn module_of(path: &Path) -> Vec<String> {
    let parts = path.iter().skip(1).map(|part| part.to_string_lossy());
    let parts = parts.filter(|part| part != "declarations");
    parts.map(|part| part.split('.').next().unwrap().to_owned()).collect()
}

/// The relative paths and the packages that a line imports from.
fn specifiers(file: &str, line: &str) -> Result<Vec<String>, String> {
    let is_import = line.starts_with("import ");
    let is_export = line.starts_with("export {") || line.starts_with("export *");
    let mut specifiers = Vec::new();
    if is_import || is_export {
        let quoted = line.rsplit_once(" \"").and_then(|(_, rest)| rest.split_once("\";"));
        let specifier = quoted.map(|(specifier, _)| specifier.to_owned());
        if specifier.is_none() && !(is_export && line.ends_with("};")) {
            return Err(format!(
                "{file}: `{line}`: write an import on one line, in double quotes, ended by `;`"
            ));
        }
        specifiers.extend(specifier);
    }
    // In declarations, types may be imported in passing.
    if file.ends_with(".d.ts") {
        let found = line.split("import(\"").skip(1).filter_map(|rest| rest.split_once('"'));
        specifiers.extend(found.map(|(specifier, _)| specifier.to_owned()));
    } else if line.replace(' ', "").contains("import(") {
        return Err(format!(
            "{file}: `{}`: import at the beginning of the file, by `import … from`",
            line.trim()
        ));
    }
    Ok(specifiers)
}

#[test]
fn the_walk_sees_what_scripts_import() {
    let path = Path::new("src/runtime/declarations/connection/shell.d.ts");
    let mut script = Script::new(path);
    script.read(
        r#"// import { a } from "./comment.js";
import type { Timestamp } from "../protocol/values.js";
/*
import { b } from "./comment.js";
*/
export * from "./options.js";
export {};
export interface A { a: import("../codec/decoded.js").Decoded }
"#,
    );
    let found: BTreeSet<String> = script.imports.iter().map(|path| path.join("::")).collect();
    let expected =
        ["runtime::codec::decoded", "runtime::connection::options", "runtime::protocol::values"];
    assert_eq!(found, expected.map(str::to_owned).into());

    let mut script = Script::new(Path::new("src/runtime/connection/shell.js"));
    script.read("/**\n * @param {import(\"./machine.js\").Machine} machine\n */");
    assert!(script.imports.is_empty(), "a type in a comment is no import");
    assert_eq!(script.faults, [""; 0]);
}

#[test]
fn an_import_in_another_form_is_refused() {
    let form = "write an import on one line, in double quotes, ended by `;`";
    let place = "import at the beginning of the file, by `import … from`";
    for (line, advice) in [
        ("import { step } from './machine.js';", form),
        ("import {", form),
        ("const machine = await import(\"../connection/machine.js\");", place),
        ("const url = \"http://a\"; /* b */ import (\"./machine.js\");", place),
        ("const text = \"it's \\\" // a\"; import('./machine.js');", place),
    ] {
        let mut script = Script::new(Path::new("src/runtime/codec/own.js"));
        script.read(line);
        let code = line.replace("/* b */", "");
        assert_eq!(script.faults, [format!("src/runtime/codec/own.js: `{code}`: {advice}")]);
    }
}
