//! The layers: who may import whom. Imports run one way, from the bottom of the table to its top,
//! and this table is where that is written down.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A layer: its modules, and the layers that these may import besides their own.
struct Layer {
    name: &'static str,
    modules: &'static [&'static str],
    may_import: &'static [&'static str],
}

const fn layer(
    name: &'static str,
    modules: &'static [&'static str],
    may_import: &'static [&'static str],
) -> Layer {
    Layer { name, modules, may_import }
}

/// Lowest first. A module stands for its submodules too, unless these have a row of their own; `*`
/// stands for each file in a folder.
const LAYERS: &[Layer] = &[
    // The macros of `enumeration` name `json`, and those of both name `describe`.
    layer("text", &["enumeration", "json"], &["describe"]),
    layer("describe", &["describe"], &["text", "values"]),
    layer("values", &["value"], &["text", "describe"]),
    layer("error codes", &["error_code"], &["text", "values"]),
    layer("payload", &["payload"], &["text", "describe", "values"]),
    layer("payloads", &["event::*"], &["values", "error codes"]),
    layer("registry", &["event", "event::registry"], &["text", "values", "payload", "payloads"]),
    layer("command", &["command"], &["text", "values", "payload"]),
    layer("envelope", &["envelope"], &["text", "values", "payload", "registry", "command"]),
    layer("codec", &["codec"], &["text", "values", "payload", "registry", "command", "envelope"]),
    layer(
        "connection",
        &["connection"],
        &["text", "describe", "values", "error codes", "registry", "command", "envelope", "codec"],
    ),
    layer("fixtures", &["fixtures"], &["registry"]),
    // A sample is a frame that the codec has read: so it cannot be one that readers refuse.
    layer(
        "sample",
        &["sample"],
        &["text", "values", "error codes", "payload", "registry", "envelope", "codec"],
    ),
    layer("formats", &["formats"], TYPES_AND_TABLES),
    layer("codegen", &["codegen"], CODEGEN),
    // Tokens come in, tenants are told apart; which message is which input, the connection knows.
    layer("client", &["client"], &["values", "connection", "codec", "envelope", "command"]),
    // Never the connection or the client: the mock must not share their bugs.
    layer("mock", &["mock"], MOCK),
    layer("cli", &["cli"], CLI),
];

const TYPES_AND_TABLES: &[&str] = &[
    "text",
    "describe",
    "values",
    "error codes",
    "payload",
    "payloads",
    "registry",
    "command",
    "envelope",
    "connection",
];

/// Never the codec: what is rendered follows from the types alone.
const CODEGEN: &[&str] = &[
    "text",
    "describe",
    "values",
    "error codes",
    "payload",
    "payloads",
    "registry",
    "command",
    "envelope",
    "connection",
    "fixtures",
    "formats",
    "sample",
];

const MOCK: &[&str] = &[
    "text",
    "values",
    "error codes",
    "payload",
    "payloads",
    "registry",
    "command",
    "envelope",
    "codec",
    "sample",
    "fixtures",
    "formats",
];

const CLI: &[&str] = &[
    "text",
    "values",
    "error codes",
    "payload",
    "payloads",
    "registry",
    "command",
    "envelope",
    "codec",
    "connection",
    "fixtures",
    "sample",
    "formats",
    "codegen",
    "client",
    "mock",
];

/// The layer of a module by its path, `event::goal`; the longest row that fits decides.
fn layer_of(module: &[String]) -> Option<&'static Layer> {
    (1..=module.len()).rev().find_map(|len| {
        let path = &module[..len];
        let row = |path: &str| LAYERS.iter().find(|layer| layer.modules.contains(&path));
        let is_file = || root().join(path.join("/")).with_extension("rs").is_file();
        let any = || row(&[&path[..len - 1].join("::"), "*"].join("::")).filter(|_| is_file());
        row(&path.join("::")).or_else(any)
    })
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// A source file of the library and the path of its module.
struct Source {
    file: String,
    module: Vec<String>,
    tokens: Vec<String>,
}

impl Source {
    /// The tokens up to the file's own tests, which may import what they like.
    fn code(&self) -> &[String] {
        let is_tests = |pair: &[String]| pair[0] == "mod" && pair[1] == "tests";
        let end = self.tokens.windows(2).position(is_tests).unwrap_or(self.tokens.len());
        &self.tokens[..end]
    }
}

fn sources() -> Vec<Source> {
    let root = root();
    let mut sources = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                sources.push(source(&root, &path));
            }
        }
    }
    sources.sort_by(|a, b| a.file.cmp(&b.file));
    sources
}

fn source(root: &Path, path: &Path) -> Source {
    let relative: PathBuf = path.strip_prefix(root).unwrap().with_extension("");
    let module: Vec<String> =
        relative.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    let tokens = tokens(&fs::read_to_string(path).unwrap());
    Source { file: format!("src/{}.rs", module.join("/")), module, tokens }
}

