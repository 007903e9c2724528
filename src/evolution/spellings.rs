//! What is said the same of types, keys and values: their spellings, and until when they are there.

use serde_json::{Value, json};

use super::change::Found;
use super::frame::Versions;
use super::names::{Matching, Named, Side};
use super::rules::RuleId;
use crate::definition::{Deprecation, Key, version};

/// The rule for the canonical spelling of what both versions have, if it changed.
pub(super) fn renamed<T: Named>(
    matching: &Matching<'_, T>,
    old: usize,
    new: usize,
) -> Option<RuleId> {
    let (before, after) = (matching.old[old].canonical(), matching.new[new].canonical());
    if before == after {
        return None;
    }
    let old_reads = matching.old_reads.get(after) == Some(old);
    let new_reads = matching.new_reads.get(before) == Some(new);
    Some(match (old_reads, new_reads) {
        (true, true) => RuleId::Swapped,
        (true, false) => RuleId::RenamedBack,
        (false, _) => RuleId::Renamed,
    })
}

/// What can stand beside its canonical spelling.
pub(super) trait Twins {
    fn twins(&self) -> &[String] {
        &[]
    }
}

impl Twins for Key {
    fn twins(&self) -> &[String] {
        &self.twins
    }
}

impl Twins for crate::definition::Event {}
impl Twins for crate::definition::Value {}

/// The old spellings, each at its own place. What is the name of something else, on the side that
/// lacks the alias, is said there.
pub(super) fn aliases<T: Named + Twins>(
    matching: &Matching<'_, T>,
    old: &T,
    new: &T,
    place: &str,
    out: &mut Vec<Found>,
) {
    let reads = |item: &T, spelling: &str| {
        item.canonical() == spelling || item.aliases().iter().any(|it| it == spelling)
    };
    let is_name = |items: &[T], spelling: &str| items.iter().any(|it| it.canonical() == spelling);
    let collides = |spelling: &str| {
        let meant = matching.new_reads.get(spelling);
        meant.is_some_and(|index| matching.old_of_new[index].is_none())
    };
    for alias in old.aliases() {
        if !reads(new, alias) && !is_name(matching.new, alias) && !collides(alias) {
            let place = format!("{place}.aliases.{alias}");
            out.push(Found::new(RuleId::AliasRemoved, place, json!(alias), Value::Null));
        }
    }
    for alias in new.aliases() {
        if !reads(old, alias) && !is_name(matching.old, alias) {
            let place = format!("{place}.aliases.{alias}");
            out.push(Found::new(RuleId::AliasAdded, place, Value::Null, json!(alias)));
        }
    }
    let both_read = |spelling: &&String| reads(old, spelling) && reads(new, spelling);
    for twin in old.twins().iter().filter(both_read) {
        // The canonical spelling is no twin of itself.
        if !new.twins().contains(twin) && new.canonical() != twin {
            let place = format!("{place}.twins.{twin}");
            out.push(Found::new(RuleId::TwinForbidden, place, json!(twin), Value::Null));
        }
    }
    for twin in new.twins().iter().filter(both_read) {
        if !old.twins().contains(twin) && old.canonical() != twin {
            let place = format!("{place}.twins.{twin}");
            out.push(Found::new(RuleId::TwinAllowed, place, Value::Null, json!(twin)));
        }
    }
}

/// Until when something is there.
pub(super) fn deprecation(old: &Deprecation, new: &Deprecation, place: &str, out: &mut Vec<Found>) {
    if old != new {
        let place = format!("{place}.deprecated");
        out.push(Found::new(RuleId::Deprecated, place, json!(old), json!(new)));
    }
}

/// What is gone though a version was promised that still has it.
pub(super) fn removed_early(
    versions: &Versions<'_>,
    old: &Deprecation,
    place: &str,
    out: &mut Vec<Found>,
) {
    let now = &versions.of(Side::New).protocol_version;
    if let Some(after) = &old.remove_after
        && version(now) <= version(after)
    {
        let place = format!("{place}.removeAfter");
        out.push(Found::new(RuleId::RemovedTooEarly, place, json!(after), json!(now)));
    }
}
