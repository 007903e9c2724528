//! What has happened, in numbers.

use std::sync::atomic::{AtomicU64, Ordering};

use serde::Serialize;

#[derive(Default)]
pub(super) struct Counting {
    pub opened: AtomicU64,
    pub authenticated: AtomicU64,
    pub refused: AtomicU64,
    pub closed: AtomicU64,
    pub received: AtomicU64,
    pub sent: AtomicU64,
    pub dropped: AtomicU64,
}

/// What has happened since the start or the last reset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Counters {
    /// Connections that opened.
    pub opened: u64,
    /// Connections that authenticated.
    pub authenticated: u64,
    /// Handshakes and tokens that were refused.
    pub refused: u64,
    /// Connections that closed.
    pub closed: u64,
    /// Frames that came in.
    pub received: u64,
    /// Frames that were written.
    pub sent: u64,
    /// Events that were lost on the way to a connection, by a fault or a client that is too slow.
    pub dropped: u64,
}

pub(super) fn count(counter: &AtomicU64, by: u64) {
    counter.fetch_add(by, Ordering::Relaxed);
}

impl Counting {
    pub fn now(&self) -> Counters {
        let of = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Counters {
            opened: of(&self.opened),
            authenticated: of(&self.authenticated),
            refused: of(&self.refused),
            closed: of(&self.closed),
            received: of(&self.received),
            sent: of(&self.sent),
            dropped: of(&self.dropped),
        }
    }

    pub fn reset(&self) {
        let Counting { opened, authenticated, refused, closed, received, sent, dropped } = self;
        for counter in [opened, authenticated, refused, closed, received, sent, dropped] {
            counter.store(0, Ordering::Relaxed);
        }
    }
}