/// Names and punctuation, without comments, texts and lifetimes; `::` is one token.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let len = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("r#\"") {
            rest.find("\"#").map_or(rest.len(), |end| end + 2)
        } else if first == '"' {
            let mut escaped = false;
            let end = rest.char_indices().skip(1).find(|(_, char)| {
                let ends = *char == '"' && !escaped;
                escaped = *char == '\\' && !escaped;
                ends
            });
            end.map_or(rest.len(), |(at, _)| at + 1)
        } else if first == '\'' {
            let chars: Vec<char> = rest.chars().take(4).collect();
            match chars.as_slice() {
                ['\'', '\\', ..] => rest[3..].find('\'').map_or(rest.len(), |at| at + 4),
                ['\'', char, '\'', ..] => char.len_utf8() + 2,
                _ => 1,
            }
        } else if first.is_alphabetic() || first == '_' {
            let end = rest.find(|char: char| !char.is_alphanumeric() && char != '_');
            let len = end.unwrap_or(rest.len());
            tokens.push(rest[..len].to_owned());
            len
        } else if rest.starts_with("::") {
            tokens.push("::".to_owned());
            2
        } else {
            if !first.is_whitespace() {
                tokens.push(first.to_string());
            }
            first.len_utf8()
        };
        rest = &rest[len..];
    }
    tokens
}

/// The paths behind the `::` at `at`, one per name in braces, and the index behind them.
fn tree(tokens: &[String], at: usize) -> (Vec<Vec<String>>, usize) {
    match tokens.get(at).map(String::as_str) {
        Some("{") => {
            let (mut paths, mut at) = (Vec::new(), at + 1);
            loop {
                match tokens.get(at).map(String::as_str) {
                    Some("}") | None => return (paths, at + 1),
                    Some(",") => at += 1,
                    Some("as") => at += 2,
                    Some(_) => {
                        let (more, behind) = tree(tokens, at);
                        paths.extend(more);
                        at = behind;
                    }
                }
            }
        }
        Some(name) => {
            let (mut rest, mut behind) = (vec![Vec::new()], at + 1);
            if tokens.get(behind).is_some_and(|token| token == "::") {
                (rest, behind) = tree(tokens, behind + 1);
            }
            for path in &mut rest {
                path.insert(0, name.to_owned());
            }
            (rest, behind)
        }
        None => (Vec::new(), at),
    }
}

/// Every path in the file that starts at the root of the crate or above the file, from the root.
fn imports(source: &Source) -> Vec<Vec<String>> {
    let mut imports = Vec::new();
    // Whether each open brace is that of an inline module, in which `super` is the file itself.
    let mut braces = Vec::new();
    let tokens = source.code();
    for (at, token) in tokens.iter().enumerate() {
        match token.as_str() {
            "{" => braces.push(at >= 2 && tokens[at - 2] == "mod"),
            "}" => drop(braces.pop()),
            _ => {}
        }
        let follows = at > 0 && tokens[at - 1] == "::";
        if follows || tokens.get(at + 1).is_none_or(|next| next != "::") {
            continue;
        }
        let (base, behind): (&[String], usize) = match token.as_str() {
            "crate" => (&[], at + 2),
            "super" => {
                let steps = tokens[at..].chunks(2).take_while(|step| step[0] == "super").count();
                let inline = braces.iter().filter(|inline| **inline).count();
                let up = steps.saturating_sub(inline);
                if up == 0 {
                    continue;
                }
                (&source.module[..source.module.len() - up], at + 2 * steps)
            }
            _ => continue,
        };
        let (paths, _) = tree(tokens, behind);
        imports.extend(paths.into_iter().map(|path| [base, &path].concat()));
    }
    imports
}

/// The modules that the names at the root of the crate come from.
fn root_names(sources: &[Source]) -> BTreeMap<String, Vec<String>> {
    let mut names = BTreeMap::new();
    let mut add = |file: &str, prefix: &[String]| {
        let source = sources.iter().find(|source| source.file == file).unwrap();
        let tokens = &source.tokens;
        for at in (0..tokens.len()).filter(|at| tokens[*at] == "use" && *at > 0) {
            for path in tree(tokens, at + 1).0 {
                let (name, module) = path.split_last().unwrap();
                names.entry(name.clone()).or_insert([prefix, module].concat());
            }
        }
    };
    add("src/lib.rs", &[]);
    add("src/value.rs", &["value".to_owned()]);
    add("src/event.rs", &["event".to_owned()]);
    names
}

