//! The layers: who may import whom. Imports run one way, from the bottom of the table to its top,
//! and this table is where that is written down.

use std::fs;

use super::tree::root;

/// A layer: its modules, and the layers that these may import besides their own.
pub struct Layer {
    pub name: &'static str,
    pub modules: &'static [&'static str],
    pub may_import: &'static [&'static str],
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
    layer("lifecycle", &["lifecycle"], &[]),
    layer("names", &["nearest", "os_error", "pattern"], &[]),
    // The macros of `enumeration` name `json`, and those of both name `describe`.
    layer("text", &["enumeration", "json"], &["facts", "lifecycle", "describe"]),
    layer("describe", &["describe"], &["lifecycle", "text", "values"]),
    layer("values", &["value"], &["text", "describe"]),
    layer("error codes", &["error_code"], &["text", "values"]),
    layer("payload", &["payload"], &["lifecycle", "text", "describe", "values"]),
    layer("payloads", &["event::*"], &["values", "error codes"]),
    layer(
        "registry",
        &["event", "event::registry"],
        &["lifecycle", "text", "values", "payload", "payloads"],
    ),
    layer("command", &["command"], &["lifecycle", "text", "values", "payload"]),
    layer("envelope", &["envelope"], &["text", "values", "payload", "registry", "command"]),
    layer(
        "reserved",
        &["reserved"],
        &["lifecycle", "text", "payload", "registry", "command", "envelope"],
    ),
    layer("codec", &["codec"], &["text", "values", "payload", "registry", "command", "envelope"]),
    // Which close codes there are: what judges a server knows these, and not the machine.
    layer("close codes", &["connection::close"], &["text", "describe"]),
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
            "close codes",
        ],
    ),
    // A fixture is a frame that the codec reads and would write.
    layer(
        "fixtures",
        &["fixtures"],
        &["text", "payload", "registry", "command", "envelope", "codec"],
    ),
    // A sample is a frame that the codec has read: so it cannot be one that readers refuse.
    layer(
        "sample",
        &["sample"],
        &["text", "values", "error codes", "payload", "registry", "envelope", "codec"],
    ),
    // What other implementations read, and what people write for the mock.
    layer("vectors", &["vectors"], &["text", "values", "envelope", "connection"]),
    layer("mock files", &["mock_files"], &["names", "text", "values", "error codes"]),
    // A version as data, read from all tables; and what may change from one version to the next,
    // which knows no table.
    layer("definition", &["definition"], DEFINITION),
    layer("evolution", &["evolution"], &["text", "describe", "definition"]),
    // What an implementation has to keep, as rows: who checks them, the rows do not know.
    layer("conformance", &["conformance"], &["text", "describe"]),
    layer("codegen", &["codegen"], CODEGEN),
    // TCP, TLS and the handshake, for whoever opens a WebSocket.
    layer("dial", &["client::dial", "client::wire"], &[]),
    // Tokens come in, tenants are told apart; which message is which input, the connection knows.
    layer(
        "client",
        &["client"],
        &["values", "error codes", "connection", "codec", "envelope", "command", "dial"],
    ),
    // Never the connection or the client: the mock must not share their bugs.
    layer("mock", &["mock"], MOCK),
    // Never the connection, the client or the mock: what judges must not share their bugs.
    layer("conform", &["conform"], CONFORM),
    layer("cli", &["cli"], CLI),
    // The JavaScript of the npm package. What it imports from `protocol` is rendered: no file of it
    // is here. A declaration belongs to the module that it declares.
    layer("browser protocol", &["runtime::protocol", "runtime::fixtures"], &[]),
    layer("browser codec", &["runtime::codec"], &["browser protocol"]),
    layer("browser connection", &["runtime::connection"], &["browser protocol", "browser codec"]),
    layer("browser react", &["runtime::react"], &["browser protocol", "browser connection"]),
    layer(
        "browser testing",
        &["runtime::testing"],
        &["browser protocol", "browser codec", "browser connection"],
    ),
    layer(
        "browser testing of react",
        &["runtime::testing::react"],
        &["browser react", "browser testing"],
    ),
];

const DEFINITION: &[&str] = &[
    "facts",
    "lifecycle",
    "text",
    "describe",
    "values",
    "error codes",
    "payload",
    "registry",
    "command",
    "envelope",
    "reserved",
    "connection",
];

