//! Which frames use a kind of value: there a change of the kind is felt.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::change::Travels;
use super::frame::{Frame, Versions, Written};
use super::names::{Matching, Side};
use crate::definition::{Key, element_of};

/// Where a kind is used by both versions.
#[derive(Clone)]
pub(super) struct Usage<'a> {
    pub(super) travels: Travels,
    carrier: Carrier<'a>,
}

/// A key that uses the kind, with the frame that it is in.
#[derive(Clone)]
struct Carrier<'a> {
    frames: [Frame<'a>; 2],
    keys: [&'a Key; 2],
}

/// The uses of each kind, by its name.
#[derive(Default)]
pub(super) struct Uses<'a>(BTreeMap<&'a str, Usage<'a>>);

impl<'a> Uses<'a> {
    /// Notes the keys that both versions of a frame have.
    pub(super) fn note(
        &mut self,
        versions: &Versions<'a>,
        old: Frame<'a>,
        new: Frame<'a>,
        travels: Travels,
    ) {
        let matching = Matching::new(old.keys(versions.old), new.keys(versions.new));
        for (before, after) in matching.pairs() {
            let kind = element_of(&before.kind);
            if kind != element_of(&after.kind) {
                continue;
            }
            let carrier = Carrier { frames: [old, new], keys: [before, after] };
            let usage = self.0.entry(kind).or_insert(Usage { travels, carrier });
            usage.travels = usage.travels.or(travels);
        }
    }

    pub(super) fn get(&self, kind: &str) -> Option<&Usage<'a>> {
        self.0.get(kind)
    }

    pub(super) fn travels(&self, kind: &str) -> Travels {
        self.get(kind).map_or(Travels::NOWHERE, |usage| usage.travels)
    }

    /// A frame in which one side writes this value of the kind.
    pub(super) fn frame(
        &self,
        versions: &Versions<'_>,
        side: Side,
        kind: &str,
        value: Value,
    ) -> Option<String> {
        let Carrier { frames, keys } = &self.get(kind)?.carrier;
        let at = usize::from(side == Side::New);
        let key = keys[at];
        let value = if element_of(&key.kind) == key.kind { value } else { json!([value]) };
        let written = Written::Value(value);
        Some(frames[at].write(versions, side, Some((&key.key, &written))))
    }
}
