//! The mock's clock: it runs faster, slower or not at all, and can be put forward. Never back.

use std::pin::pin;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use crate::value::Timestamp;

#[derive(Debug)]
pub(super) struct Clock {
    state: Mutex<State>,
    /// It was moved, or its pace changed.
    changed: Notify,
}

#[derive(Clone, Copy, Debug)]
struct State {
    /// What the clock showed, in Unix milliseconds, at a real moment.
    shown_ms: f64,
    at: Instant,
    scale: f64,
}

impl State {
    fn now_ms(&self) -> f64 {
        self.shown_ms + self.at.elapsed().as_secs_f64() * 1000.0 * self.scale
    }
}

impl Clock {
    pub fn new(start: Option<Timestamp>, scale: f64) -> Self {
        let start = start.unwrap_or_else(Timestamp::now).unix_millis().max(0);
        let state = State { shown_ms: start as f64, at: Instant::now(), scale };
        Clock { state: Mutex::new(state), changed: Notify::new() }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The time in Unix milliseconds.
    pub fn now_ms(&self) -> u64 {
        (self.state().now_ms() as u64).min(Timestamp::MAX.unix_millis().unsigned_abs())
    }

    pub fn now(&self) -> Timestamp {
        timestamp(self.now_ms())
    }

    pub fn scale(&self) -> f64 {
        self.state().scale
    }

    /// How long it really takes until the clock shows this; `None` if it stands.
    pub fn until(&self, ms: u64) -> Option<Duration> {
        let state = *self.state();
        let rest = ms as f64 - state.now_ms();
        if rest <= 0.0 {
            return Some(Duration::ZERO);
        }
        // A day at most, for a clock that hardly moves: whoever waits looks again.
        (state.scale > 0.0)
            .then(|| Duration::from_secs_f64((rest / state.scale / 1000.0).min(86_400.0)))
    }

    /// Waits until the clock shows this.
    pub async fn sleep_until(&self, ms: u64) {
        loop {
            let mut changed = pin!(self.changed.notified());
            changed.as_mut().enable();
            match self.until(ms) {
                Some(Duration::ZERO) => return,
                Some(wait) => drop(tokio::time::timeout(wait, changed).await),
                None => changed.await,
            }
        }
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state());
        self.changed.notify_waiters();
    }

    pub fn advance(&self, by: Duration) {
        self.change(|state| state.shown_ms += by.as_secs_f64() * 1000.0);
    }

    pub fn set_scale(&self, scale: f64) {
        self.change(|state| {
            *state = State { shown_ms: state.now_ms(), at: Instant::now(), scale };
        });
    }

    /// As it was at the start.
    pub fn reset(&self, start: Option<Timestamp>, scale: f64) {
        let fresh = *Clock::new(start, scale).state();
        self.change(|state| *state = fresh);
    }
}

pub(super) fn timestamp(ms: u64) -> Timestamp {
    let ms = i64::try_from(ms).unwrap_or(i64::MAX);
    Timestamp::from_unix_millis(ms).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: u64 = 1_762_180_200_000;

    #[test]
    fn a_clock_that_stands_moves_by_hand_alone() {
        let clock = Clock::new(Some(timestamp(START)), 0.0);
        assert_eq!((clock.now_ms(), clock.until(START + 1)), (START, None));
        clock.advance(Duration::from_millis(1));
        assert_eq!((clock.now_ms(), clock.until(START + 1)), (START + 1, Some(Duration::ZERO)));
        clock.reset(Some(timestamp(START)), 0.0);
        assert_eq!(clock.now_ms(), START);
    }

    #[tokio::test]
    async fn who_waits_for_a_clock_that_stands_is_woken_when_it_is_moved() {
        let clock = Clock::new(Some(timestamp(START)), 0.0);
        clock.sleep_until(START).await;
        let moved = async {
            clock.advance(Duration::from_millis(1));
            clock.advance(Duration::from_millis(1));
        };
        tokio::join!(clock.sleep_until(START + 2), moved);
    }

    #[test]
    fn a_faster_clock_makes_waits_shorter() {
        let clock = Clock::new(Some(timestamp(START)), 60.0);
        let wait = clock.until(START + 60_000).expect("it runs");
        assert!(wait <= Duration::from_secs(1), "{wait:?}");
        clock.set_scale(1.0);
        assert!(clock.until(START + 120_000).expect("it runs") > Duration::from_secs(1));
    }
}
