//! What happened, in order: a ring of entries, and whoever follows it.
//!
//! A broadcast is one entry, however many receive it. No entry holds a token.

use std::collections::VecDeque;
use std::sync::mpsc::Sender;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use tokio::sync::watch;

use super::connection::Connection;

mod frame;

pub(super) use frame::frame_entry;

/// How many entries are kept.
const CAPACITY: usize = 10_000;
/// How much of a frame is kept, in bytes.
const FRAME_BYTES: usize = 2048;

/// What an entry of the log is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum LogKind {
    /// A connection is open.
    Opened,
    /// A connection is authenticated.
    Authenticated,
    /// A handshake or a token was refused.
    Refused,
    /// A frame has come in.
    In,
    /// A frame goes out, to one connection or to several.
    Out,
    /// A fault strikes.
    Fault,
    /// A connection is closed.
    Closed,
    /// Anything else.
    Note,
}

impl LogKind {
    /// Its name: `opened`, `in`, `out` and so on.
    pub const fn as_str(self) -> &'static str {
        match self {
            LogKind::Opened => "opened",
            LogKind::Authenticated => "authenticated",
            LogKind::Refused => "refused",
            LogKind::In => "in",
            LogKind::Out => "out",
            LogKind::Fault => "fault",
            LogKind::Closed => "closed",
            LogKind::Note => "note",
        }
    }
}

/// An entry of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LogEntry {
    /// Its number, from 1, without gaps.
    pub seq: u64,
    /// When, in Unix milliseconds of the mock's clock.
    pub at_ms: u64,
    /// What it is about.
    pub kind: LogKind,
    /// The ordinal of the connection: the first is 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connection: Option<u64>,
    /// The id of the connection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connection_id: Option<String>,
    /// The tenant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<String>,
    /// The type of the frame.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub wire_type: Option<String>,
    /// What the codec says of the frame: event, unknown, gateway, command or invalid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<&'static str>,
    /// What is wrong, as a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The size of the frame.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<usize>,
    /// How many connections a broadcast went to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receivers: Option<usize>,
    /// The close code, or the HTTP status of a refused handshake.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<u16>,
    /// Why, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The name of the fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<&'static str>,
    /// The beginning of the frame, without any token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frame: Option<String>,
}

impl LogEntry {
    pub(super) fn new(kind: LogKind) -> Self {
        LogEntry {
            seq: 0,
            at_ms: 0,
            kind,
            connection: None,
            connection_id: None,
            tenant_id: None,
            wire_type: None,
            verdict: None,
            error: None,
            bytes: None,
            receivers: None,
            code: None,
            reason: None,
            fault: None,
            frame: None,
        }
    }

    /// About this connection.
    pub(super) fn of(mut self, connection: &Connection) -> Self {
        self.connection = Some(connection.ordinal);
        self.connection_id = Some(connection.id.clone());
        self.tenant_id = connection.identity().map(|it| it.tenant.clone());
        self
    }

    pub(super) fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// About this frame, of which the log keeps no more than the beginning.
    pub(super) fn with_frame(mut self, bytes: usize, shown: String) -> Self {
        self.bytes = Some(bytes);
        self.frame = Some(shown);
        self
    }
}

/// No more of a frame than is kept.
fn cut(frame: &mut String) {
    if frame.len() > FRAME_BYTES {
        frame.truncate(beginning(frame, FRAME_BYTES).len());
        frame.push('…');
    }
}

/// The text up to so many bytes, ending between characters.
pub(super) fn beginning(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or(0)]
}

pub(super) struct Log {
    ring: Mutex<Ring>,
    /// The number of the last entry; closed with the log.
    last: watch::Sender<u64>,
    /// Who gets each entry with its whole frame.
    tap: Mutex<Option<Sender<LogEntry>>>,
}

#[derive(Default)]
struct Ring {
    entries: VecDeque<LogEntry>,
    last: u64,
    is_closed: bool,
}

