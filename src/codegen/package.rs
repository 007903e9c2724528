//! The npm package around the TypeScript modules.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::json;

use super::typescript::{Module, commonjs};
use super::{header, json_file};

const README: &str = include_str!("package/README.md");
const LICENSES: &[(&str, &str)] = &[
    ("LICENSE-APACHE", include_str!("../../LICENSE-APACHE")),
    ("LICENSE-MIT", include_str!("../../LICENSE-MIT")),
];

pub(super) fn files(modules: &[Module]) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut add = |path: &str, text: String| {
        files.insert(format!("bindings/{path}"), text);
    };
    for Module { name, js, dts } in modules {
        add(&format!("{name}.js"), js.clone());
        add(&format!("cjs/{name}.js"), commonjs(js));
        if !dts.is_empty() {
            add(&format!("{name}.d.ts"), dts.clone());
            add(&format!("cjs/{name}.d.ts"), dts.clone());
        }
    }
    for (name, text) in LICENSES {
        add(name, (*text).to_owned());
    }
    add("README.md", format!("<!-- {} -->\n\n{README}", header()));
    add("cjs/package.json", "{\n  \"type\": \"commonjs\"\n}\n".to_owned());
    add("connection/package.json", folder("connection_index"));
    add("fixtures/package.json", folder("examples"));
    add("package.json", manifest());
    files
}

/// An entry of the package for resolvers that do not know `exports`: a folder of its name.
fn folder(module: &str) -> String {
    json_file(json!({
        "main": format!("../cjs/{module}.js"),
        "module": format!("../{module}.js"),
        "types": format!("../{module}.d.ts"),
        "sideEffects": false,
    }))
}

/// `package.json`; the order of its keys is that of the fields.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Manifest {
    name: &'static str,
    version: &'static str,
    description: &'static str,
    license: &'static str,
    repository: Repository,
    r#type: &'static str,
    main: &'static str,
    module: &'static str,
    types: &'static str,
    side_effects: bool,
    exports: BTreeMap<&'static str, Export>,
    files: &'static [&'static str],
}

#[derive(Serialize)]
struct Repository {
    r#type: &'static str,
    url: &'static str,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Export {
    Module { import: Conditions, require: Conditions },
    File(&'static str),
}

/// A resolver takes the first condition that it knows: `types` has to stand before `default`.
#[derive(Serialize)]
struct Conditions {
    types: String,
    default: String,
}

fn manifest() -> String {
    let conditions =
        |path: String| Conditions { types: format!("{path}.d.ts"), default: format!("{path}.js") };
    let entry = |module: &str| Export::Module {
        import: conditions(format!("./{module}")),
        require: conditions(format!("./cjs/{module}")),
    };
    let manifest = Manifest {
        name: "@purposepath/realtime",
        version: env!("CARGO_PKG_VERSION"),
        description: env!("CARGO_PKG_DESCRIPTION"),
        license: concat!("(", env!("CARGO_PKG_LICENSE"), ")"),
        repository: Repository {
            r#type: "git",
            url: concat!("git+", env!("CARGO_PKG_REPOSITORY"), ".git"),
        },
        r#type: "module",
        main: "./cjs/index.js",
        module: "./index.js",
        types: "./index.d.ts",
        side_effects: false,
        exports: BTreeMap::from([
            (".", entry("index")),
            ("./connection", entry("connection_index")),
            ("./fixtures", entry("examples")),
            ("./package.json", Export::File("./package.json")),
        ]),
        files: &["*.js", "*.d.ts", "cjs", "connection", "fixtures"],
    };
    serde_json::to_string_pretty(&manifest).expect("text, lists and maps with text keys") + "\n"
}
