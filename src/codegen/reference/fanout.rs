//! How a backend brings a frame to many connections.

use super::connection::facts;
use super::page::{Page, cell, link};
use super::values;
use crate::fanout::{FACTS, OUTCOMES, OutcomeRow, Rule};

pub(super) fn section(page: &mut Page) {
    page.heading(2, "Fan-out");
    page.text(
        "For whoever sends: a frame is encoded once, and posted through `@connections` to each connection \
         of its tenant; how to do it is in [the guide](../publishing.md).",
    );
    page.heading(3, "Outcomes of a post");
    let cells = |row: &OutcomeRow| {
        let rule = link(row.rule.as_str(), "What follows from an outcome");
        [statuses(row), format!("`{}`", row.outcome), cell(row.doc), rule]
    };
    page.table(
        ["HTTP status", "outcome", "meaning", "what follows"],
        OUTCOMES.iter().map(cells).collect(),
    );
    page.text("A post that is not answered in time is `failed`.");
    page.heading(3, "What follows from an outcome");
    values::table(page, &Rule::ENUMERATION);
    page.heading(3, "Retries of a post");
    page.text(
        "A retry waits for a random time, drawn evenly from its window. The window is \
         `BACKOFF_FIRST_MS`, doubled with each earlier post to the same connection that ended alike, up to \
         `BACKOFF_MOST_MS`, and no wider than what is left of the budget. In whole milliseconds it is \
         `max(1, (random × window) >> 32)`, with a random number from 0 to 2^32 − 1. What the answer asks to \
         wait at least is taken from what is left before the window is cut to it, and comes on top of what is \
         drawn. If no more than 1 ms remains for the window, there is no retry: the frame is dropped, \
         `out_of_time`.",
    );
    page.text(
        "The limits count each outcome by itself: a post that was throttled has not failed. Each policy has \
         numbers of its own; these are what it has if nobody says otherwise.",
    );
    facts(page, FACTS);
}

/// `200 to 299`; of several `408, 500 to 599`.
fn statuses(row: &OutcomeRow) -> String {
    let one = |(from, to): &(u16, u16)| match from == to {
        true => from.to_string(),
        false => format!("{from} to {to}"),
    };
    match row.statuses {
        [] => "any other".to_owned(),
        some => some.iter().map(one).collect::<Vec<_>>().join(", "),
    }
}
