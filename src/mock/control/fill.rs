//! Completes and checks a frame that somebody sends by the control API.

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::super::handle::Handle;
use super::super::template::completed;
use super::Refused;
use crate::value::EventId;
use crate::{DecodeError, Message, decode, peek};

/// A frame that readers accept, and its tenant.
pub(super) struct Filled {
    pub text: String,
    pub tenant: Option<String>,
}

/// Checks a frame; one without a `timestamp` is filled first. A tenant that it does not name is the
/// one given.
pub(super) fn filled(
    handle: &Handle,
    frame: &Map<String, Value>,
    tenant: Option<&str>,
) -> Result<Filled, Refused> {
    let text = completed(frame, tenant, handle.clock().now(), EventId::now_v7());
    match decode(&text) {
        Ok(Message::Command(_)) => {
            let error = "that is what a client says, not a server: send it as it is with ?raw=true";
            return Err(Refused::new(StatusCode::UNPROCESSABLE_ENTITY, error));
        }
        Ok(_) => {}
        Err(error) => return Err(refused(&error)),
    }
    let tenant = peek(&text).ok().and_then(|it| Some(it.tenant_id?.into_owned()));
    Ok(Filled { text, tenant })
}

fn refused(error: &DecodeError) -> Refused {
    Refused {
        status: StatusCode::UNPROCESSABLE_ENTITY,
        body: json!({
            "error": error.message(),
            "path": error.path(),
            "expected": error.expected(),
            "found": error.found(),
        }),
    }
}
