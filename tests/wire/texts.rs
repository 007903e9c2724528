//! Every text that a person may read in a log: errors, and `Debug` of what was decoded. Snapshots in
//! `tests/snapshots/`, taken from the vectors and the fixtures, so that none is forgotten.

use std::collections::BTreeMap;
use std::fmt::Write;

use purposepath_realtime::connection::{ConnectionStatus, Stage};
use purposepath_realtime::{
    AuthCommand, CalendarDate, Encode, EncodeError, Envelope, ErrorEvent, FaultCode, FileSize,
    FiniteNumber, GoalId, MAX_FRAME_BYTES, Message, Milliseconds, PingCommand, Progress,
    TargetProgress, TenantId, Timestamp, Token, decode, decode_bytes,
};

use crate::vector::vectors;

/// At most this much of a frame is shown beside its error.
const SHOWN: usize = 160;

fn shown(frame: &str) -> String {
    let visible = |char: char| match char {
        '\u{20}'..='\u{7e}' => char.to_string(),
        _ if char.is_alphanumeric() => char.to_string(),
        _ => char.escape_debug().to_string(),
    };
    let mut shown: String = frame.chars().take(SHOWN).map(visible).collect();
    if frame.chars().nth(SHOWN).is_some() {
        let _ = write!(shown, " … {} bytes", frame.len());
    }
    shown
}

#[test]
fn every_refusal_is_a_sentence() {
    let mut by_code: BTreeMap<FaultCode, String> = BTreeMap::new();
    for vector in vectors() {
        if let Err(error) = decode(&vector.frame) {
            let out = by_code.entry(error.code()).or_default();
            let (_, name) = vector.name.split_once(": ").unwrap();
            let _ = writeln!(out, "{name}\n  `{}`\n  {error}\n", shown(&vector.frame));
        }
    }
    for (code, texts) in by_code {
        insta::assert_snapshot!(format!("refusals--{code}"), texts);
    }
}

