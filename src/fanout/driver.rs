//! Which connection is next, and when. Each is in one place at a time: waiting for its first post,
//! under way, waiting for a retry, or in the report.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::vec::IntoIter;

use super::decision::{Decision, decide};
use super::outcome::{Outcome, Posted};
use super::policy::Policy;
use super::report::{Reason, Report};

/// A frame on its way to many connections, of which `C` is the id, or whatever a service needs to post.
///
/// Times are milliseconds of any clock that does not go back; a time before an earlier one counts as
/// that. Random numbers are drawn evenly from all of `u32`.
///
/// ```
/// use purposepath_realtime::fanout::{Fanout, Next, Policy, Posted};
///
/// let mut fanout = Fanout::new(Policy::default(), ["a", "b", "c"], 0);
/// let mut now_ms = 0;
/// loop {
///     match fanout.next(now_ms) {
///         Next::Post(post) => {
///             let status = if *post.connection() == "b" { 410 } else { 200 };
///             fanout.outcome(post, Posted::of_status(status), now_ms, 0);
///         }
///         // An outcome, or this moment: whichever comes first.
///         Next::Wait { until_ms } => now_ms = until_ms.unwrap_or(now_ms),
///         Next::Finished => break,
///     }
/// }
/// let report = fanout.finish();
/// assert_eq!(report.to_string(), "2 delivered, 1 gone, 0 dropped, by 3 posts in 0 ms");
/// assert_eq!(report.gone, ["b"]);
/// ```
#[derive(Debug)]
pub struct Fanout<C> {
    policy: Policy,
    began_ms: u64,
    now_ms: u64,
    fresh: IntoIter<C>,
    retries: BinaryHeap<Reverse<Retry<C>>>,
    under_way: u32,
    pace: Pace,
    stopped: Option<Reason>,
    report: Report<C>,
}

/// What to do next.
#[derive(Debug)]
pub enum Next<C> {
    /// Post the frame to this connection, say what came of it with [`Fanout::outcome`], and ask again at
    /// once.
    Post(Post<C>),
    /// Wait for an outcome, or until this moment if there is one; then ask again.
    Wait {
        /// The moment.
        until_ms: Option<u64>,
    },
    /// Every connection has ended.
    Finished,
}

/// A post that is under way. It takes its place until its outcome is told: give it a time limit, and
/// tell [`Outcome::Failed`] after that.
#[derive(Debug)]
#[must_use = "a post whose outcome is never told keeps the fan-out from ending"]
pub struct Post<C> {
    connection: C,
    /// How many posts to this connection ended so before, by outcome.
    throttled: u8,
    denied: u8,
    failed: u8,
    number: u64,
}

impl<C> Post<C> {
    fn new(connection: C) -> Self {
        Post { connection, throttled: 0, denied: 0, failed: 0, number: 0 }
    }

    /// The connection.
    pub fn connection(&self) -> &C {
        &self.connection
    }

    /// Counts an outcome; says how many there were before.
    fn count(&mut self, outcome: Outcome) -> u32 {
        let times = match outcome {
            Outcome::Throttled => &mut self.throttled,
            Outcome::Denied => &mut self.denied,
            Outcome::Failed => &mut self.failed,
            _ => return 0,
        };
        let before = *times;
        *times = times.saturating_add(1);
        before.into()
    }
}

impl<C> Fanout<C> {
    /// A frame for these connections; its budget counts from now.
    pub fn new(policy: Policy, connections: impl IntoIterator<Item = C>, now_ms: u64) -> Self {
        let policy = policy.in_range();
        Fanout {
            policy,
            began_ms: now_ms,
            now_ms,
            fresh: connections.into_iter().collect::<Vec<_>>().into_iter(),
            retries: BinaryHeap::new(),
            under_way: 0,
            pace: Pace::new(policy.concurrency),
            stopped: None,
            report: Report::new(),
        }
    }

