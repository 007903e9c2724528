//! The frames that answer a client. Whatever a text of another holds, it is cut, so that a frame stays
//! below the limit.

use super::effect::Answer;
use super::record::Identity;
use crate::codec::{Encode, EncodeError};
use crate::command::PongCommand;
use crate::envelope::{Envelope, Message};
use crate::error_code::ErrorCode;
use crate::event::{
    AuthErrorEvent, AuthSuccess, ConnectionErrorEvent, ErrorEvent, Event, EventType,
};
use crate::value::{ConnectionId, TenantId, Timestamp};

/// The longest text of an error, in characters.
const MAX_TEXT: usize = 1000;

fn event(event: impl Into<Event>, now: Timestamp) -> Result<Answer, EncodeError> {
    let event = event.into();
    let wire_type = EventType::as_str(event.event_type());
    let frame = Envelope::new(event, now).encode_shared()?;
    Ok(Answer { wire_type, frame })
}

fn cut(text: &str) -> String {
    text.chars().take(MAX_TEXT).collect()
}

pub(super) fn success(
    connection: &ConnectionId,
    identity: &Identity,
    now: Timestamp,
) -> Result<Answer, EncodeError> {
    let Identity { tenant, user } = identity.clone();
    event(AuthSuccess::new(tenant, user, connection.clone()), now)
}

pub(super) fn refusal(code: ErrorCode, why: &str, now: Timestamp) -> Result<Answer, EncodeError> {
    event(AuthErrorEvent::new(cut(why), code), now)
}

pub(super) fn unroutable(why: &str, now: Timestamp) -> Option<Answer> {
    event(ErrorEvent::new(ErrorCode::ValidationError).with_error(cut(why)), now).ok()
}

pub(super) fn expired(tenant: TenantId, now: Timestamp) -> Option<Answer> {
    let error = ConnectionErrorEvent::new(ErrorCode::Unauthorized)
        .with_error("The token has expired: connect again with another.".to_owned())
        .with_tenant_id(tenant);
    event(error, now).ok()
}

pub(super) fn pong(now: Timestamp) -> Option<Answer> {
    let pong = Message::Command(PongCommand::new().with_timestamp(now).into());
    let frame = pong.encode_shared().ok()?;
    Some(Answer { wire_type: "pong", frame })
}
