//! Payloads, the envelope, and what is known of each event.

use serde_json::json;

use super::super::sent;
use super::{Module, interface, jsdoc, literal, name_of, tagged_event};
use crate::envelope::Header;
use crate::event::{EVENTS, EventRow, EventVisitor, Stability, visit_events};
use crate::json::Kind;
use crate::payload::Object;
use crate::{ErrorCode, Payload};

const DEPRECATED: &str = "
/** @deprecated The browser has an `ErrorEvent` of its own: say `ServerErrorEvent`. */
export type ErrorEvent = ServerErrorEvent;
";

const MESSAGE: &str = "
/** The type of an event; taken from the list, so that a compiler names the list where it refuses a type. */
export type EventType = (typeof EVENT_TYPES)[number];

/**
 * An event: its type, its payload in `data`, and the keys that every event has. Of several types, a
 * union that `type` discriminates.
 */
export type Envelope<Type extends EventType> = {
  [Each in Type]: Header & {
    type: Each;
    /** The payload. */
    data: EventMap[Each];
  };
}[Type];

/** An `error`. Any other `<area>.error` whose data has a `code` is read as one, and its area is kept. */
export interface ErrorMessage extends Envelope<\"error\"> {
  /** The area that the type on the wire names: `billing` for `billing.error`. */
  area?: string;
}

/** A `ping`: the one event that needs neither timestamp nor data. */
export interface PingMessage extends Partial<Header> {
  type: \"ping\";
  data?: Ping;
}

/** The message of one event type. */
export type MessageOf<Type extends EventType> = Type extends \"error\"
  ? ErrorMessage
  : Type extends \"ping\"
    ? PingMessage
    : Envelope<Type>;

/** Any event: a union, discriminated by `type`. */
export type ServerMessage = { [Type in EventType]: MessageOf<Type> }[EventType];

/** For the `default` of a `switch` over a union: does not compile unless every case is handled. */
export declare function assertNever(value: never): never;

/** Whether an event's definition may still change. */
export type Stability = STABILITY;

/** An event, as the registry describes it. */
export interface EventMetadata {
  /** The key of the user who caused it, if a user did. */
  readonly actor: string | null;
  /** Old spellings of the type. */
  readonly aliases: readonly string[];
  /** What it means. */
  readonly doc: string;
  /** The key of the payload that identifies what the event is about, if it is about something. */
  readonly entity: string | null;
  /** The name of its payload's interface. */
  readonly name: string;
  /** When the server sends it. */
  readonly sent: string;
  /** The protocol version that introduced it. */
  readonly since: string;
  /** Whether its definition may still change. */
  readonly stability: Stability;
}

/** Every event, as the registry describes it. */
export declare const EVENTS: { readonly [Type in EventType]: EventMetadata };
";

const IS_EVENT_TYPE: &str = "
/** Whether a text is the type of an event, in canonical spelling. */
export declare function isEventType(value: unknown): value is EventType;
";

const ASSERT_NEVER: &str = "
export function assertNever(value) {
  throw new TypeError(\"not handled: \" + JSON.stringify(value));
}
";

pub(super) fn module() -> Module {
    let mut payloads = Payloads { dts: String::new() };
    visit_events(&mut payloads);

    let mut dts = format!("import type {{\n{}}} from \"./values.js\";\n", imports());
    dts.push_str("import type { ErrorCode } from \"./errors.js\";\n\n");
    dts.push_str(&interface::<Header>(Header::DOC, ""));
    dts.push_str(&payloads.dts);
    dts.push_str("\n/** The payload of each event type. */\nexport interface EventMap {\n");
    for row in EVENTS {
        dts.push_str(&jsdoc(&tagged_event(&sent(row), row), "  "));
        dts.push_str(&format!("  \"{}\": {};\n", row.wire_type, name_of(row.name)));
    }
    dts.push_str("}\n");
    dts.push_str(DEPRECATED);
    let stability: Vec<String> =
        Stability::ALL.iter().map(|value| format!("\"{value}\"")).collect();
    dts.push_str(&MESSAGE.replace("STABILITY", &stability.join(" | ")));
    dts.push_str("\n/** Every event type, in the order of the protocol. */\n");
    let types: Vec<String> = EVENTS.iter().map(|row| format!("\"{}\"", row.wire_type)).collect();
    let list = types.join(",\n  ");
    dts.push_str(&format!("export declare const EVENT_TYPES: readonly [\n  {list},\n];\n"));
    dts.push_str(IS_EVENT_TYPE);

    let mut js = format!("export const EVENT_TYPES = [\n  {list},\n];\n");
    js.push_str("export const isEventType = (value) => EVENT_TYPES.includes(value);\n\n");
    js.push_str("export const EVENTS = {\n");
    for row in EVENTS {
        js.push_str(&format!("  \"{}\": {},\n", row.wire_type, literal(&metadata(row))));
    }
    js.push_str("};\n");
    js.push_str(ASSERT_NEVER);
    Module::rendered("protocol/events", js, dts)
}

fn metadata(row: &EventRow) -> serde_json::Value {
    json!({
        "actor": row.actor.map(|field| field.key),
        "aliases": row.aliases,
        "doc": crate::describe::prose(row.doc),
        "entity": row.entity.map(|field| field.key),
        "name": name_of(row.name),
        "sent": row.sent,
        "since": row.since,
        "stability": row.stability.as_str(),
    })
}

struct Payloads {
    dts: String,
}

impl EventVisitor for Payloads {
    fn visit<P: Payload>(&mut self, row: &'static EventRow) {
        self.dts.push('\n');
        let doc = format!("{}\n\n{}", row.doc, sent(row));
        self.dts.push_str(&interface::<P>(&tagged_event(&doc, row), ""));
    }
}

/// The names of `values` that the payloads use, one per line.
fn imports() -> String {
    let mut names = std::collections::BTreeSet::new();
    for field in EVENTS.iter().flat_map(|row| row.fields).chain(Header::FIELDS) {
        names.extend(match field.kind.scalar() {
            Kind::Id(id) => Some(id.name),
            Kind::Enum(of) if of.name != ErrorCode::ENUMERATION.name => Some(of.name),
            Kind::Timestamp => Some("Timestamp"),
            Kind::Date => Some("CalendarDate"),
            _ => None,
        });
    }
    names.iter().map(|name| format!("  {name},\n")).collect()
}
