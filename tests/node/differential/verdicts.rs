//! The Rust decoder for the differential: reads frames from standard input, each behind its length in
//! bytes (`u32`, little-endian), so that any bytes can travel; writes what it says of each as a line
//! of JSON, `text` being the frame as it is written again, or null where that would be too large.

use std::io::{self, BufReader, BufWriter, Read, Write};

use purposepath_realtime::{
    Alias, DecodeError, Encode, EncodeError, UnknownValue, decode_bytes, decode_reporting,
};
use serde_json::{Value, json};

fn main() -> io::Result<()> {
    let mut input = BufReader::new(io::stdin().lock());
    let mut output = BufWriter::new(io::stdout().lock());
    let mut frame = Vec::new();
    let mut length = [0; 4];
    while input.read_exact(&mut length).is_ok() {
        frame.resize(u32::from_le_bytes(length) as usize, 0);
        input.read_exact(&mut frame)?;
        serde_json::to_writer(&mut output, &verdict(&frame))?;
        output.write_all(b"\n")?;
        if input.buffer().is_empty() {
            output.flush()?;
        }
    }
    output.flush()
}

fn verdict(frame: &[u8]) -> Value {
    let read = decode_bytes(frame);
    let Ok(text) = std::str::from_utf8(frame) else {
        return refused(&read.expect_err("a frame is UTF-8"));
    };
    let (message, report) = match decode_reporting(text) {
        Err(error) => {
            assert_eq!(read, Err(error.clone()), "with and without a report");
            return refused(&error);
        }
        Ok((message, report)) => {
            assert_eq!(read.as_ref(), Ok(&message), "with and without a report");
            (message, report)
        }
    };
    let alias = |it: &Alias| json!({ "path": it.path, "kind": it.kind, "canonical": it.canonical });
    let unlisted = |it: &UnknownValue| json!({ "path": it.path, "value": it.value });
    let written = match message.encode() {
        Ok(text) => Some(text),
        Err(EncodeError::TooLarge { .. }) => None,
        Err(error) => panic!("what was read cannot be written: {error}"),
    };
    json!({
        "verdict": message.kind(),
        "type": message.wire_type(),
        "aliases": report.aliases.iter().map(alias).collect::<Vec<_>>(),
        "ignored": report.ignored,
        "unknownValues": report.unknown_values.iter().map(unlisted).collect::<Vec<_>>(),
        "text": written,
    })
}

fn refused(error: &DecodeError) -> Value {
    json!({
        "verdict": "invalid",
        "type": error.message_type(),
        "error": { "code": error.code(), "path": error.path() },
    })
}
