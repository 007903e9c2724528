//! `realtime generate` and `realtime check`: the artifacts against the files on disk.

use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::{env, fs};

use super::{Failure, Outcome, Output, to_stderr};
use crate::codegen::drift::{self, Drift};
use crate::codegen::{COMMAND, FOLDERS, artifacts};
use crate::fixtures::FaultyFixtures;

mod own;
mod sources;

/// Render all artifacts, write those that differ and remove those that nothing renders
///
/// Reads every fixture first: exits with 1, and writes nothing, if one is no example. Only a binary that was built in the checkout, from the sources that are there, writes to it.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  cargo realtime generate
  realtime generate --out /tmp/artifacts")]
pub(super) struct Generate {
    /// Write to this folder instead of the checkout; it must be empty or written by this command
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Render all artifacts, write nothing, print how the files on disk differ
///
/// Exits with 1 if any is missing, changed or extra, or if a fixture is no example.
#[derive(clap::Args)]
#[command(after_help = "\
Example:
  cargo realtime check")]
pub(super) struct Check {}

pub(super) fn generate(arguments: &Generate) -> Result<Outcome, Failure> {
    let root = match &arguments.out {
        Some(folder) => own_folder(folder)?,
        None => own_checkout("generate")?,
    };
    let files = match artifacts() {
        Ok(files) => files,
        Err(faulty) => return Ok(findings(&faulty)),
    };
    let drift = drift::compare(&root, &files).map_err(failure)?;
    drift::write(&root, &files, &drift).map_err(failure)?;
    let mut out = Output::new();
    let mut removed = 0;
    for (path, drift) in &drift {
        removed += usize::from(*drift == Drift::Extra);
        let verb = if *drift == Drift::Extra { "removed" } else { "wrote" };
        out.line(format!("{verb} {path}").as_bytes())?;
    }
    let (count, written) = (files.len(), drift.len() - removed);
    let unchanged = count - written;
    out.line(
        format!("{count} artifacts: {written} written, {unchanged} unchanged; {removed} removed")
            .as_bytes(),
    )?;
    out.flush()?;
    Ok(Outcome::Fine)
}

pub(super) fn check() -> Result<Outcome, Failure> {
    let root = own_checkout("check")?;
    let files = match artifacts() {
        Ok(files) => files,
        Err(faulty) => return Ok(findings(&faulty)),
    };
    let drift = drift::compare(&root, &files).map_err(failure)?;
    if !drift.is_empty() {
        to_stderr(drift::report(&files, &drift).trim_end());
        return Ok(Outcome::Findings);
    }
    let mut out = Output::new();
    out.line(format!("{} artifacts, no drift", files.len()).as_bytes())?;
    out.flush()?;
    Ok(Outcome::Fine)
}

/// Nothing is rendered from fixtures that are no examples.
fn findings(faulty: &FaultyFixtures) -> Outcome {
    to_stderr(faulty.to_string());
    Outcome::Findings
}

/// What else one can do outside a checkout.
const OUTSIDE: &str = "name a folder with `generate --out DIR`";

/// The checkout, if this binary is its own.
fn own_checkout(subcommand: &str) -> Result<PathBuf, Failure> {
    let root = checkout(OUTSIDE)?;
    own::refuse_another(&root, subcommand)?;
    Ok(root)
}

/// The checkout of this crate: where cargo runs the command, or the working directory. The refusal
/// ends with what else one can do.
pub(super) fn checkout(outside: &str) -> Result<PathBuf, Failure> {
    let root = match env::var_os("CARGO_MANIFEST_DIR") {
        Some(folder) => PathBuf::from(folder),
        None => env::current_dir().map_err(failure)?,
    };
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap_or_default();
    if manifest.contains(concat!("name = \"", env!("CARGO_PKG_NAME"), "\"")) {
        Ok(root)
    } else {
        Err(failure(format!(
            "{} is no checkout of {}: run the command in the root of one, or {outside}",
            root.display(),
            env!("CARGO_PKG_NAME"),
        )))
    }
}

/// A folder that may be written to and cleaned up: an empty one, or one with artifacts in it.
fn own_folder(folder: &Path) -> Result<PathBuf, Failure> {
    let refuse = |why: &str| {
        failure(format!(
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
        let name = entry.map_err(failure)?.file_name();
        if !tops.iter().any(|top| name == *top) {
            return Err(refuse(&format!("holds `{}`", name.display())));
        }
    }
    let meta = fs::read_to_string(folder.join("schema/meta.json")).unwrap_or_default();
    if empty || meta.contains(COMMAND) {
        Ok(folder.to_owned())
    } else {
        Err(refuse("is not empty"))
    }
}

fn failure(message: impl Display) -> Failure {
    Failure::Error(message.to_string())
}
