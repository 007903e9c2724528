//! What the mock server and `realtime tail` write around frames: the lines of a capture, of a log, and of
//! what was tailed.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::item::{Content, Item};
use crate::cli::tail::written::{self, Written};
use crate::mock::{CUT, WITHHELD};
use crate::mock_files::capture::{CaptureStart, CapturedFrame};

/// What an item is to those who write around frames.
#[derive(Debug, PartialEq, Eq)]
pub enum Envelope {
    /// Nothing: it is a frame by itself.
    None,
    /// It was one around the frame that is now the item.
    Frame,
    /// It tells of something else than a frame.
    Empty,
    /// It tells of a frame that is not in it, or not whole.
    Without,
    /// It tells that so many lines were not written.
    Dropped(usize),
}

/// An entry of the log; other keys tell who and why.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    #[serde(rename = "seq")]
    _seq: u64,
    #[serde(rename = "atMs")]
    _at_ms: u64,
    kind: String,
    frame: Option<String>,
    // What a frame has, and no entry.
    timestamp: Option<IgnoredAny>,
    data: Option<IgnoredAny>,
}

/// What the mock server says first, with `--format json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "its keys tell what it is")]
struct Ports {
    url: String,
    control: String,
    pid: u64,
}

/// Takes the frame out of what stands around it.
pub fn open(item: &mut Item) -> Envelope {
    if !matches!(item.content, Content::Text) {
        return Envelope::None;
    }
    let Ok(text) = std::str::from_utf8(&item.text) else { return Envelope::None };
    let has = |key: &str| text.contains(key);
    let of_mock = || has("\"atMs\"").then(|| of_mock(text)).flatten();
    let of_tail = || has("\"kind\"").then(|| of_tail(text)).flatten();
    let is_beginning = || {
        has("\"capture\"") && serde_json::from_str::<CaptureStart>(text).is_ok()
            || has("\"control\"") && serde_json::from_str::<Ports>(text).is_ok()
    };
    match of_mock().or_else(of_tail) {
        Some(Opened::Frame(frame)) => {
            item.text = frame.into_bytes();
            item.start = None;
            Envelope::Frame
        }
        Some(Opened::Without(envelope)) => envelope,
        None if is_beginning() => Envelope::Empty,
        None => Envelope::None,
    }
}

/// What was found around.
enum Opened {
    Frame(String),
    Without(Envelope),
}

/// A frame of a capture, or an entry of the log.
fn of_mock(text: &str) -> Option<Opened> {
    let frame = if let Ok(captured) = serde_json::from_str::<CapturedFrame>(text) {
        captured.frame
    } else {
        match serde_json::from_str::<Entry>(text).ok()? {
            Entry { timestamp: Some(_), .. } | Entry { data: Some(_), .. } => return None,
            entry if matches!(&*entry.kind, "in" | "out") => entry.frame,
            _ => return Some(Opened::Without(Envelope::Empty)),
        }
    };
    let is_whole = |frame: &String| frame != WITHHELD && !frame.ends_with(CUT);
    Some(frame.filter(is_whole).map_or(Opened::Without(Envelope::Without), Opened::Frame))
}

fn of_tail(text: &str) -> Option<Opened> {
    Some(match written::read(text)? {
        Written::Frame(frame) => Opened::Frame(frame.to_owned()),
        Written::Without => Opened::Without(Envelope::Without),
        Written::Other => Opened::Without(Envelope::Empty),
        Written::Dropped(lines) => Opened::Without(Envelope::Dropped(lines)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_around_frames_is_told_from_them() {
        for (text, envelope, frame) in [
            (r#"{"type":"ping"}"#, Envelope::None, ""),
            (r#"{"type":"ping","data":{"atMs":1,"capture":1,"control":1}}"#, Envelope::None, ""),
            (
                r#"{"capture":1,"protocol":"1.0","startedAt":"2025-11-03T14:30:00.000Z"}"#,
                Envelope::Empty,
                "",
            ),
            (r#"{"atMs":1,"direction":"out","frame":"{}"}"#, Envelope::Frame, "{}"),
            (r#"{"frame":"x","tenantId":"t","direction":"in","atMs":1}"#, Envelope::Frame, "x"),
            (r#"{"atMs":1,"direction":"in"}"#, Envelope::Without, ""),
            (r#"{"atMs":1,"direction":"in","surplus":1}"#, Envelope::None, ""),
            (r#"{"seq":1,"atMs":1,"kind":"opened","connection":1}"#, Envelope::Empty, ""),
            (r#"{"seq":1,"atMs":1,"kind":"in","frame":"{}","bytes":2}"#, Envelope::Frame, "{}"),
            (
                r#"{"seq":1,"atMs":1,"kind":"out","type":"ping","frame":"{…"}"#,
                Envelope::Without,
                "",
            ),
            (r#"{"seq":1,"atMs":1,"kind":"in","type":"ping","data":{}}"#, Envelope::None, ""),
            (r#"{"control":"http://a","pid":1,"url":"ws://a"}"#, Envelope::Empty, ""),
            (
                r#"{"kind":"event","type":"ping","frame":{ "a":1 }}"#,
                Envelope::Frame,
                r#"{ "a":1 }"#,
            ),
            (r#"{"kind":"event","type":"ping","frame":null}"#, Envelope::Without, ""),
            (r#"{"kind":"status","snapshot":{}}"#, Envelope::Empty, ""),
            (r#"{"kind":"dropped","lines":7}"#, Envelope::Dropped(7), ""),
            (r#"{"type":"ping","data":{"kind":"event"}}"#, Envelope::None, ""),
            // `atMs` stands in the frame.
            (
                r#"{"kind":"event","type":"ping","frame":{"type":"ping","data":{"atMs":1}}}"#,
                Envelope::Frame,
                r#"{"type":"ping","data":{"atMs":1}}"#,
            ),
        ] {
            let mut item = Item { text: text.into(), ..Item::default() };
            assert_eq!(open(&mut item), envelope, "{text}");
            if envelope == Envelope::Frame {
                assert_eq!(item.text, frame.as_bytes());
            }
        }
        let withheld = format!(r#"{{"seq":1,"atMs":1,"kind":"in","frame":"{WITHHELD}"}}"#);
        let mut item = Item { text: withheld.into(), ..Item::default() };
        assert_eq!(open(&mut item), Envelope::Without);
    }
}
