//! What happens next in a random life: likely inputs more often, any input at any time.

use super::*;

impl Model {
    /// An input that may well come next.
    pub fn likely(&self, random: &mut Random) -> Input {
        let (token, socket) = (self.token, self.socket);
        let due = |id: TimerId| Input::Timer { id, generation: self.timers[&id] };
        match (self.machine.state(), random.below(16)) {
            (State::Idle | State::Failed, _) => Input::Start { offline: false },
            (State::Credentials, 0) => Input::TokenFail { generation: token },
            (State::Credentials, _) => Input::TokenOk { generation: token },
            (State::Opening, 0..6) => self.close(random),
            (State::Opening, _) => Input::SocketOpen { generation: socket },
            (State::Authenticating, 0..4) => self.error(random),
            (State::Authenticating, 4 | 5) => self.close(random),
            (State::Authenticating, _) => Input::AuthOk { generation: socket },
            (State::Ready, 0) => self.close(random),
            (State::Ready, 1) => self.error(random),
            (State::Ready, 2) => Input::ServerPing { generation: socket },
            (State::Ready, 3) if self.armed.contains_key(&TimerId::Stable) => due(TimerId::Stable),
            (State::Ready, 4..8) if self.armed.contains_key(&TimerId::Probe) => due(TimerId::Probe),
            (State::Ready, 8..10) if self.armed.contains_key(&TimerId::Silence) => {
                due(TimerId::Silence)
            }
            (State::Ready, 4..6) => Input::Frame { generation: socket },
            (State::Ready, 10 | 11) => Input::Pong { generation: socket },
            (State::Ready, 12) => Input::GatewayFault { generation: socket },
            (State::Ready, 13) => Input::Visible { asleep_ms: 0 },
            (State::Ready, _) => due(TimerId::KeepAlive),
            (State::Backoff, _) => due(TimerId::Retry),
            (State::Offline, _) => Input::Online,
            (State::Suspended, _) => Input::PageShow { asleep_ms: 0 },
            (state, _) => unreachable!("{state} is a new state: say what may come next"),
        }
    }

    fn close(&self, random: &mut Random) -> Input {
        let code = match random.below(4) {
            0 => random.u32() as u16,
            1 => 1006,
            _ => CLOSE_CODES[random.below(CLOSE_CODES.len() as u32) as usize].code,
        };
        Input::SocketClose { generation: self.any_socket(random), code, retry_after_ms: None }
    }

    fn error(&self, random: &mut Random) -> Input {
        let generation = self.any_socket(random);
        let code = match random.below(4) {
            0 => ErrorCode::from("SOMETHING_NEW"),
            1 => ErrorCode::Unauthorized,
            _ => ERROR_CODES[random.below(ERROR_CODES.len() as u32) as usize].clone(),
        };
        let retry_after_ms = match random.below(4) {
            0 => Some(u64::from(random.below(100_000))),
            1 => Some(random.u64()),
            _ => None,
        };
        match random.below(2) {
            0 => Input::AuthErr { generation, code, retry_after_ms },
            _ => Input::ServerErr { generation, code, retry_after_ms },
        }
    }

    /// The present generation, now and then another.
    fn any(of: Generation, random: &mut Random) -> Generation {
        match random.below(4) {
            0 => of.wrapping_sub(random.below(3)),
            _ => of,
        }
    }

    fn any_socket(&self, random: &mut Random) -> Generation {
        Self::any(self.socket, random)
    }

    /// Any input at all.
    pub fn any_input(&self, random: &mut Random) -> Input {
        let asleep_ms = u64::from(random.below(6) * 15_000);
        match random.below(29) {
            0 => Input::Start { offline: random.below(4) == 0 },
            1 if random.below(8) == 0 => Input::Stop,
            1 | 2 => Input::RetryNow,
            3 => Input::TokenChanged,
            4 => Input::TokenOk { generation: Self::any(self.token, random) },
            5 if random.below(4) == 0 => {
                Input::TokenDenied { generation: Self::any(self.token, random) }
            }
            5 | 6 => Input::TokenFail { generation: Self::any(self.token, random) },
            7 => Input::OpenThrew { generation: self.any_socket(random) },
            8 => Input::SocketOpen { generation: self.any_socket(random) },
            9 | 10 => self.close(random),
            11 => Input::AuthOk { generation: self.any_socket(random) },
            12 | 13 => self.error(random),
            14 => Input::ServerPing { generation: self.any_socket(random) },
            15 => Input::GatewayFault { generation: self.any_socket(random) },
            16 | 17 => {
                let id = TimerId::ALL[random.below(TimerId::ALL.len() as u32) as usize];
                let generation = self.timers.get(&id).copied().unwrap_or(0);
                Input::Timer { id, generation: Self::any(generation, random) }
            }
            26 => Input::Frame { generation: self.any_socket(random) },
            27 => Input::Pong { generation: self.any_socket(random) },
            18 => Input::Online,
            19 => Input::Offline,
            20 => Input::Visible { asleep_ms },
            21 => Input::Hidden,
            22 => Input::Focus { asleep_ms },
            23 => Input::PageHide,
            24 => Input::PageShow { asleep_ms },
            _ => Input::Resume { asleep_ms },
        }
    }
}
