//! A capture is replayed as far as its lines say, or refused at the first line that is none: the same
//! as reading it line by line with serde_json and `decode`.

#![no_main]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use purposepath_realtime::mock::{Replay, ReplayError};
use purposepath_realtime::mock_files::capture::{
    CAPTURE_VERSION, CaptureLine, CaptureStart, CapturedFrame, Direction,
};
use purposepath_realtime::{Encode, Message, Timestamp, decode};
use purposepath_realtime_fuzz::{frames, seed};
use serde::de::IgnoredAny;

static FILE: LazyLock<PathBuf> = LazyLock::new(|| {
    std::env::temp_dir().join(format!("purposepath-realtime-capture-{}", std::process::id()))
});

fuzz_target!(init: seed("capture", seeds()), |text: &str| {
    fs::write(&*FILE, text).expect("a file can be written");
    let mut replay = Replay::of(&*FILE);
    let checked = replay.check();
    let expected = count(text);
    match (&checked, &expected) {
        (Ok(count), Ok(expected)) => assert_eq!(*count, expected.all),
        (Err(ReplayError::Broken(error) | ReplayError::Other(error)), Err(line)) => {
            assert_eq!(error.line, *line, "{error}");
            assert!(error.path.starts_with('$'), "{error}");
            let length = error.to_string().chars().count();
            assert!(length < 1000, "an error of {length} characters");
        }
        (checked, Ok(_)) => panic!("{checked:?}, but every line is one of a capture"),
        (checked, Err(line)) => panic!("{checked:?}, but line {line} is none of a capture"),
    }
    // As another tenant's, all of it is replayed too, but what outgrows the limit by that.
    replay.as_tenant = Some("t".to_owned());
    let as_tenant = replay.check();
    if let (Ok(count), Ok(as_tenant)) = (&checked, &as_tenant) {
        assert_eq!(as_tenant, count);
    }
    replay.only = vec!["*".to_owned()];
    if let (Ok(count), Ok(expected)) = (replay.check(), &expected) {
        assert_eq!(count, expected.valid, "a pattern that all types fit");
    }
    fs::remove_file(&*FILE).expect("it was written");
});

/// How many events a capture holds.
#[derive(Debug, Default)]
struct Count {
    all: u64,
    valid: u64,
}

/// Counts them, or says which line is none of a capture, or no frame by itself. Blank lines count as
/// lines, and hold nothing.
fn count(text: &str) -> Result<Count, usize> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    let mut lines = text.split('\n').zip(1_usize..).filter(|(line, _)| !line.trim().is_empty());
    let is_blank = |line: &str| line.trim_start_matches('\u{feff}').trim().is_empty();
    let Some((first, number)) = lines.find(|(line, _)| !is_blank(line)) else {
        return Err(text.split('\n').count());
    };
    let first = first.trim_start_matches('\u{feff}');
    let object = serde_json::from_str::<BTreeMap<String, IgnoredAny>>(first).unwrap_or_default();
    let keys = ["type", "action", "eventType", "event_type", "message"];
    let mut count = Count::default();
    if keys.iter().any(|key| object.contains_key(*key)) {
        for (line, number) in std::iter::once((first, number)).chain(lines) {
            count.add(line).ok_or(number)?;
        }
        return Ok(count);
    }
    let start = serde_json::from_str::<CaptureStart>(first);
    if start.ok().is_none_or(|start| start.capture != CAPTURE_VERSION) {
        return Err(number);
    }
    for (line, number) in lines {
        let line = serde_json::from_str::<CapturedFrame>(line).map_err(|_| number)?;
        let Some(frame) = line.frame.filter(|_| line.direction == Direction::Out) else { continue };
        if line.is_invalid {
            count.all += 1;
            continue;
        }
        count.add(&frame).ok_or(number)?;
    }
    Ok(count)
}

impl Count {
    /// Counts a frame if it is one that is sent; none if it cannot be.
    fn add(&mut self, frame: &str) -> Option<()> {
        let message = decode(frame).ok()?;
        let is_sent = match &message {
            Message::Event(envelope) => !envelope.event().event_type().row().is_about_connection,
            Message::Unknown(_) => true,
            _ => false,
        };
        if is_sent {
            message.encode().ok()?;
            self.all += 1;
            self.valid += 1;
        }
        Some(())
    }
}

/// Captures of some frames each, most of them sent.
fn seeds() -> Vec<String> {
    let line = |line: CaptureLine| serde_json::to_string(&line).expect("plain data") + "\n";
    let start = line(CaptureLine::Start(CaptureStart::at(Timestamp::MIN)));
    let frames = frames();
    let texts: Vec<_> = frames.iter().filter_map(|it| std::str::from_utf8(it).ok()).collect();
    let captured = |(index, text): (usize, &&str)| {
        let is_valid = decode(text).is_ok();
        let direction = if index % 8 == 0 { Direction::In } else { Direction::Out };
        let mut frame = CapturedFrame::new(index as u64 * 1000, direction);
        frame.connection = Some(1);
        frame.tenant_id = Some("t".to_owned());
        frame.is_invalid = !is_valid;
        frame.frame = Some((*text).to_owned());
        line(CaptureLine::Frame(frame))
    };
    let lines: Vec<String> = texts.iter().enumerate().map(captured).collect();
    let captures = lines.chunks(4).map(|some| start.clone() + &some.concat());
    let is_line = |it: &&&str| !it.contains('\n');
    let plain: Vec<_> = texts.iter().filter(is_line).map(|it| (*it).to_owned()).collect();
    captures.chain(plain.chunks(2).map(|some| some.join("\n"))).collect()
}
