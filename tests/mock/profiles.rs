//! The rules of each kind of server, by putting the clock forward.

use std::time::Duration;

use futures_util::StreamExt;
use purposepath_realtime::mock::{Close, Mock, Profile, Selector};
use purposepath_realtime::mock_files::PingAnswer;
use serde_json::json;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};

use super::client::{Client, NotOpen};
use super::{PATIENCE, closed, received, start, still};

const MINUTE: Duration = Duration::from_secs(60);

async fn legacy() -> Mock {
    start(still().with_profile(Profile::Legacy)).await
}

/// The client says something, and the server has read it.
async fn ping(mock: &Mock, client: &mut Client) {
    let before = mock.counters().received;
    client.say(r#"{"action":"ping"}"#).await;
    received(mock, before + 1).await;
}

#[tokio::test]
async fn the_gateway_closes_after_ten_silent_minutes() {
    let mock = start(still()).await;
    let mut client = Client::welcome(&mock.url(), "t/u").await;
    for _ in 0..3 {
        mock.advance(MINUTE * 9);
        ping(&mock, &mut client).await;
    }
    // The gateway does not answer a ping.
    assert!(client.hears_nothing());
    // What the server says breaks the silence, too.
    mock.advance(MINUTE * 9);
    mock.broadcast_text(Some("t"), "event");
    assert_eq!(client.hear_text().await, "event");
    mock.advance(MINUTE * 10 - Duration::from_millis(1));
    client.send(Message::Ping(vec![].into())).await;
    mock.broadcast_text(Some("nobody"), "");
    mock.advance(Duration::from_millis(1));
    assert_eq!(client.hear_close().await, 1001);
    assert_eq!(closed(&mock, 1).await, (1001, "silent for too long".to_owned()));
}

#[tokio::test]
async fn a_ping_is_answered_as_configured() {
    for answer in PingAnswer::ALL {
        let mock = start(still().with_answers_ping(answer)).await;
        let mut client = Client::welcome(&mock.url(), "t/u").await;
        ping(&mock, &mut client).await;
        match answer {
            PingAnswer::Pong => {
                let pong = json!({ "type": "pong", "timestamp": "2025-11-03T14:30:00.000Z" });
                assert_eq!(client.hear().await, pong);
            }
            PingAnswer::Fault => {
                let fault = client.hear().await;
                let id = mock.connections()[0].connection_id.clone();
                assert_eq!(
                    (&fault["message"], &fault["connectionId"]),
                    (&json!("Forbidden"), &json!(id))
                );
            }
            PingAnswer::Never => {}
            _ => panic!("{answer:?} has no test: show here what a client hears"),
        }
        // Nothing else comes, and a ping of WebSocket's own is answered by every server.
        client.send(Message::Ping(vec![7].into())).await;
        let pong = timeout(PATIENCE, client.0.next()).await.expect("it answers");
        assert_eq!(pong.unwrap().unwrap(), Message::Pong(vec![7].into()));
    }
}

#[tokio::test]
async fn the_gateway_closes_after_two_hours() {
    let mock = start(still()).await;
    let mut client = Client::welcome(&mock.url(), "t/u").await;
    for _ in 0..15 {
        mock.advance(MINUTE * 8 - Duration::from_millis(1));
        ping(&mock, &mut client).await;
    }
    mock.advance(Duration::from_millis(15));
    assert_eq!(client.hear_close().await, 1001);
    assert_eq!(closed(&mock, 1).await, (1001, "open for as long as it may be".to_owned()));
}

#[tokio::test]
async fn the_gateway_answers_what_leads_nowhere_itself() {
    let mock = start(still()).await;
    let mut client = Client::welcome(&mock.url(), "t/u").await;
    let id = mock.connections()[0].connection_id.clone();
    for frame in
        [r#"{"action":"jump"}"#, r#"{"type":"pong"}"#, "hello", "", "[]", r#"{"type":"ping"}"#]
    {
        client.say(frame).await;
        let answer = client.hear().await;
        assert_eq!(
            (&answer["message"], &answer["connectionId"]),
            (&json!("Forbidden"), &json!(id))
        );
        assert_eq!(answer["requestId"].as_str().map(str::len), Some(36), "{frame}");
    }
}

#[tokio::test]
async fn the_gateway_closes_with_1003_on_binary_and_with_1009_on_too_much() {
    let mock = start(still()).await;
    let mut client = Client::welcome(&mock.url(), "t/u").await;
    client.send(Message::Binary(vec![1].into())).await;
    assert_eq!(client.hear_close().await, 1003);

    const FRAME: usize = 32 << 10;
    let mut client = Client::welcome(&mock.url(), "t/u").await;
    client.say("x".repeat(FRAME)).await;
    assert_eq!(client.hear().await["message"], "Forbidden");
    client.say("x".repeat(FRAME + 1)).await;
    assert_eq!(client.hear_close().await, 1009);

    // Five frames that are small enough, of a message that is not.
    let mut client = Client::welcome(&mock.url(), "t/u").await;
    for (index, is_last) in [(0, false), (1, false), (2, false), (3, false), (4, true)] {
        let code = if index == 0 { Data::Text } else { Data::Continue };
        let frame = Frame::message("x".repeat(FRAME), OpCode::Data(code), is_last);
        if client.0.get_mut().peer_addr().is_err() {
            break;
        }
        let _ = futures_util::SinkExt::send(&mut client.0, Message::Frame(frame)).await;
    }
    assert_eq!(client.hear_close().await, 1009);
}

#[tokio::test]
async fn the_gateway_admits_so_many_new_connections_a_second() {
    let mock = start(still().with_admission(2)).await;
    let first = Client::try_connect(&mock.url()).await;
    let second = Client::try_connect(&mock.url()).await;
    assert!(first.is_ok() && second.is_ok());
    assert_eq!(Client::try_connect(&mock.url()).await.err(), Some(NotOpen::Status(429)));
    mock.advance(Duration::from_millis(500));
    assert!(Client::try_connect(&mock.url()).await.is_ok());
}

#[tokio::test]
async fn an_older_server_sends_ping_and_wants_pong() {
    let mock = legacy().await;
    let mut client = Client::welcome(&mock.url(), "t/u").await;
    for _ in 0..2 {
        mock.advance(Duration::from_secs(30));
        assert_eq!(client.hear().await["type"], "ping");
        let before = mock.counters().received;
        client.say(r#"{"type":"pong"}"#).await;
        received(&mock, before + 1).await;
    }
    mock.advance(Duration::from_secs(30));
    assert_eq!(client.hear().await["type"], "ping");
    mock.advance(Duration::from_secs(10));
    assert_eq!(client.hear_close().await, 4408);
}

#[tokio::test]
async fn an_older_server_chooses_its_codes_and_says_nothing_of_the_gateway_s() {
    let mock = legacy().await;
    let mut client = Client::welcome(&mock.url(), "t/u").await;
    for frame in [r#"{"action":"jump"}"#, "hello", &"x".repeat(100_000)] {
        client.say(frame).await;
    }
    client.say(r#"{"action":"ping"}"#).await;
    received(&mock, 5).await;
    mock.broadcast_text(None, "fence");
    assert_eq!(client.hear_text().await, "fence");
    assert_eq!(mock.kick(&Selector::All, Close::Code(4403)), Ok(1));
    assert_eq!(client.hear_close().await, 4403);
    let state = super::http::get(&format!("{}/state", mock.control_url())).await.json();
    assert_eq!(state["profile"], Profile::Legacy.to_string());
    assert_eq!(state["profile"], "legacy");
}
