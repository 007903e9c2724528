//! Names that were used once and may not come back: a peer that still knows one would take it for what
//! it meant.
//!
//! Rows are added, never edited and never removed. A name that is reserved and in use does not
//! compile.

mod check;

use std::fmt;

/// Every reserved name, in the order in which they were reserved.
pub static RESERVED: &[Reserved] = &[
    // Reserved {
    //     place: ReservedPlace::EventKey("goal.paused"),
    //     name: "pauseNote",
    //     since: "1.1",
    //     why: "It was split into `reason` and `comment`.",
    // },
];

/// A name that was used once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reserved {
    /// Where it was used.
    pub place: ReservedPlace,
    /// The name on the wire, in canonical spelling.
    pub name: &'static str,
    /// The protocol version that reserved it: the first one without it.
    pub since: &'static str,
    /// Why it is no longer used, in Markdown.
    pub why: &'static str,
}

/// Where a name was used, written as the path to its list in `schema/meta.json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReservedPlace {
    /// As the `type` of an event.
    Event,
    /// As a key of the event of this type.
    EventKey(&'static str),
    /// As a key of the envelope.
    EnvelopeKey,
    /// As a command, after `action` or `type`.
    Command,
    /// As a key of this command: `pong`.
    CommandKey(&'static str),
    /// As a value of this enumeration; an error code is one of `ErrorCode`.
    Value(&'static str),
}

impl ReservedPlace {
    /// The path in three parts, the middle one being the name of what holds the list.
    const fn path(self) -> [&'static str; 3] {
        match self {
            ReservedPlace::Event => ["events", "", ""],
            ReservedPlace::EventKey(of) => ["events.", of, ".keys"],
            ReservedPlace::EnvelopeKey => ["envelope", "", ""],
            ReservedPlace::Command => ["commands", "", ""],
            ReservedPlace::CommandKey(of) => ["commands.", of, ".keys"],
            ReservedPlace::Value(of) => ["enumerations.", of, ".values"],
        }
    }
}

impl fmt::Display for ReservedPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.path().iter().try_for_each(|part| f.write_str(part))
    }
}
