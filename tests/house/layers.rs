//! The layers: who may import whom. Imports run one way, from the bottom of the table to its top,
//! and this table is where that is written down.

use std::collections::{BTreeMap, BTreeSet};
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
    // What API Gateway imposes: the protocol's limits follow from it.
    layer("facts", &["fact", "gateway"], &[]),
    layer("names", &["nearest", "pattern"], &[]),
    // The macros of `enumeration` name `json`, and those of both name `describe`.
    layer("text", &["enumeration", "json"], &["facts", "describe"]),
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
        &[
            "facts",
            "text",
            "describe",
            "values",
            "error codes",
            "registry",
            "command",
            "envelope",
            "codec",
        ],
    ),
    layer("fixtures", &["fixtures"], &["registry"]),
    // A sample is a frame that the codec has read: so it cannot be one that readers refuse.
    layer(
        "sample",
        &["sample"],
        &["text", "values", "error codes", "payload", "registry", "envelope", "codec"],
    ),
    // What other implementations read, and what people write for the mock.
    layer("vectors", &["vectors"], &["text", "values", "envelope", "connection"]),
    layer("mock files", &["mock_files"], &["names", "values", "error codes"]),
    layer("codegen", &["codegen"], CODEGEN),
    // Tokens come in, tenants are told apart; which message is which input, the connection knows.
    layer("client", &["client"], &["values", "connection", "codec", "envelope", "command"]),
    // Never the connection or the client: the mock must not share their bugs.
    layer("mock", &["mock"], MOCK),
    layer("cli", &["cli"], CLI),
];

/// Never the codec: what is rendered follows from the types alone.
const CODEGEN: &[&str] = &[
    "facts",
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
    "vectors",
    "mock files",
    "sample",
];

const MOCK: &[&str] = &[
    "facts",
    "names",
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
    "mock files",
];

const CLI: &[&str] = &[
    "facts",
    "names",
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
    "mock files",
    "codegen",
    "client",
    "mock",
];

/// The floors inside a layer, lowest first: a file imports from its own floor and from those below.
/// The file of the folder itself stands on top; a file stands for its folder.
struct House {
    folder: &'static str,
    floors: &'static [&'static [&'static str]],
}

const HOUSES: &[House] = &[House {
    folder: "mock",
    floors: &[
        &[
            "admission",
            "clock",
            "counters",
            "file_error",
            "frame",
            "host_name",
            "listeners",
            "profile",
            "template",
            "token",
            "traffic_control",
            "wire",
        ],
        &["bind", "config", "delivery", "faults", "log", "mutate", "outbox"],
        &["connection", "frames", "hub", "kick"],
        // What a scenario is and how it is judged; nothing here controls a server.
        &[
            "scenario::client",
            "scenario::judge",
            "scenario::outcome",
            "scenario::plan",
            "scenario::shipped",
            "scenario::stage",
            "scenario::template",
            "scenario::witness",
        ],
        &["handle"],
        &["capture", "control", "data_listener", "data_port", "scenario", "session", "traffic"],
    ],
}];

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

/// A source file of the library and the path of its module; `lib` is the root.
struct Source {
    file: String,
    module: Vec<String>,
    tokens: Vec<String>,
}

impl Source {
    /// The path of the module from the root of the crate.
    fn scope(&self) -> &[String] {
        if self.module == ["lib"] { &[] } else { &self.module }
    }

    fn defines(&self, name: &str) -> bool {
        let is_definition = |word: &str| {
            matches!(word, "struct" | "enum" | "trait" | "type" | "const" | "static" | "fn")
        };
        self.tokens.windows(2).any(|pair| is_definition(&pair[0]) && pair[1] == name)
    }

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

/// A path in a file, from the root of the crate.
struct Import {
    path: Vec<String>,
    /// Whether it is a `pub use`, which passes a name on.
    is_passed_on: bool,
}

/// Every path in the file that starts at the root of the crate, above the file, or at one of these
/// modules inside it.
fn imports(source: &Source, children: &[&str]) -> Vec<Import> {
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
            child if children.contains(&child) => (source.scope(), at),
            _ => continue,
        };
        let is_passed_on =
            at > 1 && tokens[at - 1] == "use" && matches!(tokens[at - 2].as_str(), "pub" | ")");
        let (paths, _) = tree(tokens, behind);
        imports.extend(
            paths.into_iter().map(|path| Import { path: [base, &path].concat(), is_passed_on }),
        );
    }
    imports
}

