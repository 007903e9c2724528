//! The client against real sockets. Nothing here sleeps: a test waits for what it says happens.

use std::time::Duration;

use futures_util::SinkExt;
use purposepath_realtime::client::{Client, Config, TokenError, TokenProvider, Update};
use purposepath_realtime::connection::{ConnectionStatus, Endpoint, Reason, ResyncCause, Snapshot};
use purposepath_realtime::{Event, Message, TenantId, Token};
use serde_json::json;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite;

mod closes;
mod early;
mod liveness;
mod server;
mod sleep;
#[cfg(feature = "cli")]
mod tail;
mod tls;
mod token;

use server::{Server, TOKEN, event, paused};

/// Far longer than anything here takes, also where time is simulated.
const PATIENCE: Duration = Duration::from_secs(120);

async fn a_token(_force: bool) -> Result<Token, TokenError> {
    Token::new(TOKEN).map_err(|_| TokenError::Denied)
}

fn config(url: &str) -> Config {
    Config::new(Endpoint::at(url).unwrap())
}

fn connect(server: &Server, provider: impl TokenProvider) -> Client {
    Client::connect(config(&server.url()), provider)
}

async fn next(client: &mut Client) -> Update {
    let update = timeout(PATIENCE, client.next()).await.expect("in time").expect("it runs");
    assert!(!format!("{update:?}{client:?}").contains(TOKEN), "a token is shown");
    update
}

/// Passes over updates up to one that fits.
async fn until<T>(client: &mut Client, fits: impl Fn(Update) -> Option<T>) -> T {
    loop {
        if let Some(found) = fits(next(client).await) {
            return found;
        }
    }
}

async fn until_status(client: &mut Client, status: ConnectionStatus) -> Snapshot {
    until(client, |update| match update {
        Update::Status(snapshot) if snapshot.status == status => Some(snapshot),
        _ => None,
    })
    .await
}

/// The goal of the next event about one, and whether it is stale.
async fn next_goal(client: &mut Client) -> (String, bool) {
    until(client, |update| match update {
        Update::Message { message: Message::Event(envelope), is_stale } => match envelope.event() {
            Event::GoalPaused(paused) => Some((paused.goal_id.to_string(), is_stale)),
            _ => None,
        },
        _ => None,
    })
    .await
}

#[tokio::test]
async fn it_connects_authenticates_delivers_and_closes() {
    let server = Server::start().await;
    let mut client = connect(&server, a_token);
    assert!(matches!(
        next(&mut client).await,
        Update::Status(Snapshot { status: ConnectionStatus::Connecting, .. })
    ));
    let mut peer = server.welcome().await;
    let cause = until(&mut client, |update| match update {
        Update::Resync(cause) => Some(cause),
        _ => None,
    });
    assert_eq!(cause.await, ResyncCause::Initial);
    until_status(&mut client, ConnectionStatus::Connected).await;
    assert_eq!(client.snapshot().status, ConnectionStatus::Connected);

    let mut old = paused("a");
    old["timestamp"] = "2025-11-03T14:29:00.000Z".into();
    for frame in [paused("a"), paused("a"), old, paused("b")] {
        peer.say(frame).await;
    }
    assert_eq!(next_goal(&mut client).await, ("a".to_owned(), false));
    assert_eq!(next_goal(&mut client).await, ("a".to_owned(), true), "repeats are dropped");
    assert_eq!(next_goal(&mut client).await, ("b".to_owned(), false));

    peer.say(json!({ "type": "ping" })).await;
    assert_eq!(peer.hear().await["type"], "pong");

    let (code, ()) = tokio::join!(peer.hear_close(), client.close());
    assert_eq!(code, Some(1000));
}

#[tokio::test]
async fn a_client_that_is_dropped_closes_its_socket() {
    let server = Server::start().await;
    let client = connect(&server, a_token);
    let mut peer = server.welcome().await;
    drop(client);
    assert_eq!(timeout(PATIENCE, peer.hear_close()).await.unwrap(), Some(1000));
}

#[tokio::test]
async fn it_comes_back_when_the_server_does() {
    let server = Server::start().await;
    let address = server.address();
    let mut client = connect(&server, a_token);
    let mut peer = server.welcome().await;
    until_status(&mut client, ConnectionStatus::Connected).await;
    peer.say(paused("before")).await;
    assert_eq!(next_goal(&mut client).await.0, "before");

    drop((peer, server));
    let snapshot = until_status(&mut client, ConnectionStatus::Reconnecting).await;
    assert_eq!((snapshot.reason, snapshot.ever_connected), (Some(Reason::Closed), true));
    // It has tried at least once while nobody listened.
    let fault = until(&mut client, |update| match update {
        Update::Closed { code: 1006, error } => error,
        _ => None,
    });
    assert!(fault.await.to_string().contains("refused"));

    let server = Server::start_at(address).await.expect("the port is free again");
    let (mut peer, snapshot) = tokio::join!(
        timeout(PATIENCE, server.welcome()),
        until_status(&mut client, ConnectionStatus::Connected)
    );
    assert!(snapshot.ever_connected);
    for goal in ["before", "after"] {
        peer.as_mut().unwrap().say(paused(goal)).await;
    }
    assert_eq!(next_goal(&mut client).await.0, "after", "a repeat is known after a reconnect");
    client.close().await;
}

