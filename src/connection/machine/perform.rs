//! What a row does, carried out: actions, then leaving one state and entering the next.

use super::liveness::Probe;
use super::{Machine, Step, bit, max_refreshes};
use crate::connection::action::Action;
use crate::connection::backoff::scale;
use crate::connection::close::CLIENT_CLOSE_CODE;
use crate::connection::effect::{DiagnosticCode, Effect, ResyncCause};
use crate::connection::endpoint::Authentication;
use crate::connection::input::Input;
use crate::connection::probe::{ProbeCause, ProbeKind};
use crate::connection::snapshot::Reason;
use crate::connection::state::{Entry, State};
use crate::connection::timer::{Length, TimerId};
use crate::connection::timing::{
    KEEP_ALIVE_LATEST_MS, MAX_RETRY_AFTER_MS, MIN_OPEN_GAP_MS, PROBE_REPEAT_MS, PROBE_TIMEOUT_MS,
};
use crate::connection::trigger::ErrorKind;
use crate::error_code::ErrorCode;

impl Machine {
    pub(super) fn act(&mut self, action: Action, step: &mut Step<'_>) {
        match action {
            Action::Reset => {
                (self.attempt, self.refreshes, self.suspects) = (0, 0, 0);
                self.force = false;
                self.reason = None;
            }
            Action::Forget => {
                self.liveness.forget();
                self.close_code = None;
            }
            // Read by whoever moves.
            Action::AtOnce => {}
            Action::Refresh => {
                self.force = true;
                self.refreshes += 1;
                self.again = true;
            }
            Action::DoubtToken => {
                if self.authentication == Authentication::Query
                    && self.state == State::Opening
                    && self.refreshes < max_refreshes()
                {
                    self.act(Action::Refresh, step);
                }
            }
            Action::TokenTaken => self.force = false,
            Action::CountSuspect => self.suspects += 1,
            Action::Wait(window) => {
                let (delay, attempt) =
                    window.delay(self.attempt, step.retry_after_ms, step.random_u32);
                self.attempt = attempt;
                self.retry_at_ms = step.now_ms.saturating_add(delay);
            }
            Action::Arm(id) => {
                if self.armed & bit(id) == 0 {
                    self.arm(id, step);
                }
            }
            Action::Clear(id) => self.clear(id, step),
            Action::SendPing => {
                step.effects.push(Effect::SendPing);
                self.rate_limits = 0;
                self.sent(step);
                if self.liveness.ping_is_probe() {
                    self.probe(Probe::new(ProbeCause::KeepAlive, step.now_ms), step);
                }
                self.liveness.pings.note(step.now_ms);
            }
            Action::SendPong => {
                step.effects.push(Effect::SendPong);
                self.sent(step);
            }
            Action::Diagnose => {
                let code = match error_code(step.input) {
                    Some(code) => DiagnosticCode::Error(code.clone()),
                    None => DiagnosticCode::GatewayFault,
                };
                step.effects.push(Effect::Diagnostic { code });
            }
            Action::KeepError => match error_code(step.input).map(ErrorKind::of) {
                Some(ErrorKind::Forbidden) => self.forbidden_at_ms = Some(step.now_ms),
                _ => self.limited = Some((step.now_ms, step.retry_after_ms)),
            },
            Action::PutOff => {
                let delays = ErrorCode::RateLimitExceeded.row().delays_ms;
                let default = delays.get(self.rate_limits).or(delays.last());
                let default = default.copied().map_or(0, u64::from);
                let delay =
                    step.retry_after_ms.map_or(default, |asked| asked.min(MAX_RETRY_AFTER_MS));
                self.rate_limits += 1;
                let due = self.ping_due_ms.max(step.now_ms).saturating_add(delay);
                let latest = self.sent_at_ms.saturating_add(KEEP_ALIVE_LATEST_MS);
                self.set_keep_alive(due.min(latest), step);
                self.liveness.quiet_until_ms = step.now_ms.saturating_add(delay).min(latest);
            }
            Action::Hear => {
                if self.liveness.hear(step.now_ms) {
                    self.clear(TimerId::Probe, step);
                }
                self.act(Action::Arm(TimerId::Silence), step);
            }
            Action::TakeAnswer => {
                // A control pong answers no message.
                if self.liveness.kind == ProbeKind::Message
                    || matches!(step.input, Input::GatewayFault { .. })
                {
                    self.liveness.take_answer(step.now_ms);
                }
                if self.liveness.open.take().is_some() {
                    self.clear(TimerId::Probe, step);
                }
                self.act(Action::Arm(TimerId::Silence), step);
            }
            Action::CountServerPing => {
                self.liveness.server_pings += 1;
                self.act(Action::Arm(TimerId::Silence), step);
            }
            Action::Probe(cause) => {
                self.send_probe(step);
                self.probe(Probe::new(cause, step.now_ms), step);
            }
            Action::RepeatProbe => {
                self.send_probe(step);
                if let Some(probe) = &mut self.liveness.open {
                    probe.is_repeated = true;
                    // A clock that has jumped back must not hold the verdict up.
                    let ms = probe.due_ms().saturating_sub(step.now_ms).min(PROBE_TIMEOUT_MS);
                    self.set_probe(ms, step);
                }
            }
            Action::ProbeAgain => {
                if let Some(late) = self.liveness.open {
                    self.send_probe(step);
                    let again = Probe { was_late: true, ..Probe::new(late.cause, step.now_ms) };
                    self.probe(again, step);
                }
            }
            Action::GiveUp => self.liveness.give_up(step.now_ms),
            Action::Tolerate => {
                let ms = self.liveness.tolerate(step.now_ms);
                self.set(TimerId::Silence, ms, step);
            }
            Action::TakeForMute => self.liveness.take_for_mute(),
        }
    }