/// Which file a name comes from, wherever it is passed on.
struct Names<'a> {
    files: BTreeMap<&'a [String], &'a Source>,
    /// By the module that passes it on: the name, or `*`, and where it comes from.
    passed_on: BTreeMap<&'a [String], Vec<(String, Vec<String>)>>,
}

impl<'a> Names<'a> {
    fn new(sources: &'a [Source]) -> Self {
        let files = sources.iter().map(|source| (source.scope(), source)).collect();
        let mut names = Names { files, passed_on: BTreeMap::new() };
        let passed_on = sources.iter().map(|source| {
            let imports = imports(source, &names.children(source)).into_iter();
            let passed_on = imports.filter(|import| import.is_passed_on);
            let named = passed_on.map(|it| (it.path.last().cloned().unwrap_or_default(), it.path));
            (source.scope(), named.collect())
        });
        names.passed_on = passed_on.collect();
        names
    }

    fn children(&self, source: &Source) -> Vec<&'a str> {
        let scope = source.scope();
        let is_child =
            |module: &&[String]| module.len() == scope.len() + 1 && module.starts_with(scope);
        self.files.keys().copied().filter(is_child).map(|it| it[it.len() - 1].as_str()).collect()
    }

    /// The file of the innermost module on the path, or that from which it has the name behind it.
    fn file(&self, path: &[String]) -> Option<&'a Source> {
        let len = (0..=path.len()).rev().find(|len| self.files.contains_key(&path[..*len]))?;
        let (module, rest) = path.split_at(len);
        rest.first().and_then(|name| self.origin(module, name)).or(self.files.get(module).copied())
    }

    /// The file from which a module has a name, if it passes the name on.
    fn origin(&self, module: &[String], name: &String) -> Option<&'a Source> {
        self.passed_on.get(module).into_iter().flatten().find_map(|(passed_on, from)| {
            let (last, of) = from.split_last()?;
            match passed_on.as_str() {
                "*" => self
                    .origin(of, name)
                    .or_else(|| self.files.get(of).copied().filter(|source| source.defines(name))),
                it if it == name && last == name => self.file(from),
                _ => None,
            }
        })
    }

    /// The files that a file imports. That a file passes on what stands in its folder is no import;
    /// that a file uses what the file of its own folder holds is none either: from outside, a file
    /// and its folder are one.
    fn imported(&self, source: &Source) -> Vec<&'a Source> {
        let imports = imports(source, &self.children(source)).into_iter();
        let files = imports.filter(|it| !it.is_passed_on).filter_map(|it| self.file(&it.path));
        files.filter(|file| !source.module.starts_with(&file.module)).collect()
    }
}

/// What is imported from a higher floor, and what stands on none.
fn against_the_floors(sources: &[Source]) -> Vec<String> {
    let names = Names::new(sources);
    let mut faults = Vec::new();
    for House { folder, floors } in HOUSES {
        let is_inside = |source: &Source| source.module.len() > 1 && source.module[0] == *folder;
        let floor = |source: &Source| {
            let inner = &source.module[1..];
            (1..=inner.len()).rev().find_map(|len| {
                let name = inner[..len].join("::");
                floors.iter().position(|floor| floor.contains(&name.as_str()))
            })
        };
        for source in sources.iter().filter(|source| is_inside(source)) {
            let file = &source.file;
            let Some(own) = floor(source) else {
                faults.push(format!(
                    "{file} is on no floor: give it a place in tests/house/layers.rs"
                ));
                continue;
            };
            let higher = names.imported(source).into_iter().filter(|it| is_inside(it));
            for other in higher.filter(|other| floor(other) > Some(own)) {
                faults.push(format!(
                    "{file} imports {}, which is on a higher floor of `{folder}`: move what both \
                     need below both, or hand it in as an argument",
                    other.file
                ));
            }
        }
        for name in floors.iter().copied().flatten() {
            let file = format!("src/{folder}/{}.rs", name.replace("::", "/"));
            if !sources.iter().any(|source| source.file == file) {
                faults.push(format!(
                    "{file} is on a floor, but is no file: correct tests/house/layers.rs"
                ));
            }
        }
    }
    faults
}

