//! What happened, in order: a ring of entries, and whoever follows it.
//!
//! A broadcast is one entry, however many receive it. No entry holds a token.

use std::collections::VecDeque;
use std::sync::mpsc::Sender;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use super::frame::beginning;

mod entry;

pub use entry::{LogEntry, LogKind};

/// How many entries are kept.
const CAPACITY: usize = 10_000;
/// How much of a frame is kept, in bytes.
const FRAME_BYTES: usize = 2048;

/// Stands behind the beginning of a frame that is not kept whole.
pub(crate) const CUT: char = '…';

/// No more of a frame than is kept.
fn cut(frame: &mut String) {
    if frame.len() > FRAME_BYTES {
        frame.truncate(beginning(frame, FRAME_BYTES).len());
        frame.push(CUT);
    }
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
    use super::super::frame::Frame;
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
        let frame = Frame::read("é".repeat(2000));
        log.record(7, LogEntry::new(LogKind::In).with_frame(&frame, None));
        let entry = log.since(0, 1).remove(0);
        assert_eq!(entry.bytes, Some(4000));
        assert_eq!(entry.frame, Some("é".repeat(1024) + "…"));
    }
}