    /// The effect `SendProbe`; by message it is something sent, and waits for an answer.
    fn send_probe(&mut self, step: &mut Step<'_>) {
        step.effects.push(Effect::SendProbe);
        if self.liveness.kind == ProbeKind::Message {
            self.sent(step);
            self.liveness.pings.note(step.now_ms);
        }
    }

    /// Opens a probe that was sent just now.
    fn probe(&mut self, probe: Probe, step: &mut Step<'_>) {
        self.liveness.open = Some(probe);
        let repeats = self.liveness.repeats();
        self.set_probe(if repeats { PROBE_REPEAT_MS } else { PROBE_TIMEOUT_MS }, step);
    }

    fn set_probe(&mut self, ms: u64, step: &mut Step<'_>) {
        self.liveness.timer_due_ms = step.now_ms.saturating_add(ms);
        self.set(TimerId::Probe, ms, step);
    }

    /// A frame went out in `ready`.
    fn sent(&mut self, step: &mut Step<'_>) {
        self.sent_at_ms = step.now_ms;
        self.arm(TimerId::KeepAlive, step);
    }

    /// Leaves the state and enters another, or waits first if that would open sockets too fast.
    pub(super) fn go(&mut self, mut to: State, at_once: bool, step: &mut Step<'_>) {
        let is_silent = self.reason == Some(Reason::Silent) && self.state == State::Ready;
        if to == State::Credentials && !at_once {
            let rest = self.rest_of_gap(step.now_ms);
            if rest > 0 {
                self.retry_at_ms = step.now_ms.saturating_add(rest);
                to = State::Backoff;
            }
        }
        if self.is_offline && (to == State::Backoff || is_silent) {
            to = State::Offline;
            self.reason = Some(Reason::Offline);
        }
        for id in TimerId::ALL {
            self.clear(*id, step);
        }
        self.liveness.open = None;
        let row = to.row();
        if self.socket_is_live && !row.keeps_socket {
            self.socket_is_live = false;
            step.effects.push(Effect::CloseSocket { code: CLIENT_CLOSE_CODE });
        }
        self.state = to;
        self.again |= row.is_turning_point();
        if to == State::Idle {
            self.again = false;
        }
        if to == State::Ready {
            self.reason = None;
            self.rate_limits = 0;
            self.close_code = None;
            self.liveness.enter(step.now_ms);
        }
        for entry in row.on_entry {
            self.enter(*entry, step);
        }
    }

