//! The frames that the server sends by itself, made from the crate's types.

use crate::command::PongCommand;
use crate::error_code::ErrorCode;
use crate::event::{AuthErrorEvent, AuthSuccess, ConnectionErrorEvent, GoalCancelled, Ping};
use crate::value::{ConnectionId, GoalId, Milliseconds, TenantId, Timestamp, UserId};
use crate::{Envelope, Event, GatewayFault, GatewayFaultParts, Message};

use super::connection::Connection;
use super::frame::Frame;
use super::token::Identity;

fn written(message: Message) -> Frame {
    // The parts are not empty, and far below the limit.
    Frame::write(message).unwrap_or_else(|_| Frame::read(""))
}

fn event(event: impl Into<Event>, now: Timestamp) -> Frame {
    written(Message::Event(Envelope::new(event, now)))
}

/// An event of some tenant.
pub(super) fn some_event(now: Timestamp) -> Frame {
    let ids = (TenantId::new("tenant-123"), GoalId::new("goal-222"), UserId::new("user-456"));
    let (Ok(tenant), Ok(goal), Ok(user)) = ids else { unreachable!("none is empty") };
    event(GoalCancelled::new(tenant, goal, now, user), now)
}

/// The `ping` of a server that sends one.
pub(super) fn ping(now: Timestamp) -> Frame {
    event(Ping::new(), now)
}

/// The answer of a server that has one to the command `ping`.
pub(super) fn pong(now: Timestamp) -> Frame {
    written(Message::Command(PongCommand::new().with_timestamp(now).into()))
}

pub(super) fn auth_success(connection: &Connection, identity: &Identity, now: Timestamp) -> Frame {
    let ids = (
        TenantId::new(&*identity.tenant),
        UserId::new(&*identity.user),
        ConnectionId::new(&*connection.id),
    );
    let (Ok(tenant), Ok(user), Ok(connection)) = ids else {
        unreachable!("an identity has no empty id")
    };
    event(AuthSuccess::new(tenant, user, connection), now)
}

pub(super) fn auth_error(code: ErrorCode, error: String, now: Timestamp) -> Frame {
    event(AuthErrorEvent::new(error, code), now)
}

pub(super) fn connection_error(
    code: ErrorCode,
    error: &str,
    retry_after_ms: Option<u64>,
    identity: Option<&Identity>,
    now: Timestamp,
) -> Frame {
    let error = ConnectionErrorEvent::new(code)
        .with_error(error.to_owned())
        .with_retry_after_ms(retry_after_ms.and_then(|ms| Milliseconds::new(ms).ok()))
        .with_tenant_id(identity.and_then(|it| TenantId::new(&*it.tenant).ok()));
    event(error, now)
}

/// API Gateway's own frame.
pub(super) fn gateway(message: &str, connection: &Connection, request_id: String) -> Frame {
    written(Message::Gateway(GatewayFault::new(GatewayFaultParts {
        message: message.to_owned(),
        connection_id: connection.id.clone(),
        request_id,
    })))
}
