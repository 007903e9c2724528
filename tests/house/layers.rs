//! The layers: who may import whom. Imports run one way, from the bottom of the table to its top,
//! and this table is where that is written down.

mod page;

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
    // What a backend behind the gateway decides; never the connection, which is the other side.
    layer(
        "backend",
        &["backend"],
        &["facts", "values", "error codes", "registry", "command", "envelope", "codec"],
    ),
    // A frame on its way to many: no event and no frame is known here.
    layer("fan-out", &["fanout"], &["facts", "text", "describe"]),
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
    layer(
        "vectors",
        &["vectors"],
        &["text", "values", "error codes", "envelope", "codec", "connection", "backend", "fan-out"],
    ),
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
    // The JavaScript of the npm package of the command, which Node.js runs.
    layer("launcher", &["launcher"], &[]),
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
    "backend",
    "fan-out",
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
