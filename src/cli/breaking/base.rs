//! What this version is compared with.

use std::io;
use std::path::Path;

use super::files::{DEFINITIONS, files_of, shown, text_of, unreadable};
use super::git::{History, Repository};
use crate::cli::Failure;
use crate::definition::Definition;
use crate::json::shorten;

/// A definition to compare with.
pub(super) struct Base {
    pub(super) name: String,
    pub(super) definition: Definition,
    /// What its commit says of the files that only grow, if it is one.
    pub(super) history: Option<History>,
}

/// What the arguments name.
#[derive(Default)]
pub(super) struct Named {
    pub(super) bases: Vec<Base>,
    /// The names of commits from before there was a definition.
    pub(super) first_runs: Vec<String>,
}

impl Named {
    /// Adds what an argument names: a file or folder if there is one, else a git ref.
    pub(super) fn add(&mut self, argument: &Path, allow_dirty: bool) -> Result<(), Failure> {
        if argument.exists() {
            self.bases.extend(at(argument)?);
            return Ok(());
        }
        let reference = argument.to_string_lossy();
        let repository = Repository::of(&reference)?;
        let commits = repository.merge_bases(&reference)?;
        if !allow_dirty {
            repository.refuse_changes()?;
        }
        for commit in &commits {
            let name = format!("{} at {}", shorten(&reference), &commit[..commit.len().min(9)]);
            match repository.show(commit, DEFINITIONS[0])? {
                Some(text) => self.bases.push(Base {
                    definition: parse(&name, &text)?,
                    name,
                    history: Some(repository.history(commit)?),
                }),
                None => self.first_runs.push(name),
            }
        }
        Ok(())
    }
}

/// The definitions in a file or folder: a folder's own, or else every JSON file in it.
fn at(path: &Path) -> Result<Vec<Base>, Failure> {
    if !path.is_dir() {
        return Ok(vec![read(path, path)?]);
    }
    let own = DEFINITIONS.iter().map(|name| path.join(name)).find(|path| path.is_file());
    let paths = match own {
        Some(own) => vec![own],
        None => files_of(path, &["json"])?,
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

pub(super) fn read(path: &Path, name: &Path) -> Result<Base, Failure> {
    let gone = || unreadable(path, &io::Error::from(io::ErrorKind::NotFound));
    let text = text_of(path)?.ok_or_else(gone)?;
    let name = shown(name);
    Ok(Base { definition: parse(&name, &text)?, name, history: None })
}

fn parse(name: &str, text: &str) -> Result<Definition, Failure> {
    Definition::parse(text).map_err(|refusal| Failure::Error(format!("{name} {refusal}")))
}
