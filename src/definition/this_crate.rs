//! The definition that this crate is: read from its tables, nothing is listed here.

use std::collections::BTreeMap;

use super::{
    AreaRule, CloseCode, Command, Definition, Deprecation, Direction, Enumeration, ErrorCode,
    Event, Key, KindRow, PROTOCOL, Reads, Reserved, TenantRule, Value,
};
use crate::command::{COMMANDS, CommandRow};
use crate::connection::{CLOSE_CODES, ConnectionStatus, Stage, timing};
use crate::describe::prose;
use crate::envelope::Header;
use crate::error_code::ErrorRow;
use crate::event::{AREA_KEY, AREA_SUFFIX, EVENTS, EventRow};
use crate::fact::Fact;
use crate::json::{Field, Kind, Presence};
use crate::payload::Object;
use crate::reserved::RESERVED;
use crate::{EventType, GatewayFault, MAX_DEPTH, MAX_FRAME_BYTES, PROTOCOL_VERSION};

impl Definition {
    /// The definition that this crate is, without the fingerprint of its schema.
    pub fn of_this_crate() -> Self {
        let limits = [("maxFrameBytes", MAX_FRAME_BYTES), ("maxDepth", MAX_DEPTH)];
        Definition {
            protocol: Some(PROTOCOL.to_owned()),
            protocol_version: PROTOCOL_VERSION.to_owned(),
            fingerprint: None,
            limits: Some(limits.map(|(name, limit)| (name.to_owned(), limit as u64)).into()),
            kinds: Some(kinds().into_values().collect()),
            envelope: Some(keys(Header::FIELDS)),
            tenant_rule: Some(TenantRule {
                key: EVENTS.iter().find_map(|row| row.tenant).map_or("", |it| it.key).to_owned(),
                rule: "equal".to_owned(),
            }),
            area_rule: Some(AreaRule {
                suffix: AREA_SUFFIX.to_owned(),
                event: EventType::ErrorEvent.as_str().to_owned(),
                key: AREA_KEY.to_owned(),
            }),
            events: Some(EVENTS.iter().map(event).collect()),
            commands: Some(COMMANDS.iter().map(command).collect()),
            gateway: Some(keys(GatewayFault::FIELDS)),
            enumerations: Some(enumerations().into_values().map(enumeration).collect()),
            error_codes: Some(error_codes()),
            close_codes: Some(
                CLOSE_CODES
                    .iter()
                    .map(|row| CloseCode { code: row.code, class: row.class.as_str().to_owned() })
                    .collect(),
            ),
            timing: Some(facts(timing::FACTS)),
            statuses: Some(ConnectionStatus::ALL.iter().map(ToString::to_string).collect()),
            stages: Some(
                Stage::ALL.iter().map(|it| (it.to_string(), it.url().to_owned())).collect(),
            ),
            reserved: Some(RESERVED.iter().map(reserved).collect()),
        }
    }
}

/// Every enumeration that a frame uses, by name.
pub(crate) fn enumerations() -> BTreeMap<&'static str, &'static crate::enumeration::Enumeration> {
    let scalars = fields().map(|field| field.kind.scalar());
    scalars
        .filter_map(|kind| match kind {
            Kind::Enum(enumeration) => Some((enumeration.name, *enumeration)),
            _ => None,
        })
        .collect()
}

/// What a program needs to know of each error code, and at the end of any other.
pub(crate) fn error_codes() -> Vec<ErrorCode> {
    let values = crate::ErrorCode::ENUMERATION.values;
    let listed = crate::ErrorCode::ALL.iter().zip(values).map(|(code, value)| ErrorCode {
        code: Some(code.as_str().to_owned()),
        aliases: Some(texts(value.aliases)),
        meaning: Some(prose(value.doc)),
        ..error_code(code.row())
    });
    listed.chain([error_code(crate::ErrorCode::UNLISTED)]).collect()
}

/// What a row says, whichever code it is of.
pub(crate) fn error_code(row: &ErrorRow) -> ErrorCode {
    ErrorCode {
        code: None,
        aliases: None,
        meaning: None,
        action: row.action.to_owned(),
        class: row.class.as_str().to_owned(),
        recovery: row.recovery.as_str().to_owned(),
        http_status: row.http_status,
        keeps_connection: row.keeps_connection,
        max_in_a_row: row.max_in_a_row,
        delays_ms: row.delays_ms.to_vec(),
    }
}

/// The keys of every object that travels.
fn fields() -> impl Iterator<Item = &'static Field> {
    let events = EVENTS.iter().flat_map(|row| row.fields);
    let commands = COMMANDS.iter().flat_map(|row| row.fields);
    events.chain(commands).chain(Header::FIELDS).chain(GatewayFault::FIELDS)
}

