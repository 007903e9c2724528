//! `docs/reference/connection.md`: the state machine of the connection, drawn and described from its
//! tables.

use std::collections::BTreeMap;

use super::super::header;
use super::flows::time;
use super::page::{Page, cell};
use super::values;
use crate::connection::{
    Entry, Guard, Length, MESSAGES, MessageKind, MessageRow, Row, STATES, State, TABLE, TIMERS,
    TimerId,
};

/// Rows that apply in this many states or more are described, not drawn: they would cover the picture.
const EVERYWHERE: usize = 5;

pub(super) fn file() -> String {
    let mut page = Page::new("The connection, state by state");
    page.text(&format!("<!-- {} -->", header()));
    page.text(
        "One table decides what a connection does; the clients in Rust and in the browser carry it \
         out. What a state does not list changes nothing.",
    );
    page.contents();
    page.heading(2, "States");
    page.code("mermaid", &diagram());
    page.text("Not drawn, since it holds in so many states:");
    let everywhere = TABLE.iter().filter(|row| is_everywhere(row));
    page.list(
        &everywhere.map(|row| format!("`{}`: {}", row.on, cell(row.doc))).collect::<Vec<_>>(),
    );
    states(&mut page);
    page.heading(2, "Timers");
    timers(&mut page);
    page.heading(2, "Messages");
    messages(&mut page);
    page.heading(2, "Transitions");
    transitions(&mut page);
    page.heading(3, "Conditions");
    values::table(&mut page, &Guard::ENUMERATION);
    page.finish()
}

fn is_everywhere(row: &Row) -> bool {
    row.from.len() >= EVERYWHERE
}

/// A family of triggers, `closed`, and its members, if it has any.
type Label = (String, Vec<String>);

/// The states and what leads from one to another, one arrow a pair.
fn diagram() -> String {
    let mut arrows: BTreeMap<(State, State), Vec<Label>> = BTreeMap::new();
    for row in TABLE.iter().filter(|row| !is_everywhere(row)) {
        let Some(to) = row.to else { continue };
        for from in row.from {
            let labels = arrows.entry((*from, to)).or_default();
            // `closed.spread` and `closed.slow` share a line.
            let on = row.on.to_string();
            let (family, member) = on.split_once('.').unwrap_or((&on, ""));
            let index = labels.iter().position(|(label, _)| label == family);
            let index = index.unwrap_or_else(|| {
                labels.push((family.to_owned(), Vec::new()));
                labels.len() - 1
            });
            if !member.is_empty() && !labels[index].1.iter().any(|it| it == member) {
                labels[index].1.push(member.to_owned());
            }
        }
    }
    let mut out = String::from("stateDiagram-v2\n    [*] --> idle\n");
    for ((from, to), labels) in arrows {
        let lines = labels.into_iter().map(|(family, members)| match members.as_slice() {
            [] => family,
            members => format!("{family} ({})", members.join(", ")),
        });
        let label = lines.collect::<Vec<_>>().join("<br/>");
        out.push_str(&format!("    {from} --> {to}: {label}\n"));
    }
    out
}

fn states(page: &mut Page) {
    let rows = STATES.iter().zip(State::ENUMERATION.values).map(|(row, value)| {
        let status = if row.status == row.status_again {
            format!("`{}`", row.status)
        } else {
            format!("`{}`, later `{}`", row.status, row.status_again)
        };
        let entry: Vec<String> = row.on_entry.iter().map(entry).collect();
        [format!("`{}`", row.state), cell(value.doc), status, list(&entry)]
    });
    page.table(["state", "meaning", "status", "on entry"], rows.collect());
    page.text(
        "Later: after the first failure, or the first `ready`, since the start. On entry, the timers \
         of the state left are cleared first, and a socket that the state does not need is closed.",
    );
}

fn entry(entry: &Entry) -> String {
    match entry {
        Entry::Arm(timer) => format!("timer `{timer}`"),
        other => format!("`{other:?}`"),
    }
}

fn timers(page: &mut Page) {
    let rows = TIMERS.iter().zip(TimerId::ENUMERATION.values).map(|(row, value)| {
        let length = match row.length {
            Length::Fixed(ms) => time(ms),
            Length::SinceSend(ms) => format!("{} after the last frame sent", time(ms)),
            Length::SinceFrame(message, control) => format!(
                "{} after the last frame heard, {} where control pings are sent; where the server \
                 is known to answer",
                time(message),
                time(control)
            ),
            Length::Between(from, until) => {
                format!("{} to {}, at random", time(from), time(until))
            }
            Length::Backoff => "as computed when `backoff` is entered".to_owned(),
        };
        [format!("`{}`", row.id), cell(value.doc), length]
    });
    page.table(["timer", "meaning when it ends", "length"], rows.collect());
}

fn messages(page: &mut Page) {
    page.text(
        "Which messages concern the connection, and as which input. All others change nothing: an \
         `error` that names an area, as `billing.error`, is about that area. Every message goes to \
         the application too.",
    );
    let rows = MESSAGES.iter().map(|row| {
        let only = row.only.map_or("–".to_owned(), |kind| format!("`error.{kind}`"));
        [message(row), only, format!("`{}`", row.input), cell(row.doc)]
    });
    page.table(["message", "only as", "input", "what it means"], rows.collect());
}

fn message(row: &MessageRow) -> String {
    match row.message {
        MessageKind::Event(event_type) => format!("`{event_type}`"),
        MessageKind::Gateway => "a gateway fault".to_owned(),
        MessageKind::Pong => "the command `pong`".to_owned(),
    }
}

fn transitions(page: &mut Page) {
    let rows = TABLE.iter().map(|row| {
        let from: Vec<String> = row.from.iter().map(|state| format!("`{state}`")).collect();
        let does: Vec<String> = row.does.iter().map(|action| format!("`{action}`")).collect();
        let when = match row.when {
            Guard::Always => "–".to_owned(),
            guard => format!("`{guard}`"),
        };
        let to = row.to.map_or("stays".to_owned(), |state| format!("`{state}`"));
        let to = row.because.map_or(to.clone(), |reason| format!("{to} ({reason})"));
        [list(&from), format!("`{}`", row.on), when, list(&does), to, cell(row.doc)]
    });
    page.table(["in", "on", "if", "does", "next", "what for"], rows.collect());
}

fn list(items: &[String]) -> String {
    if items.is_empty() { "–".to_owned() } else { items.join(", ") }
}
