//! What an event of the gateway means.

use std::fmt;

use crate::codec::DecodeError;
use crate::command::Command;
use crate::envelope::FrameKind;
use crate::value::Token;

/// What happened. `Display` is for logs: it shows no token and no text that people wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Happened {
    /// Somebody connects.
    Connected {
        /// The token in the query, as clients of older servers have it.
        token: Option<Token>,
        /// The tenant in the query.
        tenant: Option<String>,
    },
    /// A connection is gone.
    Gone {
        /// The close code, if the gateway knows one.
        code: Option<u16>,
        /// The reason, often empty.
        reason: String,
    },
    /// A command.
    Command(Command),
    /// A frame that leads nowhere.
    Unroutable(Unroutable),
}

impl fmt::Display for Happened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Happened::Connected { token: None, .. } => f.write_str("connected"),
            Happened::Connected { token: Some(_), .. } => {
                f.write_str("connected, with a token in the query")
            }
            Happened::Gone { code: Some(code), .. } => write!(f, "gone with {code}"),
            Happened::Gone { code: None, .. } => f.write_str("gone"),
            Happened::Command(command) => command.fmt(f),
            Happened::Unroutable(unroutable) => unroutable.fmt(f),
        }
    }
}

/// Why a frame leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unroutable {
    /// The event has no body.
    Empty,
    /// The frame is binary.
    Binary,
    /// The frame is valid, but only a server sends such a one.
    NoCommand(FrameKind),
    /// The frame is none of the protocol.
    Invalid(DecodeError),
}

impl Unroutable {
    /// Whether it is an `auth` without a token that can be read.
    pub(super) fn is_auth(&self) -> bool {
        matches!(self, Unroutable::Invalid(error) if error.message_type() == Some("auth"))
    }
}

impl fmt::Display for Unroutable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unroutable::Empty => f.write_str("expected a command, found an event without a body"),
            Unroutable::Binary => f.write_str("expected a text frame, found a binary one"),
            Unroutable::NoCommand(kind) => {
                write!(f, "expected a command, found a frame of the kind `{kind}`")
            }
            Unroutable::Invalid(error) => f.write_str(&error.message()),
        }
    }
}
