//! How long to wait before the next attempt: full jitter in exact integers, the same in every
//! language. The random number is an argument.

use super::timing::{
    BACKOFF_MIN_MS, MAX_RETRY_AFTER_MS, ONLINE_WINDOW_MS, SLOW_BACKOFF_ATTEMPT,
    SLOW_BACKOFF_MIN_MS, SPREAD_WINDOW_MS,
};

/// The window of each attempt in milliseconds; beyond, the last. The delay is drawn evenly from the
/// whole window (full jitter). The plateau is what brings the tail of a storm and of a half-minute
/// outage back: whoever was refused four or five times still asks twice in the time that the next
/// doubling would make it wait.
pub const BACKOFF_WINDOWS_MS: &[u64] =
    &[1000, 2000, 4000, 8000, 8000, 8000, 8000, 8000, 16_000, 30_000];

closed_enum! {
    /// From which window the delay is drawn.
    #[non_exhaustive]
    pub enum Window {
        /// 1, 2 and 4 s, 8 s five times, 16 s, then 30 s.
        Retry = "retry",
        /// The same, but 5 s at the first attempt: many clients are affected at once.
        Spread = "spread",
        /// That of the fourth attempt or a later one, added to the shortest delay of a slow backoff.
        /// Added, because whoever draws less than a shortest delay would wait exactly so long, and
        /// most of the clients that were sent away together would come back in one millisecond.
        Slow = "slow",
        /// 1 s, and no attempt is counted: the network is back.
        Online = "online",
    }
}

impl Window {
    /// The delay in milliseconds and the count of attempts after it, from the count before it.
    pub fn delay(self, attempt: u32, retry_after_ms: Option<u64>, random_u32: u32) -> (u64, u32) {
        match self {
            Window::Retry => (jitter(window(attempt), random_u32), attempt.saturating_add(1)),
            Window::Spread if attempt == 0 => (jitter(SPREAD_WINDOW_MS, random_u32), 1),
            Window::Spread => Window::Retry.delay(attempt, retry_after_ms, random_u32),
            Window::Slow => {
                let attempt = attempt.max(SLOW_BACKOFF_ATTEMPT as u32);
                let asked = retry_after_ms.unwrap_or(0).min(MAX_RETRY_AFTER_MS);
                let shortest = asked.max(SLOW_BACKOFF_MIN_MS);
                (shortest + jitter(window(attempt), random_u32), attempt.saturating_add(1))
            }
            Window::Online => (jitter(ONLINE_WINDOW_MS, random_u32), attempt),
        }
    }
}

fn window(attempt: u32) -> u64 {
    BACKOFF_WINDOWS_MS[(attempt as usize).min(BACKOFF_WINDOWS_MS.len() - 1)]
}

/// `max(100, (random × ceil) >> 32)`.
fn jitter(ceil: u64, random_u32: u32) -> u64 {
    scale(ceil, random_u32).max(BACKOFF_MIN_MS)
}

/// A random number below a bound: `(random × bound) >> 32`. JavaScript computes the same, exactly,
/// as `Math.floor(random * bound / 2 ** 32)`, because the product stays below 2^53.
pub(super) const fn scale(bound: u64, random_u32: u32) -> u64 {
    (random_u32 as u64 * bound) >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    const HALF: u32 = 1 << 31;

    #[test]
    fn the_window_grows_with_a_plateau_up_to_its_widest() {
        let delays: Vec<u64> = (0..11).map(|at| Window::Retry.delay(at, None, HALF).0).collect();
        let plateau = [4000; 5];
        assert_eq!(delays[..3], [500, 1000, 2000]);
        assert_eq!(delays[3..8], plateau);
        assert_eq!(delays[8..], [8000, 15_000, 15_000]);
        assert_eq!(Window::Retry.delay(u32::MAX, None, HALF), (15_000, u32::MAX));
    }

    #[test]
    fn the_ends_of_the_random_numbers_stay_within_the_window() {
        assert_eq!(Window::Retry.delay(0, None, 0), (100, 1));
        assert_eq!(Window::Retry.delay(0, None, u32::MAX), (999, 1));
        assert_eq!(Window::Retry.delay(20, None, u32::MAX), (29_999, 21));
    }

    #[test]
    fn the_first_window_after_a_close_for_many_is_wide() {
        assert_eq!(Window::Spread.delay(0, None, u32::MAX), (4999, 1));
        assert_eq!(Window::Spread.delay(1, None, u32::MAX), (1999, 2));
    }

    #[test]
    fn a_slow_backoff_has_a_shortest_delay_and_spreads_beyond_it() {
        assert_eq!(Window::Slow.delay(0, None, 0), (5100, 4));
        assert_eq!(Window::Slow.delay(0, None, HALF), (9000, 4));
        assert_eq!(Window::Slow.delay(4, Some(60_000), HALF), (64_000, 5));
        assert_eq!(Window::Slow.delay(9, Some(u64::MAX), 0).0, MAX_RETRY_AFTER_MS + 100);
    }

    #[test]
    fn a_network_that_is_back_counts_no_attempt() {
        assert_eq!(Window::Online.delay(7, None, HALF), (500, 7));
    }
}
