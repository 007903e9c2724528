//! A line that `realtime tail --format json` wrote, read back.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::line::Kind;
use crate::FrameKind;

/// What a line tells.
#[derive(Debug, PartialEq, Eq)]
pub enum Written<'t> {
    /// This frame.
    Frame(&'t str),
    /// Of a frame, which is not in it.
    Without,
    /// Of something else.
    Other,
    /// That so many lines are missing.
    Dropped(usize),
}

/// The keys of a [`Line`](super::line::Line).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Keys<'t> {
    kind: &'t str,
    #[serde(rename = "type")]
    _type: Option<IgnoredAny>,
    #[serde(rename = "timestamp")]
    _timestamp: Option<IgnoredAny>,
    #[serde(rename = "isStale")]
    _is_stale: Option<IgnoredAny>,
    #[serde(rename = "snapshot")]
    _snapshot: Option<IgnoredAny>,
    #[serde(rename = "code")]
    _code: Option<IgnoredAny>,
    #[serde(rename = "message")]
    _message: Option<IgnoredAny>,
    lines: Option<usize>,
    #[serde(borrow)]
    frame: Option<&'t RawValue>,
}

/// What a text tells that is such a line; nothing if it is none.
pub fn read(text: &str) -> Option<Written<'_>> {
    let Keys { kind, lines, frame, .. } = serde_json::from_str(text).ok()?;
    Some(match (Kind::parse(kind)?, frame) {
        (Kind::Frame(FrameKind::Event), Some(frame)) => Written::Frame(frame.get()),
        (Kind::Frame(_), None) => Written::Without,
        (Kind::Status | Kind::Closed, None) => Written::Other,
        (Kind::Dropped, None) => Written::Dropped(lines?),
        (_, Some(_)) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::line::Line;
    use super::*;
    use crate::cli::server::secret::Secret;
    use crate::client::Update;
    use crate::connection::Snapshot;
    use crate::decode;

    const PAUSED: &str = r#"{"type":"goal.paused","timestamp":"2025-11-03T14:30:00.000Z","data":{"tenantId":"t","goalId":"g"}}"#;

    #[test]
    fn each_line_is_read_as_it_was_written() {
        let message = |text| Update::Message { message: decode(text).unwrap(), is_stale: true };
        let unknown = r#"{"type":"robot.created","timestamp":"2025-11-03T14:30:00.000Z","data":1}"#;
        let error = decode("{").unwrap_err();
        for (update, expected) in [
            (message(PAUSED), Written::Frame(PAUSED)),
            (message(unknown), Written::Without),
            (message(r#"{"action":"ping"}"#), Written::Without),
            (
                message(r#"{"message":"Forbidden","connectionId":"a","requestId":"b"}"#),
                Written::Without,
            ),
            (Update::Invalid(error), Written::Without),
            (Update::Binary { bytes: 3 }, Written::Without),
            (Update::Status(Snapshot::DISCONNECTED), Written::Other),
            (Update::Closed { code: 1006, error: None }, Written::Other),
        ] {
            let line = Line::of(&update).expect("a line").json(&Secret::new("secret"));
            assert_eq!(read(&line), Some(expected), "{line}");
        }
        let dropped = Line::of_dropped(7).json(&Secret::new("secret"));
        assert_eq!(read(&dropped), Some(Written::Dropped(7)));
    }

    #[test]
    fn a_frame_is_no_such_line() {
        for text in [
            PAUSED,
            r#"{"type":"robot.created","timestamp":"2025-11-03T14:30:00.000Z","kind":"event","data":{}}"#,
            r#"{"type":"robot.created","kind":"large"}"#,
            r#"{"kind":"status","frame":{}}"#,
            r#"{"kind":"dropped"}"#,
            r#"{"kind":7}"#,
            r#"{"frame":{}}"#,
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