impl Log {
    pub fn new() -> Self {
        Log { ring: Mutex::default(), last: watch::Sender::new(0), tap: Mutex::default() }
    }

    fn ring(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tap(&self) -> MutexGuard<'_, Option<Sender<LogEntry>>> {
        self.tap.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends each entry from now on with its whole frame, until the log is closed.
    pub fn set_tap(&self, tap: Sender<LogEntry>) {
        self.tap().replace(tap);
    }

    /// Answers with its number.
    pub fn record(&self, at_ms: u64, mut entry: LogEntry) -> u64 {
        let last = {
            let mut ring = self.ring();
            ring.last += 1;
            entry.seq = ring.last;
            entry.at_ms = at_ms;
            // Under the lock of the ring, so that the order is the same.
            if let Some(tap) = self.tap().as_ref() {
                let _ = tap.send(entry.clone());
            }
            if let Some(frame) = &mut entry.frame {
                cut(frame);
            }
            if ring.entries.len() == CAPACITY {
                ring.entries.pop_front();
            }
            ring.entries.push_back(entry);
            ring.last
        };
        // Entries may be recorded at once by several threads: the greatest number counts.
        self.last.send_if_modified(|it| {
            let is_new = last > *it;
            *it = last.max(*it);
            is_new
        });
        last
    }

    /// The entries behind a number, the oldest first, at most so many.
    pub fn since(&self, seq: u64, limit: usize) -> Vec<LogEntry> {
        let ring = self.ring();
        let first = ring.last + 1 - ring.entries.len() as u64;
        let skip = usize::try_from((seq + 1).saturating_sub(first)).unwrap_or(usize::MAX);
        ring.entries.iter().skip(skip).take(limit).cloned().collect()
    }

    /// Forgets all entries; numbers go on.
    pub fn clear(&self) {
        self.ring().entries.clear();
    }

    /// Ends the streams of those who follow, once they have read all.
    pub fn close(&self) {
        self.ring().is_closed = true;
        self.tap().take();
        self.last.send_modify(|_| ());
    }

    pub fn follow(&self, since: u64) -> Cursor {
        Cursor { last: self.last.subscribe(), since }
    }
}

/// Where somebody is who follows the log.
pub(super) struct Cursor {
    last: watch::Receiver<u64>,
    since: u64,
}

impl Cursor {
    /// The next entries; `None` once the log is closed and read to its end. Whoever is slower than
    /// the ring misses entries, and sees that by their numbers.
    pub async fn next(&mut self, log: &Log) -> Option<Vec<LogEntry>> {
        loop {
            self.last.mark_unchanged();
            let is_closed = log.ring().is_closed;
            let entries = log.since(self.since, 256);
            if let Some(entry) = entries.last() {
                self.since = entry.seq;
                return Some(entries);
            }
            if is_closed || self.last.changed().await.is_err() {
                return None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ring_keeps_the_newest_and_numbers_go_on() {
        let log = Log::new();
        for _ in 0..CAPACITY + 5 {
            log.record(7, LogEntry::new(LogKind::Note));
        }
        let all = log.since(0, usize::MAX);
        assert_eq!((all.len(), all[0].seq, all[0].at_ms), (CAPACITY, 6, 7));
        assert_eq!(
            log.since(10_000, 3).iter().map(|it| it.seq).collect::<Vec<_>>(),
            [10_001, 10_002, 10_003]
        );
        assert!(log.since(u64::MAX - 1, 3).is_empty());
        log.clear();
        log.record(8, LogEntry::new(LogKind::Note));
        assert_eq!(log.since(0, 9)[0].seq, CAPACITY as u64 + 6);
    }

    #[test]
    fn a_long_frame_is_cut_between_characters() {
        let log = Log::new();
        log.record(7, LogEntry::new(LogKind::In).with_frame(4000, "é".repeat(2000)));
        let entry = log.since(0, 1).remove(0);
        assert_eq!(entry.bytes, Some(4000));
        assert_eq!(entry.frame, Some("é".repeat(1024) + "…"));
    }
}
