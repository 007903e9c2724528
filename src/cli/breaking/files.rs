//! The files of a checkout that are asked about, by name.

use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::cli::Failure;
use crate::evolution::AcceptedChanges;
use crate::os_error::why;

/// Where a checkout, or a folder of artifacts, has its definition.
pub(super) const DEFINITIONS: &[&str] = &["schema/meta.json", "meta.json"];

/// The findings that somebody accepted.
pub(super) const ACCEPTED: &str = "accepted-changes.json";

/// What is told of the changes.
pub(super) const CHANGELOG: &str = "CHANGELOG.md";

/// The most that a file is read of: a hundred times what a definition has today.
const LARGEST: u64 = 64 << 20;

pub(super) fn parse_accepted(name: &str, text: &str) -> Result<AcceptedChanges, Failure> {
    if serde_json::from_str(text).is_ok_and(|it: serde_json::Value| !it.is_object()) {
        return Err(Failure::Error(format!(
            "{name} is no object: expected {{\"accepted\": []}}, with an entry for each finding"
        )));
    }
    AcceptedChanges::parse(text).map_err(|why| Failure::Error(format!("{name} {why}")))
}

/// The files of a folder whose names end in one of these, by name.
pub(super) fn files_of(folder: &Path, extensions: &[&str]) -> Result<Vec<PathBuf>, Failure> {
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let entries = entries.map_err(|error| unreadable(folder, &error))?;
    let mut paths: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
    paths.retain(|path| {
        path.extension().is_some_and(|it| extensions.iter().any(|extension| it == *extension))
    });
    paths.sort();
    Ok(paths)
}

/// The text of a file, if there is one.
pub(super) fn text_of(path: &Path) -> Result<Option<String>, Failure> {
    let length = match fs::metadata(path) {
        Ok(file) if file.is_file() => file.len(),
        Ok(_) => return Err(refused(path, "it is no regular file")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(path, &error)),
    };
    if length > LARGEST {
        return Err(refused(path, &format!("it has {length} bytes, more than {LARGEST}")));
    }
    fs::read_to_string(path).map(Some).map_err(|error| unreadable(path, &error))
}

fn refused(path: &Path, why: &str) -> Failure {
    Failure::Error(format!("cannot read {}: {why}", shown(path)))
}

pub(super) fn unreadable(path: &Path, error: &io::Error) -> Failure {
    Failure::Error(format!("cannot read {}: {}", shown(path), why(error)))
}

pub(super) fn shown(path: &Path) -> String {
    path.display().to_string()
}
