//! `realtime convert` loses nothing: each line that is not blank is written, or named on stderr; what
//! is written is canonical, or is what came. Of what is recognised as something else, each line that is
//! written is a frame.

#![no_main]

use libfuzzer_sys::fuzz_target;
use purposepath_realtime::cli::convert_bytes;
use purposepath_realtime::{
    Encode, MAX_FRAME_BYTES, Message, decode, decode_bytes, decode_reporting,
};
use purposepath_realtime_fuzz::{filled, frames, seed};

fuzz_target!(init: seed("convert", seeds()), |bytes: &[u8]| {
    let bytes = match std::str::from_utf8(bytes) {
        Ok(text) => &filled(text, MAX_FRAME_BYTES).into_bytes(),
        Err(_) => bytes,
    };
    convert_recognised(bytes);
    // What stands around a frame, in a capture or in what was tailed, is no line of its own.
    if ["atMs", "capture", "control", "kind"].iter().any(|key| contains(bytes, key)) {
        return;
    }
    let mut said = Vec::new();
    let Some(written) = convert_bytes(bytes, false, |line| said.push(line)) else { return };
    let mut written_lines = lines(&written);
    let mut said = said.iter().map(String::as_str).peekable();
    let mut left_out = 0;
    let past_mark = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut is_fine = true;
    for (index, line) in lines(past_mark).enumerate() {
        let is_blank = line.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r'));
        if is_blank && line.len() <= MAX_FRAME_BYTES {
            continue;
        }
        let mut is_said = |what: &str| {
            is_fine = false;
            let named = format!("line {}: {what}: ", index + 1);
            let line = said.next().expect(&named);
            assert!(line.starts_with(&named), "{line:?} instead of {named:?}");
            assert!(!line.contains(['\n', '\r']), "{line:?}");
        };
        let Ok(message) = decode_bytes(line) else {
            is_said("left out");
            left_out += 1;
            continue;
        };
        let out = written_lines.next().expect("a valid frame is written");
        match message.encode() {
            Err(_) => {
                is_said("written unchanged");
                assert_eq!(out, line);
            }
            Ok(_) if matches!(message, Message::Unknown(_) | Message::Gateway(_)) => {
                assert_eq!(out, line);
            }
            Ok(_) => {
                let text = std::str::from_utf8(out).expect("a frame is text");
                let (again, report) = decode_reporting(text).expect("what is written decodes");
                assert_eq!(again, message);
                assert!(report.aliases.is_empty() && report.ignored.is_empty(), "{report:?}");
            }
        }
    }
    assert_eq!(written_lines.next(), None, "nothing else is written");
    match said.next() {
        Some(hint) if hint.starts_with("hint: no frame is in the input: ") => {
            assert!(is_fine && written.is_empty());
        }
        Some(summary) => {
            assert!(!is_fine && summary.ends_with(&format!(", {left_out} left out")), "{summary}");
        }
        None => assert!(is_fine && !written.is_empty()),
    }
    assert_eq!(said.next(), None, "nothing else is said");
    let again = convert_bytes(&written, false, |_| {});
    assert_eq!(again.as_ref(), Some(&written), "once converted, nothing changes");
});

/// Whatever the input is taken for, frames come out of it on a line each.
fn convert_recognised(bytes: &[u8]) {
    let said = |line: String| assert!(!line.contains(['\n', '\r']), "{line:?}");
    for line in lines(&convert_bytes(bytes, true, said).unwrap_or_default()) {
        assert!(decode_bytes(line).is_ok(), "{line:?}");
    }
}

fn contains(bytes: &[u8], key: &str) -> bool {
    bytes.windows(key.len()).any(|it| it == key.as_bytes())
}

/// Lines as NDJSON has them.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let lines = bytes.split(|byte| *byte == b'\n').filter(move |_| !bytes.is_empty());
    lines.map(|line| line.strip_suffix(b"\r").unwrap_or(line))
}

/// Some frames on a line each, by the dozen.
fn seeds() -> Vec<Vec<u8>> {
    let is_line = |frame: &Vec<u8>| !frame.contains(&b'\n');
    let lines: Vec<_> = frames().into_iter().filter(is_line).collect();
    let decodes = |line: &Vec<u8>| std::str::from_utf8(line).is_ok_and(|it| decode(it).is_ok());
    let (valid, other): (Vec<_>, Vec<_>) = lines.into_iter().partition(decodes);
    let mixed: Vec<_> = valid.iter().zip(other.iter().cycle()).flat_map(|(a, b)| [a, b]).collect();
    let mut seeds: Vec<_> = mixed.chunks(6).map(joined).collect();
    seeds.extend(valid.iter().map(|line| joined(&[line])));
    seeds.push(b"\xef\xbb\xbf{}\r\n\r\n \t\n".to_vec());
    // Other forms of the same.
    for line in &valid {
        let text = String::from_utf8_lossy(line);
        let message =
            serde_json::json!({ "type": "receive", "time": 1, "opcode": 1, "data": text });
        let socket =
            serde_json::json!({ "_webSocketMessages": [message], "request": { "url": "ws://a" } });
        seeds.push(serde_json::json!({ "log": { "entries": [socket] } }).to_string().into());
        seeds.push(format!(r#"{{"kind":"event","type":"x","frame":{text}}}"#).into());
        seeds.push(format!("[\n{text},\n{}]", serde_json::json!(text)).into());
        seeds.push(format!("{{\n{}\n{text}", text.get(1..).unwrap_or_default()).into());
    }
    seeds
}

fn joined(lines: &[&Vec<u8>]) -> Vec<u8> {
    lines.iter().flat_map(|line| [line.as_slice(), b"\n"]).collect::<Vec<_>>().concat()
}
