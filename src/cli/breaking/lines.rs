//! What the formats say of a change.

use serde_json::Value;

use crate::evolution::{Change, Verdict};
use crate::json::shorten;

/// The place, and what changed there.
pub(super) fn what(change: &Change) -> String {
    format!("{}: {}", place(change), change.rule.rule().change)
}

/// The place on one line, whatever names a file has.
pub(super) fn place(change: &Change) -> String {
    change.place.replace(char::is_control, " ")
}

/// What makes the verdict stricter than frames show, or the level milder than the verdict.
pub(super) fn marks(change: &Change) -> &'static str {
    let verdicts = [change.server_to_client, change.client_to_server].into_iter().flatten();
    let is_milder = verdicts.map(Verdict::level).any(|level| level > change.level);
    match (change.policy, is_milder) {
        (false, false) => "",
        (true, false) => " (policy)",
        (false, true) => " (provisional)",
        (true, true) => " (policy, provisional)",
    }
}

/// The verdict in each direction: a letter, `-` where nothing travels, `!` where no frame is at stake.
pub(super) fn letters(change: &Change) -> [&'static str; 2] {
    [change.server_to_client, change.client_to_server].map(|verdict| match verdict {
        None => "-",
        Some(Verdict::Warn | Verdict::Error) => "!",
        Some(verdict) => verdict.as_str(),
    })
}

/// The verdicts on what is written and read that ask for an order, each with its direction: none is
/// named where there is one verdict only.
pub(super) fn orders(change: &Change) -> Vec<(&'static str, Verdict)> {
    let asks = |verdict: &Verdict| {
        matches!(verdict, Verdict::ServersFirst | Verdict::ClientsFirst | Verdict::Break)
    };
    let to_clients = change.server_to_client.filter(asks);
    let to_server = change.client_to_server.filter(asks);
    match (to_clients, to_server) {
        (Some(verdict), Some(other)) if verdict != other => {
            vec![("frames to clients: ", verdict), ("frames to the server: ", other)]
        }
        (verdict, other) => verdict.or(other).map(|verdict| ("", verdict)).into_iter().collect(),
    }
}

/// A value as JSON.
pub(super) fn value(value: &Value) -> String {
    short_enough(value.to_string())
}

pub(super) fn stored(change: &Change) -> &'static str {
    if change.keeps_stored_frames {
        "frames of the old version stay readable"
    } else {
        "frames of the old version are not readable any more"
    }
}

/// The frame that shows it.
pub(super) fn witness(change: &Change) -> Option<String> {
    change.witness.clone().map(short_enough)
}

/// The whole text, or the beginning of one that nobody reads: a frame that shows a limit.
fn short_enough(text: String) -> String {
    if text.len() > 1000 { shorten(&text) } else { text }
}
