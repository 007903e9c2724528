//! An entry of the log. None holds a token.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::frame::Frame;
use super::super::token::{redacted_auth, without_token};
use crate::{Command, FrameKind, Message, UnknownValue};

/// What an entry of the log is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum LogKind {
    /// A connection is open.
    Opened,
    /// A connection is authenticated.
    Authenticated,
    /// A handshake or a token was refused.
    Refused,
    /// A frame has come in.
    In,
    /// A frame goes out, to one connection or to several.
    Out,
    /// A fault strikes.
    Fault,
    /// A connection is closed.
    Closed,
    /// Anything else.
    Note,
}

impl LogKind {
    /// Every kind, in the order of a connection's life.
    pub const ALL: [LogKind; 8] = [
        LogKind::Opened,
        LogKind::Authenticated,
        LogKind::Refused,
        LogKind::In,
        LogKind::Out,
        LogKind::Fault,
        LogKind::Closed,
        LogKind::Note,
    ];

    /// Its name: `opened`, `in`, `out` and so on.
    pub const fn as_str(self) -> &'static str {
        match self {
            LogKind::Opened => "opened",
            LogKind::Authenticated => "authenticated",
            LogKind::Refused => "refused",
            LogKind::In => "in",
            LogKind::Out => "out",
            LogKind::Fault => "fault",
            LogKind::Closed => "closed",
            LogKind::Note => "note",
        }
    }
}

/// An entry of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LogEntry {
    /// Its number, from 1, without gaps.
    pub seq: u64,
    /// When, in Unix milliseconds of the mock's clock.
    pub at_ms: u64,
    /// What it is about.
    pub kind: LogKind,
    /// The ordinal of the connection: the first is 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connection: Option<u64>,
    /// The id of the connection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connection_id: Option<String>,
    /// The tenant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<String>,
    /// The user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// The type of the frame.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub wire_type: Option<String>,
    /// What the frame is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<FrameKind>,
    /// What is wrong, as a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The values of open enumerations in the frame that the protocol does not list, by their paths.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub unknown_values: BTreeMap<String, String>,
    /// The size of the frame.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<usize>,
    /// How many connections a broadcast went to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receivers: Option<usize>,
    /// The close code, or the HTTP status of a refused handshake.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<u16>,
    /// Why, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The name of the fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<&'static str>,
    /// The frame, without any token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frame: Option<String>,
    /// Whether only the beginning of the frame is kept.
    #[serde(rename = "cut", skip_serializing_if = "std::ops::Not::not")]
    pub is_cut: bool,
}

impl LogEntry {
    pub(in crate::mock) fn new(kind: LogKind) -> Self {
        LogEntry {
            seq: 0,
            at_ms: 0,
            kind,
            connection: None,
            connection_id: None,
            tenant_id: None,
            user_id: None,
            wire_type: None,
            verdict: None,
            error: None,
            unknown_values: BTreeMap::new(),
            bytes: None,
            receivers: None,
            code: None,
            reason: None,
            fault: None,
            frame: None,
            is_cut: false,
        }
    }

    pub(in crate::mock) fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// About this frame, which is kept without any token.
    pub(in crate::mock) fn with_frame(self, frame: &Frame, secret: Option<&str>) -> Self {
        let text = match frame.reading() {
            Ok(Message::Command(Command::Auth(_))) => redacted_auth(),
            _ => without_token(frame.text(), secret),
        };
        let wire_type = frame.wire_type().map(|it| without_token(&it, secret));
        let error = frame.reading().err().map(|it| without_token(&it.message(), secret));
        let value = |it: &UnknownValue| (it.path.clone(), without_token(&it.value, secret));
        LogEntry {
            verdict: Some(frame.kind()),
            wire_type,
            error,
            unknown_values: frame.unknown_values().iter().map(value).collect(),
            bytes: Some(frame.text().len()),
            frame: Some(text),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_the_protocol_does_not_list_are_told() {
        let frame = Frame::read(
            r#"{"type":"billing.error","timestamp":"2025-11-03T14:30:00.000Z","data":{"code":"secret-NEW"}}"#,
        );
        let entry = LogEntry::new(LogKind::Out).with_frame(&frame, Some("secret"));
        let [(path, value)] = entry.unknown_values.iter().collect::<Vec<_>>()[..] else {
            panic!("{entry:?}");
        };
        assert_eq!(path, "$.data.code");
        assert!(value.ends_with("-NEW") && !value.contains("secret"), "{value}");
        let listed = Frame::read(frame.text().replace("secret-NEW", "FORBIDDEN"));
        let entry = LogEntry::new(LogKind::Out).with_frame(&listed, None);
        assert!(!serde_json::to_string(&entry).unwrap().contains("unknownValues"));
    }
}
