//! The npm package around the TypeScript modules.

use std::collections::BTreeMap;

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

fn manifest() -> String {
    let description = env!("CARGO_PKG_DESCRIPTION");
    // The declarations stand beside each file, where every resolver looks for them.
    let entry = |name: &str| json!({ "import": format!("./{name}.js"), "require": format!("./cjs/{name}.js") });
    json_file(json!({
        "name": "@purposepath/realtime",
        "version": env!("CARGO_PKG_VERSION"),
        "description": description,
        "license": concat!("(", env!("CARGO_PKG_LICENSE"), ")"),
        "repository": { "type": "git", "url": concat!("git+", env!("CARGO_PKG_REPOSITORY"), ".git") },
        "type": "module",
        "main": "./cjs/index.js",
        "module": "./index.js",
        "types": "./index.d.ts",
        "sideEffects": false,
        "exports": {
            ".": entry("index"),
            "./fixtures": entry("examples"),
            "./package.json": "./package.json",
        },
        "files": ["*.js", "*.d.ts", "cjs", "fixtures"],
    }))
}
