//! At which places a change would say that a frame is misread as it is.

use std::collections::BTreeSet;

use super::meaning::{Misreading, Subject, counterpart, counterpart_of_command};
use crate::definition::{Key, element_of};
use crate::evolution::frame::Versions;
use crate::evolution::names::{Matching, Side};

/// Whole places, and beginnings of places that end in a dot.
pub(super) struct Places {
    whole: BTreeSet<String>,
    below: BTreeSet<String>,
}

impl Places {
    pub(super) fn new(
        versions: &Versions<'_>,
        writer: Side,
        frame: &serde_json::Value,
        misreading: &Misreading,
    ) -> Self {
        let mut places = Places { whole: BTreeSet::new(), below: BTreeSet::new() };
        let at = misreading.key.as_deref();
        let (own, other) = (versions.of(writer), versions.of(writer.other()));
        if at.is_none() {
            places.below.insert("limits.".to_owned());
        }
        match Subject::of(own, frame) {
            Subject::Event(event) => {
                let same = counterpart(versions, writer, event);
                let of_other = same.map(|it| &*it.keys).unwrap_or_default();
                let types = [Some(&event.wire_type), same.map(|it| &it.wire_type)];
                let lists: Vec<_> =
                    types.into_iter().flatten().map(|it| format!("events.{it}")).collect();
                places.add(&lists, ".keys", writer, [&event.keys, of_other], at);
                let envelopes = [own.envelope(), other.envelope()];
                places.add(&["envelope".to_owned()], "", writer, envelopes, at);
            }
            Subject::Command(command) => {
                let same = counterpart_of_command(versions, writer, command);
                let of_other = same.map(|it| &*it.keys).unwrap_or_default();
                let lists = [format!("commands.{}", command.wire_type)];
                places.add(&lists, ".keys", writer, [&command.keys, of_other], at);
            }
            Subject::Gateway | Subject::Other => {
                places.below.insert("gateway.".to_owned());
            }
        }
        places
    }

    /// The places of an object, and of the kinds of its keys; of one key, if it is that one.
    fn add(
        &mut self,
        objects: &[String],
        list: &str,
        writer: Side,
        [own, other]: [&[Key]; 2],
        at: Option<&str>,
    ) {
        let (old, new) = if writer == Side::Old { (own, other) } else { (other, own) };
        let matching = Matching::new(old, new);
        let pairs = matching.pairs().map(|(old, new)| [Some(old), Some(new)]);
        let old_alone = old.iter().zip(&matching.new_of_old).filter(|(_, it)| it.is_none());
        let new_alone = new.iter().zip(&matching.old_of_new).filter(|(_, it)| it.is_none());
        let alone = old_alone.chain(new_alone).map(|(key, _)| [Some(key), None]);
        for object in objects {
            self.whole.insert(object.clone());
            if !list.is_empty() {
                for facet in ["bare", "direction", "discriminator", "tenant"] {
                    self.whole.insert(format!("{object}.{facet}"));
                }
            }
        }
        for pair in pairs.chain(alone) {
            let is_it = |key: &Key| at.is_none_or(|at| key.spellings().any(|it| it == at));
            if !pair.iter().flatten().any(|key| is_it(key)) {
                continue;
            }
            for key in pair.into_iter().flatten() {
                self.whole.extend(objects.iter().map(|it| format!("{it}{list}.{}", key.key)));
                let kind = element_of(&key.kind);
                self.whole.insert(format!("kinds.{kind}"));
                self.below.insert(format!("enumerations.{kind}."));
            }
        }
    }

    pub(super) fn hold(&self, place: &str) -> bool {
        self.whole.contains(place) || self.below.iter().any(|start| place.starts_with(start))
    }
}
