//! The connection: its table and its constants, as data.

use serde_json::{Value, json};

use super::{Module, enumeration, jsdoc, literal};
use crate::connection::{
    Action, Authentication, BACKOFF_WINDOWS_MS, CLIENT_CLOSE_CODE, CLOSE_CODES, CloseClass,
    ConnectionStatus, Entry, ErrorKind, FORBIDDEN_CLOSE_CODES, Guard, Length, MESSAGES, ProbeKind,
    Reason, ResyncCause, STATES, State, TABLE, TIMERS, TimerId, Trigger, timing,
};
use crate::event::EVENTS;
use crate::gateway;
use crate::{ErrorCode, Recovery};

/// What the tables are, for the compiler.
const TYPES: &str = r#"import type { ConnectionStatus } from "../protocol/constants.js";

"#;

const TABLES: &str = r#"
/**
 * Every transition. A line of one word names the states in which those below it apply; each other
 * line is a row of up to five words: what it reacts to, what must hold besides, what is done, the
 * next state, the reason that a screen shows from then on. What it reacts to is the type of an input,
 * or what several inputs are: `wake`, `timer.…`, `error.…` with the kind of its code, `closed.…` with
 * the class of its code. Lists have commas; `-`, and what is left out at the end, is nothing, as a
 * next state that the present one stays.
 */
export declare const TABLE: readonly string[];

/**
 * What is known of a state: its status until the first failure or the first `ready` after a start,
 * and from then on; whether it needs the socket, or a live one is closed on entry; and what happens
 * on entry, in this order.
 */
export type StateRow = readonly [
  status: ConnectionStatus,
  statusAgain: ConnectionStatus,
  keepsSocket: boolean,
  ...onEntry: string[],
];

/** Every state. */
export declare const STATES: { readonly [Of in State]: StateRow };

/**
 * How long a timer runs, in milliseconds: so long; at random, from the first and before the second;
 * so long, counted from the last frame sent; so long, counted from the last frame heard, with probes
 * by message and by control ping; or, if null, as the action `wait` has computed.
 */
export type TimerLength =
  | number
  | readonly [number, number]
  | { readonly sinceSend: number }
  | { readonly sinceFrame: readonly [number, number] }
  | null;

/** Every timer. */
export declare const TIMERS: { readonly [Of in TimerId]: TimerLength };

/**
 * Which input a message is, by the type of its event, or `gateway`; behind it, the kind of error with
 * which alone it is one. Any other message concerns no connection.
 */
export declare const MESSAGES: { readonly [message: string]: string };

/** The class of each close code that is told apart; any other is `retry`. */
export declare const CLOSE_CLASSES: { readonly [code: number]: string };

/** What each error code means for the connection; any other is `other`. */
export declare const ERROR_KINDS: { readonly [code: string]: string };

/** The codes of a close that `FORBIDDEN`, right before it, explains. */
export declare const FORBIDDEN_CLOSE_CODES: readonly number[];

/** The window of each attempt in milliseconds; beyond, the last. */
export declare const BACKOFF_WINDOWS_MS: readonly number[];

/** The reasons for which trying again by hand does not help without a change elsewhere. */
export declare const FINAL_REASONS: readonly Reason[];

/** How often in a row a token may be refused before the client gives up. */
export declare const MAX_REFUSALS: number;

/** How long a rate limit puts the keep-alive off: the first time, the second time, …. */
export declare const RATE_LIMIT_DELAYS_MS: readonly number[];

/** The key of what an event is about, for each type that has one. */
export declare const ENTITY_KEYS: { readonly [type: string]: string };

/** The code with which a client closes. */
export declare const CLIENT_CLOSE_CODE: number;
"#;

