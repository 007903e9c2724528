//! What a checkout says of its versions besides the definition: which are out, what was accepted, and
//! what is told of them.

use std::path::PathBuf;

use super::base::{Base, read};
use super::files::{ACCEPTED, CHANGELOG, files_of, parse_accepted, text_of};
use super::sums;
use crate::cli::Failure;
use crate::codegen::RELEASED;
use crate::definition::version;
use crate::evolution::{AcceptedChanges, Change};

/// A checkout of this crate.
pub(super) struct Checkout {
    pub(super) root: PathBuf,
    /// The definitions of the versions that are out, the oldest first.
    pub(super) released: Vec<Base>,
    /// Those that are not what they were when they were released.
    pub(super) edited: Vec<Change>,
    pub(super) accepted: AcceptedChanges,
    /// The text of the changelog; empty if there is none.
    pub(super) changelog: String,
}

impl Checkout {
    pub(super) fn open(root: PathBuf) -> Result<Self, Failure> {
        let mut released = Vec::new();
        let folder = root.join(RELEASED);
        if folder.exists() {
            for path in files_of(&folder, &["json"])? {
                let base = read(&path, path.strip_prefix(&root).unwrap_or(&path))?;
                let version = &base.definition.protocol_version;
                if path.file_stem().is_none_or(|stem| stem != &**version) {
                    return Err(Failure::Error(format!(
                        "{} is of version {version}: name it {RELEASED}/{version}.json",
                        base.name
                    )));
                }
                released.push(base);
            }
        }
        let edited = sums::edited(&folder)?;
        released.sort_by_key(|base| base.definition.version());
        let accepted = match text_of(&root.join(ACCEPTED))? {
            Some(text) => parse_accepted(ACCEPTED, &text)?,
            None => AcceptedChanges::default(),
        };
        let changelog = text_of(&root.join(CHANGELOG))?.unwrap_or_default();
        Ok(Checkout { root, released, edited, accepted, changelog })
    }

    /// Every version that is out, to compare with.
    pub(super) fn comparable(&self) -> Result<Vec<&Base>, Failure> {
        if self.released.is_empty() {
            return Err(Failure::Error(format!(
                "{RELEASED} holds no definition, so there is nothing to compare with: put that of a \
                 released version there, VERSION.json, or name another one with `--against`"
            )));
        }
        Ok(self.released.iter().collect())
    }

    /// The version that was out before another one.
    pub(super) fn released_before(&self, of: &str) -> Option<&Base> {
        let before = |base: &&Base| base.definition.version() < version(of);
        self.released.iter().rev().find(before)
    }

    /// The definition of a version, if it is out.
    pub(super) fn released(&self, version: &str) -> Option<&Base> {
        self.released.iter().find(|base| base.definition.protocol_version == version)
    }

    pub(super) fn is_released(&self, version: &str) -> bool {
        self.released(version).is_some()
    }

    /// Whether a version is one that is worked on: others are out, and it is not.
    pub(super) fn is_in_progress(&self, version: &str) -> bool {
        !self.released.is_empty() && !self.is_released(version)
    }
}
