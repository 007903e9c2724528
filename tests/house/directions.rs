//! Imports run one way, as the table says, and in no circle.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::floors::FLOORS;
use super::imports::{Import, Names, Source, imports, is_root, sources, tokens};
use super::layers::{Layer, layer_of};
use super::scripts::{self, Script, scripts};
use super::tree;

/// What is imported from a higher floor, and what stands on none.
fn against_the_floors(sources: &[Source]) -> Vec<String> {
    let names = Names::new(sources);
    let mut faults = Vec::new();
    for own_floors in FLOORS {
        let folder = own_floors.folder;
        let is_inside = |source: &Source| own_floors.hold(&source.module);
        let floor = |source: &Source| own_floors.floor_of(&source.module);
        for source in sources.iter().filter(|source| is_inside(source)) {
            let file = &source.file;
            let Some(own) = floor(source) else {
                faults.push(format!(
                    "{file} is on no floor: give it a place in tests/house/layers.rs"
                ));
                continue;
            };
            let named = names.named(source).into_iter();
            for other in named.filter(|other| floor(other) > Some(own)) {
                faults.push(format!(
                    "{file} imports {}, which is on a higher floor of `{folder}`: import \
                     each name from the file that defines it, move what both need below both, or \
                     hand it in as an argument",
                    other.file
                ));
            }
        }
        for name in own_floors.floors.iter().copied().flatten() {
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

/// Which files a file imports.
type Edges = BTreeMap<String, BTreeSet<String>>;

fn edges(sources: &[Source]) -> Edges {
    let names = Names::new(sources);
    let edge = |source: &Source| {
        let imported = names.imported(source).into_iter().filter(|other| !is_root(other));
        (source.file.clone(), imported.map(|other| other.file.clone()).collect())
    };
    sources.iter().map(edge).collect()
}

/// Scripts import scripts, declarations import declarations; what is rendered imports none of them.
fn edges_of_scripts(scripts: &[Script]) -> Edges {
    let is_declaration = |script: &Script| script.file.ends_with(".d.ts");
    let edge = |script: &Script| {
        let kind = is_declaration(script);
        let same_kind = scripts.iter().filter(|other| is_declaration(other) == kind);
        let imported = same_kind.filter(|other| script.imports.contains(&other.module));
        (script.file.clone(), imported.map(|other| other.file.clone()).collect())
    };
    scripts.iter().map(edge).collect()
}

/// The files that import each other in a loop, each with those of them that it imports.
fn circles(edges: &Edges) -> Vec<String> {
    fn reach<'a>(from: &'a String, edges: &'a Edges) -> BTreeSet<&'a String> {
        let (mut reached, mut next) = (BTreeSet::new(), vec![from]);
        while let Some(file) = next.pop() {
            next.extend(edges[file].iter().filter(|file| reached.insert(*file)));
        }
        reached
    }
    let reach: BTreeMap<&String, BTreeSet<&String>> =
        edges.keys().map(|from| (from, reach(from, edges))).collect();
    let in_circle = edges.iter().filter_map(|(file, imported)| {
        let back: Vec<&str> = imported
            .iter()
            .filter(|other| reach[other].contains(file))
            .map(String::as_str)
            .collect();
        (!back.is_empty()).then(|| format!("{file} imports {}", back.join(", ")))
    });
    in_circle.collect()
}

/// The layer of a file, or that it has none.
fn own_layer(file: &str, module: &[String]) -> Result<&'static Layer, String> {
    layer_of(module)
        .ok_or_else(|| format!("{file} is in no layer: give it a row in tests/house/layers.rs"))
}

/// That the table does not allow an import.
fn forbidden(file: &str, written: &str, own: &Layer, target: &Layer) -> Option<String> {
    let is_sibling = own.name == "payloads" && target.name == "payloads";
    let is_own = own.name == target.name && !is_sibling;
    (!is_own && !own.may_import.contains(&target.name)).then(|| {
        format!(
            "{file} imports `{written}`, but the layer `{}` may import only {}: move the code to \
             the layer that needs it, or hand it in as an argument",
            own.name,
            own.may_import.join(", "),
        )
    })
}

/// Where the root of the crate, or the module above, gets another name: nothing here looks behind it.
fn other_names(source: &Source) -> impl Iterator<Item = String> {
    source.code().windows(2).filter_map(|pair| match [&*pair[0], &*pair[1]] {
        ["crate" | "super", "as"] | ["crate", "self"] => Some(format!(
            "{} says `{}`, which hides what is imported: import each name by the path of its module",
            source.file,
            pair.join(" ")
        )),
        _ => None,
    })
}

/// What is imported from a layer that the table does not allow, and what is in no layer.
fn against_the_layers(sources: &[Source]) -> Vec<String> {
    let names = Names::new(sources);
    let of_root = |path: &[String]| sources.iter().any(|it| is_root(it) && it.defines(&path[0]));
    let mut faults = Vec::new();
    for source in sources.iter().filter(|source| !is_root(source)) {
        let own = match own_layer(&source.file, &source.module) {
            Ok(own) => own,
            Err(fault) => {
                faults.push(fault);
                continue;
            }
        };
        faults.extend(other_names(source));
        for Import { path, .. } in imports(source, &[]) {
            let of_name = || names.file(&path).and_then(|file| layer_of(&file.module));
            let written = format!("crate::{}", path.join("::"));
            let Some(target) = layer_of(&path).or_else(of_name) else {
                if !of_root(&path) {
                    faults.push(format!(
                        "{} imports `{written}`, but no file is seen to define that: import each \
                         name by the path of its module",
                        source.file
                    ));
                }
                continue;
            };
            faults.extend(forbidden(&source.file, &written, own, target));
        }
    }
    faults
}

/// The same of scripts.
fn scripts_against_the_layers(scripts: &[Script]) -> Vec<String> {
    let check = |script: &Script, path: &[String]| {
        let own = own_layer(&script.file, &script.module)?;
        let written = path.join("/");
        let target = own_layer(&format!("{written}, imported by {},", script.file), path)?;
        forbidden(&script.file, &written, own, target).map_or(Ok(()), Err)
    };
    let imports = scripts.iter().flat_map(|it| it.imports.iter().map(move |path| (it, path)));
    let faults = imports.filter_map(|(script, path)| check(script, path).err());
    let layerless = scripts.iter().filter_map(|it| own_layer(&it.file, &it.module).err());
    let unread = scripts.iter().flat_map(|it| it.faults.iter().cloned());
    faults.chain(layerless).chain(unread).collect()
}

#[test]
fn imports_run_one_way() {
    let sources = sources();
    let faults = [
        against_the_layers(&sources),
        against_the_floors(&sources),
        scripts_against_the_layers(&scripts()),
    ]
    .concat();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn no_file_imports_itself_by_way_of_others() {
    let circles = [circles(&edges(&sources())), circles(&edges_of_scripts(&scripts()))].concat();
    assert!(
        circles.is_empty(),
        "these files import each other in a loop: move what they share to a file below them\n{}",
        circles.join("\n")
    );
}

#[test]
fn every_folder_of_the_sources_is_in_a_layer() {
    let files = tree::files("src", &["rs", "js", "mjs", "ts", "css", "html"]);
    let folders: BTreeSet<&Path> = files.iter().filter_map(|file| file.parent()).collect();
    assert!(folders.len() > 40, "only {} folders are seen", folders.len());
    let is_layered = |folder: &&Path| {
        !folder.ends_with("src") && !folder.ends_with("bin") && !folder.ends_with("tests")
    };
    let layered = folders.into_iter().filter(is_layered);
    let faults: Vec<String> = layered
        .filter_map(|it| own_layer(&it.to_string_lossy(), &scripts::module_of(it)).err())
        .collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// That one of the faults is this one: others may be in the real sources.
#[track_caller]
fn assert_found(faults: &[String], expected: &str) {
    assert!(
        faults.iter().any(|fault| fault.starts_with(expected)),
        "this is not found\n  {expected}\nbut\n  {}",
        faults.join("\n  ")
    );
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
    let expected = "src/codec/peek.rs imports `crate::mock::Mock`, but";
    assert_found(&against_the_layers(&sources), expected);

    // By the name that the module passes on as much as by its own.
    for line in ["use super::handle::Handle;", "use crate::mock::Handle;", "pub use super::Handle;"]
    {
        let sources = with("src/mock/clock.rs", line);
        let expected = "src/mock/clock.rs imports src/mock/handle.rs, which is on a higher floor";
        assert_found(&against_the_floors(&sources), expected);
    }

    let circles = circles(&edges(&with("src/json/field.rs", "use crate::json::Writer;")));
    assert_found(&circles, "src/json/field.rs imports src/json/writer.rs");
    assert_found(&circles, "src/json/writer.rs imports src/json/field.rs");
}

#[test]
fn an_import_that_hides_what_it_imports_is_found() {
    for (line, written) in [
        ("use crate::*;", "*"),
        ("use super::super::*;", "*"),
        ("use crate::{self as root};", "self"),
        ("use crate::Renamed;", "Renamed"),
    ] {
        let expected = format!(
            "src/codec/peek.rs imports `crate::{written}`, but no file is seen to define that: \
             import each name by the path of its module"
        );
        assert_found(&against_the_layers(&with("src/codec/peek.rs", line)), &expected);
    }
    for (line, written) in [
        ("use crate as root;", "crate as"),
        ("use super::super as root;", "super as"),
        ("extern crate self as root;", "crate self"),
    ] {
        let expected = format!(
            "src/codec/peek.rs says `{written}`, which hides what is imported: import each name \
             by the path of its module"
        );
        assert_found(&against_the_layers(&with("src/codec/peek.rs", line)), &expected);
    }
    for (file, line, above) in [
        ("src/mock/clock.rs", "use super::*;", "src/mock.rs"),
        ("src/mock/clock.rs", "pub use super::*;", "src/mock.rs"),
        ("src/mock/clock.rs", "use crate::mock;", "src/mock.rs"),
        ("src/mock/clock.rs", "use crate::mock::{self as m};", "src/mock.rs"),
        ("src/mock/clock.rs", "use crate::{mock as m};", "src/mock.rs"),
        ("src/mock/clock.rs", "use super::Renamed;", "src/mock.rs"),
        ("src/mock/scenario/plan.rs", "use super::*;", "src/mock/scenario.rs"),
    ] {
        let expected = format!(
            "{file} imports {above}, which is on a higher floor of `mock`: import each name from \
             the file that defines it, move what both need below both, or hand it in as an argument"
        );
        assert_found(&against_the_floors(&with(file, line)), &expected);
    }
}

/// The real scripts, with a line more in one file.
fn scripts_with(file: &str, line: &str) -> Vec<Script> {
    let mut scripts = scripts();
    scripts.iter_mut().find(|script| script.file == file).unwrap().read(line);
    scripts
}

#[test]
fn an_import_of_a_script_against_the_direction_is_found() {
    let line = "import { step } from \"../connection/machine.js\";";
    assert_found(
        &scripts_against_the_layers(&scripts_with("src/runtime/codec/own.js", line)),
        "src/runtime/codec/own.js imports `runtime/connection/machine`, but the layer `browser \
         codec` may import only browser protocol: move the code to the layer that needs it, or \
         hand it in as an argument",
    );

    let line = "const machine = await import(\"../connection/machine.js\");";
    assert_found(
        &scripts_against_the_layers(&scripts_with("src/runtime/codec/own.js", line)),
        &format!(
            "src/runtime/codec/own.js: `{line}`: import at the beginning of the file, by `import … \
             from`"
        ),
    );

    let line = "import type { Outside } from \"../../elsewhere/outside.js\";";
    let file = "src/runtime/declarations/connection/shell.d.ts";
    let expected = format!(
        "elsewhere/outside, imported by {file}, is in no layer: give it a row in \
         tests/house/layers.rs"
    );
    assert_found(&scripts_against_the_layers(&scripts_with(file, line)), &expected);

    let line = "import { step } from \"./machine.js\";";
    let scripts = scripts_with("src/runtime/connection/backoff.js", line);
    let circles = circles(&edges_of_scripts(&scripts));
    for expected in [
        "src/runtime/connection/backoff.js imports src/runtime/connection/machine.js",
        "src/runtime/connection/timers.js imports src/runtime/connection/backoff.js",
    ] {
        assert_found(&circles, expected);
    }
}
