//! What was accepted, against what is found: an entry of the version in progress has a finding, and an
//! older one stays as it is.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::base::Base;
use super::checkout::Checkout;
use super::files::ACCEPTED;
use super::sums::released_edited;
use crate::definition::Definition;
use crate::evolution::{AcceptedChange, Change, RuleId, compare};

/// The entries that accept findings against a definition, by fingerprint: those of a version that is
/// not out, and those of one that is out for what it changed itself.
pub(super) fn against<'a>(
    checkout: &'a Checkout,
    base: &Definition,
) -> BTreeMap<&'a str, &'a AcceptedChange> {
    let mut changed: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let accepts = |entry: &&'a AcceptedChange| {
        let Some(released) = checkout.released(&entry.version) else { return true };
        let changed = changed.entry(&entry.version).or_insert_with(|| {
            let changes = compare(base, &released.definition).changes;
            changes.into_iter().map(|change| change.fingerprint).collect()
        });
        base.version() <= released.definition.version() && changed.contains(&entry.fingerprint)
    };
    let entries = checkout.accepted.entries().iter().filter(accepts);
    entries.map(|entry| (&*entry.fingerprint, entry)).collect()
}

/// What the versions that are out show, by fingerprint.
pub(super) fn found_since_releases(checkout: &Checkout, new: &Definition) -> BTreeSet<String> {
    let released = checkout.released.iter();
    let changes = released.flat_map(|base| compare(&base.definition, new).changes);
    changes.map(|change| change.fingerprint).collect()
}

/// The entries that accept nothing: no base and no released version shows their finding, and no commit
/// that is compared with had them already.
pub(super) fn stale(
    checkout: &Checkout,
    new: &Definition,
    found: &[&str],
    bases: &[&Base],
) -> Vec<Change> {
    let current = &new.protocol_version;
    let open: Vec<&AcceptedChange> = checkout
        .accepted
        .entries()
        .iter()
        .filter(|entry| !checkout.is_released(&entry.version))
        .collect();
    if open.is_empty() {
        return Vec::new();
    }
    let of_released = found_since_releases(checkout, new);
    let was_there = |entry: &AcceptedChange| {
        let mut histories = bases.iter().filter_map(|base| base.history.as_ref());
        histories.any(|history| history.accepted.contains(entry))
    };
    let mut changes = Vec::new();
    for entry in open {
        let fingerprint = &*entry.fingerprint;
        let is_found = found.contains(&fingerprint) || of_released.contains(fingerprint);
        let after = if !is_found && !was_there(entry) {
            json!("no such finding")
        } else if checkout.is_in_progress(current) && entry.version != *current {
            json!({ "found": entry.version, "expected": current })
        } else {
            continue;
        };
        changes.push(finding(RuleId::AcceptedStale, fingerprint, json!(entry), after));
    }
    changes
}

/// What was done since a commit to the files that only grow.
pub(super) fn edited(checkout: &Checkout, base: &Base) -> Vec<Change> {
    let Some(history) = &base.history else { return Vec::new() };
    let mut changes = Vec::new();
    for (path, is_gone) in &history.edited {
        changes.push(released_edited(path.clone(), *is_gone));
    }
    let is_closed = |entry: &&AcceptedChange| history.released.contains(&entry.version);
    for was in history.accepted.iter().filter(is_closed) {
        let is = checkout.accepted.of(&was.fingerprint, &was.version);
        if is != Some(was) {
            let (before, after) = (json!(was), json!(is));
            changes.push(finding(RuleId::AcceptedEdited, &was.fingerprint, before, after));
        }
    }
    for is in checkout.accepted.entries().iter().filter(is_closed) {
        let is_it =
            |was: &AcceptedChange| was.fingerprint == is.fingerprint && was.version == is.version;
        if !history.accepted.iter().any(is_it) {
            let (before, after) = (Value::Null, json!(is));
            changes.push(finding(RuleId::AcceptedEdited, &is.fingerprint, before, after));
        }
    }
    changes
}

fn finding(rule: RuleId, fingerprint: &str, before: Value, after: Value) -> Change {
    Change::of_files(rule, format!("{ACCEPTED}: {fingerprint}"), before, after)
}
