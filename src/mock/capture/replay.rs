//! Reads a capture, or plain frames, and sends the events again.

mod error;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor};
use std::path::{Path, PathBuf};
use std::time::Duration;

use axum::body::Bytes;
use futures_util::StreamExt;
use serde::de::IgnoredAny;
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use crate::mock::Handle;
use crate::mock::file_error::Problem;
use crate::mock::frame::Frame;
use crate::mock::log::LogKind;
use crate::mock::template::{tenant_of, text};
use crate::mock_files::capture::{
    CAPTURE_VERSION, CaptureStart, CapturedFrame, Direction, LONGEST_LINE,
};
use crate::pattern::matches;
use crate::value::EventId;
use crate::{DecodeError, Message};

pub use error::ReplayError;

/// How far apart plain frames are, which say nothing of it.
const SPACING_MS: u64 = 1000;

/// What is sent again, and how.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Replay {
    /// The capture, or a file with a frame on each line.
    pub file: PathBuf,
    /// How many times faster than it was captured; plain frames are a second apart.
    pub speed: f64,
    /// Only events of these types, in which `*` stands for any text; none means all.
    pub only: Vec<String>,
    /// As events of this tenant, instead of those that they were captured of.
    pub as_tenant: Option<String>,
    /// As new events, with ids of their own and the time at which they are sent, which no client takes
    /// for a repeat.
    pub as_new: bool,
    /// The capture, where it is not in a file.
    text: Option<Bytes>,
}

/// An event of a capture, as it is sent again.
#[derive(Debug)]
pub(super) struct Replayed {
    pub at_ms: u64,
    pub tenant: Option<String>,
    pub frame: Frame,
}

impl Replay {
    /// All of a capture, at the speed at which it was captured.
    pub fn of(file: impl Into<PathBuf>) -> Self {
        Replay {
            file: file.into(),
            speed: 1.0,
            only: Vec::new(),
            as_tenant: None,
            as_new: false,
            text: None,
        }
    }

    /// All of a capture, whose text this is.
    pub(in crate::mock) fn of_text(text: impl Into<Bytes>) -> Self {
        Replay { text: Some(text.into()), ..Replay::of("the capture") }
    }

    /// Reads the capture to its end, and answers how many events are to be sent.
    ///
    /// # Errors
    /// When it cannot be read, or a line is none of a capture; the error says where and why.
    pub fn check(&self) -> Result<u64, ReplayError> {
        self.events()?.try_fold(0, |count, event| event.map(|_| count + 1))
    }

    /// Waits for a client that is authenticated, then sends the events at their pace on the clock of
    /// the server; answers how many.
    ///
    /// # Errors
    /// As [`check`](Replay::check).
    pub async fn play(&self, server: &Handle) -> Result<u64, ReplayError> {
        let mut log = std::pin::pin!(server.log(0));
        while log.next().await.is_some_and(|entry| entry.kind != LogKind::Authenticated) {}
        self.play_now(server, || {}).await
    }

    /// Sends the events to whoever is there; calls for each.
    pub(in crate::mock) async fn play_now(
        &self,
        server: &Handle,
        mut sent: impl FnMut(),
    ) -> Result<u64, ReplayError> {
        let start_ms = server.now_ms();
        let (mut count, mut first) = (0, None);
        for event in self.events()? {
            let Replayed { at_ms, tenant, frame } = event?;
            let first = *first.get_or_insert(at_ms);
            let behind = at_ms.saturating_sub(first) as f64 / self.speed;
            let due = start_ms.saturating_add(behind as u64);
            while server.now_ms() < due {
                // The clock may be moved meanwhile.
                let wait = server.clock().until(due).unwrap_or(Duration::from_millis(200));
                tokio::time::sleep(wait.min(Duration::from_millis(200))).await;
            }
            let frame = if self.as_new { as_new(frame, server) } else { frame };
            server.publish(tenant.as_deref(), &frame);
            sent();
            count += 1;
        }
        Ok(count)
    }

