//! The npm packages of the command: one that people install, and for each platform one that holds its
//! binary, of which a package manager takes the one that fits. None runs a script when it is installed.
//!
//! The binaries are no artifacts: `packaging/pack.mjs` puts each into its package, once it is built.

use std::collections::BTreeMap;

use serde::Serialize;

use super::package::{LICENSE, LICENSES, REPOSITORY, Repository};
use super::platforms::{PLATFORMS, Platform};
use super::typescript::{Module, commonjs};
use super::{NPM_COMMAND, header, header_for};

mod faults;

/// Where the packages stand, each in a folder named after it.
const FOLDER: &str = "packaging/npm";

const README: &str = include_str!("command_package/README.md");

/// What runs when somebody types the command.
const BIN: &str = "require(\"../lib/launch.js\").launch();\n";

macro_rules! program {
    ($name:literal) => {
        ($name, include_str!(concat!("../launcher/", $name, ".js")))
    };
}

/// The programs, written by hand in `src/launcher`; all are rendered as CommonJS, which every tool
/// reads, Jest 27 included, and which starts sooner.
const PROGRAMS: &[(&str, &str)] = &[
    program!("binary"),
    program!("control"),
    program!("index"),
    program!("launch"),
    program!("mock"),
];

/// The module that the package exports.
const ENTRY: &str = "index";
const DECLARATIONS: &str = include_str!("../launcher/declarations/index.d.ts");

/// The modules of the other package whose types the declarations name, copied so that the package needs
/// no other.
const TYPES: [&str; 3] = ["protocol/errors", "protocol/events", "protocol/values"];

/// The least version of Node.js.
const NODE: &str = ">=20";

pub(super) fn files(modules: &[Module]) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut add = |package: &str, path: &str, text: String| {
        let folder = package.split_once('/').map_or(package, |(_, name)| name);
        files.insert(format!("{FOLDER}/{folder}/{path}"), text);
    };
    for (name, text) in PROGRAMS {
        let from = header_for(&format!("src/launcher/{name}.js"));
        add(NPM_COMMAND, &format!("lib/{name}.js"), format!("// {from}\n\n{}", commonjs(text)));
    }
    let from = header_for(&format!("src/launcher/declarations/{ENTRY}.d.ts"));
    add(NPM_COMMAND, &format!("lib/{ENTRY}.d.ts"), format!("// {from}\n\n{DECLARATIONS}"));
    for name in TYPES {
        let module = modules.iter().find(|module| module.name == name);
        let module = module.unwrap_or_else(|| panic!("no module is called {name}: see TYPES"));
        add(NPM_COMMAND, &format!("lib/{name}.d.ts"), module.dts.clone());
    }
    add(NPM_COMMAND, "lib/protocol/faults.d.ts", format!("// {}\n\n{}", header(), faults::types()));
    add(
        NPM_COMMAND,
        "bin/realtime.js",
        format!("#!/usr/bin/env node\n// {}\n\n\"use strict\";\n{BIN}", header()),
    );
    add(NPM_COMMAND, "README.md", format!("<!-- {} -->\n\n{}", header(), readme()));
    add(NPM_COMMAND, "package.json", manifest());
    for platform in PLATFORMS {
        let package = platform.package();
        add(&package, "package.json", manifest_of(platform));
        add(&package, "README.md", readme_of(platform));
        for (name, text) in LICENSES {
            add(&package, name, (*text).to_owned());
        }
    }
    for (name, text) in LICENSES {
        add(NPM_COMMAND, name, (*text).to_owned());
    }
    files
}

/// The `package.json` of the package that people install; the order of its keys is that of the fields.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Manifest {
    name: &'static str,
    version: &'static str,
    description: &'static str,
    license: &'static str,
    repository: Repository,
    r#type: &'static str,
    bin: BTreeMap<&'static str, &'static str>,
    main: String,
    types: String,
    exports: BTreeMap<&'static str, Export>,
    engines: Engines,
    optional_dependencies: BTreeMap<String, &'static str>,
    files: Vec<&'static str>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Export {
    Module { types: String, default: String },
    File(&'static str),
}

#[derive(Serialize)]
struct Engines {
    node: &'static str,
}

fn manifest() -> String {
    let module = |ending: &str| format!("./lib/{ENTRY}.{ending}");
    let version = env!("CARGO_PKG_VERSION");
    json(&Manifest {
        name: NPM_COMMAND,
        version,
        description: "The command `realtime` of the PurposePath realtime protocol, and its mock server for tests.",
        license: LICENSE,
        repository: REPOSITORY,
        r#type: "commonjs",
        bin: [("realtime", "bin/realtime.js")].into(),
        main: module("js"),
        types: module("d.ts"),
        exports: [
            (".", Export::Module { types: module("d.ts"), default: module("js") }),
            ("./package.json", Export::File("./package.json")),
        ]
        .into(),
        engines: Engines { node: NODE },
        optional_dependencies: PLATFORMS.iter().map(|it| (it.package(), version)).collect(),
        files: ["bin", "lib"].into_iter().chain(licenses()).collect(),
    })
}

/// The `package.json` of a package with a binary.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ManifestOf {
    name: String,
    version: &'static str,
    description: String,
    license: &'static str,
    repository: Repository,
    os: [&'static str; 1],
    cpu: [&'static str; 1],
    /// Nothing runs what is in a zip file: Yarn unpacks the package.
    prefer_unplugged: bool,
    realtime: Binary,
    files: Vec<&'static str>,
}

/// What the launcher asks for.
#[derive(Serialize)]
struct Binary {
    binary: &'static str,
}

fn manifest_of(platform: &Platform) -> String {
    json(&ManifestOf {
        name: platform.package(),
        version: env!("CARGO_PKG_VERSION"),
        description: format!("The binary of {NPM_COMMAND} for {} {}.", platform.os, platform.cpu),
        license: LICENSE,
        repository: REPOSITORY,
        os: [platform.os],
        cpu: [platform.cpu],
        prefer_unplugged: true,
        realtime: Binary { binary: platform.binary() },
        files: [platform.binary()].into_iter().chain(licenses()).collect(),
    })
}

/// The README, with the platforms where it says so.
fn readme() -> String {
    let names: Vec<_> = PLATFORMS.iter().map(|it| format!("{} {}", it.os, it.cpu)).collect();
    README.replace("{platforms}", &names.join(", "))
}

fn readme_of(platform: &Platform) -> String {
    let Platform { os, cpu, target, .. } = platform;
    format!(
        "<!-- {} -->\n\n# {}\n\nThe command `realtime` for {os} {cpu}, built for `{target}`. Install \
         `{NPM_COMMAND}`, which takes this package where it fits.\n",
        header(),
        platform.package(),
    )
}

fn licenses() -> impl Iterator<Item = &'static str> {
    LICENSES.iter().map(|(name, _)| *name)
}

fn json(manifest: &impl Serialize) -> String {
    serde_json::to_string_pretty(manifest).expect("text, lists and maps with text keys") + "\n"
}