    /// What to do next.
    pub fn next(&mut self, now_ms: u64) -> Next<C> {
        self.now_ms = self.now_ms.max(now_ms);
        let reason = self.stopped.or((self.left_ms() == 0).then_some(Reason::OutOfTime));
        if let Some(reason) = reason {
            self.drop_waiting(reason);
        }
        let until_ms = match self.retries.peek() {
            _ if self.under_way >= self.pace.limit => None,
            Some(Reverse(retry)) if retry.at_ms <= self.now_ms => {
                let Reverse(retry) = self.retries.pop().expect("it was there");
                return self.post(retry.post);
            }
            retry => match self.fresh.next() {
                Some(connection) => return self.post(Post::new(connection)),
                None => retry.map(|Reverse(retry)| retry.at_ms),
            },
        };
        match (until_ms, self.under_way) {
            (None, 0) => Next::Finished,
            _ => Next::Wait { until_ms },
        }
    }

    fn post(&mut self, mut post: Post<C>) -> Next<C> {
        self.under_way += 1;
        self.report.posts += 1;
        post.number = self.report.posts;
        Next::Post(post)
    }

    /// Tells what came of a post, and says what became of its connection by that.
    pub fn outcome(
        &mut self,
        mut post: Post<C>,
        posted: impl Into<Posted>,
        now_ms: u64,
        random_u32: u32,
    ) -> Decision {
        self.now_ms = self.now_ms.max(now_ms);
        self.under_way = self.under_way.saturating_sub(1);
        let posted = posted.into();
        self.pace.take(posted.outcome, post.number, self.report.posts);
        let before = post.count(posted.outcome);
        let decision = decide(&self.policy, posted, before, self.left_ms(), random_u32);
        // After a stop there is no retry.
        let decision = match (decision, self.stopped) {
            (Decision::Retry { .. }, Some(reason)) => Decision::Drop { reason },
            (decision, _) => decision,
        };
        match decision {
            Decision::Done => self.report.delivered += 1,
            Decision::Forget => self.report.gone.push(post.connection),
            Decision::Retry { after_ms } => {
                let at_ms = self.now_ms.saturating_add(after_ms);
                self.retries.push(Reverse(Retry { at_ms, post }));
            }
            Decision::Drop { reason } => self.report.dropped.push((post.connection, reason)),
            Decision::Stop { reason } => {
                self.report.dropped.push((post.connection, reason));
                self.stopped.get_or_insert(reason);
            }
        }
        decision
    }

    /// How many posts are under way.
    pub fn under_way(&self) -> u32 {
        self.under_way
    }

    /// What became of the frame; connections that have not ended count as out of time, but those with a
    /// post under way are in no list.
    pub fn finish(mut self) -> Report<C> {
        self.drop_waiting(Reason::OutOfTime);
        self.report.took_ms = self.now_ms - self.began_ms;
        self.report
    }

    fn left_ms(&self) -> u64 {
        self.policy.budget_ms.saturating_sub(self.now_ms - self.began_ms)
    }

    fn drop_waiting(&mut self, reason: Reason) {
        let retries = self.retries.drain().map(|Reverse(retry)| retry.post.connection);
        self.report.dropped.extend(retries.chain(self.fresh.by_ref()).map(|it| (it, reason)));
    }
}

/// How many posts may be under way: half as many after one that was throttled, one more after each round
/// that was delivered. What was posted before a halving says nothing about the pace after it.
#[derive(Debug)]
struct Pace {
    most: u32,
    limit: u32,
    delivered: u32,
    /// The number of the last post before the last halving.
    halved_after: u64,
}

impl Pace {
    fn new(most: u32) -> Self {
        Pace { most, limit: most, delivered: 0, halved_after: 0 }
    }

    fn take(&mut self, outcome: Outcome, number: u64, posts: u64) {
        match outcome {
            Outcome::Throttled if number > self.halved_after => {
                *self = Pace {
                    limit: (self.limit / 2).max(1),
                    delivered: 0,
                    halved_after: posts,
                    ..*self
                };
            }
            Outcome::Delivered => {
                self.delivered += 1;
                if self.delivered >= self.limit {
                    self.limit = (self.limit + 1).min(self.most);
                    self.delivered = 0;
                }
            }
            _ => {}
        }
    }
}

/// A connection that waits for its next post; the earliest first, then the one that has waited longest.
#[derive(Debug)]
struct Retry<C> {
    at_ms: u64,
    post: Post<C>,
}

impl<C> Retry<C> {
    fn key(&self) -> (u64, u64) {
        (self.at_ms, self.post.number)
    }
}

impl<C> PartialEq for Retry<C> {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl<C> Eq for Retry<C> {}

impl<C> PartialOrd for Retry<C> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<C> Ord for Retry<C> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}
