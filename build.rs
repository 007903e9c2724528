//! Lists the fixtures, the scenarios and the vectors for embedding, so that each is found by its file name alone.
//!
//! Does nothing unless a feature that embeds them is on.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let embeds = ["CARGO_FEATURE_CODEGEN", "CARGO_FEATURE_MOCK"];
    if embeds.iter().all(|feature| env::var_os(feature).is_none()) {
        return Ok(());
    }
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let mut fixtures = String::from("&[\n");
    for folder in ["events", "commands", "gateway"] {
        for (name, path) in files(&Path::new(&root).join("tests/fixtures").join(folder))? {
            let _ = writeln!(
                fixtures,
                "Fixture {{ folder: {folder:?}, name: {name:?}, text: include_str!({path:?}) }},"
            );
        }
    }
    let mut scenarios = String::from("&[\n");
    for (name, path) in files(&Path::new(&root).join("examples/scenarios"))? {
        let _ = writeln!(scenarios, "Shipped {{ name: {name:?}, text: include_str!({path:?}) }},");
    }
    let mut vectors = String::from("&[\n");
    for folder in ["codec", "connection", "delivery", "endpoint", "fanout", "input"] {
        for (name, path) in files(&Path::new(&root).join("tests/fixtures").join(folder))? {
            let _ = writeln!(
                vectors,
                "VectorSource {{ folder: {folder:?}, name: {name:?}, text: include_str!({path:?}) }},"
            );
        }
    }
    let out = env::var("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&out).join("fixtures.rs"), fixtures + "]\n")?;
    fs::write(Path::new(&out).join("scenarios.rs"), scenarios + "]\n")?;
    fs::write(Path::new(&out).join("vectors.rs"), vectors + "]\n")
}

/// The JSON files of a folder, by name.
fn files(folder: &Path) -> io::Result<BTreeMap<String, PathBuf>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_json = path.extension().is_some_and(|extension| extension == "json");
        if let Some(name) = path.file_stem().filter(|_| is_json) {
            files.insert(name.to_string_lossy().into_owned(), path);
        }
    }
    Ok(files)
}
