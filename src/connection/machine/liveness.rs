//! Whether the socket is alive: what is known of the server, which probe is open, and what silence
//! means. Only the numbers are here; what follows from them stands in the table.

use crate::connection::guard::Guard;
use crate::connection::probe::{ProbeCause, ProbeKind};
use crate::connection::timing::{
    ANSWER_WINDOW_MS, PROBE_AFTER_SLEEP_MS, PROBE_DEAF_MS, PROBE_LATE_MS, PROBE_TIMEOUT_MS,
    REOPEN_AFTER_SLEEP_MS, SERVER_PINGS_COUNT, SILENCE_BY_CONTROL_MS, SILENCE_MS,
};

/// What is known of how the server treats a `ping`; kept over reconnects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Knowledge {
    Unknown,
    Answers,
    Mute,
}

/// A probe that waits for a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Probe {
    pub cause: ProbeCause,
    pub sent_at_ms: u64,
    /// Whether it was sent once more.
    pub is_repeated: bool,
    /// Whether it stands for one whose timer was late.
    pub was_late: bool,
}

impl Probe {
    pub const fn new(cause: ProbeCause, now_ms: u64) -> Self {
        Probe { cause, sent_at_ms: now_ms, is_repeated: false, was_late: false }
    }

    /// When its time is over.
    pub const fn due_ms(&self) -> u64 {
        self.sent_at_ms.saturating_add(PROBE_TIMEOUT_MS)
    }

    /// Whether a frame that is heard now may have been buffered before it.
    const fn is_deaf(&self, now_ms: u64) -> bool {
        matches!(self.cause, ProbeCause::Wake)
            && now_ms >= self.sent_at_ms
            && now_ms - self.sent_at_ms < PROBE_DEAF_MS
    }
}

/// When the last pings were sent that nothing answered, the oldest first. As many as the probes of a
/// quick succession of wakes are enough: beyond, the oldest is forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pings {
    sent_at_ms: [u64; Pings::MOST],
    len: usize,
}

impl Pings {
    const MOST: usize = 8;
    const NONE: Pings = Pings { sent_at_ms: [0; Pings::MOST], len: 0 };

    pub fn note(&mut self, now_ms: u64) {
        if self.len == Pings::MOST {
            self.take(1);
        }
        self.sent_at_ms[self.len] = now_ms;
        self.len += 1;
    }

    /// How many of the oldest are too old to be answered.
    fn expired(&self, now_ms: u64) -> usize {
        let sent = &self.sent_at_ms[..self.len];
        sent.iter().take_while(|at| now_ms.saturating_sub(**at) > ANSWER_WINDOW_MS).count()
    }

    /// The oldest that an answer is matched with.
    fn oldest(&self, now_ms: u64) -> Option<u64> {
        self.sent_at_ms[..self.len].get(self.expired(now_ms)).copied()
    }

