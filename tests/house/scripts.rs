//! What each script of the library imports: the runtime of the npm package and the page of the mock
//! server. An import stands on one line, as `src/codegen/typescript/commonjs.rs` wants it; a type in a
//! comment of a script is no import.

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
}

impl Script {
    pub fn import(&mut self, line: &str) {
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
        self.imports.extend(specifiers(&self.file, line).into_iter().map(resolve));
    }
}

/// The scripts and declarations, without tests: these may import what they like.
pub fn scripts() -> Vec<Script> {
    let paths = files("src", &["js", "ts"]).into_iter();
    paths.filter(|path| path.iter().all(|part| part != "tests")).map(|path| script(&path)).collect()
}

fn script(path: &Path) -> Script {
    let file = path.to_string_lossy().into_owned();
    let mut script = Script { module: module_of(path), imports: Vec::new(), file };
    for line in fs::read_to_string(root().join(path)).unwrap().lines() {
        script.import(line);
    }
    script
}

/// The path below `src`, without the ending of a file.
pub fn module_of(path: &Path) -> Vec<String> {
    let parts = path.iter().skip(1).map(|part| part.to_string_lossy());
    let parts = parts.filter(|part| part != "declarations");
    parts.map(|part| part.split('.').next().unwrap().to_owned()).collect()
}

/// The relative paths that a line imports from.
fn specifiers(file: &str, line: &str) -> Vec<String> {
    let is_import = line.starts_with("import ");
    let is_export = line.starts_with("export {") || line.starts_with("export *");
    let mut specifiers = Vec::new();
    if is_import || is_export {
        let quoted = line.rsplit_once(" \"").and_then(|(_, rest)| rest.split_once("\";"));
        let specifier = quoted.map(|(specifier, _)| specifier.to_owned());
        assert!(
            specifier.is_some() || is_export && line.ends_with("};"),
            "{file}: `{line}`: write an import on one line, ended by `;`"
        );
        specifiers.extend(specifier);
    }
    // In declarations, types may be imported in passing.
    if file.ends_with(".d.ts") {
        let found = line.split("import(\"").skip(1).filter_map(|rest| rest.split_once('"'));
        specifiers.extend(found.map(|(specifier, _)| specifier.to_owned()));
    }
    specifiers
}

#[test]
fn the_walk_sees_what_scripts_import() {
    let path = Path::new("src/runtime/declarations/connection/shell.d.ts");
    let mut script =
        Script { module: module_of(path), imports: Vec::new(), file: "shell.d.ts".to_owned() };
    for line in [
        "// import { a } from \"./comment.js\";",
        "import type { Timestamp } from \"../protocol/values.js\";",
        "export * from \"./options.js\";",
        "export {};",
        "export interface A { a: import(\"../codec/decoded.js\").Decoded }",
    ] {
        script.import(line);
    }
    let found: BTreeSet<String> = script.imports.iter().map(|path| path.join("::")).collect();
    let expected =
        ["runtime::codec::decoded", "runtime::connection::options", "runtime::protocol::values"];
    assert_eq!(found, expected.map(str::to_owned).into());

    let mut script = Script { file: "shell.js".to_owned(), ..script };
    script.imports.clear();
    script.import(" * @param {import(\"./machine.js\").Machine} machine");
    assert!(script.imports.is_empty(), "a type in a comment is no import");
}
