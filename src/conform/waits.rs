//! How long each thing is waited for. With another time scale the server's clock runs faster, and
//! what the server itself waits for takes that much less.

use std::fmt;
use std::num::NonZeroU32;
use std::time::Duration;

use crate::gateway::IDLE_TIMEOUT_MS;

/// What is waited for.
#[derive(Clone, Copy)]
pub enum Wait {
    /// The handshake.
    Open,
    /// That a connection which was just opened stays.
    Settle,
    /// The answer to `auth`.
    Auth,
    /// The close after `auth.error`.
    RefusalCloses,
    /// The event that the trigger causes.
    Event,
    /// The same event on another connection, once it has come on one.
    Receiver,
    /// That nothing more comes.
    Quiet,
    /// An answer that must come.
    Answer,
    /// An answer that may come.
    MayAnswer,
    /// That a connection stays.
    Stays,
    /// That a connection is closed by the server.
    Close,
    /// That a connection without `auth` is closed.
    Deadline,
    /// That an idle connection is closed.
    Idle,
}

impl Wait {
    /// How long, in milliseconds of the server's clock; and whether the server waits for something by
    /// its clock, or only has to be quick.
    const fn row(self) -> (u64, Kind) {
        match self {
            Wait::Settle => (500, Kind::Moment),
            Wait::Open | Wait::Auth | Wait::Answer | Wait::Close => (10_000, Kind::Until),
            Wait::RefusalCloses | Wait::Receiver => (5_000, Kind::Until),
            Wait::Event => (30_000, Kind::Until),
            Wait::MayAnswer => (10_000, Kind::Watch),
            Wait::Quiet => (2_000, Kind::Watch),
            Wait::Stays => (3_000, Kind::Watch),
            Wait::Deadline => (15_000, Kind::Watch),
            // The gateway looks at idle connections from time to time.
            Wait::Idle => (IDLE_TIMEOUT_MS + 60_000, Kind::Until),
        }
    }
}

#[derive(Clone, Copy)]
enum Kind {
    /// It ends when what is waited for comes.
    Until,
    /// It is waited for to the end, if all is well.
    Watch,
    /// The same, and less than the server waits for the client to say something.
    Moment,
}

impl Kind {
    /// The least that is waited, really: a machine under load is no faster because its clock is.
    const fn least(self) -> Duration {
        match self {
            Kind::Until => Duration::from_secs(3),
            Kind::Watch => Duration::from_millis(200),
            Kind::Moment => Duration::ZERO,
        }
    }
}

/// The waits by one time scale.
#[derive(Clone, Copy)]
pub struct Waits(NonZeroU32);

impl Waits {
    pub fn new(time_scale: NonZeroU32) -> Self {
        Waits(time_scale)
    }

    pub fn of(self, wait: Wait) -> Bound {
        let (ms, kind) = wait.row();
        let whole = Duration::from_millis(ms);
        Bound((whole / self.0.get()).max(kind.least().min(whole)))
    }
}

/// How long is waited, for a clock and for a sentence.
#[derive(Clone, Copy)]
pub struct Bound(pub Duration);

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        span(self.0, f)
    }
}

/// `10 s`, `1 min 30 s`, `250 ms`.
fn span(duration: Duration, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let ms = duration.as_millis();
    match (ms / 60_000, ms % 60_000) {
        (0, ms) if ms < 1000 => write!(f, "{ms} ms"),
        (0, ms) if ms % 1000 == 0 => write!(f, "{} s", ms / 1000),
        (0, ms) => write!(f, "{}.{} s", ms / 1000, ms % 1000 / 100),
        (min, ms) if ms < 1000 => write!(f, "{min} min"),
        (min, ms) => write!(f, "{min} min {} s", ms / 1000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bound(wait: Wait, scale: u32) -> String {
        Waits::new(NonZeroU32::new(scale).unwrap()).of(wait).to_string()
    }

    #[test]
    fn a_faster_clock_shortens_what_the_server_waits_for() {
        assert_eq!(bound(Wait::Idle, 1), "11 min");
        assert_eq!(bound(Wait::Idle, 60), "11 s");
        assert_eq!(bound(Wait::Quiet, 8), "250 ms");
        assert_eq!(bound(Wait::Answer, 1), "10 s");
        assert_eq!(bound(Wait::Answer, 100), "3 s", "no machine is faster for it");
        assert_eq!(bound(Wait::Quiet, 100), "200 ms");
    }

    #[test]
    fn a_span_is_read_at_a_glance() {
        for (ms, text) in [(90_500, "1 min 30 s"), (1_250, "1.2 s"), (60_000, "1 min")] {
            assert_eq!(Bound(Duration::from_millis(ms)).to_string(), text);
        }
    }
}
