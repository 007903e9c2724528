//! What this version is compared with.

use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::cli::Failure;
use crate::cli::generate::checkout;
use crate::codegen::RELEASED;
use crate::definition::Definition;
use crate::os_error::why;

/// Where a checkout, or a folder of artifacts, has its definition.
const DEFINITIONS: &[&str] = &["schema/meta.json", "meta.json"];

/// A definition to compare with.
pub(super) struct Base {
    pub(super) name: String,
    pub(super) definition: Definition,
}

/// Every released definition; none before the first release.
pub(super) fn released() -> Result<Vec<Base>, Failure> {
    let root = checkout()?;
    let folder = root.join(RELEASED);
    if !folder.exists() {
        return Ok(Vec::new());
    }
    files(&folder)?
        .iter()
        .map(|path| read(path, path.strip_prefix(&root).unwrap_or(path)))
        .collect()
}

/// The definitions in a file or folder: a folder's own, or else every JSON file in it.
pub(super) fn at(path: &Path) -> Result<Vec<Base>, Failure> {
    if !path.is_dir() {
        return Ok(vec![read(path, path)?]);
    }
    let own = DEFINITIONS.iter().map(|name| path.join(name)).find(|path| path.is_file());
    let paths = match own {
        Some(own) => vec![own],
        None => files(path)?,
    };
    if paths.is_empty() {
        let shown = shown(path);
        return Err(Failure::Error(format!(
            "{shown} holds no definition: expected schema/meta.json, meta.json, or released \
             definitions, VERSION.json"
        )));
    }
    paths.iter().map(|path| read(path, path)).collect()
}

/// The JSON files of a folder, by name.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let entries = entries.map_err(|error| unreadable(folder, &error))?;
    let mut paths: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    Ok(paths)
}

fn read(path: &Path, name: &Path) -> Result<Base, Failure> {
    let text = fs::read_to_string(path).map_err(|error| unreadable(path, &error))?;
    let name = shown(name);
    match Definition::parse(&text) {
        Ok(definition) => Ok(Base { name, definition }),
        Err(refusal) => Err(Failure::Error(format!("{name} {refusal}"))),
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    Failure::Error(format!("cannot read {}: {}", shown(path), why(error)))
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
