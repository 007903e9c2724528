//! What the mock server writes around frames: the lines of a capture, and those of its log.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::item::{Content, Item};
use crate::mock::{CUT, WITHHELD};
use crate::mock_files::capture::{CaptureStart, CapturedFrame};

/// What an item is to the mock server.
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
    let frame = if has("\"atMs\"") {
        if let Ok(captured) = serde_json::from_str::<CapturedFrame>(text) {
            captured.frame
        } else {
            match serde_json::from_str::<Entry>(text) {
                Ok(Entry { timestamp: Some(_), .. } | Entry { data: Some(_), .. }) | Err(_) => {
                    return Envelope::None;
                }
                Ok(entry) if matches!(&*entry.kind, "in" | "out") => entry.frame,
                Ok(_) => return Envelope::Empty,
            }
        }
    } else {
        let is_start = has("\"capture\"") && serde_json::from_str::<CaptureStart>(text).is_ok();
        let is_ports = has("\"control\"") && serde_json::from_str::<Ports>(text).is_ok();
        return if is_start || is_ports { Envelope::Empty } else { Envelope::None };
    };
    match frame.filter(|frame| frame != WITHHELD && !frame.ends_with(CUT)) {
        Some(frame) => {
            item.text = frame.into_bytes();
            item.start = None;
            Envelope::Frame
        }
        None => Envelope::Without,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_mock_server_writes_is_told_from_frames() {
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
