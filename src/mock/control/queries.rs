//! The calls that only read: connections, the log, events, fixtures and schemas.

use std::convert::Infallible;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::connection::ConnectionInfo;
use super::super::handle::Handle;
use super::super::log::LogEntry;
use super::asked::{Asked, Flag, Named, Whole};
use super::{Json, Refused};
use crate::event::{EVENTS, EventType};
use crate::fixtures::FIXTURES;
use crate::json::shorten;

pub(super) async fn connections(State(handle): State<Handle>) -> Json<Vec<ConnectionInfo>> {
    Json(handle.connections())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LogOf {
    #[serde(default)]
    since: Whole<u64>,
    #[serde(default)]
    follow: Flag,
    limit: Option<Whole<usize>>,
}

/// Entries as lines; with `follow`, until the server stops, the client goes or the limit is reached.
pub(super) async fn log(State(handle): State<Handle>, Asked(asked): Asked<LogOf>) -> Response {
    let limit = most(asked.limit);
    let body = if asked.follow.0 {
        let lines = handle.log(asked.since.0).take(limit).map(|it| Ok::<_, Infallible>(line(&it)));
        Body::from_stream(lines)
    } else {
        let lines: String = handle.log_since(asked.since.0, limit).iter().map(line).collect();
        Body::from(lines)
    };
    ([(CONTENT_TYPE, "application/x-ndjson")], body).into_response()
}

fn most(limit: Option<Whole<usize>>) -> usize {
    limit.map_or(usize::MAX, |Whole(it)| it)
}

fn line(entry: &LogEntry) -> String {
    serde_json::to_string(entry).unwrap_or_default() + "\n"
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EventsOf {
    tenant: String,
    limit: Option<Whole<usize>>,
}

pub(super) async fn events(
    State(handle): State<Handle>,
    Asked(asked): Asked<EventsOf>,
) -> Json<Vec<Value>> {
    let events = handle.events(&asked.tenant, most(asked.limit));
    // What was sent as it stands may be no JSON.
    let json = |text: String| serde_json::from_str(&text).unwrap_or(Value::String(text));
    Json(events.into_iter().map(json).collect())
}

pub(super) async fn fixtures() -> Json<Vec<Value>> {
    let fixtures = FIXTURES.iter().map(|fixture| {
        let frame: Value = serde_json::from_str(fixture.text).unwrap_or_default();
        json!({ "folder": fixture.folder, "name": fixture.name, "frame": frame })
    });
    Json(fixtures.collect())
}

pub(super) async fn schema(
    State(handle): State<Handle>,
    Named(wire_type): Named,
) -> Result<Response, Refused> {
    let canonical = EventType::parse(&wire_type).ok_or_else(|| {
        let types: Vec<_> = EVENTS.iter().map(|row| row.wire_type).collect();
        let (types, wire_type) = (types.join(", "), shorten(&wire_type));
        Refused::not_found(format!("no event has the type {wire_type:?}; there are {types}"))
    })?;
    let schema = (handle.config().schemas)(canonical.as_str()).ok_or_else(|| {
        let error = "this mock was started without schemas: start it with `realtime mock`";
        Refused::not_found(error)
    })?;
    Ok(([(CONTENT_TYPE, "application/schema+json")], schema).into_response())
}
