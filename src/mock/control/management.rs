//! `@connections`: the API by which a backend reaches its clients through API Gateway. Answers and
//! errors have Amazon's form, so that Amazon's SDKs understand them.

use std::borrow::Cow;
use std::sync::atomic::Ordering;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::header::CONTENT_LENGTH;
use axum::http::{StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::super::clock::timestamp;
use super::super::connection_id::is_connection_id;
use super::super::handle::{Handle, NotPosted};
use super::super::kick::{Close, Selector};
use super::asked::{NoBody, bytes_of};
use super::{Json, Sentence};
use crate::fact::Unit;
use crate::json::shorten;

/// The folder of the calls, as the path names it: clients of AWS escape the sign. The name of a stage
/// may stand before it.
pub(super) const FOLDERS: [&str; 2] = ["@connections", "%40connections"];

fn is_of_connections(path: &str) -> bool {
    path.split('/').skip(1).take(2).any(|it| FOLDERS.contains(&it))
}

/// The stage, if the path names one, and the connection.
pub(super) type Target = Result<Path<Vec<(String, String)>>, PathRejection>;

/// The id in the path.
fn id(target: Target, path: &Uri) -> Result<String, Exception> {
    // What is not UTF-8 is shown as it is escaped.
    let escaped = || path.path().rsplit('/').next().unwrap_or_default().to_owned();
    let parts = target.map_or_else(|_| Vec::new(), |Path(parts)| parts);
    let id = parts.into_iter().find(|(name, _)| name == "id").map_or_else(escaped, |(_, id)| id);
    if is_connection_id(&id) { Ok(id) } else { Err(invalid(&id)) }
}

/// An error of Amazon's form.
pub(super) struct Exception(StatusCode, Cow<'static, str>);

/// What Amazon calls the error of a status.
fn name(status: StatusCode) -> &'static str {
    match status {
        StatusCode::FORBIDDEN => "ForbiddenException",
        StatusCode::NOT_FOUND => "NotFoundException",
        StatusCode::METHOD_NOT_ALLOWED => "MethodNotAllowedException",
        StatusCode::REQUEST_TIMEOUT => "RequestTimeoutException",
        StatusCode::GONE => "GoneException",
        StatusCode::PAYLOAD_TOO_LARGE => "PayloadTooLargeException",
        StatusCode::TOO_MANY_REQUESTS => "LimitExceededException",
        _ => "BadRequestException",
    }
}

const GONE: Exception =
    Exception(StatusCode::GONE, Cow::Borrowed("There is no such connection, or it is closed."));
const LIMIT_EXCEEDED: Exception =
    Exception(StatusCode::TOO_MANY_REQUESTS, Cow::Borrowed("Rate exceeded: wait."));
const NOT_TEXT: Exception =
    Exception(StatusCode::BAD_REQUEST, Cow::Borrowed("The message is not UTF-8."));
const BROKEN_OFF: Exception =
    Exception(StatusCode::BAD_REQUEST, Cow::Borrowed("The message broke off: send it whole."));

fn invalid(id: &str) -> Exception {
    let id = shorten(id).escape_debug().to_string();
    Exception(StatusCode::BAD_REQUEST, format!("Invalid connectionId: {id}").into())
}

fn too_large(most: usize) -> Exception {
    let most = Unit::Bytes.show(most as u64);
    let message = format!("A message has {most} at most: send less, or in parts.");
    Exception(StatusCode::PAYLOAD_TOO_LARGE, message.into())
}

impl IntoResponse for Exception {
    fn into_response(self) -> Response {
        let Exception(status, message) = self;
        let body = Json(json!({ "message": message }));
        (status, [("x-amzn-errortype", name(status))], body).into_response()
    }
}

/// Gives what is refused before a call is reached the form of those who call it.
pub(super) async fn in_amazon_s_form(request: Request, next: Next) -> Response {
    let is_amazon_s = is_of_connections(request.uri().path());
    let mut response = next.run(request).await;
    let sentence = response.extensions_mut().remove::<Sentence>().filter(|_| is_amazon_s);
    if let Some(Sentence(sentence)) = sentence {
        let exception = Exception(response.status(), sentence.into()).into_response();
        let (parts, body) = exception.into_parts();
        *response.body_mut() = body;
        response.headers_mut().remove(CONTENT_LENGTH);
        response.headers_mut().extend(parts.headers);
    }
    response
}

pub(super) async fn send(
    State(handle): State<Handle>,
    target: Target,
    request: Request,
) -> Result<(), Exception> {
    let path = request.uri().clone();
    let most = handle.config().profile.rules().max_message_bytes;
    let body = bytes_of(request).await.map_err(|no_body| match no_body {
        NoBody::TooLong => too_large(most),
        NoBody::BrokenOff => BROKEN_OFF,
    })?;
    if body.len() > most {
        return Err(too_large(most));
    }
    let id = id(target, &path)?;
    let text = std::str::from_utf8(&body).map_err(|_| NOT_TEXT)?;
    handle.post(&id, text).map_err(|not_posted| match not_posted {
        NotPosted::Gone => GONE,
        NotPosted::TooMany => LIMIT_EXCEEDED,
    })
}

pub(super) async fn show(
    State(handle): State<Handle>,
    target: Target,
    path: Uri,
) -> Result<Json<Value>, Exception> {
    let connection = handle.hub().by_id(&id(target, &path)?).ok_or(GONE)?;
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
    path: Uri,
) -> Result<StatusCode, Exception> {
    match handle.kick(&Selector::Connection(id(target, &path)?), Close::Code(1000)) {
        Ok(1..) => Ok(StatusCode::NO_CONTENT),
        _ => Err(GONE),
    }
}
