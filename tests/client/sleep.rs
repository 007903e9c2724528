//! A machine that sleeps: the clock of the day goes on, the other stands.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use purposepath_realtime::client::{Client, Update};
use purposepath_realtime::connection::{ConnectionStatus, Reason};
use tokio::time::{Instant, advance, pause, resume, timeout};

use crate::server::{Server, paused};
use crate::{PATIENCE, a_token, config, next, until_status};

/// A clock of the day that a test sets ahead, as a sleep does, and a client that goes by it.
fn sleepy(server: &Server) -> (Client, impl AsyncFn(u64)) {
    let slept_ms = Arc::new(AtomicU64::new(0));
    let (start, start_wall, slept) = (Instant::now(), SystemTime::now(), Arc::clone(&slept_ms));
    let config = config(&server.url()).with_wall_clock(move || {
        start_wall + start.elapsed() + Duration::from_millis(slept.load(Ordering::Relaxed))
    });
    let sleep = async move |ms| {
        slept_ms.fetch_add(ms, Ordering::Relaxed);
        // Past the next look at the clocks; the sockets need a clock that runs.
        pause();
        advance(Duration::from_secs(11)).await;
        resume();
    };
    (Client::connect(config, a_token), sleep)
}

#[tokio::test]
async fn after_a_minute_asleep_it_connects_anew_at_once() {
    let server = Server::start().await;
    let (mut client, sleep) = sleepy(&server);
    let mut peer = server.welcome().await;
    until_status(&mut client, ConnectionStatus::Connected).await;

    sleep(60_010).await;
    let snapshot = until_status(&mut client, ConnectionStatus::Reconnecting).await;
    assert_eq!((snapshot.reason, snapshot.retry_at_ms), (Some(Reason::Wake), None));
    assert_eq!(timeout(PATIENCE, peer.hear_close()).await.unwrap(), Some(1000));
    let mut peer = server.welcome().await;
    until_status(&mut client, ConnectionStatus::Connected).await;
    let (_, ()) = tokio::join!(peer.hear_close(), client.close());
}

#[tokio::test]
async fn after_less_than_a_minute_asleep_nothing_changes() {
    let server = Server::start().await;
    let (mut client, sleep) = sleepy(&server);
    let mut peer = server.welcome().await;
    until_status(&mut client, ConnectionStatus::Connected).await;

    // Each sleep counts for itself.
    for goal in ["a", "b"] {
        sleep(59_000).await;
        peer.say(paused(goal)).await;
        let update = next(&mut client).await;
        assert!(matches!(update, Update::Message { .. }), "{update:?}");
    }
    assert_eq!(client.snapshot().status, ConnectionStatus::Connected);
    let (_, ()) = tokio::join!(peer.hear_close(), client.close());
}
