//! Whether a reserved name is in use, found out while the crate is compiled.

use super::{RESERVED, Reserved, ReservedPlace};
use crate::PROTOCOL_VERSION;
use crate::command::{COMMANDS, CommandRow};
use crate::enumeration::Enumeration;
use crate::envelope::Header;
use crate::event::{EVENTS, EventRow};
use crate::json::{Field, Kind, is_same_key};
use crate::lifecycle::{Sentence, equal, refuse, version_fault};
use crate::payload::Object;

#[allow(long_running_const_eval, reason = "the tables are long, and end")]
const _: () = refuse(fault(RESERVED, EVENTS, COMMANDS, PROTOCOL_VERSION));

/// What is wrong with the first row that is wrong.
const fn fault(
    reserved: &[Reserved],
    events: &[EventRow],
    commands: &[CommandRow],
    protocol: &str,
) -> Option<Sentence> {
    let mut index = 0;
    while index < reserved.len() {
        let row = &reserved[index];
        let what = Sentence::of(&["reserved `", row.name, "`"]);
        if let Some(fault) = version_fault(what.as_str(), "since", row.since, protocol) {
            return Some(fault);
        }
        let (earlier, _) = reserved.split_at(index);
        if is_reserved(earlier, row.place, row.name) {
            return Some(about(row, " is reserved twice in ", ": keep the older row"));
        }
        match is_used(row, events, commands) {
            Some(false) => {}
            Some(true) => {
                return Some(about(
                    row,
                    " is in use again, or an old spelling, in ",
                    ", where src/reserved.rs reserves it: choose another name, since a peer that \
                     still knows this one would take it for what it was",
                ));
            }
            None if is_reserved_owner(reserved, row.place) => {}
            None => {
                return Some(about(
                    row,
                    " is reserved in ",
                    ", which does not exist: name the type of an event, the command or the \
                     enumeration that it belonged to",
                ));
            }
        }
        index += 1;
    }
    None
}

const fn about(row: &Reserved, is: &str, advice: &str) -> Sentence {
    let [list, of, rest] = row.place.path();
    Sentence::of(&["`", row.name, "`", is, list, of, rest, advice])
}

const fn is_reserved(rows: &[Reserved], place: ReservedPlace, name: &str) -> bool {
    let [list, of, _] = place.path();
    let mut index = 0;
    while index < rows.len() {
        let [other, other_of, _] = rows[index].place.path();
        if equal(list, other) && equal(of, other_of) && equal(name, rows[index].name) {
            return true;
        }
        index += 1;
    }
    false
}

/// Whether what held the place is gone, and reserved itself.
const fn is_reserved_owner(rows: &[Reserved], place: ReservedPlace) -> bool {
    match place {
        ReservedPlace::EventKey(of) => is_reserved(rows, ReservedPlace::Event, of),
        ReservedPlace::CommandKey(of) => is_reserved(rows, ReservedPlace::Command, of),
        _ => false,
    }
}

/// Whether the name is in use where it is reserved; none if there is no such place.
const fn is_used(row: &Reserved, events: &[EventRow], commands: &[CommandRow]) -> Option<bool> {
    match row.place {
        ReservedPlace::Event => {
            let is_command = is_type(row.name, commands);
            Some(is_command || event(row.name, events).is_some())
        }
        ReservedPlace::EventKey(of) => match event(of, events) {
            Some(event) => Some(is_key(row.name, event.fields)),
            None => None,
        },
        ReservedPlace::EnvelopeKey => Some(is_key(row.name, Header::FIELDS)),
        ReservedPlace::Command => Some(command(row.name, commands).is_some()),
        ReservedPlace::CommandKey(of) => match command(of, commands) {
            Some(command) => Some(is_key(row.name, command.fields)),
            None => None,
        },
        ReservedPlace::Value(of) => match enumeration(of, events) {
            Some(enumeration) => Some(is_value(row.name, enumeration)),
            None => None,
        },
    }
}

/// The event that is read from this type.
const fn event<'a>(name: &str, events: &'a [EventRow]) -> Option<&'a EventRow> {
    let mut index = 0;
    while index < events.len() {
        let event = &events[index];
        if equal(event.wire_type, name) || is_among(name, event.aliases) {
            return Some(event);
        }
        index += 1;
    }
    None
}

const fn command<'a>(name: &str, commands: &'a [CommandRow]) -> Option<&'a CommandRow> {
    let mut index = 0;
    while index < commands.len() {
        if equal(commands[index].wire_type, name) {
            return Some(&commands[index]);
        }
        index += 1;
    }
    None
}

/// Whether a command stands behind `type`, where events stand.
const fn is_type(name: &str, commands: &[CommandRow]) -> bool {
    match command(name, commands) {
        Some(command) => equal(command.discriminator, "type"),
        None => false,
    }
}

/// The enumeration of this name that an event uses.
const fn enumeration(name: &str, events: &[EventRow]) -> Option<&'static Enumeration> {
    let mut at = 0;
    while at < events.len() {
        let fields = events[at].fields;
        let mut index = 0;
        while index < fields.len() {
            if let Kind::Enum(enumeration) = fields[index].kind.scalar()
                && equal(enumeration.name, name)
            {
                return Some(enumeration);
            }
            index += 1;
        }
        at += 1;
    }
    None
}

