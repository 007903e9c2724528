//! What a service has to do.

use std::fmt;

use super::record::Record;
use crate::codec::SharedFrame;
use crate::value::ConnectionId;

/// What a service has to do about an event of the gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reaction {
    /// The connection that all of it concerns.
    pub connection: ConnectionId,
    /// The HTTP status with which to answer the gateway once the effects are carried out: 200, or 401 to
    /// refuse a handshake. Answer 500 if an effect fails: a handshake is then refused, and a client is
    /// told by the gateway's own fault.
    pub status: u16,
    /// What to do, in this order; an effect that fails ends it. A connection that turns out to be gone
    /// (410) is no failure: forget it, and leave out the rest.
    pub effects: Vec<Effect>,
}

impl Reaction {
    pub(super) fn of(connection: &ConnectionId, effects: impl IntoIterator<Item = Effect>) -> Self {
        let effects = effects.into_iter().collect();
        Reaction { connection: connection.clone(), status: 200, effects }
    }
}

/// Something to do about the connection of a [`Reaction`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Write this row. Of a `$connect` it is new. Of an `auth` it replaces the one that is there, on the
    /// condition that there is one: a connection that was closed meanwhile must not come back. If there
    /// is none, close the connection, and leave out the rest.
    ///
    /// It stands before the answer: who is told to be authenticated already gets the events of the
    /// tenant. An event in between reaches a client early and is dropped; after `auth.success` the
    /// client fetches all the same.
    Remember(Record),
    /// Delete the row; that there is none is no failure.
    Forget,
    /// Post the frame to the connection.
    Answer(Answer),
    /// Delete the connection through `@connections`; the client sees the close code 1000. That it is
    /// gone already is no failure.
    Close,
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Effect::Remember(Record { identity: None, until }) => {
                write!(f, "remember that it has not authenticated, until {until}")
            }
            Effect::Remember(Record { identity: Some(identity), until }) => {
                write!(f, "remember {} of {}, until {until}", identity.user, identity.tenant)
            }
            Effect::Forget => f.write_str("forget"),
            Effect::Answer(answer) => write!(f, "answer {}", answer.wire_type),
            Effect::Close => f.write_str("close"),
        }
    }
}

/// A frame that answers.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// What it is: `auth.success`, `auth.error`, `pong`, `error` or `connection.error`.
    pub wire_type: &'static str,
    /// The frame.
    pub frame: SharedFrame,
}
