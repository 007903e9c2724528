//! The connection: its table and its constants as data, and the interpreter, written by hand.
//!
//! An entry of the package for itself, so that whoever only decodes does not carry it.

use serde_json::{Value, json};

use super::{Module, enumeration, jsdoc, literal};
use crate::connection::{
    Action, Authentication, CLIENT_CLOSE_CODE, CLOSE_CODES, ConnectionStatus, Entry, ErrorKind,
    Guard, Reason, ResyncCause, STATES, State, TABLE, TIMERS, TimerId, gateway, timing,
};
use crate::{EVENTS, ErrorCode, Recovery};

const MACHINE: (&str, &str) =
    (include_str!("../runtime/machine.js"), include_str!("../runtime/machine.d.ts"));
const SHELL: (&str, &str) = (
    include_str!("../runtime/connection_shell.js"),
    include_str!("../runtime/connection_shell.d.ts"),
);

/// What the tables are, for the compiler.
const TYPES: &str = r#"import type { ConnectionStatus } from "./protocol.js";

"#;

const TABLES: &str = r#"
/**
 * Every transition, a row each, in six words: the states in which it applies, what it reacts to,
 * what must hold besides, what is done, the next state, the reason that a screen shows from then
 * on. Lists have commas; `-` is nothing, as a next state that the present one stays.
 */
export declare const TABLE: readonly string[];

/** What is known of a state. */
export interface StateRow {
  /** Its status until the first failure or the first `ready` after a start, and from then on. */
  readonly status: readonly [ConnectionStatus, ConnectionStatus];
  /** Whether it needs the socket; if not, a live one is closed on entry. */
  readonly keepsSocket: boolean;
  /** What happens on entry, in this order. */
  readonly onEntry: readonly string[];
}

/** Every state. */
export declare const STATES: { readonly [Of in State]: StateRow };

/** How long a timer runs, in milliseconds. */
export interface TimerLength {
  /** So long. */
  readonly fixed?: number;
  /** So long, counted from the last frame sent. */
  readonly sinceSend?: number;
  /** At random: from the first, before the second. */
  readonly between?: readonly [number, number];
  /** As the action `wait` has computed. */
  readonly backoff?: null;
}

/** Every timer. */
export declare const TIMERS: { readonly [Of in TimerId]: TimerLength };

/** The class of each close code that is told apart; any other is `retry`. */
export declare const CLOSE_CLASSES: { readonly [code: number]: string };

/** What each error code means for the connection; any other is `other`. */
export declare const ERROR_KINDS: { readonly [code: string]: string };

/** What a close is that an error of each kind explains. */
export declare const ERROR_CLOSES: { readonly [kind: string]: string };

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

/// The table, the interpreter, the shell, and the module behind `@purposepath/realtime/connection`. As with
/// the fixtures, that one is not called as its entry is.
pub(super) fn modules() -> [Module; 5] {
    let module =
        |name, (js, dts): (&str, &str)| Module { name, js: js.to_owned(), dts: dts.to_owned() };
    let mut index = String::new();
    for name in ["connection_table", "machine", "connection_shell"] {
        index.push_str(&format!("export * from \"./{name}.js\";\n"));
    }
    [
        table(),
        module("machine", MACHINE),
        module("connection_shell", SHELL),
        module("delivery", (include_str!("../runtime/delivery.js"), "")),
        module("connection_index", (&index, &index)),
    ]
}

fn table() -> Module {
    let (mut js, mut dts) = (String::new(), String::from(TYPES));
    for of in [
        &State::ENUMERATION,
        &TimerId::ENUMERATION,
        &Reason::ENUMERATION,
        &ResyncCause::ENUMERATION,
        &Authentication::ENUMERATION,
    ] {
        let (constants, types) = enumeration(of);
        js.push_str(&constants);
        dts.push_str(&types);
        dts.push('\n');
    }
    js.push_str("\nexport const TABLE = [\n");
    for row in TABLE {
        let or_nothing = |text: Option<&str>| text.unwrap_or("-").to_owned();
        let words = [
            list(row.from),
            row.on.to_string(),
            or_nothing((row.when != Guard::Always).then(|| row.when.as_str())),
            list(row.does),
            or_nothing(row.to.map(State::as_str)),
            or_nothing(row.because.map(Reason::as_str)),
        ];
        js.push_str(&format!("  \"{}\",\n", words.join(" ")));
    }
    js.push_str("];\n\nexport const STATES = {\n");
    for row in STATES {
        let [status, again] = [row.status, row.status_again].map(ConnectionStatus::as_str);
        let entries: Vec<_> = row.on_entry.iter().map(|it| format!("\"{}\"", entry(*it))).collect();
        js.push_str(&format!(
            "  {}: {{ status: [\"{status}\", \"{again}\"], keepsSocket: {}, onEntry: [{}] }},\n",
            row.state,
            row.keeps_socket,
            entries.join(", "),
        ));
    }
    js.push_str("};\n\nexport const TIMERS = {\n");
    for row in TIMERS {
        let length = match serde_json::to_value(row.length).expect("numbers with a name") {
            Value::String(name) => json!({ name: null }),
            length => length,
        };
        js.push_str(&format!("  {}: {},\n", row.id, literal(&length)));
    }
    js.push_str("};\n\n");
    dts.push_str(TABLES.trim_start());

    let codes = CLOSE_CODES.iter().map(|row| format!("{}: \"{}\"", row.code, row.class));
    let kinds = ErrorCode::ALL.iter().map(|code| (code, ErrorKind::of(code)));
    let kinds = kinds.filter(|(_, kind)| *kind != ErrorKind::Other);
    let closes = ErrorKind::ALL.iter().map(|kind| format!("{kind}: \"{}\"", kind.closed()));
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
        ("CLOSE_CLASSES", object(codes)),
        ("ERROR_KINDS", object(kinds.map(|(code, kind)| format!("{}: \"{kind}\"", code.as_str())))),
        ("ERROR_CLOSES", object(closes)),
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
    Module { name: "connection_table", js, dts }
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
