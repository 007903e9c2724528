//! `@connections`: the API by which a backend reaches its clients through API Gateway. Answers and
//! errors have Amazon's form, so that Amazon's SDKs understand them.

use std::borrow::Cow;
use std::sync::atomic::Ordering;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::super::clock::timestamp;
use super::super::handle::Handle;
use super::super::kick::{Close, Selector};
use super::Json;
use super::asked::{NoBody, bytes_of};
use crate::fact::Unit;

/// The stage, if the path names one, and the connection.
pub(super) type Target = Result<Path<Vec<(String, String)>>, PathRejection>;

/// The id in the path; one that is not UTF-8 is nobody's.
fn id(target: Target) -> String {
    let parts = target.map_or_else(|_| Vec::new(), |Path(parts)| parts);
    parts.into_iter().find(|(name, _)| name == "id").map_or_else(String::new, |(_, id)| id)
}

/// An error of Amazon's form.
pub(super) struct Exception(StatusCode, &'static str, Cow<'static, str>);

const GONE: Exception = Exception(
    StatusCode::GONE,
    "GoneException",
    Cow::Borrowed("There is no such connection, or it is closed."),
);
const LIMIT_EXCEEDED: Exception = Exception(
    StatusCode::TOO_MANY_REQUESTS,
    "LimitExceededException",
    Cow::Borrowed("Rate exceeded: wait."),
);
const NOT_TEXT: Exception = Exception(
    StatusCode::BAD_REQUEST,
    "BadRequestException",
    Cow::Borrowed("The message is not UTF-8."),
);

const BROKEN_OFF: Exception = Exception(
    StatusCode::BAD_REQUEST,
    "BadRequestException",
    Cow::Borrowed("The message broke off: send it whole."),
);

fn too_large(most: usize) -> Exception {
    let most = Unit::Bytes.show(most as u64);
    let message = format!("A message has {most} at most: send less, or in parts.");
    Exception(StatusCode::PAYLOAD_TOO_LARGE, "PayloadTooLargeException", message.into())
}

impl IntoResponse for Exception {
    fn into_response(self) -> Response {
        let Exception(status, name, message) = self;
        let body = Json(json!({ "message": message }));
        (status, [("x-amzn-errortype", name)], body).into_response()
    }
}

pub(super) async fn send(
    State(handle): State<Handle>,
    target: Target,
    request: Request,
) -> Result<(), Exception> {
    let id = id(target);
    let most = handle.config().profile.rules().max_message_bytes;
    let body = bytes_of(request).await.map_err(|no_body| match no_body {
        NoBody::TooLong => too_large(most),
        NoBody::BrokenOff => BROKEN_OFF,
    })?;
    if body.len() > most {
        return Err(too_large(most));
    }
    if !handle.admit_post(&id) {
        return Err(LIMIT_EXCEEDED);
    }
    let text = std::str::from_utf8(&body).map_err(|_| NOT_TEXT)?;
    handle.send_text(&id, text).map_err(|_| GONE)
}

pub(super) async fn show(
    State(handle): State<Handle>,
    target: Target,
) -> Result<Json<Value>, Exception> {
    let connection = handle.hub().by_id(&id(target)).ok_or(GONE)?;
    Ok(Json(json!({
        "connectedAt": timestamp(connection.opened_at_ms),
        "identity": {
            "sourceIp": connection.source_ip.to_string(),
            "userAgent": connection.user_agent,
        },
        "lastActiveAt": timestamp(connection.last_active_ms.load(Ordering::Relaxed)),
    })))
}

pub(super) async fn close(
    State(handle): State<Handle>,
    target: Target,
) -> Result<StatusCode, Exception> {
    match handle.kick(&Selector::Connection(id(target)), Close::Code(1000)) {
        Ok(1..) => Ok(StatusCode::NO_CONTENT),
        _ => Err(GONE),
    }
}