/// Never the codec: what is rendered follows from the types alone.
const CODEGEN: &[&str] = &[
    "facts",
    "lifecycle",
    "text",
    "describe",
    "values",
    "error codes",
    "payload",
    "payloads",
    "registry",
    "command",
    "envelope",
    "reserved",
    "connection",
    "fixtures",
    "vectors",
    "mock files",
    "sample",
    "definition",
    "evolution",
    "conformance",
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

const CONFORM: &[&str] = &[
    "facts",
    "names",
    "text",
    "values",
    "error codes",
    "registry",
    "command",
    "envelope",
    "codec",
    "close codes",
    "fixtures",
    "conformance",
    "dial",
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
    "vectors",
    "mock files",
    "definition",
    "evolution",
    "conformance",
    "codegen",
    "client",
    "mock",
    "conform",
];

/// The floors inside a layer, lowest first: a file imports from its own floor and from those below.
/// The file of the folder itself stands on top; a file stands for its folder.
pub struct Floors {
    pub folder: &'static str,
    pub floors: &'static [&'static [&'static str]],
}

impl Floors {
    /// Whether a module is in the folder; the folder's own file is not.
    pub fn hold(&self, module: &[String]) -> bool {
        module.len() > 1 && module[0] == self.folder
    }

    /// The floor of a module in the folder, by the longest name that fits; the folder's own file is
    /// above all.
    pub fn floor_of(&self, module: &[String]) -> Option<usize> {
        let inner = module.strip_prefix(&[self.folder.to_owned()])?;
        if inner.is_empty() {
            return Some(self.floors.len());
        }
        (1..=inner.len()).rev().find_map(|len| {
            let name = inner[..len].join("::");
            self.floors.iter().position(|floor| floor.contains(&name.as_str()))
        })
    }
}

pub const FLOORS: &[Floors] = &[Floors {
    folder: "mock",
    floors: &[
        &[
            "admission",
            "clock",
            "connection_id",
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
        &["bind", "config", "delivery", "faults", "log", "mutate", "outbox", "replaying"],
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
pub fn layer_of(module: &[String]) -> Option<&'static Layer> {
    (1..=module.len()).rev().find_map(|len| {
        let path = &module[..len];
        let row = |path: &str| LAYERS.iter().find(|layer| layer.modules.contains(&path));
        let is_file = || root().join("src").join(path.join("/")).with_extension("rs").is_file();
        let any = || row(&[&path[..len - 1].join("::"), "*"].join("::")).filter(|_| is_file());
        row(&path.join("::")).or_else(any)
    })
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

/// The page says in words what each layer holds; which there are, their modules and what they may
/// import, it has from here.
#[test]
fn the_page_about_the_architecture_shows_this_table() {
    let page = fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let head = "\n| layer | modules in `src` | holds | may import |\n";
    let (_, table) = page.split_once(head).expect("docs/architecture.md has a table of layers");
    let rows = table.lines().skip(1).take_while(|line| line.starts_with('|'));
    let shown: Vec<[String; 3]> = rows
        .map(|row| {
            let cells: Vec<&str> = row.trim_matches(['|', ' ']).split(" | ").collect();
            [cells[0], cells[1], cells[cells.len() - 1]].map(str::to_owned)
        })
        .collect();
    let mut faults = Vec::new();
    for (row, layer) in LAYERS.iter().enumerate() {
        let modules: Vec<String> = layer.modules.iter().map(|it| format!("`{it}`")).collect();
        let imports = match layer.may_import {
            [] => "nothing".to_owned(),
            names => names.join(", "),
        };
        let expected = [layer.name.to_owned(), modules.join(", "), imports];
        if shown.get(row) != Some(&expected) {
            let [name, modules, imports] = expected;
            faults.push(format!(
                "row {} of the table of layers should read\n| {name} | {modules} | … | {imports} \
                 |\nas in tests/house/layers.rs, but has {:?}",
                row + 1,
                shown.get(row),
            ));
        }
    }
    assert!(faults.is_empty(), "docs/architecture.md:\n{}", faults.join("\n"));
    assert_eq!(shown.len(), LAYERS.len(), "docs/architecture.md shows a layer that is none");
}
