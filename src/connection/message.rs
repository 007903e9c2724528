//! Which messages concern the connection, and as which input: one row each.
//!
//! A message that no row names changes nothing. A row for an event stands for its type alone: an
//! `error` that names an area, `billing.error`, is about that area, and so about no connection.
//!
//! To make another message an input: a row here, a vector in `tests/fixtures/input/`, then
//! `cargo realtime generate`.

use std::fmt;

use super::input::{Generation, Input};
use super::trigger::{ErrorKind, Trigger};
use crate::command::Command;
use crate::envelope::Message;
use crate::event::{Event, EventType};
use crate::value::Milliseconds;

/// A message that concerns the connection.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct MessageRow {
    /// The message.
    pub message: MessageKind,
    /// Only with an error code of this kind; absent if with any, or if it has none.
    pub only: Option<ErrorKind>,
    /// The name of the input that it is, as in [`Input`].
    pub input: &'static str,
    /// What it means to the connection, in Markdown.
    pub doc: &'static str,
    /// The input, if the message is the one of this row; does not look at `only`.
    read: fn(&Message, Generation) -> Option<Input>,
}

/// Which message it is; written `auth.error`, `gateway`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MessageKind {
    /// The event of this type.
    Event(EventType),
    /// A fault of the gateway itself.
    Gateway,
    /// The command `pong`.
    Pong,
}

impl fmt::Display for MessageKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            MessageKind::Event(event_type) => event_type.as_str(),
            MessageKind::Gateway => "gateway",
            MessageKind::Pong => "pong",
        })
    }
}

/// `/// doc` `message => input;`, where the message is `Gateway`, `Pong`, or the payload of an event with
/// those of its keys in braces that the input takes, and may be followed by `if kind of error`.
macro_rules! messages {
    ($(
        $(#[doc = $doc:literal])+
        $message:ident $({ $($key:ident),+ })? $(if $only:ident)? => $input:ident;
    )+) => {
        &[$(MessageRow {
            message: messages!(@kind $message),
            only: messages!(@only $($only)?),
            input: stringify!($input),
            doc: concat!($($doc, "\n"),+),
            read: |message, generation| messages!(
                @read message, $message, Input::$input { generation }, $($($key)+)?
            ),
        }),+]
    };
    (@kind Gateway) => { MessageKind::Gateway };
    (@kind Pong) => { MessageKind::Pong };
    (@kind $event:ident) => { MessageKind::Event(EventType::$event) };
    (@only) => { None };
    (@only $kind:ident) => { Some(ErrorKind::$kind) };
    (@read $message:ident, Gateway, $input:expr,) => {
        matches!($message, Message::Gateway(_)).then_some($input)
    };
    (@read $message:ident, Pong, $input:expr,) => {
        matches!($message, Message::Command(Command::Pong(_))).then_some($input)
    };
    (@read $message:ident, $event:ident, Input::$input:ident { $generation:ident }, $($key:ident)*) => {
        match $message {
            Message::Event(envelope) if envelope.area().is_none() => match envelope.event() {
                Event::$event(_data) => {
                    Some(messages!(@input $input, $generation, _data, $($key)*))
                }
                _ => None,
            },
            _ => None,
        }
    };
    (@input $input:ident, $generation:ident, $data:ident,) => {
        Input::$input { generation: $generation }
    };
    (@input $input:ident, $generation:ident, $data:ident, code) => {
        Input::$input {
            generation: $generation,
            code: $data.code.clone(),
            retry_after_ms: None,
        }
    };
    (@input $input:ident, $generation:ident, $data:ident, code retry_after_ms) => {
        Input::$input {
            generation: $generation,
            code: $data.code.clone(),
            retry_after_ms: $data.retry_after_ms.map(Milliseconds::get),
        }
    };
}

/// Every message that concerns the connection.
pub static MESSAGES: &[MessageRow] = messages! {
    /// The token is accepted.
    AuthSuccess => AuthOk;
    /// The token is refused.
    AuthErrorEvent { code } => AuthErr;
    /// Something is wrong with this connection.
    ConnectionErrorEvent { code, retry_after_ms } => ServerErr;
    /// Of what fails when events are sent to others, a rate limit alone concerns the sender.
    BroadcastErrorEvent { code, retry_after_ms } if RateLimited => ServerErr;
    /// Something failed, in no area.
    ErrorEvent { code, retry_after_ms } => ServerErr;
    /// The server asks whether the client is alive.
    Ping => ServerPing;
    /// The gateway could not hand on what the client sent.
    Gateway => GatewayFault;
    /// The server answers a `ping` of the client.
    Pong => Pong;
};

impl Input {
    /// The input that a message is, if it concerns the connection: what [`MESSAGES`] says.
    ///
    /// The generation is that of the `OpenSocket` on whose socket the message arrived.
    pub fn of(message: &Message, generation: Generation) -> Option<Self> {
        Input::of_by(MESSAGES, message, generation)
    }

    /// The same by other rows: for tests of the rows.
    #[doc(hidden)]
    pub fn of_by(rows: &[MessageRow], message: &Message, generation: Generation) -> Option<Self> {
        rows.iter().find_map(|row| {
            let input = (row.read)(message, generation)?;
            let is_meant = |kind| Trigger::of(&input) == Some(Trigger::Error(kind));
            row.only.is_none_or(is_meant).then_some(input)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_takes_every_key_that_its_message_has_for_it() {
        for row in MESSAGES {
            let MessageKind::Event(event_type) = row.message else { continue };
            let keys = event_type.row().fields;
            let has = |key: &str| keys.iter().any(|field| field.key == key);
            if !has("code") {
                continue;
            }
            let data = r#"{"error":"e","code":"RATE_LIMIT_EXCEEDED","retryAfterMs":5}"#;
            let frame = format!(
                r#"{{"type":"{event_type}","timestamp":"2025-11-03T14:30:00Z","data":{data}}}"#
            );
            let input = Input::of(&crate::decode(&frame).expect(&frame), 1);
            let Some(
                Input::AuthErr { retry_after_ms, .. } | Input::ServerErr { retry_after_ms, .. },
            ) = input
            else {
                panic!("`{event_type}` has an error code, and its input takes none: {input:?}")
            };
            assert_eq!(retry_after_ms.is_some(), has("retryAfterMs"), "{event_type}");
        }
    }

    #[test]
    fn a_message_is_named_as_on_the_wire() {
        for (message, name) in [
            (MessageKind::Event(EventType::AuthSuccess), "auth.success"),
            (MessageKind::Gateway, "gateway"),
            (MessageKind::Pong, "pong"),
        ] {
            assert_eq!(message.to_string(), name);
        }
    }
}
