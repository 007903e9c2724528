//! What a client sends, and the gateway's answer to what leads nowhere.

use std::sync::atomic::Ordering;

use axum::extract::ws::{Message as WebSocketMessage, Utf8Bytes};
use uuid::Builder;

use crate::mock_files::PingAnswer;
use crate::{Command, Message};

use super::super::backend;
use super::super::counters::count;
use super::super::frame::Frame;
use super::super::frames;
use super::super::log::LogKind;
use super::super::outbox::CloseRequest;
use super::{End, Session};

impl Session {
    pub(super) fn on_message(&mut self, message: WebSocketMessage) -> Option<End> {
        match message {
            WebSocketMessage::Text(text) => self.on_text(text),
            WebSocketMessage::Binary(bytes) => {
                let because = format!("a binary frame of {} bytes", bytes.len());
                return Some(End::Close(CloseRequest { code: 1003, reason: "", because }));
            }
            WebSocketMessage::Close(frame) => {
                let (code, reason) = frame.map_or((1005, String::new()), |frame| {
                    (frame.code, frame.reason.as_str().to_owned())
                });
                return Some(End::Gone { code, reason });
            }
            // WebSocket's own liveness: answered below, and no activity to the gateway.
            WebSocketMessage::Ping(_) | WebSocketMessage::Pong(_) => {}
        }
        None
    }

    fn on_text(&mut self, text: Utf8Bytes) {
        let now_ms = self.handle.now_ms();
        self.connection.touch(now_ms);
        self.connection.received.fetch_add(1, Ordering::Relaxed);
        count(&self.handle.counting().received, 1);
        let frame = Frame::read(text);
        self.log(LogKind::In, &frame);
        if self.handle.lambda().is_some() {
            if let Ok(Message::Command(Command::Auth(auth))) = frame.reading() {
                self.keep_secret(&auth.token);
            }
            backend::message(&self.handle, &self.connection, frame.text());
            return;
        }
        match frame.reading() {
            Ok(Message::Command(Command::Auth(auth))) => self.on_auth(&auth.token),
            Ok(Message::Command(Command::Ping(_))) => self.answer_ping(),
            Ok(Message::Command(Command::Pong(_))) if self.rules.ping_every_ms.is_some() => {
                self.dues.pong = None;
            }
            // The route `auth` was found, the backend finds no token.
            Err(error) if error.message_type() == Some("auth") => self.on_unusable_auth(),
            _ if self.rules.answers_unroutable => self.answer_as_gateway("Forbidden"),
            _ => {}
        }
    }

    fn answer_ping(&mut self) {
        match self.handle.config().answers_ping {
            PingAnswer::Pong => self.send(&frames::pong(self.handle.clock().now())),
            PingAnswer::Fault => self.answer_as_gateway("Forbidden"),
            PingAnswer::Never => {}
        }
    }

    /// Sends the gateway's own frame.
    pub(super) fn answer_as_gateway(&mut self, message: &str) {
        let id = self.connection.chance().u128(..);
        let id = Builder::from_random_bytes(id.to_be_bytes()).into_uuid().to_string();
        let frame = frames::gateway(message, &self.connection, id);
        self.send(&frame);
    }

    /// Sends a frame of the server's own, past all faults of the point `send`.
    pub(super) fn send(&self, frame: &Frame) {
        self.log(LogKind::Out, frame);
        self.connection.outbox.send(frame.text().clone());
    }

    fn log(&self, kind: LogKind, frame: &Frame) {
        let entry = self.connection.entry(kind).with_frame(frame, self.secret.as_deref());
        self.handle.record(entry);
    }
}
