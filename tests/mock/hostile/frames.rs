//! Frames that WebSocket does not allow, or that never end.

use std::time::Duration;

use purposepath_realtime::mock::LogKind;
use tokio::io::AsyncWriteExt;

use super::besieged::{Besieged, announced, close_code, frame, open_socket};
use crate::{closed, still};

#[tokio::test]
async fn broken_frames_close_their_own_connection_alone() {
    let mut besieged = Besieged::new(still()).await;
    let cases: &[(&str, Vec<u8>, u16)] = &[
        ("10 GB are announced", [announced(10 << 30), b"few bytes".into()].concat(), 1009),
        ("2^63 bytes are announced", announced(1 << 63), 1009),
        ("2^64 - 1 bytes are announced", announced(u64::MAX), 1009),
        ("one byte more than a frame may have", announced((32 << 10) + 1), 1009),
        ("not masked", b"\x81\x02hi".into(), 1002),
        ("the first reserved bit", frame(0xC1, b"hi"), 1002),
        ("the second", frame(0xA1, b"hi"), 1002),
        ("the third", frame(0x91, b"hi"), 1002),
        ("all of them", frame(0xF1, b""), 1002),
        ("a kind of data that there is not", frame(0x83, b""), 1002),
        ("a kind of control that there is not", frame(0x8B, b""), 1002),
        ("a ping in parts", frame(0x09, b""), 1002),
        ("a ping of 126 bytes", frame(0x89, &[b'x'; 126]), 1002),
        ("a pong of 30,000 bytes", frame(0x8A, &[b'x'; 30_000]), 1002),
        ("a close of 126 bytes", frame(0x88, &[3; 126]), 1002),
        ("a close with half a code", frame(0x88, &[3]), 1002),
        ("a close whose reason is no UTF-8", frame(0x88, b"\x03\xE8\xFF"), 1007),
        ("a part of nothing", frame(0x80, b"hi"), 1002),
        ("a message inside another", [frame(0x01, b"a"), frame(0x81, b"b")].concat(), 1002),
        ("no UTF-8", frame(0x81, b"\xFF\xFE"), 1007),
        ("half a letter", frame(0x81, b"\xC3"), 1007),
        ("a surrogate", frame(0x81, b"\xED\xA0\x80"), 1007),
        ("bytes", frame(0x82, b"{}"), 1003),
    ];
    for (what, bytes, code) in cases {
        let mut stream = open_socket(&besieged.mock.url()).await;
        stream.write_all(bytes).await.unwrap();
        assert_eq!(close_code(&mut stream).await, *code, "{what}");
        besieged.serves_on().await;
    }
    assert_eq!(besieged.mock.connections().len(), 1);
}

#[tokio::test]
async fn a_message_that_never_ends_is_cut_at_its_limit() {
    let mut besieged = Besieged::new(still()).await;
    let mut stream = open_socket(&besieged.mock.url()).await;
    let part = vec![b'x'; 16 << 10];
    stream.write_all(&frame(0x01, &part)).await.unwrap();
    let mut parts = 1;
    while besieged.mock.connections().len() > 1 {
        // What still comes once it is refused is read and lost.
        let _ = stream.write_all(&frame(0x00, &part)).await;
        parts += 1;
        besieged.serves_on().await;
        assert!(parts < 100, "{parts} parts of 16 KB are taken");
    }
    assert_eq!(closed(&besieged.mock, 2).await.0, 1009);
}

/// Parts without content stay under every limit of length; the deadline of `auth` ends them.
#[tokio::test]
async fn a_message_of_empty_parts_is_cut_at_the_deadline() {
    let mut besieged = Besieged::new(still()).await;
    let mut stream = open_socket(&besieged.mock.url()).await;
    stream.write_all(&frame(0x01, b"")).await.unwrap();
    let parts = frame(0x00, b"").repeat(1000);
    for _ in 0..100 {
        stream.write_all(&parts).await.unwrap();
        besieged.serves_on().await;
    }
    besieged.mock.advance(Duration::from_secs(10));
    let mut is_open = true;
    while is_open {
        is_open = stream.write_all(&parts).await.is_ok();
        besieged.serves_on().await;
    }
    assert_eq!(besieged.mock.connections().len(), 1);
}

/// Byte by byte, and between them the others are served.
#[tokio::test]
async fn a_frame_that_comes_slowly_keeps_nobody_waiting() {
    let mut besieged = Besieged::new(still()).await;
    let mut stream = open_socket(&besieged.mock.url()).await;
    for byte in frame(0x81, br#"{"action":"auth","token":"t/slow"}"#) {
        stream.write_all(&[byte]).await.unwrap();
        besieged.serves_on().await;
    }
    crate::logged(&besieged.mock, |it| {
        it.kind == LogKind::Authenticated && it.connection == Some(2)
    })
    .await;
    besieged.serves_on().await;
}
