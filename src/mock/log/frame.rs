use crate::{Command, DecodeError, Message};

use super::{LogEntry, LogKind};
use crate::mock::token::{redacted_auth, without_token};

/// What the log says of a frame.
pub(in crate::mock) fn frame_entry(
    kind: LogKind,
    text: &str,
    read: &Result<Message, DecodeError>,
    secret: Option<&str>,
) -> LogEntry {
    let (verdict, wire_type, error) = match read {
        Ok(Message::Event(it)) => ("event", Some(it.wire_type().into_owned()), None),
        Ok(Message::Unknown(it)) => ("unknown", it.wire_type().map(str::to_owned), None),
        Ok(Message::Gateway(_)) => ("gateway", None, None),
        Ok(Message::Command(it)) => ("command", Some(it.row().wire_type.to_owned()), None),
        Err(error) => {
            let wire_type = error.message_type().map(str::to_owned);
            ("invalid", wire_type, Some(error.message()))
        }
    };
    let shown = match read {
        Ok(Message::Command(Command::Auth(_))) => redacted_auth(),
        _ => without_token(text, secret),
    };
    let wire_type = wire_type.map(|it| without_token(&it, secret));
    let error = error.map(|it| without_token(&it, secret));
    LogEntry { verdict: Some(verdict), wire_type, error, ..LogEntry::new(kind) }
        .with_frame(text.len(), shown)
}
