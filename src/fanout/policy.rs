//! How much may be tried, how fast and for how long.

facts! {
    /// How many posts are under way at once, at most. A throttled one halves the number, and each time
    /// that as many were delivered as may be under way, it grows by one. At 10 ms a post, 100 are the
    /// 10,000 a second that the gateway allows an account.
    CONCURRENCY: Count = 100;
    /// After so many throttled posts to one connection, the frame is dropped there.
    THROTTLED_POSTS: Count = 10;
    /// After so many posts to one connection that failed, the frame is dropped there.
    FAILED_POSTS: Count = 4;
    /// After so many posts to one connection that were denied, the frame is dropped everywhere: it is
    /// the sender who is denied.
    DENIED_POSTS: Count = 2;
    /// From which window the first retry is drawn; it doubles with each further one.
    BACKOFF_FIRST_MS: Milliseconds = 100;
    /// The widest window of a retry.
    BACKOFF_MOST_MS: Milliseconds = 5000;
    /// How long after the first post the last may begin. Clients fetch what they see after a
    /// reconnect, so an event that is late by more is of little use.
    BUDGET_MS: Milliseconds = 30_000;
}

/// How much may be tried, how fast and for how long. The default has the number of the constant of
/// the same name; a number beyond its range counts as the nearest in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "codegen", derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema))]
#[cfg_attr(feature = "codegen", serde(rename_all = "camelCase", deny_unknown_fields))]
#[non_exhaustive]
pub struct Policy {
    /// How many posts are under way at once, at most; 1 to 10,000.
    pub concurrency: u32,
    /// After so many throttled posts to one connection, the frame is dropped there; 1 to 255.
    pub throttled_posts: u8,
    /// After so many posts to one connection that failed, the frame is dropped there; 1 to 255.
    pub failed_posts: u8,
    /// After so many posts to one connection that were denied, the frame is dropped everywhere; 1 to
    /// 255.
    pub denied_posts: u8,
    /// From which window the first retry is drawn, in milliseconds; 1 to 3,600,000.
    pub backoff_first_ms: u64,
    /// The widest window of a retry, in milliseconds; 1 to 3,600,000.
    pub backoff_most_ms: u64,
    /// How long after the first post the last may begin, in milliseconds; 1 to 3,600,000.
    pub budget_ms: u64,
}

/// The longest time of a policy, an hour.
const LONGEST_MS: u64 = 3_600_000;
/// The most posts under way of a policy: as many as the gateway takes in a second.
const MOST: u32 = crate::gateway::MAX_POSTS_PER_SECOND as u32;

impl Default for Policy {
    fn default() -> Self {
        Policy {
            concurrency: CONCURRENCY as u32,
            throttled_posts: THROTTLED_POSTS as u8,
            failed_posts: FAILED_POSTS as u8,
            denied_posts: DENIED_POSTS as u8,
            backoff_first_ms: BACKOFF_FIRST_MS,
            backoff_most_ms: BACKOFF_MOST_MS,
            budget_ms: BUDGET_MS,
        }
    }
}

macro_rules! policy_setters {
    ($($setter:ident: $field:ident: $type:ty,)+) => {
        impl Policy {
            $(
                #[doc = concat!("Sets [`", stringify!($field), "`](field@Self::", stringify!($field), ").")]
                #[must_use]
                pub fn $setter(mut self, $field: $type) -> Self {
                    self.$field = $field;
                    self
                }
            )+
        }
    };
}

policy_setters! {
    with_concurrency: concurrency: u32,
    with_throttled_posts: throttled_posts: u8,
    with_failed_posts: failed_posts: u8,
    with_denied_posts: denied_posts: u8,
    with_backoff_first_ms: backoff_first_ms: u64,
    with_backoff_most_ms: backoff_most_ms: u64,
    with_budget_ms: budget_ms: u64,
}

impl Policy {
    /// With each number in its range.
    pub(super) fn in_range(self) -> Self {
        Policy {
            concurrency: self.concurrency.clamp(1, MOST),
            throttled_posts: self.throttled_posts.max(1),
            failed_posts: self.failed_posts.max(1),
            denied_posts: self.denied_posts.max(1),
            backoff_first_ms: self.backoff_first_ms.clamp(1, LONGEST_MS),
            backoff_most_ms: self.backoff_most_ms.clamp(1, LONGEST_MS),
            budget_ms: self.budget_ms.clamp(1, LONGEST_MS),
        }
    }
}
