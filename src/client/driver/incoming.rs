//! What comes on the socket: told to the application, and fed to the machine as the input that it is.

use super::Driver;
use crate::client::Update;
use crate::client::socket::{Closed, SocketEvent};
use crate::client::token::TokenProvider;
use crate::codec::{decode, peek};
use crate::connection::{Arrival, DiagnosticCode, Generation, Input, State};
use crate::envelope::Message;
use crate::error_code::ErrorCode;

impl<P: TokenProvider> Driver<P> {
    pub(super) fn on_socket(&mut self, generation: Generation, event: Option<SocketEvent>) {
        // A sleep that was noticed just now may have ended this socket.
        if !self.is_current(generation) {
            return;
        }
        match event {
            Some(SocketEvent::Open) => self.feed(&Input::SocketOpen { generation }),
            Some(SocketEvent::Control { is_answer }) => {
                self.feed(&Input::Frame { generation });
                if is_answer {
                    self.feed(&Input::Pong { generation });
                }
            }
            Some(SocketEvent::Text(text)) => {
                self.feed(&Input::Frame { generation });
                self.read(text.as_str(), generation);
            }
            Some(SocketEvent::Binary(bytes)) => {
                self.feed(&Input::Frame { generation });
                self.waiting.push_back(Update::Binary { bytes });
            }
            Some(SocketEvent::Closed(Closed { code, retry_after_ms, error })) => {
                self.socket = None;
                self.waiting.push_back(Update::Closed { code, error });
                self.feed(&Input::SocketClose { generation, code, retry_after_ms });
            }
            Some(SocketEvent::Refused) => {
                self.socket = None;
                self.feed(&Input::OpenThrew { generation });
            }
            None => {
                self.socket = None;
                self.feed(&Input::SocketClose { generation, code: 1006, retry_after_ms: None });
            }
        }
    }

    fn is_current(&self, generation: Generation) -> bool {
        self.socket.as_ref().is_some_and(|socket| socket.generation == generation)
    }

    /// Whether a message is for the tenant that the client is for, or names none.
    fn is_ours(&self, message: &Message) -> bool {
        let Some(ours) = &self.config.tenant else {
            return true;
        };
        match message {
            Message::Event(envelope) => envelope.tenant_id().is_none_or(|theirs| theirs == ours),
            Message::Unknown(unknown) => {
                let theirs = peek(unknown.as_str()).ok().and_then(|peek| peek.tenant_id);
                theirs.is_none_or(|theirs| theirs == ours.as_ref())
            }
            Message::Gateway(_) | Message::Command(_) => true,
        }
    }

    /// Reads a frame: passes it to the application first, then feeds the input that it is.
    fn read(&mut self, text: &str, generation: Generation) {
        let message = match decode(text) {
            Ok(message) => message,
            Err(error) => return self.waiting.push_back(Update::Invalid(error)),
        };
        let input = Input::of(&message, generation);
        let is_event = matches!(message, Message::Event(_) | Message::Unknown(_));
        if input.is_none() && is_event && self.machine.state() != State::Ready {
            if std::mem::replace(&mut self.early, generation) != generation {
                self.waiting.push_back(Update::Diagnostic(DiagnosticCode::EarlyEvent));
            }
            return;
        }
        let is_ours = self.is_ours(&message);
        if is_ours {
            let arrival = self.dedupe.note(&message, self.clock.now_ms());
            if arrival != Arrival::Repeat {
                let is_stale = arrival == Arrival::Stale;
                self.waiting.push_back(Update::Message { message, is_stale });
            }
        }
        match input {
            // The token is one of another tenant.
            Some(Input::AuthOk { .. }) if !is_ours => self.feed(&Input::AuthErr {
                generation,
                code: ErrorCode::Unauthorized,
                retry_after_ms: None,
            }),
            Some(input) => self.feed(&input),
            None => {}
        }
    }
}
