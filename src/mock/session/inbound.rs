//! What a client says, and the gateway's answer to what leads nowhere.

use std::sync::atomic::Ordering;

use axum::extract::ws::Message as Frame;
use uuid::Builder;

use crate::{Command, Message, decode};

use super::super::counters::count;
use super::super::frames;
use super::super::log::{LogKind, frame_entry};
use super::super::outbox::Goodbye;
use super::{End, Session};

impl Session {
    pub(super) fn on_frame(&mut self, frame: Frame) -> Option<End> {
        match frame {
            Frame::Text(text) => self.on_text(&text),
            Frame::Binary(bytes) => {
                let because = format!("a binary frame of {} bytes", bytes.len());
                return Some(End::Close(Goodbye { code: 1003, reason: "", because }));
            }
            Frame::Close(frame) => {
                let (code, reason) = frame.map_or((1005, String::new()), |frame| {
                    (frame.code, frame.reason.as_str().to_owned())
                });
                let reason = if reason.is_empty() { "by the client".to_owned() } else { reason };
                return Some(End::Gone { code, reason });
            }
            // WebSocket's own liveness: answered below, and no activity to the gateway.
            Frame::Ping(_) | Frame::Pong(_) => {}
        }
        None
    }

    fn on_text(&mut self, text: &str) {
        let now_ms = self.handle.now_ms();
        self.connection.touch(now_ms);
        self.connection.received.fetch_add(1, Ordering::Relaxed);
        count(&self.handle.counting().received, 1);
        let read = decode(text);
        let entry = frame_entry(LogKind::In, text, &read, self.secret.as_deref());
        self.handle.record(entry.of(&self.connection));
        match read {
            Ok(Message::Command(Command::Auth(auth))) => self.on_auth(&auth.token),
            Ok(Message::Command(Command::Ping(_))) => {}
            Ok(Message::Command(Command::Pong(_))) if self.rules.ping_every_ms.is_some() => {
                self.dues.pong = None;
            }
            // The route `auth` was found, the backend finds no token.
            Err(error) if error.message_type() == Some("auth") => self.on_unusable_auth(),
            _ if self.rules.answers_unroutable => self.answer_as_gateway("Forbidden"),
            _ => {}
        }
    }

    /// Sends the gateway's own frame.
    pub(super) fn answer_as_gateway(&mut self, message: &str) {
        let id = self.connection.outbox.with(|it| it.rng.u128(..));
        let id = Builder::from_random_bytes(id.to_be_bytes()).into_uuid().to_string();
        let frame = frames::gateway(message, &self.connection, id);
        self.say(frame);
    }

    /// Sends a frame of the server's own, past all faults of the point `send`.
    pub(super) fn say(&mut self, text: String) {
        let entry = frame_entry(LogKind::Out, &text, &decode(&text), self.secret.as_deref());
        self.handle.record(entry.of(&self.connection));
        self.connection.outbox.send(text);
    }
}
