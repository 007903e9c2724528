//! Lists the fixtures for embedding, so that a fixture is found by its file name alone.
//!
//! Does nothing unless a feature that embeds them is on.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let embeds = ["CARGO_FEATURE_CODEGEN", "CARGO_FEATURE_MOCK"];
    if embeds.iter().all(|feature| env::var_os(feature).is_none()) {
        return Ok(());
    }
    println!("cargo::rerun-if-changed=tests/fixtures");
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
        .join("tests")
        .join("fixtures");
    let mut list = String::from("&[\n");
    for folder in ["events", "commands", "gateway"] {
        let mut paths = fs::read_dir(root.join(folder))?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<io::Result<Vec<_>>>()?;
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
        paths.sort_by_key(|path| path.file_stem().map(|stem| stem.to_owned()));
        for path in paths {
            let name = path.file_stem().expect("listed files have names").to_string_lossy();
            let _ = writeln!(
                list,
                "Fixture {{ folder: {folder:?}, name: {name:?}, text: include_str!({path:?}) }},"
            );
        }
    }
    list.push_str("]\n");
    let out = env::var("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&out).join("fixtures.rs"), list)
}
