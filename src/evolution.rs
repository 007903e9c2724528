//! How the protocol may change: two definitions side by side, and a verdict on each change.
//!
//! A definition writes canonical spellings, and in an open enumeration any other text; it reads what
//! the documents say. A change is judged by whether old and new read each other, in the same meaning:
//! what a reader knows and finds under a name that it does not know is not read; what it does not know
//! is ignored, and so read. Nothing here reads a file.

mod accepted;
mod area;
mod change;
mod commands;
mod early;
mod events;
mod example;
mod facts;
mod frame;
mod keys;
mod kinds;
mod limits;
mod names;
#[cfg(feature = "cli")]
mod proof;
#[macro_use]
mod rule;
mod rules;
mod spellings;
mod usage;
mod values;
mod verdict;

#[cfg(feature = "cli")]
pub(crate) use names::Side;
#[cfg(feature = "cli")]
pub(crate) use proof::{Proof, Reading};

pub use accepted::{AcceptedChange, AcceptedChanges};
pub use change::Change;
pub use rule::{Mirror, Rule};
pub use rules::{RULES, RuleId};
pub use verdict::{Level, Verdict};

use change::{Found, Travels};
use frame::{Frame, Versions};
use keys::Object;
use names::Matching;
use serde_json::json;
use usage::Uses;

use crate::definition::{Definition, Event};

/// What changed between two definitions.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Comparison {
    /// The changes: by section, in the order of the old definition and then of the new one.
    pub changes: Vec<Change>,
    /// The sections that one of the definitions lacks, or parts of them, so that nothing is said about
    /// them.
    pub not_compared: Vec<String>,
}

/// Compares two definitions by the rules.
pub fn compare(old: &Definition, new: &Definition) -> Comparison {
    compare_by(RULES, old, new)
}

/// Compares two definitions by other rules, of which there is a row for each [`RuleId`] in its order:
/// so a test can tell whether a wrong rule is noticed.
#[doc(hidden)]
pub fn compare_by(rules: &[Rule<RuleId>], old: &Definition, new: &Definition) -> Comparison {
    let not_compared = early::not_compared(old, new);
    let (old, new) = (early::completed(old, new), early::completed(new, old));
    let versions = Versions::new(&old, &new);
    let mut found = Vec::new();
    let events = Matching::new(old.events(), new.events());
    let mut uses = Uses::default();
    // An event that has no timestamp says nothing of envelopes.
    let carriers = events.pairs().find(|(old, new)| !old.is_bare() && !new.is_bare());
    if let (Some(before), Some(after)) = (&old.envelope, &new.envelope)
        && before != after
        && let Some((before, after)) = carriers
    {
        envelope(&versions, before, after, &mut found);
    }
    for (before, after) in events.pairs() {
        let (before, after) = (Frame::Event(before), Frame::Event(after));
        uses.note(&versions, before, after, Travels::TO_CLIENTS);
    }
    if let Some((before, after)) = carriers {
        let (before, after) = (Frame::Envelope(before), Frame::Envelope(after));
        uses.note(&versions, before, after, Travels::TO_CLIENTS);
    }
    for (before, after) in commands::pairs(&versions) {
        let travels = commands::travels(before).or(commands::travels(after));
        uses.note(&versions, Frame::Command(before), Frame::Command(after), travels);
    }
    if old.events.is_some() && new.events.is_some() {
        events::compare(&versions, &events, &mut found);
    }
    if old.commands.is_some() && new.commands.is_some() {
        commands::compare(&versions, &mut found);
    }
    limits::compare_gateway(&versions, &mut found);
    values::compare_kinds(&versions, &uses, &mut found);
    if old.enumerations.is_some() && new.enumerations.is_some() {
        values::compare(&versions, &uses, &mut found);
    }
    limits::compare(&versions, carriers, &mut found);
    facts::compare(&versions, &mut found);
    Comparison { changes: found.into_iter().map(|it| it.judged(rules)).collect(), not_compared }
}

/// The finding that the version does not tell of the changes, if it does not. Ask once the accepted
/// findings are known: they demand no major version.
pub fn version_finding(old: &Definition, new: &Definition, changes: &[Change]) -> Option<Change> {
    let binding = || changes.iter().filter(|it| !it.rule.row(RULES).documentation);
    let breaks = |change: &Change| {
        let verdicts = [change.server_to_client, change.client_to_server];
        !change.accepted && change.level == Level::Error && verdicts.contains(&Some(Verdict::Break))
    };
    let (before, after) = (old.version()?, new.version()?);
    let needed = if binding().any(breaks) {
        (before.0 + 1, 0)
    } else if binding().next().is_some() {
        (before.0, before.1 + 1)
    } else {
        before
    };
    if after >= needed {
        return None;
    }
    let before = json!(old.protocol_version);
    let after = json!({
        "found": new.protocol_version,
        "expected": format!("{}.{}", needed.0, needed.1),
    });
    let place = "protocolVersion".to_owned();
    Some(Change::of_files(RuleId::VersionNotRaised, place, before, after))
}

fn envelope(versions: &Versions<'_>, old: &Event, new: &Event, out: &mut Vec<Found>) {
    let object = Object {
        place: "envelope".to_owned(),
        reserved: ["envelope", "envelope"].map(str::to_owned),
        old: Frame::Envelope(old),
        new: Frame::Envelope(new),
        travels: Travels::TO_CLIENTS,
        provisional: false,
    };
    keys::compare(versions, &object, out);
}
