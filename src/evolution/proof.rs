//! A comparison held against decoders that really run: which frames to give them, whether what they
//! make of one is what it means, and which change says that it is not.

mod meaning;
mod place;
mod variations;

use serde_json::Value;

use super::change::Change;
use super::early;
use super::frame::Versions;
use super::names::Side;
use super::verdict::Verdict;
use crate::definition::Definition;

pub(crate) use meaning::{Misreading, Reading};

/// Two versions, and what the rules say of them.
pub(crate) struct Proof {
    old: Definition,
    new: Definition,
    changes: Vec<Change>,
}

impl Proof {
    pub(crate) fn new(old: &Definition, new: &Definition) -> Self {
        let (before, after) = (early::completed(old, new), early::completed(new, old));
        Proof {
            changes: super::compare(old, new).changes,
            old: before.into_owned(),
            new: after.into_owned(),
        }
    }

    /// A frame of one version, and the frames like it that this version writes too: each optional key
    /// absent, and all of them; null where that may be; each value of each enumeration, and one that
    /// none lists.
    pub(crate) fn variations(&self, writer: Side, frame: &Value) -> Vec<Value> {
        variations::of(&self.versions(), writer, frame)
    }

    /// What is wrong with how the other version reads a frame of the writer; nothing, if it reads what
    /// is meant.
    pub(crate) fn misreading(
        &self,
        writer: Side,
        frame: &Value,
        reading: &Reading,
    ) -> Option<Misreading> {
        meaning::misreading(&self.versions(), writer, frame, reading)
    }

    /// The change that says so, if one does.
    pub(crate) fn explanation(
        &self,
        writer: Side,
        frame: &Value,
        misreading: &Misreading,
    ) -> Option<&Change> {
        let places = place::Places::new(&self.versions(), writer, frame, misreading);
        self.unread(writer).find(|change| places.hold(&change.place))
    }

    /// The frames of the writer that the other version does not read, by the changes that say so.
    pub(crate) fn witnesses(&self, writer: Side) -> impl Iterator<Item = (&Change, &str)> {
        // What Amazon writes, no version of ours does. Of a change that breaks both ways, the witness
        // is a frame of the new version.
        let is_shown = move |change: &&Change| {
            let is_ours = !change.place.starts_with("gateway.");
            is_ours && (writer == Side::New || change.inclusion == Verdict::ServersFirst)
        };
        let shown = self.unread(writer).filter(is_shown);
        shown.filter_map(|change| Some((change, change.witness.as_deref()?)))
    }

    /// The changes by which the other version does not read all that the writer writes.
    fn unread(&self, writer: Side) -> impl Iterator<Item = &Change> {
        let one_way =
            if writer == Side::New { Verdict::ClientsFirst } else { Verdict::ServersFirst };
        let is_unread = move |inclusion| inclusion == one_way || inclusion == Verdict::Break;
        self.changes.iter().filter(move |change| is_unread(change.inclusion))
    }

    fn versions(&self) -> Versions<'_> {
        Versions::new(&self.old, &self.new)
    }
}
