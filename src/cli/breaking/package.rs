//! The npm package as it is, and as it was in a commit, wherever it stood then.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::files::unreadable;
use super::git::Repository;
use crate::cli::Failure;
use crate::codegen::NPM_PACKAGE;
use crate::os_error::why;

const MANIFEST: &str = "package.json";

pub(super) struct Package {
    /// Its folder, with a slash at the end, from the root of the checkout; empty if it is the root.
    folder: String,
    manifest: Value,
}

impl Package {
    /// The package in a commit, by its name.
    pub(super) fn of_commit(
        repository: &Repository,
        commit: &str,
        name: &str,
    ) -> Result<Self, Failure> {
        for path in repository.tree(commit, ".")? {
            let folder = path.strip_suffix(MANIFEST);
            let Some(folder) = folder.filter(|it| it.is_empty() || it.ends_with('/')) else {
                continue;
            };
            let manifest: Value =
                serde_json::from_str(&repository.read(commit, &path)?).unwrap_or_default();
            if manifest["name"] == NPM_PACKAGE {
                return Ok(Package { folder: folder.to_owned(), manifest });
            }
        }
        Err(Failure::Error(format!(
            "{name} has no package {NPM_PACKAGE}: no {MANIFEST} there is called so"
        )))
    }

    /// The package in a folder.
    pub(super) fn of_folder(folder: &Path) -> Result<Self, Failure> {
        let path = folder.join(MANIFEST);
        let text = fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
        Ok(Package {
            folder: String::new(),
            manifest: serde_json::from_str(&text).unwrap_or_default(),
        })
    }

    /// The module that a program imports, in the folder of the package.
    pub(super) fn entry_in(&self, folder: &Path) -> PathBuf {
        let of_exports = self.manifest["exports"]["."]["import"]["default"].as_str();
        let entry = of_exports
            .or_else(|| self.manifest["module"].as_str())
            .or_else(|| self.manifest["main"].as_str())
            .unwrap_or("index.js");
        folder.join(entry.trim_start_matches("./"))
    }

    /// The declarations that a program may import, each with the name of its entry.
    pub(super) fn declarations(&self) -> Vec<(String, String)> {
        let exports = self.manifest["exports"].as_object();
        let entries = exports.into_iter().flatten().filter_map(|(name, export)| {
            let path = export["import"]["types"].as_str()?;
            Some((name.replacen('.', NPM_PACKAGE, 1), path.trim_start_matches("./").to_owned()))
        });
        entries.collect()
    }

    /// The text of one of its files in the commit, if it is there.
    pub(super) fn show(
        &self,
        repository: &Repository,
        commit: &str,
        path: &str,
    ) -> Result<Option<String>, Failure> {
        repository.show(commit, &format!("{}{path}", self.folder))
    }

    /// Writes what runs of it to a folder; the module that a program imports.
    pub(super) fn write_to(
        &self,
        repository: &Repository,
        commit: &str,
        folder: &Path,
    ) -> Result<PathBuf, Failure> {
        let within = if self.folder.is_empty() { "." } else { &self.folder };
        for path in repository.tree(commit, within)? {
            let Some(own) = path.strip_prefix(&self.folder) else { continue };
            let is_code = Path::new(own)
                .extension()
                .is_some_and(|it| it == "js" || it == "mjs" || it == "cjs");
            if !is_code && !own.ends_with(MANIFEST) {
                continue;
            }
            let to = folder.join(own);
            let text = repository.read(commit, &path)?;
            let written = match to.parent() {
                Some(parent) => fs::create_dir_all(parent).and_then(|()| fs::write(&to, text)),
                None => Ok(()),
            };
            written.map_err(|error| {
                Failure::Error(format!("cannot write {}: {}", to.display(), why(&error)))
            })?;
        }
        Ok(self.entry_in(folder))
    }
}
