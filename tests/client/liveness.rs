//! A server that is gone without a close, one that only pings, and an application that does not read.

use std::time::{Duration, UNIX_EPOCH};

use futures_util::{SinkExt, StreamExt};
use purposepath_realtime::client::Client;
use purposepath_realtime::connection::{ConnectionStatus, Reason};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::{Instant, timeout};
use tokio_tungstenite::tungstenite::Message as Frame;

use crate::server::{Peer, Server, paused};
use crate::{PATIENCE, a_token, config, connect, next_goal, until_status};

/// Tokio's clock, standing still until this is dropped: no timer runs out, however long the system takes.
/// A paused clock jumps ahead where nothing else is to do, unless a blocking task is at work.
struct StoppedClock(std::sync::mpsc::Sender<()>);

impl StoppedClock {
    fn new() -> Self {
        let (held, wait) = std::sync::mpsc::channel();
        tokio::task::spawn_blocking(move || wait.recv());
        tokio::time::pause();
        StoppedClock(held)
    }
}

impl Drop for StoppedClock {
    fn drop(&mut self) {
        let _ = self.0.send(());
    }
}

/// Answers control pings for so long, and then nothing, without a close.
async fn answer_for(peer: &mut Peer<TcpStream>, time: Duration) {
    let _ = timeout(time, async { while let Some(Ok(_)) = peer.0.next().await {} }).await;
}

#[tokio::test(start_paused = true)]
async fn a_server_that_goes_silent_is_left_within_45_seconds() {
    // From right after the first probe to right before and after the second, and long after.
    for answering_ms in [0, 900, 1100, 20_000, 30_500, 31_500, 60_000, 3_600_000] {
        let server = Server::start().await;
        let mut client = connect(&server, a_token);
        let mut peer = server.welcome().await;
        until_status(&mut client, ConnectionStatus::Connected).await;
        answer_for(&mut peer, Duration::from_millis(answering_ms)).await;

        let died = Instant::now();
        let (next, snapshot) = tokio::join!(
            server.accept_tcp(),
            until_status(&mut client, ConnectionStatus::Reconnecting)
        );
        let silent = died.elapsed();
        assert_eq!(snapshot.reason, Some(Reason::Silent), "{answering_ms}");
        assert!(silent <= Duration::from_secs(45), "{answering_ms}: {silent:?}");
        drop((peer, next));
        client.close().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_that_answers_pings_is_kept_for_an_hour() {
    let server = Server::start().await;
    let mut client = connect(&server, a_token);
    let mut peer = server.welcome().await;
    until_status(&mut client, ConnectionStatus::Connected).await;
    answer_for(&mut peer, Duration::from_secs(3600)).await;
    assert_eq!(client.snapshot().status, ConnectionStatus::Connected);
    peer.say(paused("after")).await;
    assert_eq!(next_goal(&mut client).await.0, "after");
    client.close().await;
}

/// The server says more than waits between it and an application that takes nothing, and then answers
/// pings, which the client no longer reads.
#[tokio::test(start_paused = true)]
async fn an_application_that_does_not_read_makes_no_server_silent() {
    const EVENTS: usize = 1000;
    let server = Server::start().await;
    let mut client = connect(&server, a_token);
    let mut peer = server.welcome().await;
    until_status(&mut client, ConnectionStatus::Connected).await;
    for at in 0..EVENTS {
        peer.say(paused(&at.to_string())).await;
    }
    answer_for(&mut peer, Duration::from_secs(1800)).await;
    assert_eq!(client.snapshot().status, ConnectionStatus::Connected);
    for at in 0..EVENTS {
        assert_eq!(next_goal(&mut client).await.0, at.to_string());
    }
    assert_eq!(client.snapshot().status, ConnectionStatus::Connected);

    // It is silence again once everything is read.
    let snapshot = until_status(&mut client, ConnectionStatus::Reconnecting).await;
    assert_eq!(snapshot.reason, Some(Reason::Silent));
    client.close().await;
}

#[tokio::test(start_paused = true)]
async fn pings_of_the_server_are_answered_while_the_application_reads_nothing() {
    const PINGS: u32 = 1000;
    let server = Server::start().await;
    let client = connect(&server, a_token);
    let mut peer = server.welcome().await;
    for at in 0..PINGS {
        peer.0.send(Frame::Ping(at.to_be_bytes().to_vec().into())).await.unwrap();
        loop {
            let frame = timeout(PATIENCE, peer.0.next()).await.expect("in time");
            if let Frame::Pong(answer) = frame.unwrap().unwrap() {
                assert_eq!(*answer, at.to_be_bytes());
                break;
            }
        }
    }
    client.close().await;
}

#[tokio::test]
async fn a_server_that_pings_and_never_reads_fills_no_memory() {
    const PINGS: usize = 200_000;
    let listener = TcpSocket::new_v4().unwrap();
    listener.set_recv_buffer_size(1 << 12).unwrap();
    listener.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let server = Server::of(listener.listen(1).unwrap());
    let config = config(&server.url()).with_wall_clock(|| UNIX_EPOCH);
    let mut client = Client::connect(config, a_token);
    let peer = server.welcome().await;
    until_status(&mut client, ConnectionStatus::Connected).await;
    // What is sent to a server that does not read ends the connection in the end, so no probe may fall due
    // however long the flood takes.
    let stopped = StoppedClock::new();

    let mut stream = peer.0.into_inner();
    let mut ping = vec![0x89, 125];
    ping.resize(2 + 125, 0);
    stream.write_all(&ping.repeat(PINGS)).await.unwrap();
    // Its last words: all pings before them are read.
    let last = paused("last").to_string();
    let length = u16::try_from(last.len()).unwrap().to_be_bytes();
    stream.write_all(&[&[0x81, 126][..], &length, last.as_bytes()].concat()).await.unwrap();
    assert_eq!(next_goal(&mut client).await.0, "last");
    drop((client, stopped));

    // What the client, and the system for it, kept of the answers.
    let kept = tokio::io::copy(&mut stream, &mut tokio::io::sink()).await.unwrap();
    let all = (PINGS * (2 + 4 + 125)) as u64;
    assert!(kept < all / 2, "{kept} bytes of {all}");
}