    fn enter(&mut self, entry: Entry, step: &mut Step<'_>) {
        match entry {
            Entry::FetchToken => {
                self.token = self.token.wrapping_add(1);
                self.began_at_ms = step.now_ms;
                let (force, generation) = (self.force, self.token);
                step.effects.push(Effect::FetchToken { force, generation });
            }
            Entry::OpenSocket => {
                self.socket = self.socket.wrapping_add(1);
                self.socket_is_live = true;
                (self.forbidden_at_ms, self.limited) = (None, None);
                self.opened_at_ms = Some(step.now_ms);
                self.sent_at_ms = step.now_ms;
                step.effects.push(Effect::OpenSocket { generation: self.socket });
            }
            Entry::SendAuth => {
                self.sent_at_ms = step.now_ms;
                step.effects.push(Effect::SendAuth);
            }
            Entry::Arm(id) => self.arm(id, step),
            Entry::Resync => {
                let cause = if self.snapshot.ever_connected {
                    ResyncCause::Reconnect
                } else {
                    ResyncCause::Initial
                };
                step.effects.push(Effect::Resync { cause });
            }
        }
    }

    /// How long an automatic move to `credentials` has to wait, in milliseconds.
    fn rest_of_gap(&mut self, now_ms: u64) -> u64 {
        let Some(opened_at_ms) = &mut self.opened_at_ms else {
            return 0;
        };
        // A clock that has jumped back must not hold a client up until it is there again.
        *opened_at_ms = (*opened_at_ms).min(now_ms);
        MIN_OPEN_GAP_MS.saturating_sub(now_ms - *opened_at_ms)
    }

    fn arm(&mut self, id: TimerId, step: &mut Step<'_>) {
        let ms = match id.row().length {
            Length::Fixed(ms) => ms,
            Length::SinceSend(ms) => {
                return self.set_keep_alive(self.sent_at_ms.saturating_add(ms), step);
            }
            Length::SinceFrame(..) if !self.liveness.answers() => return,
            Length::SinceFrame(..) => {
                self.liveness.heard_by(step.now_ms);
                self.liveness.rest_of_silence(step.now_ms)
            }
            Length::Between(from, until) => from + scale(until - from, step.random_u32),
            Length::Backoff => self.retry_at_ms.saturating_sub(step.now_ms),
        };
        self.set(id, ms, step);
    }

    fn set_keep_alive(&mut self, due_ms: u64, step: &mut Step<'_>) {
        self.ping_due_ms = due_ms;
        // A clock that has jumped back must not hold the ping up.
        let ms = due_ms.saturating_sub(step.now_ms).min(KEEP_ALIVE_LATEST_MS);
        self.set(TimerId::KeepAlive, ms, step);
    }

    fn set(&mut self, id: TimerId, ms: u64, step: &mut Step<'_>) {
        self.armed |= bit(id);
        let generation = &mut self.timers[id as usize];
        *generation = generation.wrapping_add(1);
        step.effects.push(Effect::SetTimer { id, ms, generation: *generation });
    }

    fn clear(&mut self, id: TimerId, step: &mut Step<'_>) {
        if self.armed & bit(id) != 0 {
            self.armed &= !bit(id);
            step.effects.push(Effect::ClearTimer { id });
        }
    }
}

fn error_code(input: &Input) -> Option<&ErrorCode> {
    match input {
        Input::AuthErr { code, .. } | Input::ServerErr { code, .. } => Some(code),
        _ => None,
    }
}
