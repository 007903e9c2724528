//! Watches what the server sees of a client, and reduces its log to what expectations are about.

use std::collections::BTreeSet;

use crate::FrameKind;
use crate::mock::log::{LogEntry, LogKind};
use crate::mock_files::scenario::Sent;

/// Something that the server saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    /// Milliseconds of the server's clock since the first connection arrived.
    pub at: u64,
    /// The connection's ordinal; 0 for what concerns none.
    pub connection: u64,
    pub what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// An attempt to connect, whatever becomes of it.
    Arrived,
    /// The handshake is done.
    Opened,
    Authenticated,
    /// A frame of the client; `None` is one that expectations do not name.
    Received(Option<Sent>),
    /// A `ping` of the server went out.
    Pinged,
    Closed,
    /// The client was asked to end.
    Stopped,
}

/// Collects what is seen, entry by entry.
#[derive(Default)]
pub(super) struct Witness {
    pub seen: Vec<Seen>,
    /// The last ordinal of those who were there before, and do not count.
    pub known: u64,
    /// When the first connection arrived, in Unix milliseconds of the mock's clock.
    pub start_ms: Option<u64>,
    /// The connections that are there, and those of them that are open to events.
    present: BTreeSet<u64>,
    authenticated: BTreeSet<u64>,
    /// Every connection that there was.
    arrived: BTreeSet<u64>,
    /// The number of the last entry.
    pub seq: u64,
}

impl Witness {
    /// Takes in the next entry of the log.
    pub fn note(&mut self, entry: &LogEntry) {
        let at_ms = entry.at_ms;
        self.seq = entry.seq;
        if entry.connection.is_some_and(|ordinal| ordinal <= self.known) {
            return;
        }
        let Some(connection) = entry.connection else {
            match entry.kind {
                // A handshake that was refused before it got a number.
                LogKind::Refused => {
                    self.add(at_ms, 0, What::Arrived);
                    self.add(at_ms, 0, What::Closed);
                }
                LogKind::Out if entry.wire_type.as_deref() == Some("ping") => {
                    for connection in self.authenticated.clone() {
                        self.add(at_ms, connection, What::Pinged);
                    }
                }
                _ => {}
            }
            return;
        };
        if self.arrived.insert(connection) {
            self.present.insert(connection);
            self.add(at_ms, connection, What::Arrived);
        }
        let wire_type = entry.wire_type.as_deref();
        match entry.kind {
            LogKind::Opened => self.add(at_ms, connection, What::Opened),
            LogKind::Authenticated => {
                self.authenticated.insert(connection);
                self.add(at_ms, connection, What::Authenticated);
            }
            LogKind::In => self.add(at_ms, connection, What::Received(sent(entry))),
            LogKind::Out if wire_type == Some("ping") => self.add(at_ms, connection, What::Pinged),
            LogKind::Closed => self.close(at_ms, connection),
            LogKind::Fault if entry.fault == Some("refuse") => self.close(at_ms, connection),
            _ => {}
        }
    }

    /// The client was asked to end.
    pub fn stopped(&mut self, at_ms: u64) {
        self.add(at_ms, 0, What::Stopped);
    }

    fn close(&mut self, at_ms: u64, connection: u64) {
        self.authenticated.remove(&connection);
        if self.present.remove(&connection) {
            self.add(at_ms, connection, What::Closed);
        }
    }

    fn add(&mut self, at_ms: u64, connection: u64, what: What) {
        let start_ms = *self.start_ms.get_or_insert(at_ms);
        self.seen.push(Seen { at: at_ms.saturating_sub(start_ms), connection, what });
    }
}

fn sent(entry: &LogEntry) -> Option<Sent> {
    let is_command = entry.verdict == Some(FrameKind::Command);
    let action = entry.wire_type.as_deref().filter(|_| is_command)?;
    Sent::ALL.into_iter().find(|sent| sent.as_str() == action)
}