/// The table, and what else the connection goes by.
pub(super) fn module() -> Module {
    let (mut js, mut dts) = (String::new(), String::from(TYPES));
    for of in [
        &State::ENUMERATION,
        &TimerId::ENUMERATION,
        &Reason::ENUMERATION,
        &ResyncCause::ENUMERATION,
        &Authentication::ENUMERATION,
        &ProbeKind::ENUMERATION,
    ] {
        let (constants, types) = enumeration(of);
        js.push_str(&constants);
        dts.push_str(&types);
        dts.push('\n');
    }
    js.push_str("\nexport const TABLE = [\n");
    let mut heading = String::new();
    for row in TABLE {
        if list(row.from) != heading {
            heading = list(row.from);
            js.push_str(&format!("  \"{heading}\",\n"));
        }
        let or_nothing = |text: Option<&str>| text.unwrap_or("-").to_owned();
        let words = [
            trigger(row.on),
            or_nothing((row.when != Guard::Always).then(|| row.when.as_str())),
            list(row.does),
            or_nothing(row.to.map(State::as_str)),
            or_nothing(row.because.map(Reason::as_str)),
        ];
        js.push_str(&format!("  \"{}\",\n", words.join(" ").trim_end_matches(" -")));
    }
    js.push_str("];\n\nexport const STATES = {\n");
    for row in STATES {
        let [status, again] = [row.status, row.status_again].map(ConnectionStatus::as_str);
        let entries = row.on_entry.iter().map(|it| format!(", \"{}\"", entry(*it)));
        js.push_str(&format!(
            "  {}: [\"{status}\", \"{again}\", {}{}],\n",
            row.state,
            row.keeps_socket,
            entries.collect::<String>(),
        ));
    }
    js.push_str("};\n\nexport const TIMERS = {\n");
    for row in TIMERS {
        let length = match row.length {
            Length::Fixed(ms) => json!(ms),
            Length::Between(from, until) => json!([from, until]),
            Length::SinceSend(ms) => json!({ "sinceSend": ms }),
            Length::SinceFrame(message, control) => json!({ "sinceFrame": [message, control] }),
            Length::Backoff => Value::Null,
        };
        js.push_str(&format!("  {}: {},\n", row.id, literal(&length)));
    }
    js.push_str("};\n\n");
    dts.push_str(TABLES.trim_start());

    let told_apart = CLOSE_CODES.iter().filter(|row| row.class != CloseClass::Retry);
    let codes = told_apart.map(|row| format!("{}: \"{}\"", row.code, row.class));
    let messages = MESSAGES.iter().map(|row| {
        let only = row.only.map(|kind| format!(" {kind}")).unwrap_or_default();
        format!("\"{}{only}\": \"{}\"", row.message, row.input)
    });
    let kinds = ErrorCode::ALL.iter().map(|code| (code, ErrorKind::of(code)));
    let kinds = kinds.filter(|(_, kind)| *kind != ErrorKind::Other);
    let entities = EVENTS.iter().filter_map(|row| Some((row.wire_type, row.entity?.key)));
    let entities = entities.map(|(name, key)| format!("\"{name}\": \"{key}\""));
    let finals = Reason::ALL.iter().filter(|reason| !reason.may_pass());
    let finals: Vec<String> = finals.map(|reason| format!("\"{reason}\"")).collect();
    let row_of = |recovery: Recovery| {
        let mut rows = ErrorCode::ALL.iter().map(ErrorCode::row);
        rows.find(|row| row.recovery == recovery).expect("every recovery has a code")
    };
    let refusals = row_of(Recovery::Reauthenticate).max_in_a_row.expect("refusals end");
    let delays: Vec<String> =
        row_of(Recovery::BackOff).delays_ms.iter().map(u32::to_string).collect();
    for (name, value) in [
        ("MESSAGES", object(messages)),
        ("CLOSE_CLASSES", object(codes)),
        ("ERROR_KINDS", object(kinds.map(|(code, kind)| format!("{}: \"{kind}\"", code.as_str())))),
        ("FORBIDDEN_CLOSE_CODES", format!("[{}]", list(FORBIDDEN_CLOSE_CODES))),
        ("BACKOFF_WINDOWS_MS", format!("[{}]", list(BACKOFF_WINDOWS_MS))),
        ("FINAL_REASONS", format!("[{}]", finals.join(", "))),
        ("MAX_REFUSALS", refusals.to_string()),
        ("RATE_LIMIT_DELAYS_MS", format!("[{}]", delays.join(", "))),
        ("ENTITY_KEYS", object(entities)),
        ("CLIENT_CLOSE_CODE", CLIENT_CLOSE_CODE.to_string()),
    ] {
        js.push_str(&format!("export const {name} = {value};\n"));
    }
    js.push('\n');
    // Of the gateway's limits only the one that a client has to keep by itself.
    let url = gateway::FACTS.iter().filter(|fact| fact.name == "MAX_URL_CHARACTERS");
    for fact in timing::FACTS.iter().chain(url) {
        js.push_str(&format!("export const {} = {};\n", fact.name, fact.value));
        dts.push('\n');
        dts.push_str(&jsdoc(fact.doc, ""));
        dts.push_str(&format!("export declare const {}: {};\n", fact.name, fact.value));
    }
    Module::rendered("connection/table", js, dts)
}

/// What a row reacts to: an input by its name, or what several inputs are.
fn trigger(on: Trigger) -> String {
    match on {
        Trigger::Closed(_)
        | Trigger::ClosedAfterForbidden
        | Trigger::Error(_)
        | Trigger::Timer(_)
        | Trigger::Wake => on.to_string(),
        // Called as the input is.
        input => format!("{input:?}"),
    }
}

/// Words with commas between them, or `-` for none.
fn list(words: &[impl ToString]) -> String {
    let words: Vec<String> = words.iter().map(ToString::to_string).collect();
    if words.is_empty() { "-".to_owned() } else { words.join(",") }
}

fn object(entries: impl Iterator<Item = String>) -> String {
    format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
}

/// A thing done on entering a state, written as an action is.
fn entry(entry: Entry) -> String {
    match entry {
        Entry::FetchToken => "fetch_token".to_owned(),
        Entry::OpenSocket => "open_socket".to_owned(),
        Entry::SendAuth => "send_auth".to_owned(),
        Entry::Arm(id) => Action::Arm(id).to_string(),
        Entry::Resync => "resync".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::event::EVENTS;

    /// `dedupe.js` reads the entity of an event so: a list of keys would be bytes that every page pays.
    #[test]
    fn the_key_of_an_entity_follows_from_the_type() {
        for row in EVENTS {
            let about = row.wire_type.rsplit('.').nth(1);
            let key = about.map(|about| format!("{about}Id"));
            let derived = key.filter(|key| row.fields.iter().any(|field| field.key == key));
            assert_eq!(
                derived.as_deref(),
                row.entity.map(|entity| entity.key),
                "{}: src/runtime/connection/dedupe.js takes `<second-last part of the type>Id` for the \
                 key of the entity: name the key so, or give dedupe.js its exception",
                row.wire_type
            );
        }
    }
}