    fn events(&self) -> Result<impl Iterator<Item = Result<Replayed, ReplayError>>, ReplayError> {
        let io = |error| ReplayError::Io { file: self.file.clone(), error };
        let mut lines = match &self.text {
            Some(text) => Lines(Box::new(Cursor::new(text.clone()))),
            None => Lines::open(&self.file).map_err(io)?,
        };
        let name = self.file.display().to_string();
        let at_line = move |line, problem: Problem| problem.at_line(&name, line);
        let (mut at, mut first) = (0, String::new());
        while first.trim().is_empty() {
            let Some(line) = lines.next() else { break };
            line.map_err(io)?.trim_start_matches('\u{feff}').clone_into(&mut first);
            at += 1;
        }
        let is_plain = has_one_of(FRAME_KEYS, &first);
        let again = if is_plain {
            Some(Ok(first))
        } else {
            start(&first).map_err(|problem| {
                let is_capture = has_one_of(&["capture"], &first);
                let kind = if is_capture { ReplayError::Broken } else { ReplayError::Other };
                kind(at_line(at.max(1), problem))
            })?;
            at += 1;
            None
        };
        let mut sent = 0;
        Ok((at..).zip(again.into_iter().chain(lines)).filter_map(move |(number, line)| {
            let line = match line {
                Ok(line) if line.trim().is_empty() => return None,
                Ok(line) => line,
                Err(error) => return Some(Err(io(error))),
            };
            let event =
                if is_plain { self.plain(&line, sent * SPACING_MS) } else { self.replayed(&line) };
            sent += u64::from(matches!(event, Ok(Some(_))));
            event.map_err(|problem| ReplayError::Broken(at_line(number, problem))).transpose()
        }))
    }

    /// The event of a line of a capture, if it is one that is sent again.
    fn replayed(&self, line: &str) -> Result<Option<Replayed>, Problem> {
        let captured: CapturedFrame = Problem::read(line).map_err(|(_, problem)| problem)?;
        let CapturedFrame { at_ms, direction, tenant_id, frame, is_invalid, .. } = captured;
        let Some(text) = frame.filter(|_| direction == Direction::Out) else { return Ok(None) };
        let frame = Frame::read(text);
        if is_invalid {
            let is_wanted = self.only.is_empty();
            let tenant = self.as_tenant.clone().or(tenant_id);
            return Ok(is_wanted.then_some(Replayed { at_ms, tenant, frame }));
        }
        self.sent(frame, at_ms, tenant_id).map_err(|problem| problem.below("$.frame"))
    }

    /// The event that stands on a line by itself, for the tenant that it names, or for all.
    fn plain(&self, line: &str, at_ms: u64) -> Result<Option<Replayed>, Problem> {
        let frame = Frame::read(line);
        let tenant = frame.object().and_then(tenant_of).map(str::to_owned);
        self.sent(frame, at_ms, tenant)
    }

    /// A frame, if it is one that is sent again.
    fn sent(
        &self,
        frame: Frame,
        at_ms: u64,
        tenant: Option<String>,
    ) -> Result<Option<Replayed>, Problem> {
        let message = frame.into_reading().map_err(|error| of_codec(&error))?;
        match &message {
            // The server says it to its own connections, of its own accord.
            Message::Event(envelope) if envelope.event().event_type().row().is_about_connection => {
                return Ok(None);
            }
            Message::Event(_) | Message::Unknown(_) => {}
            Message::Gateway(_) | Message::Command(_) => return Ok(None),
        }
        let wire_type = message.wire_type().unwrap_or_default();
        let is_wanted =
            self.only.is_empty() || self.only.iter().any(|pattern| matches(pattern, &wire_type));
        if !is_wanted {
            return Ok(None);
        }
        let frame = Frame::write(message).map_err(|error| {
            Problem::new("$", "an event that can be written", error.to_string())
        })?;
        let Some(other) = &self.as_tenant else {
            return Ok(Some(Replayed { at_ms, tenant, frame }));
        };
        let frame = of_tenant(&frame, other).map_err(|error| of_codec(&error))?;
        Ok(Some(Replayed { at_ms, tenant: Some(other.clone()), frame }))
    }
}

