//! The npm package around the TypeScript modules.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::json;

use super::typescript::{Module, commonjs};
use super::{NPM_PACKAGE, header, json_file};

const README: &str = include_str!("package/README.md");
pub(super) const LICENSES: &[(&str, &str)] = &[
    ("LICENSE-APACHE", include_str!("../../LICENSE-APACHE")),
    ("LICENSE-MIT", include_str!("../../LICENSE-MIT")),
];

/// What can be imported besides the package itself, by subpath: the module of that name.
///
/// Who only decodes does not carry the connection.
const SUBPATHS: &[&str] = &["connection", "fixtures", "react", "testing", "testing/react"];

/// Whose packages some subpaths are for, and from which version on. TypeScript's users of a strict
/// installation need the types as a peer too, or the declarations here could not see them.
const PEERS: &[(&str, &str)] = &[("@types/react", ">=18"), ("react", ">=18")];

/// The module behind the package itself.
const INDEX: &str = "index";

/// The schemas that ship with the package, under the path that they have here: `schema/meta.json`.
/// Those of test vectors, and what an implementation has to keep, are for whoever writes one.
fn is_shipped(path: &str) -> bool {
    let of_the_repository = ["schema/conformance", "schema/vectors/"];
    path.starts_with("schema/") && !of_the_repository.iter().any(|it| path.starts_with(it))
}

pub(super) fn files(
    modules: &[Module],
    artifacts: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut add = |path: &str, text: String| {
        files.insert(format!("bindings/{path}"), text);
    };
    for Module { name, js, dts } in modules {
        if !js.is_empty() {
            add(&format!("esm/{name}.js"), js.clone());
            add(&format!("cjs/{name}.js"), commonjs(js));
        }
        if !dts.is_empty() {
            add(&format!("esm/{name}.d.ts"), dts.clone());
            add(&format!("cjs/{name}.d.ts"), dts.clone());
        }
    }
    for subpath in SUBPATHS {
        assert!(
            modules.iter().any(|module| module.name == *subpath && !module.dts.is_empty()),
            "the subpath `{subpath}` has no module: render one of that name in \
             src/codegen/typescript.rs"
        );
        add(&format!("{subpath}/package.json"), folder(subpath));
    }
    for (path, text) in artifacts.iter().filter(|(path, _)| is_shipped(path)) {
        add(path, text.clone());
    }
    for (name, text) in LICENSES {
        add(name, (*text).to_owned());
    }
    add("README.md", format!("<!-- {} -->\n\n{README}", header()));
    add("cjs/package.json", "{\n  \"type\": \"commonjs\"\n}\n".to_owned());
    add("package.json", manifest());
    files
}

/// A subpath for resolvers that do not know `exports`: a folder of its name.
fn folder(subpath: &str) -> String {
    let root = "../".repeat(subpath.split('/').count());
    json_file(json!({
        "main": format!("{root}cjs/{subpath}.js"),
        "module": format!("{root}esm/{subpath}.js"),
        "types": format!("{root}esm/{subpath}.d.ts"),
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
    main: String,
    module: String,
    types: String,
    side_effects: bool,
    peer_dependencies: BTreeMap<&'static str, &'static str>,
    peer_dependencies_meta: BTreeMap<&'static str, Peer>,
    exports: BTreeMap<String, Export>,
    files: Vec<&'static str>,
}

#[derive(Serialize)]
pub(super) struct Repository {
    r#type: &'static str,
    url: &'static str,
}

pub(super) const LICENSE: &str = concat!("(", env!("CARGO_PKG_LICENSE"), ")");

pub(super) const REPOSITORY: Repository =
    Repository { r#type: "git", url: concat!("git+", env!("CARGO_PKG_REPOSITORY"), ".git") };

/// Nobody needs it but those who import the subpath that is for it.
#[derive(Serialize)]
struct Peer {
    optional: bool,
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
    let export = |module: &str| Export::Module {
        import: conditions(format!("./esm/{module}")),
        require: conditions(format!("./cjs/{module}")),
    };
    let mut exports = BTreeMap::from([
        (".".to_owned(), export(INDEX)),
        ("./package.json".to_owned(), Export::File("./package.json")),
        ("./schema/*".to_owned(), Export::File("./schema/*")),
    ]);
    exports.extend(SUBPATHS.iter().map(|subpath| (format!("./{subpath}"), export(subpath))));
    let manifest = Manifest {
        name: NPM_PACKAGE,
        version: env!("CARGO_PKG_VERSION"),
        description: env!("CARGO_PKG_DESCRIPTION"),
        license: LICENSE,
        repository: REPOSITORY,
        r#type: "module",
        main: format!("./cjs/{INDEX}.js"),
        module: format!("./esm/{INDEX}.js"),
        types: format!("./esm/{INDEX}.d.ts"),
        side_effects: false,
        peer_dependencies: PEERS.iter().copied().collect(),
        peer_dependencies_meta: PEERS
            .iter()
            .map(|(name, _)| (*name, Peer { optional: true }))
            .collect(),
        exports,
        files: ["cjs", "esm", "schema"]
            .iter()
            .copied()
            .chain(SUBPATHS.iter().copied().filter(|subpath| !subpath.contains('/')))
            .chain(LICENSES.iter().map(|(name, _)| *name))
            .collect(),
    };
    serde_json::to_string_pretty(&manifest).expect("text, lists and maps with text keys") + "\n"
}
