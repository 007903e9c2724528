//! A machine that sleeps, where the time of day goes on and tokio's clock stands still, and a process
//! that is frozen, where both go on.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use futures_util::StreamExt;
use purposepath_realtime::client::Client;
use purposepath_realtime::connection::{ConnectionStatus, Reason, Snapshot};
use tokio::net::TcpStream;
use tokio::time::{Instant, advance, sleep, timeout};
use tokio_tungstenite::tungstenite::Message as Frame;

use crate::server::{Peer, Server};
use crate::{a_token, config, until_status};

/// A time of day that a test sets ahead, as a sleep does, and a client that goes by it.
fn sleepy(server: &Server) -> (Client, impl Fn(u64)) {
    let slept_ms = Arc::new(AtomicU64::new(0));
    let (start, start_wall, slept) = (Instant::now(), SystemTime::now(), Arc::clone(&slept_ms));
    let config = config(&server.url()).with_wall_clock(move || {
        start_wall + start.elapsed() + Duration::from_millis(slept.load(Ordering::Relaxed))
    });
    let sleep = move |ms| {
        slept_ms.fetch_add(ms, Ordering::Relaxed);
    };
    (Client::connect(config, a_token), sleep)
}

/// Answers pings for so long; how many came.
async fn pings(peer: &mut Peer<TcpStream>, time: Duration) -> usize {
    let mut pings = 0;
    let _ = timeout(time, async {
        while let Some(Ok(frame)) = peer.0.next().await {
            pings += usize::from(matches!(frame, Frame::Ping(_)));
        }
    })
    .await;
    pings
}

/// Connected for longer than any gap here, so that the connection is older than the sleep.
async fn connected(server: &Server, client: &mut Client) -> Peer<TcpStream> {
    let mut peer = server.welcome().await;
    until_status(client, ConnectionStatus::Connected).await;
    pings(&mut peer, Duration::from_secs(301)).await;
    peer
}

async fn comes_back(server: &Server, client: &mut Client, peer: &mut Peer<TcpStream>) -> Snapshot {
    let snapshot = until_status(client, ConnectionStatus::Reconnecting).await;
    assert_eq!(peer.hear_close().await, Some(1000));
    let _peer = server.welcome().await;
    until_status(client, ConnectionStatus::Connected).await;
    snapshot
}

#[tokio::test(start_paused = true)]
async fn after_75_seconds_asleep_it_connects_anew_at_once() {
    let server = Server::start().await;
    let (mut client, sleep) = sleepy(&server);
    let mut peer = connected(&server, &mut client).await;

    sleep(75_000);
    let woken = Instant::now();
    let snapshot = comes_back(&server, &mut client, &mut peer).await;
    assert_eq!((snapshot.reason, snapshot.retry_at_ms), (Some(Reason::Wake), None));
    // By the next tick, and without a delay.
    assert!(woken.elapsed() <= Duration::from_secs(6), "{:?}", woken.elapsed());
    client.close().await;
}

#[tokio::test(start_paused = true)]
async fn after_10_seconds_asleep_it_probes_and_after_less_it_does_nothing() {
    // The gap that is seen began at a tick before: up to 5 s more. Right after a frame, so that no
    // silence is probed meanwhile.
    const SHORTER_THAN_SILENCE: Duration = Duration::from_secs(20);
    let server = Server::start().await;
    for (asleep_ms, expected) in [(69_000, 1), (10_000, 1), (4_000, 0)] {
        let (mut client, sleep) = sleepy(&server);
        let mut peer = connected(&server, &mut client).await;
        while pings(&mut peer, Duration::from_secs(1)).await == 0 {}
        sleep(asleep_ms);
        assert_eq!(pings(&mut peer, SHORTER_THAN_SILENCE).await, expected, "{asleep_ms}");
        assert_eq!(client.snapshot().status, ConnectionStatus::Connected);
        client.close().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_process_that_was_frozen_knows_it_by_its_late_tick() {
    for (frozen, reason) in [(72, None), (80, Some(Reason::Wake))] {
        let server = Server::start().await;
        let mut client = Client::connect(config(&server.url()), a_token);
        let mut peer = connected(&server, &mut client).await;
        // Nothing runs meanwhile: both clocks go on at one stroke.
        advance(Duration::from_secs(frozen)).await;
        match reason {
            None => {
                assert!(pings(&mut peer, Duration::from_secs(5)).await > 0, "it probes");
                assert_eq!(client.snapshot().status, ConnectionStatus::Connected);
            }
            Some(reason) => {
                let snapshot = comes_back(&server, &mut client, &mut peer).await;
                assert_eq!(snapshot.reason, Some(reason));
            }
        }
        client.close().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_client_that_has_given_up_has_not_slept() {
    let server = Server::start().await;
    let mut client = Client::connect(config(&server.url()), async |_| {
        Err(purposepath_realtime::client::TokenError::Denied)
    });
    until_status(&mut client, ConnectionStatus::Error).await;
    sleep(Duration::from_secs(3600)).await;
    client.token_changed();
    until_status(&mut client, ConnectionStatus::Error).await;
    client.close().await;
}

/// The times in a snapshot go by the time of day: a sleep is part of them.
#[tokio::test(start_paused = true)]
async fn a_sleep_counts_in_the_times_that_are_told() {
    let server = Server::start().await;
    let (mut client, sleep) = sleepy(&server);
    let mut peer = connected(&server, &mut client).await;
    let before = client.snapshot().since_ms;
    sleep(3_600_000);
    let snapshot = comes_back(&server, &mut client, &mut peer).await;
    let passed = snapshot.since_ms - before;
    assert!((3_901_000..3_910_000).contains(&passed), "{passed}");
    client.close().await;
}
