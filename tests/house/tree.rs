//! The files of the repository, without what Git ignores.

use std::fs;
use std::path::{Path, PathBuf};

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files below a folder whose names end in one of these, by their paths from the root.
pub fn files(folder: &str, extensions: &[&str]) -> Vec<PathBuf> {
    let ignored = ignored();
    let mut paths = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root().join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let path = folder.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                if !ignored.iter().any(|pattern| fits(pattern, &path)) {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|it| extensions.iter().any(|one| it == *one)) {
                paths.push(path);
            }
        }
    }
    paths.sort();
    paths
}

/// The patterns of folders in the `.gitignore` files.
fn ignored() -> Vec<String> {
    let read = |file: &str| fs::read_to_string(root().join(file)).unwrap_or_default();
    let lines = [read(".gitignore"), read("examples/react-app/.gitignore")].concat();
    lines.lines().filter_map(|line| line.strip_suffix('/').map(str::to_owned)).collect()
}

/// Whether a folder is meant: by its name, or by its path if the pattern has a slash.
fn fits(pattern: &str, folder: &Path) -> bool {
    let fits = |pattern: &str, part: &std::ffi::OsStr| pattern == "*" || part == pattern;
    if !pattern.contains('/') {
        return folder.file_name().is_some_and(|name| fits(pattern, name));
    }
    let parts: Vec<&str> = pattern.split('/').collect();
    folder.iter().count() == parts.len()
        && folder.iter().zip(parts).all(|(part, it)| fits(it, part))
}