fn kinds() -> BTreeMap<String, KindRow> {
    fields()
        .map(|field| field.kind.scalar())
        .filter_map(|kind| {
            let (reads, min, max) = match *kind {
                Kind::Text => (Reads::Text, None, None),
                Kind::Id(_) => (Reads::Id, None, None),
                Kind::Token => (Reads::Token, None, None),
                Kind::Timestamp => (Reads::DateTime, None, None),
                Kind::Date => (Reads::Date, None, None),
                Kind::Number { min, max } => (Reads::Number, min, max),
                Kind::Integer => (Reads::Integer, None, None),
                Kind::Bool => (Reads::Boolean, None, None),
                Kind::Enum(_) | Kind::List(_) => return None,
            };
            let name = name_of(kind);
            Some((name.clone(), KindRow { name, reads, min, max }))
        })
        .collect()
}

fn name_of(kind: &Kind) -> String {
    match kind {
        Kind::Text => "text".to_owned(),
        Kind::Id(id) => id.name.to_owned(),
        Kind::Token => "token".to_owned(),
        Kind::Timestamp => "date-time".to_owned(),
        Kind::Date => "date".to_owned(),
        Kind::Number { min: None, max: None } => "number".to_owned(),
        Kind::Number { min, max } => {
            let bound = |bound: &Option<f64>| bound.map(|it| it.to_string()).unwrap_or_default();
            format!("number {}..{}", bound(min), bound(max))
        }
        Kind::Integer => "integer".to_owned(),
        Kind::Bool => "boolean".to_owned(),
        Kind::Enum(enumeration) => enumeration.name.to_owned(),
        Kind::List(of) => format!("list of {}", name_of(of)),
    }
}

fn event(row: &EventRow) -> Event {
    let name = |field: Option<&Field>| field.map(|field| field.key.to_owned());
    Event {
        wire_type: row.wire_type.to_owned(),
        name: row.name.to_owned(),
        aliases: texts(row.aliases),
        direction: Some(Direction::ServerToClient),
        bare: Some(row.event_type == EventType::Ping),
        tenant: name(row.tenant),
        entity: name(row.entity),
        actor: name(row.actor),
        since: row.since.to_owned(),
        stability: row.stability.as_str().to_owned(),
        sent: row.sent.to_owned(),
        keys: keys(row.fields),
        deprecation: deprecation(row.deprecation),
    }
}

fn command(row: &CommandRow) -> Command {
    // What says `type` is read like an event, by clients too.
    let both = row.discriminator == "type";
    Command {
        discriminator: row.discriminator.to_owned(),
        wire_type: row.wire_type.to_owned(),
        name: row.name.to_owned(),
        direction: Some(if both { Direction::Both } else { Direction::ClientToServer }),
        keys: keys(row.fields),
        deprecation: deprecation(row.deprecation),
    }
}

fn keys(fields: &[Field]) -> Vec<Key> {
    fields.iter().map(key).collect()
}

fn key(field: &Field) -> Key {
    let spellings = field.aliases.iter();
    Key {
        key: field.key.to_owned(),
        kind: name_of(&field.kind),
        optional: field.presence == Presence::Optional,
        nullable: field.presence == Presence::Nullable,
        aliases: spellings.clone().map(|alias| alias.key.to_owned()).collect(),
        twins: spellings.filter(|it| it.twin).map(|alias| alias.key.to_owned()).collect(),
        deprecation: deprecation(field.deprecation),
    }
}

fn enumeration(of: &crate::enumeration::Enumeration) -> Enumeration {
    let values = of.values.iter().map(|value| Value {
        value: value.text.to_owned(),
        aliases: texts(value.aliases),
        deprecation: deprecation(value.deprecation),
    });
    let has_rows = of.name == crate::ErrorCode::ENUMERATION.name;
    Enumeration {
        name: of.name.to_owned(),
        open: of.open,
        values: values.collect(),
        rows: has_rows.then(|| "errorCodes".to_owned()),
    }
}

fn deprecation(row: Option<crate::lifecycle::Deprecation>) -> Deprecation {
    row.map_or_else(Deprecation::default, |row| Deprecation {
        deprecated: Some(row.since.to_owned()),
        replaced_by: row.replaced_by.map(str::to_owned),
        remove_after: Some(row.remove_after.to_owned()),
    })
}

fn reserved(row: &crate::reserved::Reserved) -> Reserved {
    Reserved {
        place: row.place.to_string(),
        name: row.name.to_owned(),
        since: row.since.to_owned(),
        why: Some(prose(row.why)),
    }
}

fn facts(facts: &[Fact]) -> BTreeMap<String, u64> {
    facts.iter().map(|fact| (fact.name.to_owned(), fact.value)).collect()
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}
