//! `schema/meta.json`: what a reviewer reads beside the big schemas.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{header, json_file};
use crate::connection::{ConnectionStatus, Stage};
use crate::describe::prose;
use crate::{
    COMMANDS, EVENTS, Enumeration, ErrorCode, ErrorRow, Field, GatewayFault, Header, Kind,
    MAX_DEPTH, MAX_FRAME_BYTES, Object, PROTOCOL_VERSION, Presence,
};

pub(super) fn file(fingerprint: &str) -> String {
    let commands: Vec<Value> = COMMANDS
        .iter()
        .map(|row| {
            json!({
                "name": row.name,
                "discriminator": row.discriminator,
                "type": row.wire_type,
                "keys": keys(row.fields),
            })
        })
        .collect();
    let events: Vec<Value> = EVENTS
        .iter()
        .map(|row| {
            json!({
                "type": row.wire_type,
                "name": row.name,
                "aliases": row.aliases,
                "tenant": row.tenant.map(|field| field.key),
                "entity": row.entity.map(|field| field.key),
                "actor": row.actor.map(|field| field.key),
                "since": row.since,
                "stability": row.stability.as_str(),
                "sent": row.sent,
                "keys": keys(row.fields),
            })
        })
        .collect();
    let stages: Map<String, Value> =
        Stage::ALL.iter().map(|stage| (stage.to_string(), stage.url().into())).collect();
    json_file(json!({
        "$comment": header(),
        "protocolVersion": PROTOCOL_VERSION,
        "fingerprint": fingerprint,
        "limits": { "maxFrameBytes": MAX_FRAME_BYTES, "maxDepth": MAX_DEPTH },
        "envelope": keys(Header::FIELDS),
        "events": events,
        "commands": commands,
        "gateway": keys(GatewayFault::FIELDS),
        "enumerations": enumerations().values().map(|it| enumeration(it)).collect::<Vec<_>>(),
        "errorCodes": error_codes(),
        "statuses": ConnectionStatus::ALL,
        "stages": stages,
    }))
}

/// Every enumeration that a payload uses, by name.
pub(super) fn enumerations() -> BTreeMap<&'static str, &'static Enumeration> {
    let fields = EVENTS.iter().flat_map(|row| row.fields);
    fields
        .filter_map(|field| match field.kind.scalar() {
            Kind::Enum(enumeration) => Some(*enumeration),
            _ => None,
        })
        .map(|enumeration| (enumeration.name, enumeration))
        .collect()
}

fn keys(fields: &[Field]) -> Vec<Value> {
    fields
        .iter()
        .map(|field| {
            let aliases: Vec<&str> = field.aliases.iter().map(|alias| alias.key).collect();
            let mut key = json!({ "key": field.key, "kind": kind(&field.kind) });
            match field.presence {
                Presence::Required => {}
                Presence::Optional => key["optional"] = true.into(),
                Presence::Nullable => key["nullable"] = true.into(),
            }
            if !aliases.is_empty() {
                key["aliases"] = aliases.into();
            }
            key
        })
        .collect()
}

fn kind(kind: &Kind) -> String {
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
        Kind::List(of) => format!("list of {}", self::kind(of)),
    }
}

fn enumeration(enumeration: &Enumeration) -> Value {
    let values: Vec<Value> = enumeration
        .values
        .iter()
        .map(|value| json!({ "value": value.text, "aliases": value.aliases }))
        .collect();
    json!({ "name": enumeration.name, "open": enumeration.open, "values": values })
}

/// What a program needs to know of each error code, and of any other.
pub(super) fn error_codes() -> Vec<Value> {
    let values = ErrorCode::ENUMERATION.values;
    ErrorCode::ALL
        .iter()
        .zip(values)
        .map(|(code, value)| {
            let mut row = recovery(code.row());
            row["code"] = code.as_str().into();
            row["aliases"] = value.aliases.into();
            row["meaning"] = prose(value.doc).into();
            row
        })
        .chain([recovery(ErrorCode::UNLISTED)])
        .collect()
}

/// What a program needs to know of an error code.
pub(super) fn recovery(row: &ErrorRow) -> Value {
    json!({
        "httpStatus": row.http_status,
        "class": row.class.as_str(),
        "recovery": row.recovery.as_str(),
        "keepsConnection": row.keeps_connection,
        "maxInARow": row.max_in_a_row,
        "delaysMs": row.delays_ms,
        "action": row.action,
    })
}
