//! Compares the artifacts with the files on disk, and writes them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use similar::TextDiff;

use super::{COMMAND, FOLDERS, RELEASED};

/// One file that differs from what the source says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Drift {
    /// It is not there.
    Missing,
    /// It says something else; holds what it says.
    Changed(String),
    /// Nothing renders it.
    Extra,
}

/// What differs below `root`, by path.
///
/// `node_modules/` and `*.tgz` are left alone: they come and go beside the npm package; and so is
/// [`RELEASED`].
///
/// # Errors
/// When a folder or file cannot be read.
pub fn compare(
    root: &Path,
    files: &BTreeMap<String, String>,
) -> io::Result<BTreeMap<String, Drift>> {
    let mut drift = BTreeMap::new();
    for (path, text) in files {
        match fs::read(root.join(path)) {
            Ok(found) if found == text.as_bytes() => {}
            Ok(found) => {
                let found = String::from_utf8_lossy(&found).into_owned();
                drift.insert(path.clone(), Drift::Changed(found));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                drift.insert(path.clone(), Drift::Missing);
            }
            Err(error) => return Err(at(&root.join(path), &error)),
        }
    }
    for folder in FOLDERS {
        for path in list(root, Path::new(folder))? {
            if !files.contains_key(&path) {
                drift.insert(path, Drift::Extra);
            }
        }
    }
    Ok(drift)
}

/// The differences as text, with the command that mends them.
pub fn report(files: &BTreeMap<String, String>, drift: &BTreeMap<String, Drift>) -> String {
    let mut out = String::new();
    for (path, drift) in drift {
        match drift {
            Drift::Missing => out.push_str(&format!("missing: {path}\n")),
            Drift::Extra => out.push_str(&format!("extra: {path} (nothing renders it)\n")),
            Drift::Changed(found) => {
                out.push_str(&format!("changed: {path}\n"));
                let diff = TextDiff::from_lines(found.as_str(), &files[path]);
                let mut unified = diff.unified_diff();
                unified.header("on disk", "as the source says");
                out.push_str(&unified.to_string());
            }
        }
    }
    let count = drift.len();
    let files =
        if count == 1 { "1 artifact differs".into() } else { format!("{count} artifacts differ") };
    out.push_str(&format!("{files} from the source: run `{COMMAND}` and commit the result\n"));
    out
}

/// Makes the files below `root` what the source says, touching only those that differ.
///
/// # Errors
/// When a file cannot be written or removed.
pub fn write(
    root: &Path,
    files: &BTreeMap<String, String>,
    drift: &BTreeMap<String, Drift>,
) -> io::Result<()> {
    for (path, drift) in drift {
        let target = root.join(path);
        match drift {
            Drift::Missing | Drift::Changed(_) => {
                if let Some(folder) = target.parent() {
                    fs::create_dir_all(folder).map_err(|error| at(folder, &error))?;
                }
                fs::write(&target, &files[path]).map_err(|error| at(&target, &error))?;
            }
            Drift::Extra => {
                fs::remove_file(&target).map_err(|error| at(&target, &error))?;
                remove_empty_folders(root, &target);
            }
        }
    }
    Ok(())
}

/// Removes the folders above a removed file that hold nothing any more, up to the root.
fn remove_empty_folders(root: &Path, file: &Path) {
    for folder in file.ancestors().skip(1).take_while(|folder| *folder != root) {
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
}

/// Every file below a folder, as a path from the root with `/` between its parts.
fn list(root: &Path, folder: &Path) -> io::Result<Vec<String>> {
    let mut files = Vec::new();
    let mut open: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let entries = match fs::read_dir(root.join(&folder)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(at(&root.join(&folder), &error)),
        };
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name();
            let path = folder.join(&name);
            if entry.file_type()?.is_dir() {
                if name != "node_modules" && path != Path::new(RELEASED) {
                    open.push(path);
                }
            } else if path.extension().is_none_or(|extension| extension != "tgz") {
                let parts: Vec<_> =
                    path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
                files.push(parts.join("/"));
            }
        }
    }
    files.sort();
    Ok(files)
}

fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
