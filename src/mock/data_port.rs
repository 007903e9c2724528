//! The data port: a WebSocket under any path. What is no WebSocket is sent to the control port.

use std::sync::Arc;

use axum::Router;
use axum::extract::rejection::QueryRejection;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{Query, State, WebSocketUpgrade};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::mock_files::fault::{CloseCode, FaultAction, FaultPoint};

use super::backend;
use super::connection::{Connection, rng};
use super::counters::count;
use super::faults::Candidate;
use super::frames;
use super::handle::Handle;
use super::host_name::host_name;
use super::log::{LogEntry, LogKind};
use super::origin::refusal;
use super::outbox::{CloseRequest, Order};
use super::session::Session;
use super::token::{Identity, Refusal};
use super::wire::Peer;

/// What a connection reads at once. Many small buffers, since there are many connections.
const READ_BUFFER: usize = 4 << 10;
/// How much a burst of frames gathers before it is written.
const WRITE_BUFFER: usize = 16 << 10;

pub(super) fn router(handle: Handle, peer: Peer) -> Router {
    Router::new().fallback(handshake).with_state((handle, peer))
}

/// How older servers let clients authenticate.
#[derive(Deserialize)]
struct Credentials {
    access_token: Option<String>,
    tenant: Option<String>,
}

async fn handshake(
    State((handle, peer)): State<(Handle, Peer)>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    credentials: Result<Query<Credentials>, QueryRejection>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade,
        Err(_) if !headers.contains_key(header::UPGRADE) => {
            return no_websocket(&handle, &method, &headers);
        }
        Err(rejection) => return no_upgrade(&rejection),
    };
    if handle.is_stopping() {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let ordinal = handle.hub().take_ordinal();
    let now_ms = handle.now_ms();
    let refuse = |status: StatusCode, why: String| {
        count(&handle.counting().refused, 1);
        let code = Some(status.as_u16());
        let entry = LogEntry { connection: Some(ordinal), code, ..LogEntry::new(LogKind::Refused) };
        handle.record(entry.because(&*why));
        (status, why + "\n").into_response()
    };
    if let Some(origin) = headers.get(header::ORIGIN) {
        let config = handle.config();
        let why = refusal(origin.as_bytes(), &config.allow_origins, config.public);
        if let Some(why) = why {
            return refuse(StatusCode::FORBIDDEN, why);
        }
    }
    if !handle.admission().admit(now_ms) {
        let why = "too many new connections: wait a second, or start the mock with --admission 0";
        return refuse(StatusCode::TOO_MANY_REQUESTS, why.to_owned());
    }
    let mut rng = rng(handle.config().seed, ordinal);
    let candidate = Candidate { connection: ordinal, ..Candidate::default() };
    let fault = handle.rules_in_force().strike(FaultPoint::Handshake, candidate, &mut rng);
    if let Some(fault) = &fault {
        let entry = LogEntry { connection: Some(ordinal), ..LogEntry::new(LogKind::Fault) };
        handle.fault_struck(fault.action.row().name, entry);
    }
    let (mut closes, mut limit, mut says_early) = (None, None, false);
    let after_ms = fault.as_ref().map_or(0, |rule| rule.after_ms);
    match fault.map(|rule| rule.action) {
        Some(FaultAction::HttpStatus { status }) => {
            let status = u16::try_from(status.get()).ok();
            let status = status.and_then(|it| StatusCode::from_u16(it).ok());
            let status = status.unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
            return refuse(status, "the fault `http_status`".to_owned());
        }
        Some(FaultAction::AcceptThenClose { code }) => {
            closes = Some((code.map_or(1000, CloseCode::get), now_ms + after_ms));
        }
        Some(FaultAction::EventAtOpen {}) => says_early = true,
        Some(FaultAction::MessageLimit { bytes }) => limit = usize::try_from(bytes.get()).ok(),
        _ => {}
    }
    // Before functions, who it is they say.
    let credentials = credentials.ok().filter(|_| handle.lambda().is_none()).map(|Query(it)| it);
    let secret = credentials.as_ref().and_then(|it| it.access_token.clone());
    let identity = match credentials.and_then(|it| it.identity(now_ms)).transpose() {
        Ok(identity) => identity,
        Err(refusal) => return refuse(StatusCode::UNAUTHORIZED, refusal.to_string()),
    };
    let user_agent = headers.get(header::USER_AGENT).and_then(|it| it.to_str().ok());
    let config = handle.config();
    let connection = Arc::new(Connection::new(
        ordinal,
        config.seed,
        now_ms,
        &peer,
        user_agent.map(str::to_owned),
        config.buffer_limit,
    ));
    if let Err((status, why)) = backend::connect(&handle, &connection, &uri, &headers).await {
        return refuse(status, why);
    }
    let rules = config.profile.rules();
    upgrade
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(WRITE_BUFFER)
        .max_frame_size(limit.unwrap_or(rules.max_frame_bytes))
        .max_message_size(limit.unwrap_or(rules.max_message_bytes))
        .on_upgrade(move |socket| async move {
            handle.opened(&connection);
            if says_early {
                let event = frames::some_event(handle.clock().now());
                connection.outbox.send(event.text().clone());
            }
            if let Some((code, at_ms)) = closes {
                let because = "the fault `accept_then_close`".to_owned();
                let request = CloseRequest { code, reason: "", because };
                connection.outbox.with(|it| it.order_at(at_ms, Order::Close(request)));
            }
            let secret = secret.map(String::into_boxed_str);
            Session::new(handle, connection, socket).run(identity, secret).await;
        })
}

