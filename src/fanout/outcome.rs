//! How a post may end, and what follows: one row an outcome.

use super::report::Reason;

/// An outcome, as its row describes it.
#[derive(Debug)]
#[non_exhaustive]
pub struct OutcomeRow {
    /// The outcome.
    pub outcome: Outcome,
    /// The HTTP statuses that mean it, from and to; of `refused`, what no other row has.
    pub statuses: &'static [(u16, u16)],
    /// What follows.
    pub rule: Rule,
    /// What it means, in Markdown.
    pub doc: &'static str,
}

closed_enum! {
    /// What follows from an outcome.
    #[non_exhaustive]
    pub enum Rule {
        /// The connection has the frame.
        Done = "done",
        /// The row of the connection is deleted.
        Forget = "forget",
        /// The frame is dropped at this connection.
        Drop = "drop",
        /// The frame is dropped at this connection and at all that still wait.
        Stop = "stop",
        /// It is tried again after a while; too often, and the frame is dropped there.
        RetryOrDrop = "retry_or_drop",
        /// It is tried again after a while; too often, and the frame is dropped at all that still wait.
        RetryOrStop = "retry_or_stop",
    }
}

macro_rules! outcomes {
    ($(
        $(#[doc = $doc:literal])+
        $outcome:ident = $text:literal [$(($from:literal, $to:literal)),*] $rule:ident;
    )+) => {
        closed_enum! {
            /// How a post ended.
            #[non_exhaustive]
            pub enum Outcome {
                $($(#[doc = $doc])+ $outcome = $text,)+
            }
        }

        /// Every outcome, one row each.
        pub static OUTCOMES: &[OutcomeRow] = &[$(OutcomeRow {
            outcome: Outcome::$outcome,
            statuses: &[$(($from, $to)),*],
            rule: Rule::$rule,
            doc: concat!($($doc, "\n"),+),
        }),+];

        impl Outcome {
            /// What follows from it.
            pub const fn rule(self) -> Rule {
                match self {
                    $(Outcome::$outcome => Rule::$rule,)+
                }
            }
        }
    };
}

outcomes! {
    /// Handed to the connection; not that anybody read it.
    Delivered = "delivered" [(200, 299)] Done;
    /// The connection is gone: routine.
    Gone = "gone" [(410, 410)] Forget;
    /// The frame is over the limit: a bug, and the same at each connection.
    TooLarge = "too_large" [(413, 413)] Stop;
    /// Too many calls of the account.
    Throttled = "throttled" [(429, 429)] RetryOrDrop;
    /// The signature or a permission is wrong: it is the sender who is denied.
    Denied = "denied" [(401, 401), (403, 403)] RetryOrStop;
    /// The gateway failed, or did not answer in time; the frame may have arrived, and a repeat has the
    /// same `eventId`.
    Failed = "failed" [(408, 408), (500, 599)] RetryOrDrop;
    /// The call is wrong: the id is none that the gateway gives, or the stage is another.
    Refused = "refused" [] Drop;
}

impl Outcome {
    /// The outcome that a status means.
    pub fn of_status(status: u16) -> Self {
        let has = |row: &&OutcomeRow| {
            row.statuses.iter().any(|(from, to)| (*from..=*to).contains(&status))
        };
        OUTCOMES.iter().find(has).map_or(Outcome::Refused, |row| row.outcome)
    }

    /// Why a frame is dropped after it, where it can be.
    pub(super) const fn reason(self) -> Option<Reason> {
        match self {
            Outcome::Delivered | Outcome::Gone => None,
            Outcome::TooLarge => Some(Reason::TooLarge),
            Outcome::Throttled => Some(Reason::Throttled),
            Outcome::Denied => Some(Reason::Denied),
            Outcome::Failed => Some(Reason::Failed),
            Outcome::Refused => Some(Reason::Refused),
        }
    }
}

/// What came of a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Posted {
    /// How it ended.
    pub outcome: Outcome,
    /// How long to wait at least before it is tried again, in milliseconds, if the answer says so: the
    /// header `Retry-After`, which has seconds.
    pub retry_after_ms: Option<u64>,
}

impl Posted {
    /// The gateway answered with this HTTP status.
    pub fn of_status(status: u16) -> Self {
        Outcome::of_status(status).into()
    }

    /// Sets [`retry_after_ms`](field@Self::retry_after_ms).
    #[must_use]
    pub fn with_retry_after_ms(mut self, ms: impl Into<Option<u64>>) -> Self {
        self.retry_after_ms = ms.into();
        self
    }
}

/// An outcome of which nothing else is known; `Failed` of a post that was not answered.
impl From<Outcome> for Posted {
    fn from(outcome: Outcome) -> Self {
        Posted { outcome, retry_after_ms: None }
    }
}
