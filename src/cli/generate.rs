//! `realtime generate` and `realtime check`: the artifacts against the files on disk.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use clap::Args;

use super::Failure;
use crate::codegen::drift::{self, Drift};
use crate::codegen::{FOLDERS, artifacts};

/// Options of `generate`.
#[derive(Debug, Args)]
pub(super) struct Generate {
    /// Write to this folder instead of the checkout; it must be empty or written by this command
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Generate {
    /// Writes what differs and says so.
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        let root = match &self.out {
            Some(folder) => own_folder(folder)?,
            None => checkout()?,
        };
        let files = artifacts().map_err(Failure::new)?;
        let drift = drift::compare(&root, &files).map_err(Failure::new)?;
        drift::write(&root, &files, &drift).map_err(Failure::new)?;
        let mut removed = 0;
        for (path, drift) in &drift {
            if *drift == Drift::Extra {
                removed += 1;
                println!("removed {path}");
            } else {
                println!("wrote {path}");
            }
        }
        let written = drift.len() - removed;
        let unchanged = files.len() - written;
        println!("{} artifacts: {written} written, {removed} removed, {unchanged} unchanged", files.len());
        Ok(ExitCode::SUCCESS)
    }
}

/// Compares, writes nothing, and prints the difference.
pub(super) fn check() -> Result<ExitCode, Failure> {
    let root = checkout()?;
    let files = artifacts().map_err(Failure::new)?;
    let drift = drift::compare(&root, &files).map_err(Failure::new)?;
    if drift.is_empty() {
        println!("{} artifacts, no drift", files.len());
        return Ok(ExitCode::SUCCESS);
    }
    eprint!("{}", drift::report(&files, &drift));
    Ok(ExitCode::FAILURE)
}

/// The checkout of this crate: where cargo runs the command, or the working directory.
fn checkout() -> Result<PathBuf, Failure> {
    let root = match env::var_os("CARGO_MANIFEST_DIR") {
        Some(folder) => PathBuf::from(folder),
        None => env::current_dir().map_err(Failure::new)?,
    };
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap_or_default();
    if manifest.contains(concat!("name = \"", env!("CARGO_PKG_NAME"), "\"")) {
        Ok(root)
    } else {
        Err(Failure::new(format!(
            "{} is no checkout of {}: run the command in one, or name a folder with `generate --out DIR`",
            root.display(),
            env!("CARGO_PKG_NAME"),
        )))
    }
}

/// A folder that may be written to and cleaned up: an empty one, or one with artifacts in it.
fn own_folder(folder: &Path) -> Result<PathBuf, Failure> {
    let refuse = |why: &str| {
        Failure::new(format!(
            "{} {why}: name an empty folder, or one that this command wrote",
            folder.display()
        ))
    };
    if folder.exists() && !folder.is_dir() {
        return Err(refuse("is no folder"));
    }
    let Ok(entries) = fs::read_dir(folder) else { return Ok(folder.to_owned()) };
    let tops: Vec<&str> = FOLDERS.iter().filter_map(|path| path.split('/').next()).collect();
    let mut empty = true;
    for entry in entries {
        empty = false;
        let name = entry.map_err(Failure::new)?.file_name();
        if !tops.iter().any(|top| name == *top) {
            return Err(refuse(&format!("holds `{}`", name.display())));
        }
    }
    let meta = fs::read_to_string(folder.join("schema/meta.json")).unwrap_or_default();
    if empty || meta.contains(crate::codegen::COMMAND) {
        Ok(folder.to_owned())
    } else {
        Err(refuse("is not empty"))
    }
}