#[test]
fn imports_run_one_way() {
    let sources = sources();
    let root_names = root_names(&sources);
    let mut faults = Vec::new();
    for source in &sources {
        let (file, from) = (&source.file, &source.module);
        if matches!(from[0].as_str(), "lib" | "bin") {
            continue;
        }
        let Some(own) = layer_of(from) else {
            faults.push(format!("{file} is in no layer: give it a row in tests/layers.rs"));
            continue;
        };
        for path in imports(source) {
            let of_name = || root_names.get(&path[0]).and_then(|module| layer_of(module));
            // What a macro made at the root has no place in a file; what is in no layer fails above.
            let Some(target) = layer_of(&path).or_else(of_name) else { continue };
            let sibling = own.name == "payloads" && target.name == "payloads";
            let same = own.name == target.name && !sibling;
            if !same && !own.may_import.contains(&target.name) {
                faults.push(format!(
                    "{file} imports `crate::{}`, but the layer `{}` may import only {}: move the \
                     code to the layer that needs it, or hand it in as an argument",
                    path.join("::"),
                    own.name,
                    own.may_import.join(", "),
                ));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn the_walk_sees_what_files_import() {
    let module = |path: &str| path.split("::").map(str::to_owned).collect::<Vec<_>>();
    let text = r#"
        //! use crate::codec;
        use std::fmt;
        use crate::{json::{Field, Kind}, value::{self as values, Id}};
        use super::{Event, registry::field};
        const A: &str = "crate::mock::x";
        const B: char = '"';
        fn a<'a>(it: &'a crate::payload::Object) -> super::super::Top { $crate::describe::x!() }
        pub(crate) mod sealed { use super::Read; use super::super::Event; }
    "#;
    let source =
        Source { file: String::new(), module: module("event::goal"), tokens: tokens(text) };
    let found: Vec<String> = imports(&source).iter().map(|path| path.join("::")).collect();
    let expected = [
        "json::Field",
        "json::Kind",
        "value::self",
        "value::Id",
        "event::Event",
        "event::registry::field",
        "payload::Object",
        "Top",
        "describe::x",
        "event::Event",
    ];
    assert_eq!(found, expected);
}

#[test]
fn every_row_of_the_table_names_layers_of_the_table() {
    for layer in LAYERS {
        for name in layer.may_import {
            assert!(
                LAYERS.iter().any(|other| other.name == *name),
                "`{}` may import `{name}`, which is no layer: correct the row in tests/layers.rs",
                layer.name
            );
        }
    }
}

/// The page says in words what each layer holds; which there are and what they may import, it has
/// from here.
#[test]
fn the_page_about_the_architecture_shows_this_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/architecture.md");
    let page = fs::read_to_string(path).unwrap();
    let (_, table) = page.split_once("\n| layer | holds | may import |\n").unwrap();
    let rows = table.lines().skip(1).take_while(|line| line.starts_with('|'));
    let shown: Vec<(&str, &str)> = rows
        .map(|row| {
            let cells: Vec<&str> = row.split(" | ").collect();
            (cells[0].trim_start_matches("| "), cells[cells.len() - 1].trim_end_matches(" |"))
        })
        .collect();
    let list = |names: &[&str]| if names.is_empty() { "nothing".into() } else { names.join(", ") };
    let lists: Vec<String> = LAYERS.iter().map(|layer| list(layer.may_import)).collect();
    let expected: Vec<(&str, &str)> =
        LAYERS.iter().zip(&lists).map(|(layer, list)| (layer.name, list.as_str())).collect();
    for (row, (name, imports)) in expected.iter().enumerate() {
        assert!(
            shown.get(row) == Some(&(*name, *imports)),
            "docs/architecture.md: row {} of the table of layers should read\n| {name} | … | \
             {imports} |\nas in tests/house/layers.rs, but has {:?}",
            row + 1,
            shown.get(row),
        );
    }
    assert_eq!(shown.len(), expected.len(), "docs/architecture.md shows a layer that is none");
}

#[test]
fn the_connection_has_no_clock_no_randomness_and_no_runtime() {
    const FORBIDDEN: &[&str] = &[
        "Instant",
        "SystemTime",
        "Utc",
        "Local",
        "now",
        "now_v7",
        "new_v4",
        "rand",
        "fastrand",
        "random",
        "getrandom",
        "async",
        "await",
        "Future",
        "tokio",
        "thread",
        "spawn",
        "sleep",
        "net",
        "TcpStream",
        "Mutex",
        "RwLock",
        "Condvar",
        "OnceLock",
        "LazyLock",
        "HashMap",
        "HashSet",
        "RandomState",
        "Rng",
        "time",
        "io",
        "fs",
        "env",
        "process",
        "task",
        "mpsc",
        "UdpSocket",
        "WebSocket",
        "tungstenite",
        "unsafe",
    ];
    for source in sources().iter().filter(|source| source.module[0] == "connection") {
        for token in source.code() {
            assert!(
                !FORBIDDEN.contains(&token.as_str()),
                "{} says `{token}`: time and randomness come into the connection as arguments, \
                 and whoever drives it does the waiting",
                source.file
            );
        }
    }
}
