//! What the functions behind the mock are asked, and what the gateway does with what they answer. How
//! long they may take goes by the mock's clock. Without functions nothing here does anything.

use std::sync::Arc;

use axum::http::{HeaderMap, StatusCode, Uri};

use crate::gateway::INTEGRATION_TIMEOUT_MS;

use super::connection::Connection;
use super::frame::Frame;
use super::frames;
use super::handle::Handle;
use super::integration::{CONNECT, DISCONNECT};
use super::lambda::{Answer, Lambda};
use super::log::{LogEntry, LogKind};
use super::proxy_event::ProxyEvent;

/// What the gateway says for a function that does not answer.
struct Silence {
    status: StatusCode,
    message: &'static str,
}

const FAILED: Silence =
    Silence { status: StatusCode::BAD_GATEWAY, message: "Internal server error" };
const LATE: Silence =
    Silence { status: StatusCode::GATEWAY_TIMEOUT, message: "Endpoint request timed out" };

/// Asks whether a connection may open; else says how the handshake is refused.
pub(super) async fn connect(
    handle: &Handle,
    connection: &Connection,
    uri: &Uri,
    headers: &HeaderMap,
) -> Result<(), (StatusCode, String)> {
    let Some(lambda) = handle.lambda() else { return Ok(()) };
    let event = event(handle, connection).connect(uri, headers);
    let (status, why) = match ask(handle, lambda, connection, CONNECT, event).await {
        Ok(Answer { status: 200..300, .. }) => return Ok(()),
        Ok(Answer { status, .. }) => {
            let status = StatusCode::from_u16(status).unwrap_or(FAILED.status);
            (
                status,
                format!("the function `{}` refuses it", lambda.integration().function(CONNECT)),
            )
        }
        Err(Silence { status, message }) => (status, message.to_owned()),
    };
    Err((status, why))
}

/// Hands on a frame, in the background. Frames that come at once may be handled in any order.
pub(super) fn message(handle: &Handle, connection: &Arc<Connection>, text: &str) {
    let Some(lambda) = handle.lambda() else { return };
    let route = lambda.integration().route(text).to_owned();
    let event = event(handle, connection);
    let (request_id, event) = (event.request_id.clone(), event.message(&route, text));
    let (handle, connection) = (handle.clone(), Arc::clone(connection));
    tokio::spawn(async move {
        let Some(lambda) = handle.lambda() else { return };
        match ask(&handle, lambda, &connection, &route, event).await {
            Ok(Answer { body: Some(body), .. }) if lambda.integration().has_route_responses => {
                // Nobody is left to hear it, if it is gone.
                let _ = handle.relay(&connection.id, &Frame::read(body));
            }
            Ok(_) => {}
            Err(Silence { message, .. }) => {
                let frame = frames::gateway(message, &connection, request_id);
                handle.record(connection.entry(LogKind::Out).with_frame(&frame, None));
                connection.outbox.send(frame.text().clone());
            }
        }
    });
}

/// Tells that a connection is closed.
pub(super) async fn disconnect(handle: &Handle, connection: &Connection, code: u16, reason: &str) {
    let Some(lambda) = handle.lambda() else { return };
    let event = event(handle, connection).disconnect(code, reason);
    // Nobody waits for an answer.
    let _ = ask(handle, lambda, connection, DISCONNECT, event).await;
}

fn event<'a>(handle: &Handle, connection: &'a Connection) -> ProxyEvent<'a> {
    ProxyEvent::new(connection, handle.control_address(), handle.now_ms())
}

/// Calls the function of a route. What goes wrong is logged.
async fn ask(
    handle: &Handle,
    lambda: &Lambda,
    connection: &Connection,
    route: &str,
    event: String,
) -> Result<Answer, Silence> {
    let function = lambda.integration().function(route);
    // The time of the call, not of what waits before it.
    let _place = lambda.place(function).await;
    let late = handle.clock().sleep_until(handle.now_ms() + INTEGRATION_TIMEOUT_MS);
    let (silence, why) = tokio::select! {
        answer = lambda.invoke(function, event) => match answer {
            Ok(answer) => return Ok(answer),
            Err(failure) => (FAILED, failure.to_string()),
        },
        () = late => (LATE, format!("it did not answer within {INTEGRATION_TIMEOUT_MS} ms")),
    };
    let error = Some(format!("the function `{function}`, route {route}: {why}"));
    handle.record(LogEntry { error, ..connection.entry(LogKind::Note) });
    Err(silence)
}
