//! The calls about captures: the log as one, and one that is sent again.

use std::convert::Infallible;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, future, stream};
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::capture::{Replay, ReplayError, first_line, line_of};
use super::super::handle::Handle;
use super::super::replaying::Progress;
use super::asked::{Asked, Flag, Whole, text_within};
use super::{Json, Refused};

/// The longest capture that may be sent: some 100,000 events.
pub(super) const MAX_CAPTURE_BYTES: usize = 64 << 20;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CaptureOf {
    #[serde(default)]
    since: Whole<u64>,
    #[serde(default)]
    follow: Flag,
}

/// The frames of the log; with `follow`, those that travel from now on, until the client goes.
pub(super) async fn capture(
    State(handle): State<Handle>,
    Asked(asked): Asked<CaptureOf>,
) -> Response {
    let body = if asked.follow.0 {
        let start_ms = handle.now_ms();
        let since = asked.since.0.max(handle.last_logged());
        let lines = handle.log(since).filter_map(move |it| future::ready(line_of(it, start_ms)));
        let lines = stream::once(future::ready(first_line(start_ms))).chain(lines);
        Body::from_stream(lines.map(Ok::<_, Infallible>))
    } else {
        let entries = handle.log_since(asked.since.0, usize::MAX);
        let start_ms = entries.first().map_or_else(|| handle.now_ms(), |it| it.at_ms);
        let lines = entries.into_iter().filter_map(|it| line_of(it, start_ms));
        Body::from(std::iter::once(first_line(start_ms)).chain(lines).collect::<String>())
    };
    ([(CONTENT_TYPE, "application/x-ndjson")], body).into_response()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ReplayOf {
    speed: Option<Speed>,
    only: Option<String>,
    as_tenant: Option<String>,
    #[serde(default)]
    as_new: Flag,
}

/// How many times faster, in a query.
struct Speed(f64);

impl<'de> Deserialize<'de> for Speed {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let speed = text.parse::<f64>().ok().filter(|it| (0.001..=1e6).contains(it));
        speed
            .map(Speed)
            .ok_or_else(|| super::asked::expected("a number from 0.001 to 1000000", &text))
    }
}

/// Sends the events of a capture, the body, to those who are connected.
pub(super) async fn replay(
    State(handle): State<Handle>,
    Asked(asked): Asked<ReplayOf>,
    request: Request,
) -> Result<Json<Value>, Refused> {
    let text = text_within(request, MAX_CAPTURE_BYTES).await?;
    if handle.hub().tenants().is_empty() {
        let error = "no client is authenticated, so nobody would see it: connect one first";
        return Err(Refused::new(StatusCode::CONFLICT, error));
    }
    let mut replay = Replay::of_text(text);
    replay.speed = asked.speed.map_or(1.0, |Speed(it)| it);
    replay.only = asked.only.into_iter().collect();
    replay.as_tenant = asked.as_tenant.filter(|it| !it.is_empty());
    replay.as_new = asked.as_new.0;
    let events = replay.check().map_err(|error| {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        match &error {
            ReplayError::Broken(at) | ReplayError::Other(at) => {
                let (line, path) = (at.line, &at.path);
                let body = json!({ "error": error.to_string(), "line": line, "path": path });
                Refused { status, body }
            }
            ReplayError::Io { error, .. } => {
                Refused::new(status, format!("the capture is not understood: {error}"))
            }
        }
    })?;
    let server = handle.clone();
    handle.replaying().begin(events, |ordinal| {
        let task = tokio::spawn(async move {
            // It was checked, so that it plays to its end.
            let _ = replay.play_now(&server, || server.replaying().sent(ordinal)).await;
            server.replaying().over(ordinal);
        });
        task.abort_handle()
    });
    Ok(Json(json!({ "events": events })))
}

pub(super) async fn progress(State(handle): State<Handle>) -> Json<Progress> {
    Json(handle.replaying().progress())
}

pub(super) async fn stop(State(handle): State<Handle>) -> Json<Progress> {
    Json(handle.replaying().end())
}
