//! What the artifacts follow from, as one number: two checkouts with the same sources have the same.
//!
//! The build script includes this file, so that a binary knows the sources that it was built from. The
//! number is compared with nothing but what the same toolchain has made.

use std::ffi::OsStr;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::{fs, io};

/// The files and folders that the artifacts follow from.
pub const SOURCES: [&str; 7] = [
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "build.rs",
    "examples/scenarios",
    "src",
    "tests/fixtures",
];

/// The sources of a checkout.
pub fn of_sources(root: &Path) -> io::Result<String> {
    let mut hasher = DefaultHasher::new();
    for source in SOURCES {
        source.hash(&mut hasher);
        add(&mut hasher, &root.join(source))?;
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// The place of a checkout, which cannot be told from it.
pub fn of_place(root: &Path) -> io::Result<String> {
    let mut hasher = DefaultHasher::new();
    fs::canonicalize(root)?.hash(&mut hasher);
    Ok(format!("{:016x}", hasher.finish()))
}

fn add(hasher: &mut DefaultHasher, path: &Path) -> io::Result<()> {
    if !path.is_dir() {
        fs::read(path)?.hash(hasher);
        return Ok(());
    }
    let entries = fs::read_dir(path)?.map(|entry| entry.map(|it| it.file_name()));
    let mut names: Vec<_> = entries.collect::<io::Result<_>>()?;
    names.retain(|name| is_source(name));
    names.sort();
    for name in names {
        name.hash(hasher);
        add(hasher, &path.join(name))?;
    }
    Ok(())
}

/// Not what an editor or npm leaves there.
fn is_source(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    !name.starts_with(b".") && !name.ends_with(b"~") && name != b"node_modules"
}