impl Credentials {
    /// The identity in the query, if there is one.
    fn identity(&self, now_ms: u64) -> Option<Result<Identity, Refusal>> {
        let token = self.access_token.as_deref()?;
        Some(Identity::of_token(token, now_ms).and_then(|identity| match &self.tenant {
            Some(tenant) if *tenant != identity.tenant => Err(Refusal::OtherTenant),
            _ => Ok(identity),
        }))
    }
}

/// A handshake that is none.
fn no_upgrade(rejection: &WebSocketUpgradeRejection) -> Response {
    use WebSocketUpgradeRejection as Rejection;
    let (status, advice) = match rejection {
        Rejection::MethodNotGet(_) => (StatusCode::METHOD_NOT_ALLOWED, "ask for it with GET"),
        Rejection::InvalidConnectionHeader(_) => {
            (StatusCode::BAD_REQUEST, "add the header `Connection: Upgrade`")
        }
        Rejection::InvalidUpgradeHeader(_) => {
            (StatusCode::BAD_REQUEST, "add the header `Upgrade: websocket`")
        }
        Rejection::InvalidWebSocketVersionHeader(_) => {
            (StatusCode::BAD_REQUEST, "add the header `Sec-WebSocket-Version: 13`")
        }
        Rejection::WebSocketKeyHeaderMissing(_) => {
            (StatusCode::BAD_REQUEST, "add the header `Sec-WebSocket-Key`")
        }
        _ => (StatusCode::UPGRADE_REQUIRED, "connect with HTTP/1.1, and a library for WebSockets"),
    };
    (status, format!("this is no WebSocket handshake: {advice}\n")).into_response()
}

/// A browser is sent to the page; anything else gets a sentence that says what to do.
fn no_websocket(handle: &Handle, method: &Method, headers: &HeaderMap) -> Response {
    if *method == Method::GET {
        let host = headers.get(header::HOST).and_then(|it| it.to_str().ok());
        let name = host.and_then(host_name);
        let name = name.unwrap_or("localhost");
        let page = format!("http://{name}:{}/", handle.control_address().port());
        return (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, page)]).into_response();
    }
    let advice =
        format!("connect a WebSocket here; the control API is at {}\n", handle.control_url());
    (StatusCode::UPGRADE_REQUIRED, [(header::UPGRADE, "websocket")], advice).into_response()
}
