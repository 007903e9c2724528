//! How a socket ends, or never opens: the close code and the HTTP status decide what follows.

use std::time::Duration;

use purposepath_realtime::client::{Client, SocketError, Update};
use purposepath_realtime::connection::{ConnectionStatus, Reason, Snapshot};
use tokio::io::AsyncWriteExt;

use crate::server::{Peer, Server};
use crate::{a_token, connect, next, until, until_status};

/// A close frame of a server, written by hand: the library of the tests sends no forbidden code.
async fn close_with<S: tokio::io::AsyncRead + AsyncWriteExt + Unpin>(peer: Peer<S>, code: u16) {
    let mut stream = peer.0.into_inner();
    let [high, low] = code.to_be_bytes();
    stream.write_all(&[0x88, 2, high, low]).await.unwrap();
    stream.flush().await.unwrap();
    // The client answers, and so has read it.
    tokio::io::copy(&mut stream, &mut tokio::io::sink()).await.ok();
}

async fn closed(client: &mut Client) -> (u16, Option<SocketError>) {
    until(client, |update| match update {
        Update::Closed { code, error } => Some((code, error)),
        _ => None,
    })
    .await
}

async fn next_status(client: &mut Client) -> Snapshot {
    until(client, |update| match update {
        Update::Status(snapshot) => Some(snapshot),
        _ => None,
    })
    .await
}

#[tokio::test(start_paused = true)]
async fn a_close_code_keeps_its_class_whatever_the_library_makes_of_it() {
    for code in [0, 999, 1004, 1005, 1006, 1014, 1015, 1016, 2999, 5000, u16::MAX, 1002, 4000] {
        let server = Server::start().await;
        let mut client = connect(&server, a_token);
        let peer = server.welcome().await;
        until_status(&mut client, ConnectionStatus::Connected).await;
        let (told, ()) = tokio::join!(closed(&mut client), close_with(peer, code));
        assert_eq!(told, (code, None));
        let snapshot = next_status(&mut client).await;
        assert_eq!(snapshot.status, ConnectionStatus::Reconnecting, "{code}");
        assert_eq!(snapshot.reason, Some(Reason::Closed), "{code}");
        assert_eq!(snapshot.close_code, Some(code));
        client.close().await;
    }
}

#[tokio::test(start_paused = true)]
async fn codes_that_the_library_does_not_know_are_no_reason_to_give_up() {
    let server = Server::start().await;
    let mut client = connect(&server, a_token);
    // As often as a broken protocol is suspected before a client gives up, and more.
    for _ in 0..6 {
        let peer = server.welcome().await;
        until_status(&mut client, ConnectionStatus::Connected).await;
        close_with(peer, 1014).await;
    }
    let _peer = server.welcome().await;
    until_status(&mut client, ConnectionStatus::Connected).await;
    client.close().await;
}

/// Answers the handshake with this, and says what the client makes of it.
async fn refuse(answer: &str) -> (u16, String, Snapshot, Client) {
    let server = Server::start().await;
    let mut client = connect(&server, a_token);
    let mut stream = server.accept_tcp().await;
    stream.write_all(format!("HTTP/1.1 {answer}\r\n\r\n").as_bytes()).await.unwrap();
    let (code, error) = closed(&mut client).await;
    let snapshot = next_status(&mut client).await;
    (code, error.expect("a sentence").to_string(), snapshot, client)
}

#[tokio::test]
async fn an_http_status_at_the_handshake_is_what_it_says() {
    for (answer, code, told, status, reason) in [
        (
            "401 Unauthorized",
            4401,
            "the server answered HTTP 401",
            ConnectionStatus::Reconnecting,
            Reason::Unauthorized,
        ),
        (
            "403 Forbidden",
            4403,
            "the server answered HTTP 403",
            ConnectionStatus::Error,
            Reason::Refused,
        ),
        (
            "429 Too Many Requests",
            4429,
            "the server answered HTTP 429",
            ConnectionStatus::Reconnecting,
            Reason::Busy,
        ),
        (
            "503 Service Unavailable",
            1013,
            "the server answered HTTP 503",
            ConnectionStatus::Reconnecting,
            Reason::Busy,
        ),
        (
            "500 Internal Server Error",
            1006,
            "the server answered HTTP 500",
            ConnectionStatus::Reconnecting,
            Reason::Closed,
        ),
    ] {
        let (seen, sentence, snapshot, client) = refuse(answer).await;
        assert_eq!((seen, &*sentence), (code, told), "{answer}");
        assert_eq!((snapshot.status, snapshot.reason), (status, Some(reason)), "{answer}");
        client.close().await;
    }
}

#[tokio::test]
async fn it_waits_as_long_as_the_server_asks() {
    for answer in [
        "429 Too Many Requests\r\nRetry-After: 90",
        "503 Service Unavailable\r\nDate: Wed, 21 Oct 2015 07:28:00 GMT\r\n\
         Retry-After: Wed, 21 Oct 2015 07:29:30 GMT",
    ] {
        let (_, _, snapshot, client) = refuse(answer).await;
        let wait_ms = snapshot.retry_at_ms.expect("it waits") - snapshot.since_ms;
        let least = Duration::from_secs(90).as_millis();
        assert!(u128::from(wait_ms) >= least, "{answer}: {wait_ms} ms");
        client.close().await;
    }
}

#[tokio::test]
async fn what_is_no_http_is_a_lost_connection() {
    let server = Server::start().await;
    let mut client = connect(&server, a_token);
    let mut stream = server.accept_tcp().await;
    stream.write_all(b"SSH-2.0-OpenSSH_9.9\r\n\r\n").await.unwrap();
    let (code, error) = closed(&mut client).await;
    let told = error.expect("a sentence").to_string();
    assert_eq!((code, &*told), (1006, "the server does not speak WebSocket as it should"));
    assert!(matches!(next(&mut client).await, Update::Status(_)));
    client.close().await;
}
