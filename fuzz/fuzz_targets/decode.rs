//! Any bytes are read or refused; text and bytes alike, with a report or without, as serde_json reads
//! JSON; and an error says where, in few words, and no token.

#![no_main]

use libfuzzer_sys::fuzz_target;
use purposepath_realtime::{
    Command, DecodeError, FaultCode, Message, decode, decode_bytes, decode_reporting,
};
use purposepath_realtime_fuzz::{frames, seed};
use serde_json::Value;

fuzz_target!(init: seed("decode", frames()), |bytes: &[u8]| {
    let read = decode_bytes(bytes);
    if let Err(error) = &read {
        check_error(error, bytes);
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        assert_eq!(read.map_err(|error| error.code()), Err(FaultCode::Syntax));
        return;
    };
    assert_eq!(read, decode(text), "the same of bytes and of text");
    assert_eq!(read, decode_reporting(text).map(|(message, _)| message), "the same with a report");
    check_json(text, &read);
    if let Ok(Message::Command(command)) = &read {
        check_secret(command);
    }
});

/// What is JSON, both readers say alike, but for the depth and for numbers that no double holds.
fn check_json(text: &str, ours: &Result<Message, DecodeError>) {
    match (ours, serde_json::from_str::<Value>(text)) {
        (Ok(_), Err(theirs)) => {
            let is_overflow = theirs.to_string().contains("number out of range");
            assert!(is_overflow, "read, but serde_json says {theirs}");
        }
        (Err(ours), Ok(_)) => {
            assert_ne!(ours.code(), FaultCode::Syntax, "JSON, but refused: {ours}");
        }
        _ => {}
    }
}

fn check_error(error: &DecodeError, bytes: &[u8]) {
    let lines = bytes.iter().filter(|byte| **byte == b'\n').count() + 1;
    assert!((1..=lines).contains(&error.line()), "{error}: {lines} lines");
    assert!((1..=bytes.len() + 1).contains(&error.column()), "{error}: {} bytes", bytes.len());
    assert!(error.path().starts_with('$'), "{error}");
    let message = error.message();
    assert!(message.chars().count() < 1000, "an error of {} characters", message.chars().count());
}

fn check_secret(command: &Command) {
    if let Command::Auth(auth) = command {
        assert_eq!(format!("{auth:?}"), "AuthCommand { token: Token(…) }");
    }
}