/// The files that import each other in a loop, each with those of them that it imports.
fn circles(sources: &[Source]) -> Vec<String> {
    let names = Names::new(sources);
    let edges: BTreeMap<&str, BTreeSet<&str>> = sources
        .iter()
        .map(|source| {
            let imported = names.imported(source).into_iter().filter(|other| !is_root(other));
            (&*source.file, imported.map(|other| &*other.file).collect())
        })
        .collect();
    let reach: BTreeMap<&str, BTreeSet<&str>> = edges
        .keys()
        .map(|from| {
            let (mut reached, mut next) = (BTreeSet::new(), vec![*from]);
            while let Some(file) = next.pop() {
                next.extend(edges[file].iter().copied().filter(|file| reached.insert(*file)));
            }
            (*from, reached)
        })
        .collect();
    let in_circle = edges.iter().filter_map(|(file, imported)| {
        let back: Vec<&str> =
            imported.iter().copied().filter(|other| reach[other].contains(file)).collect();
        (!back.is_empty()).then(|| format!("{file} imports {}", back.join(", ")))
    });
    in_circle.collect()
}

/// The roots of library and command, which import everything and from which only names come.
fn is_root(source: &Source) -> bool {
    matches!(source.module[0].as_str(), "lib" | "bin")
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

/// What is imported from a layer that the table does not allow, and what is in no layer.
fn against_the_layers(sources: &[Source]) -> Vec<String> {
    let root_names = root_names(sources);
    let mut faults = Vec::new();
    for source in sources.iter().filter(|source| !is_root(source)) {
        let (file, from) = (&source.file, &source.module);
        let Some(own) = layer_of(from) else {
            faults.push(format!("{file} is in no layer: give it a row in tests/house/layers.rs"));
            continue;
        };
        for Import { path, .. } in imports(source, &[]) {
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
    faults
}

#[test]
fn imports_run_one_way() {
    let sources = sources();
    let faults = [against_the_layers(&sources), against_the_floors(&sources)].concat();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn no_file_imports_itself_by_way_of_others() {
    let circles = circles(&sources());
    assert!(
        circles.is_empty(),
        "these files import each other in a loop: move what they share to a file below them\n{}",
        circles.join("\n")
    );
}

#[test]
fn every_folder_of_the_sources_is_in_a_layer() {
    let mut folders = vec![root()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let module: Vec<String> = path
                .strip_prefix(root())
                .unwrap()
                .iter()
                .map(|part| part.to_string_lossy().into_owned())
                .collect();
            if path.is_dir() && module[0] != "bin" {
                assert!(
                    layer_of(&module).is_some(),
                    "src/{} is in no layer: give it a row in tests/house/layers.rs",
                    module.join("/")
                );
                folders.push(path);
            }
        }
    }
}

/// The real sources, with a line more in one file.
fn with(file: &str, line: &str) -> Vec<Source> {
    let mut sources = sources();
    let source = sources.iter_mut().find(|source| source.file == file).unwrap();
    source.tokens.splice(0..0, tokens(line));
    sources
}

#[test]
fn an_import_against_the_direction_is_found() {
    let sources = with("src/codec/peek.rs", "use crate::mock::Mock;");
    let [fault] = against_the_layers(&sources).try_into().unwrap();
    assert!(fault.starts_with("src/codec/peek.rs imports `crate::mock::Mock`, but"), "{fault}");

    // By the name that the module passes on as much as by its own.
    for line in ["use super::handle::Handle;", "use crate::mock::Handle;"] {
        let sources = with("src/mock/clock.rs", line);
        let [fault] = against_the_floors(&sources).try_into().unwrap();
        let expected = "src/mock/clock.rs imports src/mock/handle.rs, which is on a higher floor";
        assert!(fault.starts_with(expected), "{fault}");
    }

    let sources = with("src/json/field.rs", "use crate::json::Writer;");
    let expected = [
        "src/json/field.rs imports src/json/writer.rs",
        "src/json/writer.rs imports src/json/field.rs",
    ];
    assert!(expected.iter().all(|it| circles(&sources).iter().any(|found| found.starts_with(it))));
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
    let found: Vec<String> =
        imports(&source, &[]).iter().map(|import| import.path.join("::")).collect();
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
                "`{}` may import `{name}`, which is no layer: correct the row in tests/house/layers.rs",
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