#[test]
fn a_refusal_quotes_of_a_long_text_only_the_beginning() {
    let long = "x".repeat(5000);
    let short = format!("{}…", "x".repeat(40));
    for (frame, expected) in [
        (
            format!(r#"{{"type":"{long}"}}"#),
            format!("{short}: at $.timestamp: expected the key \"timestamp\", found no such key"),
        ),
        (
            format!(r#"{{"type":"ping","timestamp":"{long}"}}"#),
            format!(
                "ping: at $.timestamp: expected a date-time like 2025-11-03T14:30:00.000Z, found \"{short}\""
            ),
        ),
    ] {
        assert_eq!(decode(&frame).unwrap_err().message(), expected);
    }
}

#[test]
fn line_and_column_are_those_of_the_frame() {
    let frame = "{\n  \"data\": {\"ü\": 1, \"goal_id\": 5},\n  \"type\": \"goal.paused\",\n  \
                 \"timestamp\": \"2025-11-03T14:30:00Z\"\n}";
    let error = decode(&frame.replace("\"ü\"", "\"tenantId\":\"t\",\"ü\"")).unwrap_err();
    assert_eq!((error.path(), error.line(), error.column()), ("$.data.goal_id", 2, 35));
    assert_eq!((error.expected(), error.found()), ("a non-empty id (GoalId)", "the number 5"));
    assert_eq!(
        error.message(),
        "goal.paused: at $.data.goal_id: expected a non-empty id (GoalId), found the number 5"
    );
    let error = decode("{\"type\":\n\n \"ping\",}").unwrap_err();
    assert_eq!((error.code(), error.line(), error.column()), (FaultCode::Syntax, 3, 9));
    let error = decode_bytes(b"{\n\"\xc3\xa9\xff\"}").unwrap_err();
    assert_eq!((error.code(), error.line(), error.column()), (FaultCode::Syntax, 2, 3));
    let error = decode("").unwrap_err();
    assert_eq!((error.line(), error.column()), (1, 1));
}

#[test]
fn errors_outside_of_frames_are_sentences() {
    let mut out = String::new();
    let mut say = |what: &str, error: &dyn std::error::Error| {
        let _ = writeln!(out, "{what}\n  {error}\n");
    };
    let bytes = decode_bytes(b"{\"type\":\"\xff\"}").unwrap_err();
    say("a frame that is not UTF-8", &bytes);
    assert_eq!(format!("{bytes:?}"), format!("DecodeError(Syntax, {:?})", bytes.to_string()));
    say("an empty id", &GoalId::new("").unwrap_err());
    say("an empty token", &Token::new("").unwrap_err());
    say(
        "a date-time that is none",
        &"tomorrow at noon, or a little later than that".parse::<Timestamp>().unwrap_err(),
    );
    say("a moment beyond the years", &Timestamp::from_unix_millis(i64::MAX).unwrap_err());
    say("a date that is none", &"2025-02-29".parse::<CalendarDate>().unwrap_err());
    say("a day that is none", &CalendarDate::new(2025, 2, 29).unwrap_err());
    say("a number that is not finite", &FiniteNumber::new(f64::NAN).unwrap_err());
    say("a progress beyond 100", &Progress::new(101.0).unwrap_err());
    say("a progress below 0", &TargetProgress::new(-0.5).unwrap_err());
    say("a size beyond 2^53 - 1", &FileSize::new(1 << 53).unwrap_err());
    say("a size below 0", &FileSize::try_from(-1.0).unwrap_err());
    say("a duration that is not whole", &Milliseconds::try_from(1.5).unwrap_err());
    say("a stage that is none", &"production".parse::<Stage>().unwrap_err());
    say("a status that is none", &"".parse::<ConnectionStatus>().unwrap_err());

    let error = ErrorEvent::new("INTERNAL_ERROR".into());
    let envelope = || Envelope::new(error.clone(), Timestamp::MIN);
    say("an empty area", &envelope().with_area("").unwrap_err());
    say("an area with an event of its own", &envelope().with_area("auth").unwrap_err());
    let mut of_tenant = error.clone();
    of_tenant.tenant_id = Some(TenantId::new("tenant-123").unwrap());
    let other = TenantId::new("tenant-999").unwrap();
    say(
        "two tenants",
        &Envelope::new(of_tenant, Timestamp::MIN).with_tenant_id(other).unwrap_err(),
    );
    let mut long = error.clone();
    long.error = Some("a".repeat(200_000));
    say("a frame that is too large", &Envelope::new(long, Timestamp::MIN).encode().unwrap_err());
    let empty = ErrorEvent::new("".into());
    say("an empty code", &Envelope::new(empty, Timestamp::MIN).encode().unwrap_err());
    insta::assert_snapshot!("errors", out);
}

#[test]
fn an_encoder_that_fails_leaves_its_buffer_alone() {
    let mut buffer = "before".to_owned();
    let empty = Envelope::new(ErrorEvent::new("".into()), Timestamp::MIN);
    let error = empty.encode_into(&mut buffer).unwrap_err();
    assert_eq!(error, EncodeError::EmptyValue { enumeration: "ErrorCode" });
    assert_eq!(buffer, "before");

    // What stands there already is no part of the frame, whose size is limited.
    let mut buffer = "x".repeat(MAX_FRAME_BYTES);
    Envelope::ping().encode_into(&mut buffer).unwrap();
    assert_eq!(&buffer[MAX_FRAME_BYTES..], r#"{"type":"ping"}"#);
}

#[test]
fn no_text_shows_a_token() {
    const SECRET: &str = "eyJhbGciOiJub25lIn0";
    let hides = |text: String| assert!(!text.contains(SECRET), "a token is shown: {text}");

    let token = Token::new(SECRET).unwrap();
    let command = AuthCommand::new(token.clone());
    hides(format!("{token:?} {token:#?} {command:?} {command:#?}"));
    let frame = format!("{{\"action\":\"auth\",\"token\":\"{SECRET}\"}}");
    let message = decode(&frame).unwrap();
    hides(format!("{message:?} {message:#?} {:?}", message.encode_shared().unwrap()));
    assert_eq!(message.encode().as_ref(), Ok(&frame));

    for faulty in [
        // The token in a frame that breaks a rule, in the wrong place or of the wrong type.
        frame.replace("\"}", ""),
        frame.replace("\"}", "\"}x"),
        frame.replace("\"}", "\\x\"}"),
        frame.replace("auth", "aauth"),
        frame.replace("\"action\":\"auth\",", ""),
        frame.replace("\"}", "\",\"token\":\"again\"}"),
        frame.replace(&format!("\"{SECRET}\""), &format!("[\"{SECRET}\"]")),
        format!("{{\"action\":[\"{SECRET}\"]}}"),
        format!("{{\"action\":\"{SECRET}\"}}"),
        format!("\"{SECRET}\""),
        format!("[\"{SECRET}\"]"),
        format!("{{\"type\":\"ping\",\"data\":\"{SECRET}\"}}"),
        format!("{{\"message\":\"{SECRET}\",\"connectionId\":\"{SECRET}\"}}"),
    ] {
        let error = decode(&faulty).unwrap_err();
        hides(format!("{error} {error:?} {error:#?} {}", error.message()));
        hides(format!("{} {} {}", error.path(), error.expected(), error.found()));
    }
    for unknown in [
        format!("{{\"eventType\":\"x\",\"token\":\"{SECRET}\"}}"),
        format!("{{\"type\":\"x\",\"timestamp\":\"2025-11-03T14:30:00Z\",\"data\":\"{SECRET}\"}}"),
    ] {
        hides(format!("{:?}", decode(&unknown).unwrap()));
    }
}

#[test]
fn debug_of_a_command_names_it() {
    let ping = Message::Command(PingCommand::new().into());
    assert_eq!(format!("{ping:?}"), "Command(Ping(PingCommand))");
}

#[cfg(feature = "codegen")]
mod of_fixtures {
    use purposepath_realtime::fixtures::{FIXTURES, fixture};
    use purposepath_realtime::registry::EVENTS;

    use super::{Write, decode};

    #[test]
    fn every_event_is_legible_in_a_log() {
        for row in EVENTS {
            let fixture =
                fixture("events", row.wire_type).unwrap_or_else(|missing| panic!("{missing}"));
            let message = decode(fixture.text).unwrap();
            insta::assert_debug_snapshot!(format!("event--{}", row.wire_type), message);
        }
    }

    #[test]
    fn commands_and_gateway_faults_are_legible_in_a_log() {
        let mut out = String::new();
        for fixture in FIXTURES.iter().filter(|fixture| fixture.folder != "events") {
            let _ = writeln!(out, "{}\n{:#?}\n", fixture.name, decode(fixture.text).unwrap());
        }
        insta::assert_snapshot!("commands-and-gateway", out);
    }
}
