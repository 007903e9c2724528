//! Completes and checks a frame that somebody sends by the control API.

use axum::http::StatusCode;
use serde_json::{Map, Value};

use super::super::frame::Frame;
use super::super::handle::Handle;
use super::super::template::{LeftOut, completed, text};
use super::Refused;
use crate::value::EventId;
use crate::{DecodeError, Message};

/// A frame that is completed, and the object that it is.
pub(super) struct Filled {
    pub frame: Frame,
    pub object: Map<String, Value>,
}

/// How a frame is completed and checked.
#[derive(Clone, Copy)]
pub(super) struct Filling {
    pub left_out: LeftOut,
    /// Whether what readers refuse is refused here.
    pub is_checked: bool,
}

/// Completes a frame that has no `timestamp`, with the tenant given if it names none; and checks it,
/// unless it may be wrong.
pub(super) fn filled(
    handle: &Handle,
    frame: &Map<String, Value>,
    tenant: Option<&str>,
    filling: Filling,
) -> Result<Filled, Refused> {
    let object =
        completed(frame, tenant, handle.clock().now(), EventId::now_v7(), filling.left_out);
    let frame = Frame::read(text(&object));
    if !filling.is_checked {
        return Ok(Filled { frame, object });
    }
    match frame.reading() {
        Ok(Message::Command(_)) => {
            let error = "a command is sent by clients, not by servers: send it with ?check=false";
            return Err(Refused::new(StatusCode::UNPROCESSABLE_ENTITY, error));
        }
        Ok(_) => {}
        Err(error) => return Err(refused(error)),
    }
    Ok(Filled { frame, object })
}

fn refused(error: &DecodeError) -> Refused {
    Refused { status: StatusCode::UNPROCESSABLE_ENTITY, body: told(error).into() }
}

/// What is wrong with a frame, and where.
pub(super) fn told(error: &DecodeError) -> Map<String, Value> {
    let keys = [
        ("error", error.message()),
        ("path", error.path().to_owned()),
        ("expected", error.expected().to_owned()),
        ("found", error.found().to_owned()),
    ];
    keys.into_iter().map(|(key, text)| (key.to_owned(), text.into())).collect()
}
