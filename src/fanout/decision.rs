//! What to do about one connection after one post: a function of the policy and of numbers.

use super::outcome::{Posted, Rule};
use super::policy::Policy;
use super::report::Reason;

/// What to do about a connection after a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "codegen", derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema))]
#[cfg_attr(
    feature = "codegen",
    serde(
        tag = "do",
        rename_all = "snake_case",
        rename_all_fields = "camelCase",
        deny_unknown_fields
    )
)]
pub enum Decision {
    /// Nothing: it has the frame.
    Done,
    /// Delete its row.
    Forget,
    /// Post the same frame again.
    Retry {
        /// How long from now, in milliseconds.
        after_ms: u64,
    },
    /// Leave it: it does not get this frame, and its row stays.
    Drop {
        /// Why.
        reason: Reason,
    },
    /// Leave it and all that still wait.
    Stop {
        /// Why.
        reason: Reason,
    },
}

/// What to do after a post, of whose connection so many posts ended alike before, with so many
/// milliseconds of the budget left. The random number draws the delay.
///
/// The delay of a retry is drawn evenly from a window (full jitter): the first of the policy, doubled
/// with each post that ended alike before, up to the widest, and no wider than what is left of the
/// budget. What the answer asks to wait at least comes on top; where that leads beyond the budget, there
/// is no retry.
///
/// ```
/// use purposepath_realtime::fanout::{Decision, Policy, Posted, Reason, decide};
///
/// let policy = Policy::default();
/// let middle = 1 << 31;
/// // Throttled for the first time: half of 100 ms.
/// let throttled = Posted::of_status(429);
/// assert_eq!(decide(&policy, throttled, 0, 30_000, middle), Decision::Retry { after_ms: 50 });
/// // The tenth time is the last.
/// let dropped = Decision::Drop { reason: Reason::Throttled };
/// assert_eq!(decide(&policy, throttled, 9, 30_000, middle), dropped);
/// ```
pub fn decide(
    policy: &Policy,
    posted: Posted,
    before: u32,
    left_ms: u64,
    random_u32: u32,
) -> Decision {
    let policy = policy.in_range();
    let Posted { outcome, retry_after_ms } = posted;
    let rule = outcome.rule();
    let Some(reason) = outcome.reason() else {
        return if rule == Rule::Forget { Decision::Forget } else { Decision::Done };
    };
    let most = match reason {
        Reason::Throttled => policy.throttled_posts,
        Reason::Denied => policy.denied_posts,
        _ => policy.failed_posts,
    };
    let is_last = before.saturating_add(1) >= u32::from(most);
    match rule {
        Rule::Stop => Decision::Stop { reason },
        Rule::RetryOrStop if is_last => Decision::Stop { reason },
        Rule::RetryOrDrop if is_last => Decision::Drop { reason },
        Rule::RetryOrStop | Rule::RetryOrDrop => {
            match delay(&policy, before, retry_after_ms.unwrap_or(0), left_ms, random_u32) {
                Some(after_ms) => Decision::Retry { after_ms },
                None => Decision::Drop { reason: Reason::OutOfTime },
            }
        }
        _ => Decision::Drop { reason },
    }
}

/// At least 1 ms, and below what is left; `None` if nothing is.
fn delay(
    policy: &Policy,
    before: u32,
    least_ms: u64,
    left_ms: u64,
    random_u32: u32,
) -> Option<u64> {
    let room = left_ms.checked_sub(least_ms).filter(|room| *room > 1)?;
    // Wider than an hour no window gets: 22 doublings of a millisecond are more.
    let doubled = policy.backoff_first_ms << before.min(22);
    let window = doubled.min(policy.backoff_most_ms).min(room);
    let drawn = (u64::from(random_u32) * window) >> 32;
    Some(least_ms + drawn.max(1))
}