#[tokio::test]
async fn garbage_is_reported_and_the_connection_stays() {
    let server = Server::start().await;
    let mut client = connect(&server, a_token);
    let mut peer = server.welcome().await;
    peer.say("}").await;
    peer.say("").await;
    peer.say("x".repeat(1_000_000)).await;
    peer.0.send(tungstenite::Message::binary(vec![0; 7])).await.unwrap();
    peer.say(paused("after")).await;

    let mut reported = Vec::new();
    loop {
        match next(&mut client).await {
            Update::Invalid(error) => reported.push(error.code().to_string()),
            Update::Binary { bytes } => reported.push(format!("{bytes} bytes")),
            Update::Message { message: Message::Event(envelope), .. }
                if matches!(envelope.event(), Event::GoalPaused(_)) =>
            {
                break;
            }
            Update::Closed { .. } => panic!("closed"),
            _ => {}
        }
    }
    assert_eq!(reported, ["syntax", "syntax", "too_large", "7 bytes"]);
    client.close().await;
}

#[tokio::test]
async fn a_message_beyond_all_limits_and_broken_frames_end_the_socket() {
    let server = Server::start().await;
    let mut client = connect(&server, a_token);
    let closed = |update| match update {
        Update::Closed { code, .. } => Some(code),
        _ => None,
    };
    let mut peer = server.welcome().await;
    let huge = tungstenite::Message::text("x".repeat((1 << 20) + 1));
    // The client may have cut the connection before all is sent.
    let (_, code) = tokio::join!(peer.0.send(huge), until(&mut client, closed));
    assert_eq!(code, 1009);
    drop(peer);

    let peer = server.welcome().await;
    let mut stream = peer.0.into_inner();
    // Reserved bits and an opcode that does not exist.
    tokio::io::AsyncWriteExt::write_all(&mut stream, &[0xff, 0x00]).await.unwrap();
    assert_eq!(until(&mut client, closed).await, 1002);
    client.close().await;
}

#[tokio::test]
async fn a_slow_reader_loses_nothing() {
    const EVENTS: usize = 5_000;
    let server = Server::start().await;
    let mut client = connect(&server, a_token);
    let mut peer = server.welcome().await;
    let saying = async {
        for at in 0..EVENTS {
            peer.say(paused(&at.to_string())).await;
        }
        peer
    };
    let reading = async {
        for at in 0..EVENTS {
            assert_eq!(next_goal(&mut client).await.0, at.to_string());
        }
    };
    let (peer, ()) = tokio::join!(saying, reading);
    drop(peer);
    client.close().await;
}

#[tokio::test]
async fn another_tenants_events_are_dropped() {
    let server = Server::start().await;
    let tenant = TenantId::new("t").unwrap();
    let mut client = Client::connect(config(&server.url()).with_tenant(tenant), a_token);
    let mut peer = server.welcome().await;
    let mut other = paused("of another");
    other["data"]["tenantId"] = "other".into();
    peer.say(other).await;
    let mut unknown = event("some.new", json!({ "tenantId": "other" }));
    peer.say(&unknown).await;
    unknown["data"] = json!({});
    unknown["tenantId"] = "other".into();
    peer.say(&unknown).await;
    peer.say(paused("ours")).await;
    let first = until(&mut client, |update| match update {
        Update::Message { message: Message::Unknown(_), .. } => Some("unknown".to_owned()),
        Update::Message { message: Message::Event(envelope), .. } => match envelope.event() {
            Event::GoalPaused(paused) => Some(paused.goal_id.to_string()),
            _ => None,
        },
        _ => None,
    });
    assert_eq!(first.await, "ours");
    unknown["tenantId"] = "t".into();
    peer.say(&unknown).await;
    until(&mut client, |update| {
        matches!(update, Update::Message { message: Message::Unknown(_), .. }).then_some(())
    })
    .await;
    client.close().await;
}

#[tokio::test]
async fn a_server_that_says_nothing_does_not_hold_up_a_close() {
    let server = Server::start().await;
    let client = connect(&server, a_token);
    let stream = server.accept_tcp().await;
    timeout(PATIENCE, client.close()).await.expect("in time");
    drop(stream);
}