const fn is_key(name: &str, fields: &[Field]) -> bool {
    let mut index = 0;
    while index < fields.len() {
        let field = &fields[index];
        if is_same_key(name, field.key) {
            return true;
        }
        let mut alias = 0;
        while alias < field.aliases.len() {
            if is_same_key(name, field.aliases[alias].key) {
                return true;
            }
            alias += 1;
        }
        index += 1;
    }
    false
}

const fn is_value(name: &str, enumeration: &Enumeration) -> bool {
    let mut index = 0;
    while index < enumeration.values.len() {
        let value = &enumeration.values[index];
        if equal(value.text, name) || is_among(name, value.aliases) {
            return true;
        }
        index += 1;
    }
    false
}

const fn is_among(name: &str, names: &[&str]) -> bool {
    let mut index = 0;
    while index < names.len() {
        if equal(names[index], name) {
            return true;
        }
        index += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of a name that is reserved now.
    fn fault_of(rows: &[(ReservedPlace, &'static str)]) -> Option<String> {
        let row = |(place, name): &(ReservedPlace, &'static str)| Reserved {
            place: *place,
            name,
            since: PROTOCOL_VERSION,
            why: "It was used once.",
        };
        let rows: Vec<Reserved> = rows.iter().map(row).collect();
        let fault = fault(&rows, EVENTS, COMMANDS, PROTOCOL_VERSION);
        fault.map(|sentence| sentence.as_str().to_owned())
    }

    #[test]
    fn a_name_in_use_cannot_be_reserved_nor_one_that_is_reserved_be_used() {
        assert_eq!(
            fault_of(&[(ReservedPlace::EventKey("goal.paused"), "reason")]).as_deref(),
            Some(
                "`reason` is in use again, or an old spelling, in events.goal.paused.keys, where \
                 src/reserved.rs reserves it: choose another name, since a peer that still knows \
                 this one would take it for what it was"
            )
        );
        for (place, name) in [
            (ReservedPlace::Event, "goal.cancelled"),
            (ReservedPlace::Event, "goal.canceled"),
            (ReservedPlace::Event, "pong"),
            (ReservedPlace::EventKey("goal.paused"), "pausedBy"),
            (ReservedPlace::EventKey("goal.paused"), "paused_by"),
            (ReservedPlace::EventKey("goal.paused"), "pauseReason"),
            (ReservedPlace::EventKey("goal.paused"), "pause_reason"),
            (ReservedPlace::EventKey("goal.canceled"), "canceledBy"),
            (ReservedPlace::EnvelopeKey, "eventId"),
            (ReservedPlace::Command, "auth"),
            (ReservedPlace::CommandKey("auth"), "token"),
            (ReservedPlace::Value("GoalStatus"), "archived"),
            (ReservedPlace::Value("GoalStatus"), "canceled"),
            (ReservedPlace::Value("ErrorCode"), "NOT_FOUND"),
            (ReservedPlace::Value("ErrorCode"), "RESOURCE_NOT_FOUND"),
        ] {
            let said = fault_of(&[(place, name)]);
            let begins = format!("`{name}` is in use again, or an old spelling, in {place}, ");
            assert!(said.as_ref().is_some_and(|it| it.starts_with(&begins)), "{place}: {said:?}");
        }
    }

    #[test]
    fn a_name_is_reserved_only_where_it_was_used() {
        let rows = [
            (ReservedPlace::Event, "goal.shelved"),
            (ReservedPlace::EventKey("goal.shelved"), "goalId"),
            (ReservedPlace::EventKey("goal.paused"), "pauseNote"),
            (ReservedPlace::EventKey("goal.resumed"), "pauseReason"),
            (ReservedPlace::EnvelopeKey, "goalId"),
            (ReservedPlace::Command, "subscribe"),
            (ReservedPlace::CommandKey("subscribe"), "token"),
            (ReservedPlace::CommandKey("pong"), "token"),
            (ReservedPlace::Value("GoalStatus"), "todo"),
            (ReservedPlace::Value("ErrorCode"), "archived"),
        ];
        assert_eq!(fault_of(&rows), None);
    }

    #[test]
    fn a_row_that_reserves_nothing_says_what_to_do() {
        for (place, name) in [
            (ReservedPlace::EventKey("goal.pausd"), "pauseNote"),
            (ReservedPlace::CommandKey("subscribe"), "topic"),
            (ReservedPlace::Value("GoalState"), "open"),
        ] {
            assert_eq!(
                fault_of(&[(place, name)]),
                Some(format!(
                    "`{name}` is reserved in {place}, which does not exist: name the type of an \
                     event, the command or the enumeration that it belonged to"
                ))
            );
        }
        let twice = (ReservedPlace::Event, "goal.shelved");
        assert_eq!(
            fault_of(&[twice, twice]).as_deref(),
            Some("`goal.shelved` is reserved twice in events: keep the older row")
        );
    }

    #[test]
    fn the_version_of_a_row_is_one() {
        let row = Reserved {
            place: ReservedPlace::Event,
            name: "goal.shelved",
            since: "9.0",
            why: "It was used once.",
        };
        let said = fault(&[row], EVENTS, COMMANDS, "1.0").unwrap();
        assert_eq!(
            said.as_str(),
            "reserved `goal.shelved` says `since: \"9.0\"`, but the protocol is 1.0: set \
             PROTOCOL_VERSION in src/lib.rs to \"9.0\""
        );
    }
}
