//! The layers: who may import whom. Imports run one way, from the bottom of the table to its top,
//! and this table is where that is written down.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::imports::{Import, Names, Source, imports, is_root, root, root_names, sources, tokens};

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
    layer("names", &["nearest", "os_error", "pattern"], &[]),
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
    layer("mock files", &["mock_files"], &["names", "text", "values", "error codes"]),
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
            "origin",
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
        &[
            "capture",
            "control",
            "data_listener",
            "data_port",
            "scenario",
            "serve",
            "session",
            "traffic",
        ],
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
