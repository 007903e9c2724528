//! What a rule about faults concerns as things are, and what in its `match` may be a slip. None of that keeps it
//! from being taken: anybody may come, and anything may be sent.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::event::{EVENTS, EventRow};
use crate::mock_files::fault::{FaultMatch, FaultRule};
use crate::nearest::{nearest, nearest_of};
use crate::pattern::matches;

use super::hub::Hub;
use super::template::spellings;
use super::token::Identity;

/// What a rule concerns as things are.
#[derive(Debug, Serialize)]
pub(super) struct Concerns {
    /// The types of events that it names, if it names any.
    #[serde(skip_serializing_if = "Option::is_none")]
    types: Option<Vec<&'static str>>,
    /// The ordinals of the connections that are open and that it does not leave out.
    connections: Vec<u64>,
    doubts: Vec<Doubt>,
}

/// A part of a rule that strikes nothing as things are.
#[derive(Debug, PartialEq, Serialize)]
pub(super) struct Doubt {
    /// The key in question, such as `$.match.type`.
    path: String,
    /// Why, as a sentence.
    doubt: String,
    /// What may have been meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    nearest: Option<String>,
}

impl Doubt {
    fn new(key: &str, doubt: impl Into<String>, nearest: Option<String>) -> Self {
        Doubt { path: format!("$.match{key}"), doubt: doubt.into(), nearest }
    }
}

impl std::fmt::Display for Doubt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.path, self.doubt)?;
        self.nearest.as_ref().map_or(Ok(()), |it| write!(f, "; nearest: {it}"))
    }
}

/// What the rule concerns among those who are connected.
pub(super) fn concerns(rule: &FaultRule, hub: &Hub) -> Concerns {
    let wanted = &rule.matches;
    let all = hub.connections();
    let people: Vec<_> = all.iter().filter_map(|it| it.identity()).collect();
    let of_any_type = FaultMatch { wire_type: None, ..wanted.clone() };
    let fits =
        all.iter().filter(|it| it.candidate(it.identity().as_deref(), None).fits(&of_any_type));
    let connections: Vec<_> = fits.map(|it| it.ordinal).collect();
    let mut doubts: Vec<_> = wanted.wire_type.as_deref().and_then(of_type).into_iter().collect();
    let before = doubts.len();
    doubts.extend(wanted.connection.and_then(|ordinal| {
        let is_open = all.iter().any(|it| it.ordinal == ordinal);
        if is_open { None } else { of_connection(ordinal, hub.next_ordinal()) }
    }));
    let names = |of: fn(&Identity) -> &str| people.iter().map(|it| of(it)).collect();
    let tenants = names(|it| &it.tenant);
    doubts.extend(wanted.tenant.as_deref().and_then(|it| of_name("tenant", 0, it, &tenants)));
    let users = names(|it| &it.user);
    doubts.extend(wanted.user.as_deref().and_then(|it| of_name("user", 1, it, &users)));
    if connections.is_empty() && !people.is_empty() && doubts.len() == before {
        let is_next = wanted.connection == Some(hub.next_ordinal());
        let doubt = "each of these is there, but no connection has them all";
        doubts.extend((!is_next).then(|| Doubt::new("", doubt, None)));
    }
    let types = wanted.wire_type.as_deref().map(|it| rows(it).map(|row| row.wire_type).collect());
    Concerns { types, connections, doubts }
}

/// The events of which a frame may have a type that the pattern names.
fn rows(pattern: &str) -> impl Iterator<Item = &'static EventRow> {
    EVENTS.iter().filter(move |row| spellings(row).any(|(it, _)| matches(pattern, it)))
}

/// What is doubtful about the type that a rule names.
pub(super) fn of_type(pattern: &str) -> Option<Doubt> {
    let mut said = rows(pattern).peekable();
    if said.peek().is_none() {
        let doubt =
            "no event has this type, so it strikes only what somebody sends with it all the same";
        return Some(Doubt::new(".type", doubt, nearest_pattern(pattern)));
    }
    if said.all(|row| row.is_about_connection) {
        let doubt = "the mock says this by itself, past all faults, so it strikes only what somebody else sends";
        return Some(Doubt::new(".type", doubt, None));
    }
    None
}

/// The type, or all of an area such as `goal.*`, that comes closest.
fn nearest_pattern(text: &str) -> Option<String> {
    let prefixes = |row: &'static EventRow| {
        row.wire_type.match_indices('.').map(|(at, _)| format!("{}.*", &row.wire_type[..at]))
    };
    let areas = EVENTS.iter().flat_map(prefixes).map(|area| (area.clone(), area));
    let types = EVENTS.iter().flat_map(spellings).map(|(from, to)| (from.into(), to.into()));
    let names: Vec<(String, String)> = types.chain(areas).collect();
    let nearest = nearest_of(text, names.iter().map(|(spelling, name)| (&**spelling, name)));
    nearest.first().map(|it| (*it).to_owned())
}

fn of_connection(ordinal: u64, next: u64) -> Option<Doubt> {
    let doubt = match ordinal {
        _ if ordinal < next => format!("this connection is gone for good: the next one is {next}"),
        _ if ordinal > next => format!("this connection has yet to come: the next one is {next}"),
        _ => return None,
    };
    Some(Doubt::new(".connection", doubt, None))
}

/// Of a tenant or a user, who stands in a short token as this part; where nobody is connected, anybody may come.
fn of_name(what: &str, part: usize, text: &str, present: &BTreeSet<&str>) -> Option<Doubt> {
    if present.contains(text) {
        return None;
    }
    let part = text.split('/').nth(part).filter(|it| *it != text && !it.is_empty());
    let doubt = match (part, present.is_empty()) {
        (Some(_), _) => format!("this is more than a {what}: tenant and user are two keys"),
        _ if text.contains('*') => format!("a {what} is named whole: `*` stands for itself"),
        (None, false) => format!("nobody who is connected has this {what}"),
        (None, true) => return None,
    };
    let found = nearest(part.unwrap_or(text), present.iter().copied());
    let nearest = found.first().copied().or(part).map(str::to_owned);
    Some(Doubt::new(&format!(".{what}"), doubt, nearest))
}
