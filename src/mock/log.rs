//! What happened, in order: a ring of entries, and whoever follows it.
//!
//! A broadcast is one entry, however many receive it. No entry holds a token.

use std::collections::VecDeque;
use std::sync::mpsc::Sender;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use crate::gateway::MAX_MESSAGE_BYTES;

use super::frame::beginning;

mod entry;

pub use entry::{LogEntry, LogKind};

/// How many entries are kept.
const CAPACITY: usize = 10_000;
/// How much of a frame is kept for good, in bytes.
const FRAME_BYTES: usize = 2048;
/// How much of a frame is kept while it is new: the longest message that the gateway takes.
const NEW_FRAME_BYTES: usize = MAX_MESSAGE_BYTES as usize;
/// How much all frames that are longer than that together may have, in bytes; then the oldest are cut.
const LONG_FRAMES_BYTES: usize = 8 << 20;

/// Stands behind the beginning of a frame that is not kept whole.
pub(crate) const CUT: char = '…';

/// No more of a frame than so much.
fn cut(entry: &mut LogEntry, bytes: usize) {
    if let Some(frame) = entry.frame.as_mut().filter(|it| it.len() > bytes) {
        frame.truncate(beginning(frame, bytes).len());
        frame.push(CUT);
        frame.shrink_to_fit();
        entry.is_cut = true;
    }
}

/// How much of an entry is kept only while it is new.
fn long_bytes(entry: &LogEntry) -> usize {
    entry.frame.as_ref().map_or(0, String::len).saturating_sub(FRAME_BYTES + CUT.len_utf8())
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
    /// What `long_bytes` of all entries is together.
    long_bytes: usize,
    /// The number up to which frames have been cut for good.
    cut_up_to: u64,
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
            cut(&mut entry, NEW_FRAME_BYTES);
            ring.push(entry);
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
        let skip = usize::try_from((seq + 1).saturating_sub(ring.first())).unwrap_or(usize::MAX);
        ring.entries.iter().skip(skip).take(limit).cloned().collect()
    }

    /// The number of the last entry.
    pub fn last(&self) -> u64 {
        self.ring().last
    }

    /// Forgets all entries; numbers go on.
    pub fn clear(&self) {
        let mut ring = self.ring();
        ring.entries.clear();
        ring.long_bytes = 0;
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

impl Ring {
    fn first(&self) -> u64 {
        self.last + 1 - self.entries.len() as u64
    }

    fn push(&mut self, entry: LogEntry) {
        if self.entries.len() == CAPACITY
            && let Some(oldest) = self.entries.pop_front()
        {
            self.long_bytes -= long_bytes(&oldest);
        }
        self.long_bytes += long_bytes(&entry);
        self.entries.push_back(entry);
        while self.long_bytes > LONG_FRAMES_BYTES {
            let at = (self.cut_up_to + 1).max(self.first());
            self.cut_up_to = at;
            let index = usize::try_from(at - self.first()).unwrap_or(usize::MAX);
            let Some(entry) = self.entries.get_mut(index) else { break };
            self.long_bytes -= long_bytes(entry);
            cut(entry, FRAME_BYTES);
        }
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
    fn a_long_frame_is_kept_while_it_is_new_then_cut_between_characters() {
        let log = Log::new();
        let frame = Frame::read("é".repeat(2000));
        let record = |frame: &Frame| {
            log.record(7, LogEntry::new(LogKind::In).with_frame(frame, None));
        };
        record(&frame);
        let entry = log.since(0, 1).remove(0);
        assert_eq!((entry.bytes, entry.is_cut), (Some(4000), false));
        assert_eq!(entry.frame, Some("é".repeat(2000)));
        // The oldest make room; what is longer than any message is never kept whole.
        let longest = Frame::read("é".repeat(NEW_FRAME_BYTES));
        for _ in 0..CAPACITY {
            record(&longest);
            let ring = log.ring();
            let kept: usize = ring.entries.iter().map(long_bytes).sum();
            assert!(kept == ring.long_bytes && kept <= LONG_FRAMES_BYTES, "{kept}");
            if ring.entries.len() == 100 {
                break;
            }
        }
        let entry = log.since(0, 1).remove(0);
        assert_eq!((entry.bytes, entry.is_cut), (Some(4000), true));
        assert_eq!(entry.frame, Some("é".repeat(1024) + "…"));
        let newest = log.since(99, 1).remove(0);
        assert_eq!(newest.frame, Some("é".repeat(NEW_FRAME_BYTES / 2) + "…"));
        for _ in 0..CAPACITY {
            record(&frame);
        }
        {
            let ring = log.ring();
            let kept: usize = ring.entries.iter().map(long_bytes).sum();
            assert_eq!(ring.long_bytes, kept);
        }
        log.clear();
        assert_eq!(log.ring().long_bytes, 0);
    }
}
