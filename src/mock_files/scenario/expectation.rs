//! What must be true at the end of a scenario. In the file each expectation is an object whose keys
//! say what it is about; read, it is one of a few cases, so none is about nothing or about two things.

#[cfg(feature = "codegen")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

mod written;

use written::Written;

/// What must be true at the end: one thing, about all connections together.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "codegen", derive(JsonSchema))]
#[serde(try_from = "Written", into = "Written")]
#[non_exhaustive]
pub enum Expectation {
    /// The client sends this so often; at least once by default.
    Sends {
        /// Which of the messages of a client.
        what: Sent,
        /// How often.
        count: Option<Bounds>,
        /// Which of them count.
        window: Window,
    },
    /// The client sends this in time after each of what it answers, on the same connection.
    Answers {
        /// Which of the messages of a client it answers with.
        what: Sent,
        /// How soon, in milliseconds.
        within_ms: u64,
        /// What it answers.
        of: Origin,
    },
    /// How often the client opens a connection: every attempt that reaches the server counts.
    Opens {
        /// How often.
        count: Bounds,
        /// Which attempts count.
        window: Window,
    },
    /// How long from the first to the last opening.
    OpensSpan {
        /// How long, in milliseconds.
        ms: Bounds,
        /// Which openings count.
        window: Window,
    },
    /// How many connections are open at once, at any time.
    Concurrent(Bounds),
    /// How many connections are open and authenticated at the end.
    ConnectedAtEnd(Bounds),
    /// How often a connection is authenticated.
    Authenticated(Bounds),
    /// When a connection is authenticated for the first time.
    AuthenticatedAt(Bounds),
    /// The client neither opens a connection nor sends anything after this.
    NothingAfter(Last),
    /// The longest time for which the client sends nothing on an open connection, in milliseconds.
    LongestSilence(Bounds),
    /// How long from each opening to the next, in milliseconds.
    GapBetweenOpens(Gaps),
    /// How long from each loss of the only connection to the next opening, in milliseconds.
    ReopensAfter(Gaps),
}

/// From when to when, both included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// Not before this time; from the start if absent.
    pub from: Option<u64>,
    /// Not after this time; until the end if absent.
    pub until: Option<u64>,
}

impl Window {
    /// Whether the time is in it.
    pub fn contains(self, at: u64) -> bool {
        self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at <= until)
    }
}

/// What a client sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "codegen", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Sent {
    /// The command `auth`.
    Auth,
    /// The command `ping`.
    Ping,
    /// The answer `pong`.
    Pong,
}

impl Sent {
    /// All of them.
    pub const ALL: [Sent; 3] = [Sent::Auth, Sent::Ping, Sent::Pong];

    /// The action of the command: `auth`, `ping` or `pong`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Sent::Auth => "auth",
            Sent::Ping => "ping",
            Sent::Pong => "pong",
        }
    }
}

/// What a client answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "codegen", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// The opening of the connection.
    Open,
    /// A `ping` of the server.
    Ping,
}

/// What a client leaves it at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "codegen", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Last {
    /// The first end of a connection, whoever ended it.
    Close,
    /// The step `stopClient`; the end of connections that are open then is no breach.
    Stop,
}

/// How many, or how much: each bound is part of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "codegen", derive(JsonSchema), schemars(extend("minProperties" = 1)))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Bounds {
    /// The least; none if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<u64>,
    /// The most; no limit if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<u64>,
}

/// How long, each time and on average. There has to be at least one such time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "codegen", derive(JsonSchema), schemars(extend("minProperties" = 1)))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct Gaps {
    /// Each is at least this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<u64>,
    /// Each is at most this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<u64>,
    /// Their average is at most this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub average_max: Option<u64>,
}

impl Bounds {
    pub(super) fn check(self, key: &str) -> Result<(), String> {
        match self {
            Bounds { min: None, max: None } => {
                Err(format!("$.{key}: expected a bound such as \"max\":1, found none"))
            }
            Bounds { min: Some(min), max: Some(max) } if min > max => {
                Err(format!("$.{key}: expected `min` below `max`, found it above"))
            }
            _ => Ok(()),
        }
    }
}

impl Gaps {
    /// The bounds of each.
    pub fn each(self) -> Bounds {
        Bounds { min: self.min, max: self.max }
    }

    pub(super) fn check(self, key: &str) -> Result<(), String> {
        match (self.each(), self.average_max) {
            (Bounds { min: None, max: None }, Some(_)) => Ok(()),
            (each, _) => each.check(key),
        }
    }
}

#[cfg(test)]
mod tests;