    /// Forgets so many of the oldest.
    fn take(&mut self, count: usize) {
        self.sent_at_ms.copy_within(count..self.len, 0);
        self.len -= count;
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Liveness {
    pub kind: ProbeKind,
    known: Knowledge,
    pub is_hidden: bool,
    heard_at_ms: u64,
    /// Events `ping` on the present socket.
    pub server_pings: u64,
    pub pings: Pings,
    pub open: Option<Probe>,
    /// When the timer `probe` is due.
    pub timer_due_ms: u64,
    /// First probes of a connection, and verdicts too soon after another, that nothing was heard
    /// after, without a frame between them.
    silent_in_a_row: u32,
    /// When a socket was last given up because of silence.
    silent_at_ms: Option<u64>,
    /// The end of a rate limit.
    pub quiet_until_ms: u64,
}

impl Liveness {
    pub const fn new(kind: ProbeKind) -> Self {
        Liveness {
            kind,
            known: Knowledge::Unknown,
            is_hidden: false,
            heard_at_ms: 0,
            server_pings: 0,
            pings: Pings::NONE,
            open: None,
            timer_due_ms: 0,
            silent_in_a_row: 0,
            silent_at_ms: None,
            quiet_until_ms: 0,
        }
    }

    /// Forgets all but what is so of the page.
    pub fn forget(&mut self) {
        *self = Liveness { is_hidden: self.is_hidden, ..Liveness::new(self.kind) };
    }

    /// A connection begins.
    pub fn enter(&mut self, now_ms: u64) {
        self.heard_at_ms = now_ms;
        self.server_pings = 0;
        self.pings = Pings::NONE;
        self.quiet_until_ms = 0;
    }

    /// Whether silence means something: the server answers, or it sends pings of its own.
    pub fn answers(&self) -> bool {
        self.kind == ProbeKind::Control
            || self.known == Knowledge::Answers
            || self.server_pings >= SERVER_PINGS_COUNT
    }

    /// How long a silence is probed, and how far apart reopenings because of silence are.
    const fn limit_ms(&self) -> u64 {
        match self.kind {
            ProbeKind::Message => SILENCE_MS,
            ProbeKind::Control => SILENCE_BY_CONTROL_MS,
        }
    }

    /// How long until a silence is long, rate limits counted.
    pub fn rest_of_silence(&self, now_ms: u64) -> u64 {
        // A clock that has jumped back must not hold the probe up.
        let rest = (self.heard_at_ms.saturating_add(self.limit_ms()).saturating_sub(now_ms))
            .min(self.limit_ms());
        rest.max(self.quiet_until_ms.saturating_sub(now_ms))
    }

    /// A clock that has jumped back must not make the last frame a coming one.
    pub fn heard_by(&mut self, now_ms: u64) {
        self.heard_at_ms = self.heard_at_ms.min(now_ms);
    }

    /// Whether a keep-alive that is sent now is a probe.
    pub fn ping_is_probe(&self) -> bool {
        self.kind == ProbeKind::Message && self.answers() && self.open.is_none()
    }

    /// Whether the open probe is sent once more before its verdict.
    pub fn repeats(&self) -> bool {
        self.kind == ProbeKind::Message
            && self.answers()
            && self.open.is_some_and(|probe| !probe.is_repeated)
    }

    /// Something was heard; true if an open probe ends by it.
    pub fn hear(&mut self, now_ms: u64) -> bool {
        self.heard_at_ms = now_ms;
        self.silent_in_a_row = 0;
        let ends = self.open.is_some_and(|probe| !probe.is_deaf(now_ms));
        if ends {
            self.open = None;
        }
        ends
    }

    /// An answer came. It belongs to the oldest ping that waits for one; a late one says nothing.
    pub fn take_answer(&mut self, now_ms: u64) {
        if self.would_answer(now_ms) {
            self.known = Knowledge::Answers;
        }
        let count = self.pings.expired(now_ms) + 1;
        self.pings.take(count.min(self.pings.len));
    }

    /// Whether an answer now would be one to a ping that is not long ago.
    fn would_answer(&self, now_ms: u64) -> bool {
        let oldest = self.pings.oldest(now_ms);
        oldest.is_some_and(|at| now_ms.saturating_sub(at) <= PROBE_TIMEOUT_MS)
    }

    pub fn give_up(&mut self, now_ms: u64) {
        self.silent_in_a_row += u32::from(self.is_of_entry());
        self.silent_at_ms = Some(now_ms);
    }

    /// Ends the probe; how long until the socket may be given up again.
    pub fn tolerate(&mut self, now_ms: u64) -> u64 {
        self.silent_in_a_row += 1;
        self.open = None;
        self.rest_of_limit(now_ms)
    }

    pub fn take_for_mute(&mut self) {
        self.open = None;
        self.known = Knowledge::Mute;
    }

    fn is_of_entry(&self) -> bool {
        self.open.is_some_and(|probe| probe.cause == ProbeCause::Entry)
    }

    fn rest_of_limit(&self, now_ms: u64) -> u64 {
        let Some(at_ms) = self.silent_at_ms else { return 0 };
        self.limit_ms().saturating_sub(now_ms.saturating_sub(at_ms))
    }

    fn is_long_silent(&self, now_ms: u64) -> bool {
        self.rest_of_silence(now_ms) == 0
    }

    /// Whether silence is watched for now, and not asked about already.
    fn watches(&self) -> bool {
        self.answers() && !self.is_hidden && self.open.is_none()
    }

    /// What the timer of an open probe means.
    fn verdict(&self, probe: Probe, now_ms: u64) -> Guard {
        if !probe.was_late && now_ms.saturating_sub(self.timer_due_ms) > PROBE_LATE_MS {
            return Guard::ProbeLate;
        }
        if self.repeats() && now_ms < probe.due_ms() {
            return Guard::ProbeUnanswered;
        }
        if probe.cause == ProbeCause::Wake {
            return Guard::SilentGone;
        }
        let is_second = self.is_of_entry() && self.silent_in_a_row > 0;
        if !self.answers() || (is_second && self.kind == ProbeKind::Message) {
            return Guard::SilentMute;
        }
        if self.rest_of_limit(now_ms) > 0 { Guard::SilentAgain } else { Guard::SilentGone }
    }

    /// Whether what a row demands of the liveness holds.
    pub fn holds(&self, guard: Guard, asleep_ms: u64, now_ms: u64) -> bool {
        let in_silence = self.watches() && self.is_long_silent(now_ms);
        match guard {
            Guard::Asleep => (PROBE_AFTER_SLEEP_MS..REOPEN_AFTER_SLEEP_MS).contains(&asleep_ms),
            Guard::AwakeInSilence => asleep_ms < PROBE_AFTER_SLEEP_MS && in_silence,
            Guard::Awake => asleep_ms < PROBE_AFTER_SLEEP_MS && !in_silence,
            Guard::Answers => self.would_answer(now_ms),
            Guard::AnswersNothing => !self.would_answer(now_ms),
            Guard::SilenceLong => in_silence,
            Guard::SilenceShort => self.watches() && !in_silence,
            Guard::SilenceMoot => !self.watches(),
            Guard::ProbeUnsent => self.open.is_none(),
            verdict => self.open.is_some_and(|probe| self.verdict(probe, now_ms) == verdict),
        }
    }
}