/// The keys of which a frame by itself has one, and no line of a capture.
const FRAME_KEYS: &[&str] = &["type", "action", "eventType", "event_type", "message"];

/// Whether a line is an object with one of these keys.
fn has_one_of(keys: &[&str], line: &str) -> bool {
    let object = serde_json::from_str::<BTreeMap<String, IgnoredAny>>(line);
    object.is_ok_and(|object| keys.iter().any(|key| object.contains_key(*key)))
}

/// The event with an id of its own, and the time of the mock. What is none stays as it is.
fn as_new(frame: Frame, server: &Handle) -> Frame {
    let Some(object) = frame.object().filter(|_| frame.reading().is_ok()) else { return frame };
    let mut object = object.clone();
    object.insert("timestamp".to_owned(), server.clock().now().to_string().into());
    for key in ["eventId", "event_id"] {
        if let Some(id) = object.get_mut(key) {
            *id = Value::from(EventId::now_v7().as_str());
        }
    }
    Frame::read(text(&object))
}

fn of_codec(error: &DecodeError) -> Problem {
    Problem::new(error.path(), error.expected(), error.found())
}

/// The frame as one of this tenant, in envelope and data; its other values as they are written.
fn of_tenant(frame: &Frame, tenant: &str) -> Result<Frame, DecodeError> {
    const READ: &str = "the codec has read it as an object";
    let tenant = to_raw_value(tenant).expect("a text");
    let name = |object: &mut BTreeMap<String, Box<RawValue>>| {
        for key in ["tenantId", "tenant_id"] {
            if let Some(value) = object.get_mut(key) {
                value.clone_from(&tenant);
            }
        }
    };
    let mut object = serde_json::from_str(frame.text()).expect(READ);
    name(&mut object);
    if let Some(data) = object.get_mut("data")
        && let Ok(mut of_data) = serde_json::from_str(data.get())
    {
        name(&mut of_data);
        *data = to_raw_value(&of_data).expect(READ);
    }
    let text = serde_json::to_string(&object).expect(READ);
    // What can be read may outgrow the limit in canonical form.
    let message = Frame::read(text.as_str()).into_reading()?;
    Ok(Frame::write(message).unwrap_or_else(|_| Frame::read(text)))
}

fn start(line: &str) -> Result<(), Problem> {
    // A list would be read as the values of an object.
    let found = match line.trim_start().bytes().next() {
        None => Some("nothing"),
        Some(b'[') => Some("a list"),
        Some(_) => None,
    };
    if let Some(found) = found {
        return Err(Problem::new("$", "the first line of a capture, or a frame", found));
    }
    let CaptureStart { capture, .. } = Problem::read(line).map_err(|(_, problem)| problem)?;
    if capture != CAPTURE_VERSION {
        let expected = format!("{CAPTURE_VERSION}, the version that this mock reads");
        return Err(Problem::new("$.capture", expected, capture.to_string()));
    }
    Ok(())
}

/// The lines of a file, none longer than a line of a capture can be.
struct Lines(Box<dyn BufRead + Send>);

impl Lines {
    fn open(path: &Path) -> io::Result<Self> {
        File::open(path).map(|file| Lines(Box::new(BufReader::new(file))))
    }
}

impl Iterator for Lines {
    type Item = io::Result<String>;

    fn next(&mut self) -> Option<io::Result<String>> {
        use std::io::Read;
        let mut bytes = Vec::new();
        match (&mut self.0).take(LONGEST_LINE as u64).read_until(b'\n', &mut bytes) {
            Err(error) => return Some(Err(error)),
            Ok(0) => return None,
            Ok(_) => {}
        }
        if bytes.last() == Some(&b'\n') {
            bytes.pop();
        } else if bytes.len() == LONGEST_LINE {
            let error = io::Error::new(io::ErrorKind::InvalidData, "a line is longer than 1 MiB");
            return Some(Err(error));
        }
        let text = String::from_utf8(bytes);
        Some(text.map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.utf8_error())))
    }
}

#[cfg(test)]
mod tests;
