//! What the model knows of the server, in the words of the rules: the machine knows it otherwise.

use super::*;

impl Model {
    /// What an input that is not stale says of the server, in the words of the rules.
    pub fn learn(&mut self, input: &Input, state: State) {
        match input {
            Input::Start { .. } if matches!(state, State::Idle | State::Failed) => {
                self.answers = false;
            }
            Input::Stop => self.answers = false,
            Input::Hidden => self.is_hidden = true,
            Input::Visible { .. } => self.is_hidden = false,
            _ => {}
        }
        if self.opened {
            (self.pings, self.server_pings, self.opened) = (VecDeque::new(), 0, false);
        }
        if state != State::Ready {
            return;
        }
        match input {
            Input::Frame { .. }
            | Input::Online
            | Input::Visible { .. }
            | Input::Focus { .. }
            | Input::Resume { .. }
            | Input::PageShow { .. } => self.watched_from_ms = self.now_ms,
            Input::AuthErr { code, .. } | Input::ServerErr { code, .. } => {
                self.is_limited |= *code == ErrorCode::RateLimitExceeded;
            }
            Input::ServerPing { .. } => {
                self.server_pings += 1;
                self.watched_from_ms = self.now_ms;
            }
            Input::Pong { .. } | Input::GatewayFault { .. } => {
                let too_old = |at: &u64| self.now_ms - at > 30_000;
                while self.pings.front().is_some_and(too_old) {
                    self.pings.pop_front();
                }
                if self.pings.pop_front().is_some_and(|at| self.now_ms - at <= 10_000) {
                    self.answers = true;
                    self.watched_from_ms = self.now_ms;
                }
            }
            Input::Timer { id: TimerId::Probe, .. } if self.effects.is_empty() => {
                self.answers = false;
            }
            Input::Timer { id: TimerId::Probe, .. } => {
                let decides = self.machine.state() != State::Ready
                    || !self.effects.contains(&Effect::SendProbe);
                if decides {
                    self.watched_from_ms = self.now_ms;
                }
            }
            _ => {}
        }
    }

    /// Whether the silence of the server has to be noticed.
    pub fn is_watched(&self) -> bool {
        let answers = self.probe == ProbeKind::Control || self.answers || self.server_pings >= 3;
        answers && !self.is_hidden && !self.is_limited
    }
}
