//! What became of a frame.

use std::fmt;

use crate::fact::Unit;

closed_enum! {
    /// Why a frame was dropped at a connection.
    #[non_exhaustive]
    pub enum Reason {
        /// The frame is over the limit.
        TooLarge = "too_large",
        /// The call is wrong.
        Refused = "refused",
        /// Denied too often.
        Denied = "denied",
        /// Throttled too often.
        Throttled = "throttled",
        /// Failed too often.
        Failed = "failed",
        /// The budget was used up before it could be tried, or tried again.
        OutOfTime = "out_of_time",
    }
}

/// What became of a frame: each connection is counted or listed once.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report<C> {
    /// How many connections have it.
    pub delivered: usize,
    /// Those that are gone: delete their rows.
    pub gone: Vec<C>,
    /// Those that did not get it, and why. Their rows stay; the clients fetch after the next reconnect.
    pub dropped: Vec<(C, Reason)>,
    /// How many posts it took.
    pub posts: u64,
    /// How long, in milliseconds from the first question for a post to the last outcome.
    pub took_ms: u64,
}

impl<C> Report<C> {
    pub(super) fn new() -> Self {
        Report { delivered: 0, gone: Vec::new(), dropped: Vec::new(), posts: 0, took_ms: 0 }
    }

    /// How many were dropped for this reason.
    pub fn dropped_for(&self, reason: Reason) -> usize {
        self.dropped.iter().filter(|(_, why)| *why == reason).count()
    }
}

/// For a log: `9,500 delivered, 500 gone, 2 dropped (2 throttled), by 10,000 posts in 1,204 ms`.
impl<C> fmt::Display for Report<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |of: usize| Unit::Count.show(of as u64);
        let (delivered, gone) = (count(self.delivered), count(self.gone.len()));
        write!(f, "{delivered} delivered, {gone} gone, {} dropped", count(self.dropped.len()))?;
        let reasons = Reason::ALL.iter().map(|reason| (self.dropped_for(*reason), reason));
        let reasons: Vec<_> = reasons
            .filter(|(times, _)| *times > 0)
            .map(|(times, reason)| {
                format!("{} {}", count(times), reason.as_str().replace('_', " "))
            })
            .collect();
        if !reasons.is_empty() {
            write!(f, " ({})", reasons.join(", "))?;
        }
        let (posts, ms) = (Unit::Count.show(self.posts), Unit::Count.show(self.took_ms));
        write!(f, ", by {posts} posts in {ms} ms")
    }
}
