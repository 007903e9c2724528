//! Which packages of others the scripts of the npm packages import: a page has to install each. Those
//! of Node.js are there where the command runs.

use std::path::Path;

use super::layers::layer_of;
use super::scripts::{Script, scripts};

/// By layer; the scripts of the others import none.
const PACKAGES: &[(&str, &[&str])] = &[
    ("browser react", &["react"]),
    ("browser testing of react", &["react"]),
    (
        "launcher",
        &["node:child_process", "node:http", "node:os", "node:path", "node:timers", "node:util"],
    ),
];

fn faults(script: &Script) -> Vec<String> {
    let own = layer_of(&script.module);
    let row = PACKAGES.iter().find(|(layer, _)| own.is_some_and(|own| own.name == *layer));
    let allowed = row.map_or(&[][..], |(_, packages)| packages);
    let forbidden = script.packages.iter().filter(|it| !allowed.contains(&it.as_str()));
    let fault = |package: &String| {
        format!(
            "{} imports the package `{package}`, which no page should have to install for it: do \
             without, or give its layer the package in tests/house/packages.rs",
            script.file
        )
    };
    forbidden.map(fault).collect()
}

#[test]
fn scripts_import_no_package_but_that_of_their_layer() {
    let scripts = scripts();
    let all: Vec<String> = scripts.iter().flat_map(faults).collect();
    assert!(all.is_empty(), "\n{}", all.join("\n"));
    for (layer, packages) in PACKAGES {
        let own =
            scripts.iter().filter(|it| layer_of(&it.module).is_some_and(|of| of.name == *layer));
        let used: Vec<&String> = own.flat_map(|script| &script.packages).collect();
        for package in *packages {
            assert!(
                used.contains(&&(*package).to_owned()),
                "`{layer}` does not import `{package}`"
            );
        }
    }
}

#[test]
fn a_package_in_another_layer_is_found() {
    let mut script = Script::new(Path::new("src/runtime/codec/own.js"));
    script.read("import { useRef } from \"react\";");
    let expected = "src/runtime/codec/own.js imports the package `react`, which no page should have to \
                    install for it: do without, or give its layer the package in tests/house/packages.rs";
    assert_eq!(faults(&script), [expected]);
    assert!(script.imports.is_empty(), "a package is no file here");
}
