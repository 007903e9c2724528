//! Lists the fixtures, the scenarios and the vectors for embedding, so that each is found by its file name alone.
//!
//! Does nothing unless a feature that embeds them is on. Tells the command from which sources it is built.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

#[path = "src/cli/generate/sources.rs"]
mod sources;

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let embeds = ["CARGO_FEATURE_CODEGEN", "CARGO_FEATURE_MOCK"];
    if embeds.iter().all(|feature| env::var_os(feature).is_none()) {
        return Ok(());
    }
    if env::var_os("CARGO_FEATURE_CLI").is_some() {
        tell_sources()?;
    }
    let mut fixtures = String::from("&[\n");
    for folder in ["events", "commands", "gateway"] {
        for (name, path) in files(&Path::new("tests/fixtures").join(folder))? {
            let _ = writeln!(
                fixtures,
                "Fixture {{ folder: {folder:?}, name: {name:?}, text: include_str!({path:?}) }},"
            );
        }
    }
    let mut scenarios = String::from("&[\n");
    for (name, path) in files(Path::new("examples/scenarios"))? {
        let _ = writeln!(scenarios, "Shipped {{ name: {name:?}, text: include_str!({path:?}) }},");
    }
    let mut vectors = String::from("&[\n");
    for folder in ["backend", "codec", "connection", "delivery", "endpoint", "fanout", "input"] {
        for (name, path) in files(&Path::new("tests/fixtures").join(folder))? {
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

/// Names the sources, and the place, which a binary for others depends on no more than it shows it.
fn tell_sources() -> io::Result<()> {
    for source in sources::SOURCES {
        println!("cargo::rerun-if-changed={source}");
    }
    let is_for_others = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let place = if is_for_others { String::new() } else { sources::of_place(Path::new("."))? };
    println!("cargo::rustc-env=REALTIME_PLACE={place}");
    println!("cargo::rustc-env=REALTIME_SOURCES={}", sources::of_sources(Path::new("."))?);
    Ok(())
}

/// The JSON files of a folder of the package, by name; their paths are absolute.
fn files(folder: &Path) -> io::Result<BTreeMap<String, PathBuf>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(Path::new(&root).join(folder))? {
        let path = entry?.path();
        let is_json = path.extension().is_some_and(|extension| extension == "json");
        if let Some(name) = path.file_stem().filter(|_| is_json) {
            files.insert(name.to_string_lossy().into_owned(), path);
        }
    }
    Ok(files)
}
