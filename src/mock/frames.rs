//! What the server itself has to say, made from the crate's types.

use crate::error_code::ErrorCode;
use crate::event::{AuthErrorEvent, AuthSuccess, ConnectionErrorEvent};
use crate::value::{ConnectionId, Milliseconds, TenantId, Timestamp, UserId};
use crate::{Encode, Envelope, Event, GatewayFault};

use super::connection::Connection;
use super::token::Identity;

fn encode(event: impl Into<Event>, now: Timestamp) -> String {
    // The parts are not empty, and far below the limit.
    Envelope::new(event, now).encode().unwrap_or_default()
}

pub(super) fn auth_success(connection: &Connection, identity: &Identity, now: Timestamp) -> String {
    let ids = (
        TenantId::new(&*identity.tenant),
        UserId::new(&*identity.user),
        ConnectionId::new(&*connection.id),
    );
    let (Ok(tenant), Ok(user), Ok(connection)) = ids else {
        unreachable!("an identity has no empty id")
    };
    encode(AuthSuccess::new(tenant, user, connection), now)
}

pub(super) fn auth_error(code: ErrorCode, error: String, now: Timestamp) -> String {
    encode(AuthErrorEvent::new(error, code), now)
}

pub(super) fn connection_error(
    code: ErrorCode,
    error: &str,
    retry_after_ms: Option<u64>,
    identity: Option<&Identity>,
    now: Timestamp,
) -> String {
    let mut event = ConnectionErrorEvent::new(code);
    event.error = Some(error.to_owned());
    event.retry_after_ms = retry_after_ms.and_then(|ms| Milliseconds::new(ms).ok());
    event.tenant_id = identity.and_then(|it| TenantId::new(&*it.tenant).ok());
    encode(event, now)
}

/// API Gateway's own frame.
pub(super) fn gateway(message: &str, connection: &Connection, request_id: String) -> String {
    let fault = GatewayFault::new(message.to_owned(), connection.id.clone(), request_id);
    fault.encode().unwrap_or_default()
}
