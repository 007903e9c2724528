//! The lines that `realtime tail` prints: which update is which, as text and as an object.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde::{Serialize, Serializer};

use super::super::server::secret::Secret;
use crate::cli::wrap::counted;
use crate::client::Update;
use crate::connection::Snapshot;
use crate::json::Printable;
use crate::{Encode, Envelope, FrameKind, Message, Timestamp};

/// What a line is about.
#[derive(Clone, Copy)]
pub enum Kind {
    /// The status has changed.
    Status,
    /// A frame has come. Of an unknown event and of a command no content is shown: it may hold a
    /// secret.
    Frame(FrameKind),
    /// The socket is closed, or never opened.
    Closed,
    /// Lines were not written, because nobody read them for too long.
    Dropped,
}

impl Kind {
    const fn as_str(self) -> &'static str {
        match self {
            Kind::Status => "status",
            Kind::Frame(kind) => kind.as_str(),
            Kind::Closed => "closed",
            Kind::Dropped => "dropped",
        }
    }

    /// The other way round.
    pub fn parse(text: &str) -> Option<Self> {
        let of_frames = FrameKind::ALL.iter().copied().map(Kind::Frame);
        let mut all = of_frames.chain([Kind::Status, Kind::Closed, Kind::Dropped]);
        all.find(|kind| kind.as_str() == text)
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// A line: the object that `--format json` prints, keys in this order.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Line<'a> {
    pub kind: Kind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timestamp: Option<Timestamp>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    is_stale: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    snapshot: Option<Snapshot>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    /// How many lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    lines: Option<usize>,
    #[serde(skip)]
    envelope: Option<&'a Envelope>,
}

impl<'a> Line<'a> {
    fn new(kind: Kind) -> Self {
        Line {
            kind,
            r#type: None,
            timestamp: None,
            is_stale: false,
            snapshot: None,
            code: None,
            message: None,
            lines: None,
            envelope: None,
        }
    }

    /// Says how many lines were dropped.
    pub fn of_dropped(lines: usize) -> Self {
        Line { lines: Some(lines), ..Line::new(Kind::Dropped) }
    }

    /// `None` for what another line says already.
    pub fn of(update: &'a Update) -> Option<Self> {
        Some(match update {
            Update::Status(snapshot) => {
                Line { snapshot: Some(*snapshot), ..Line::new(Kind::Status) }
            }
            Update::Message { message, is_stale } => {
                Line { is_stale: *is_stale, ..Line::of_message(message) }
            }
            Update::Invalid(error) => Line {
                message: Some(error.to_string()),
                ..Line::new(Kind::Frame(FrameKind::Invalid))
            },
            Update::Binary { bytes } => {
                let message = format!("a binary frame of {bytes} bytes");
                Line { message: Some(message), ..Line::new(Kind::Frame(FrameKind::Invalid)) }
            }
            Update::Closed { code, error } => Line {
                code: Some(*code),
                message: error.as_ref().map(ToString::to_string),
                ..Line::new(Kind::Closed)
            },
            Update::Resync(_) | Update::Diagnostic(_) => return None,
        })
    }

    fn of_message(message: &'a Message) -> Self {
        let line = Line {
            r#type: message.wire_type().map(Cow::into_owned),
            ..Line::new(Kind::Frame(message.kind()))
        };
        match message {
            Message::Event(envelope) => {
                Line { timestamp: envelope.timestamp(), envelope: Some(envelope), ..line }
            }
            Message::Unknown(unknown) => Line { timestamp: unknown.timestamp(), ..line },
            Message::Gateway(fault) => Line { message: Some(fault.message.clone()), ..line },
            Message::Command(_) => line,
        }
    }

    /// The object, without the token; the frame of an event goes last, as it is written canonically.
    pub fn json(&self, secret: &Secret) -> String {
        let mut text = serde_json::to_string(self).expect("plain data");
        if let Some(envelope) = self.envelope {
            // What was read may outgrow the limit in canonical form.
            let frame = envelope.encode().unwrap_or_else(|_| "null".into());
            text.truncate(text.len() - 1);
            text += ",\"frame\":";
            text += &frame;
            text.push('}');
        }
        secret.hide_in_json(&text)
    }

    /// For people, without the token.
    pub fn text(&self, secret: &Secret, is_coloured: bool) -> String {
        let kind = self.kind.as_str();
        let colour = match self.kind {
            Kind::Status => "\x1b[36m",
            Kind::Frame(FrameKind::Event) => "\x1b[32m",
            Kind::Frame(FrameKind::Unknown | FrameKind::Gateway | FrameKind::Command) => "\x1b[33m",
            Kind::Frame(FrameKind::Invalid) | Kind::Closed | Kind::Dropped => "\x1b[31m",
        };
        let mut text = if is_coloured { format!("{colour}{kind}\x1b[0m") } else { kind.to_owned() };
        if let Some(snapshot) = &self.snapshot {
            let _ = write!(text, " {}", snapshot.status);
            if let Some(reason) = snapshot.reason {
                let _ = write!(text, " ({reason})");
            }
        }
        if let Some(wire_type) = &self.r#type {
            let _ = write!(text, " {}", Printable(&secret.hide(wire_type)));
        }
        if let Some(timestamp) = self.timestamp {
            let _ = write!(text, " {timestamp}");
        }
        if let Some(envelope) = self.envelope {
            let event = envelope.event();
            if let Some(entity) = event.entity_id() {
                let _ = write!(text, " {}", Printable(&secret.hide(entity)));
            }
            if let Some(actor) = event.actor_id() {
                let _ = write!(text, " by {}", Printable(&secret.hide(actor)));
            }
        }
        if self.is_stale {
            text.push_str(" (stale)");
        }
        if let Some(code) = self.code {
            let _ = write!(text, " {code}");
        }
        if let Some(lines) = self.lines {
            let _ = write!(text, " {}: nobody read them for too long", counted(lines, "line"));
        }
        if let Some(message) = &self.message {
            let _ = write!(text, ": {}", Printable(&secret.hide(message)));
        }
        text
    }
}
