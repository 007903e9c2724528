//! Replays the vectors of `tests/fixtures/codec/`, which readers in other languages replay too.

use std::collections::BTreeSet;
use std::sync::Arc;

use purposepath_realtime::{
    Encode, Envelope, FaultCode, Message, decode, decode_bytes, decode_reporting,
};

use crate::vector::{judge, same, vectors};

#[test]
fn every_vector_gets_its_verdict() {
    let mut failures = Vec::new();
    for vector in vectors() {
        let found = judge(&vector.frame);
        if !same(&found, &vector.verdict) {
            let frame: String = vector.frame.chars().take(400).collect();
            let expected = &vector.verdict;
            failures.push(format!(
                "{}\n     frame: {frame}\n  expected: {expected}\n     found: {found}",
                vector.name
            ));
        }
    }
    assert!(failures.is_empty(), "{} vectors fail:\n\n{}", failures.len(), failures.join("\n\n"));
}

#[test]
fn all_ways_of_decoding_agree() {
    for vector in vectors() {
        let plain = decode(&vector.frame);
        assert_eq!(plain, decode_bytes(vector.frame.as_bytes()), "{}", vector.name);
        let reporting = decode_reporting(&vector.frame).map(|(message, _)| message);
        assert_eq!(plain, reporting, "{}", vector.name);
    }
}

#[test]
fn what_was_read_is_written_and_read_back_without_a_note() {
    for vector in vectors() {
        let Ok(message) = decode(&vector.frame) else {
            continue;
        };
        let written = message.encode().unwrap_or_else(|error| panic!("{}: {error}", vector.name));
        let (again, report) = decode_reporting(&written).unwrap();
        assert_eq!(again, message, "{}", vector.name);
        assert!(report.aliases.is_empty() && report.ignored.is_empty(), "{}", vector.name);
        let values: Vec<_> = report.unknown_values.iter().map(|it| it.value.as_str()).collect();
        let listed = vector.verdict["unknownValues"].as_array().into_iter().flatten();
        let kept: Vec<_> = listed.filter_map(|it| it["value"].as_str()).collect();
        assert_eq!(values.len(), kept.len(), "{}", vector.name);
        assert!(kept.iter().all(|value| values.contains(value)), "{}", vector.name);
    }
}

#[test]
fn unknown_events_are_written_byte_for_byte() {
    for vector in vectors() {
        if let Ok(message @ Message::Unknown(_)) = decode(&vector.frame) {
            assert_eq!(message.encode().as_ref(), Ok(&vector.frame), "{}", vector.name);
        }
    }
}

#[test]
fn the_data_of_an_unknown_event_is_the_text_that_stands_there() {
    let time = r#""timestamp":"2025-11-03T14:30:00Z""#;
    for (data, expected) in [
        (r#","data": {"b" : [1, "}"] } "#, Some(r#"{"b" : [1, "}"] }"#)),
        (r#","data":"é""#, Some("\"é\"")),
        (",\"data\":\n7\n", Some("7")),
        (r#","data":null"#, Some("null")),
        ("", None),
    ] {
        let behind = format!(r#"{{"type":"x.y",{time}{data}}}"#);
        let before = format!(r#"{{{time}{data},"type":"x.y"}}"#);
        let other = format!(r#"{{"eventType":"y"{data}}}"#);
        for frame in [behind, before, other] {
            let Ok(Message::Unknown(unknown)) = decode(&frame) else {
                panic!("{frame} is unknown");
            };
            assert_eq!((unknown.data(), unknown.as_str()), (expected, &*frame));
        }
    }
}

#[test]
fn a_shared_frame_is_the_encoded_text_whatever_it_is_taken_for() {
    let ping = Envelope::ping();
    let (text, frame) = (ping.encode().unwrap(), ping.encode_shared().unwrap());
    let as_text: &str = frame.as_ref();
    let as_bytes: &[u8] = frame.as_ref();
    assert_eq!((as_text, as_bytes), (&*text, text.as_bytes()));
    assert_eq!((frame.as_str(), &*frame), (&*text, &*text));
    assert_eq!(format!("{frame:?}"), "SharedFrame(15 bytes)");
    assert_eq!(*Arc::<str>::from(frame), *text);
}

#[test]
fn vectors_have_names_of_their_own() {
    let mut names = BTreeSet::new();
    for vector in vectors() {
        assert!(names.insert(vector.name.clone()), "two vectors are called `{}`", vector.name);
    }
}

#[test]
fn every_fault_code_occurs_in_a_vector() {
    let vectors = vectors();
    for code in FaultCode::ALL {
        assert!(
            vectors.iter().any(|vector| vector.verdict["error"]["code"] == code.as_str()),
            "no vector ends in `{code}`: add one to tests/fixtures/codec/invalid.json"
        );
    }
}

#[test]
fn data_before_type_occurs_in_a_vector() {
    let data_first = |frame: &str| frame.find("\"data\"").zip(frame.find("\"type\""));
    assert!(
        vectors().iter().any(|vector| {
            vector.verdict["verdict"] == "event"
                && data_first(&vector.frame).is_some_and(|(data, name)| data < name)
        }),
        "no vector has its data before its type: add one to tests/fixtures/codec/tolerance.json"
    );
}

#[test]
fn bytes_that_are_not_utf8_are_a_syntax_fault() {
    for bytes in
        [&b"{\"type\":\"p\xffing\"}"[..], b"\xc3", b"{\"type\":\"\xed\xa0\x80\"}", b"\xc0\x80"]
    {
        let error = decode_bytes(bytes).unwrap_err();
        assert_eq!((error.code(), error.path()), (FaultCode::Syntax, "$"));
    }
}

#[test]
fn text_with_several_faults_is_refused_all_the_same() {
    let brackets = "[".repeat(10_000);
    let megabyte = format!("\"{}\"", "a".repeat(1_000_000));
    for text in [&brackets, &megabyte, &format!("{{\"type\":{brackets}"), &"{\"a\":".repeat(10_000)]
    {
        assert!(decode(text).is_err());
        assert!(decode_reporting(text).is_err());
    }
}
