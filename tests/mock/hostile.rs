//! Clients that mean harm, or are broken: nobody else notices.

mod besieged;
mod crowd;
mod files;
mod frames;
mod requests;

use std::io::{self, Write};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::client::{Client, address};
use super::{PATIENCE, closed, http, start, still};
use besieged::{Besieged, open_socket};

/// Prints a figure that is to be seen of a test that passes, so not by the macros, whose output the
/// harness keeps to itself.
fn print(text: &str) {
    let _ = io::stdout().write_all(text.as_bytes());
}

#[tokio::test]
async fn garbage_before_the_handshake_is_refused() {
    let mock = start(still()).await;
    for garbage in
        [&b"\x16\x03\x01\0\xA5"[..], b"GET\r\n\r\n", b"\0\0\0\0\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n"]
    {
        let mut stream = TcpStream::connect(address(&mock.url())).await.unwrap();
        stream.write_all(garbage).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut answer = Vec::new();
        let _ = timeout(PATIENCE, stream.read_to_end(&mut answer)).await.unwrap();
        assert!(!answer.starts_with(b"HTTP/1.1 101"));
    }
    let headers = ["connection: upgrade", "upgrade: websocket", "sec-websocket-version: 13"];
    let url = mock.url().replace("ws:", "http:");
    assert_eq!(http::request("GET", &url, &headers, "").await.status, 400);
    Client::welcome(&mock.url(), "t/u").await;
}

#[tokio::test]
async fn a_flood_that_nobody_reads_the_answers_to_ends_itself() {
    let mut besieged = Besieged::new(still().with_buffer_limit(64 << 10)).await;
    let mut stream = open_socket(&besieged.mock.url()).await;
    let flood = b"\x81\x81\0\0\0\0x".repeat(10_000);
    // Each is answered with "Forbidden", and no answer is read.
    let mut is_open = true;
    while is_open {
        is_open = timeout(PATIENCE, stream.write_all(&flood)).await.unwrap().is_ok();
        besieged.serves_on().await;
    }
    assert_eq!(closed(&besieged.mock, 2).await.0, 1006);
    assert_eq!(besieged.mock.connections().len(), 1);
}

#[tokio::test]
async fn whoever_connects_and_says_nothing_keeps_nobody_out() {
    let mock = start(still()).await;
    let mut silent = Vec::new();
    for _ in 0..200 {
        silent.push(TcpStream::connect(address(&mock.url())).await.unwrap());
    }
    Client::welcome(&mock.url(), "t/u").await;
    let health = http::get(&format!("{}/health", mock.control_url())).await;
    assert_eq!(health.json()["status"], "ok");
}

/// Sends this, and nothing more; how it ends.
async fn left_waiting(url: &str, text: &str) -> String {
    let mut stream = TcpStream::connect(address(url)).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    let mut answer = String::new();
    let _ = timeout(PATIENCE, stream.read_to_string(&mut answer)).await.expect("it is cut");
    answer
}

/// The deadlines go by real time, which stands here: it moves on once everybody waits.
#[tokio::test(start_paused = true)]
async fn whoever_is_slow_to_say_what_they_want_is_cut() {
    let mock = start(still()).await;
    let (data, control) = (mock.url(), mock.control_url());
    let half = "GET / HTTP/1.1\r\nhost: localhost\r\nx: ";
    for url in [&data, &control] {
        for text in ["", half] {
            let began = tokio::time::Instant::now();
            assert_eq!(left_waiting(url, text).await, "", "{url} {text:?}");
            assert_eq!(began.elapsed().as_secs(), 10, "{url} {text:?}");
        }
        // The second request of a connection, too.
        let again = format!("GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n{half}");
        let answer = left_waiting(url, &again).await;
        assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{answer}");
    }
    let body = "POST /broadcast HTTP/1.1\r\nhost: localhost\r\ncontent-length: 999999\r\n\r\n{";
    let answer = left_waiting(&control, body).await;
    let error = "the body did not come within 10 s: send it at once";
    assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains(error), "{answer}");
    let answer = left_waiting(&data, body).await;
    assert!(answer.starts_with("HTTP/1.1 426 "), "{answer}");
}

/// The deadline is that of the whole head, not of its next byte.
#[tokio::test(start_paused = true)]
async fn a_head_that_comes_byte_by_byte_is_cut_as_well() {
    let mut besieged = Besieged::new(still()).await;
    for url in [besieged.mock.url(), besieged.mock.control_url()] {
        let began = tokio::time::Instant::now();
        let mut stream = TcpStream::connect(address(&url)).await.unwrap();
        let mut is_open = true;
        let mut head = b"GET / HTTP/1.1\r\nx: ".iter().chain(std::iter::repeat(&b'x'));
        while is_open {
            tokio::time::advance(Duration::from_secs(1)).await;
            is_open = stream.write_all(&[*head.next().expect("endless")]).await.is_ok();
            besieged.serves_on().await;
            assert!(began.elapsed().as_secs() < 60, "{url} is open after a minute");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn thousands_of_half_sent_heads_harm_nobody_and_are_gone_soon() {
    let mock = start(still()).await;
    let mut half = Vec::new();
    // Both ends of each are files of this process.
    for _ in 0..400 {
        let mut stream = TcpStream::connect(address(&mock.url())).await.unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nx: ").await.unwrap();
        half.push(stream);
    }
    Client::welcome(&mock.url(), "t/u").await;
    for mut stream in half {
        let mut rest = Vec::new();
        let _ = timeout(PATIENCE, stream.read_to_end(&mut rest)).await.expect("it is cut");
        assert!(rest.is_empty());
    }
    assert_eq!(mock.connections().len(), 0);
}

#[tokio::test]
async fn a_head_without_end_is_refused() {
    let mock = start(still()).await;
    for url in [mock.url(), mock.control_url()] {
        let mut stream = TcpStream::connect(address(&url)).await.unwrap();
        let _ = stream.write_all(b"GET / HTTP/1.1\r\nx: ").await;
        while stream.write_all(&[b'x'; 16 << 10]).await.is_ok() {}
    }
    Client::welcome(&mock.url(), "t/u").await;
}
