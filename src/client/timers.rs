//! The timers that run, and the clock that they run by.

use std::num::NonZeroU32;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::time::Instant;

use super::config::WallClock;
use crate::connection::{Generation, TimerId};

/// The time of day may run ahead of tokio's clock by less than this without a sleep: the two are not
/// read in the same moment.
const NO_SLEEP: Duration = Duration::from_secs(1);

/// Unix milliseconds at the start, and from then on a clock that never jumps back. Tokio's clock stands
/// still while the machine is asleep, the time of day does not: this one goes by both.
pub struct Clock {
    scale: u32,
    wall: WallClock,
    start_ms: u64,
    start: Instant,
    /// For how long tokio's clock stood still.
    stood_still: Duration,
    /// Both clocks when they were last compared.
    looked: (Instant, SystemTime),
}

impl Clock {
    pub fn new(wall: WallClock, scale: NonZeroU32) -> Self {
        let looked = (Instant::now(), wall());
        let start_ms = looked.1.duration_since(UNIX_EPOCH).map_or(0, millis);
        let stood_still = Duration::ZERO;
        Clock { scale: scale.get(), wall, start_ms, start: looked.0, stood_still, looked }
    }

    pub fn now_ms(&self) -> u64 {
        let passed = self.start.elapsed().saturating_add(self.stood_still);
        self.start_ms.saturating_add(millis(passed.saturating_mul(self.scale)))
    }

    /// The moment at which this many milliseconds of this clock will have passed.
    pub fn after(&self, ms: u64) -> Instant {
        Instant::now() + Duration::from_millis(ms) / self.scale
    }

    /// How many milliseconds passed since the last call; the scale does not count. A sleep is part of
    /// what `now_ms` says from this call on.
    pub fn gap_ms(&mut self) -> u64 {
        let (now, wall) = (Instant::now(), (self.wall)());
        let (last, last_wall) = std::mem::replace(&mut self.looked, (now, wall));
        let passed = now - last;
        let ahead = wall.duration_since(last_wall).unwrap_or_default().saturating_sub(passed);
        let slept = if ahead < NO_SLEEP { Duration::ZERO } else { ahead };
        self.stood_still = self.stood_still.saturating_add(slept);
        millis(passed.saturating_add(slept))
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// At most one of each timer.
#[derive(Default)]
pub struct Timers([Option<(Instant, Generation)>; TimerId::ALL.len()]);

impl Timers {
    pub fn set(&mut self, id: TimerId, at: Instant, generation: Generation) {
        self.0[id as usize] = Some((at, generation));
    }

    pub fn clear(&mut self, id: TimerId) {
        self.0[id as usize] = None;
    }

    /// When the next runs out.
    pub fn next(&self) -> Option<Instant> {
        self.0.iter().flatten().map(|(at, _)| *at).min()
    }

    /// Takes one that has run out, the earliest first.
    pub fn take_due(&mut self) -> Option<(TimerId, Generation)> {
        let now = Instant::now();
        let due = TimerId::ALL.iter().copied().filter_map(|id| {
            self.0[id as usize].filter(|(at, _)| *at <= now).map(|(at, _)| (at, id))
        });
        let (_, id) = due.min_by_key(|(at, _)| *at)?;
        let (_, generation) = self.0[id as usize].take()?;
        Some((id, generation))
    }
}
