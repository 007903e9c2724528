//! The fan-out of a backend against `@connections` itself, over HTTP, through a storm.

use std::cell::Cell;
use std::future::ready;

use purposepath_realtime::ConnectionId;
use purposepath_realtime::fanout::{Policy, Posted, publish_by};
use tokio::sync::Semaphore;

use super::client::{Client, paused};
use super::failing;
use super::http::{delete, post};

#[tokio::test]
async fn a_storm_and_those_that_vanished_lose_nobody_else() {
    let mock = failing(&["limit_exceeded,times=150"]).await;
    let mut members = Vec::new();
    for user in 0..100 {
        members.push(Client::welcome(&mock.url(), &format!("t/user-{user}")).await);
    }
    let mut stranger = Client::welcome(&mock.url(), "other/u").await;
    let of_tenant =
        mock.connections().into_iter().filter(|it| it.tenant_id.as_deref() == Some("t"));
    let receivers: Vec<ConnectionId> =
        of_tenant.map(|it| ConnectionId::new(it.connection_id).unwrap()).collect();
    for id in receivers.iter().step_by(10) {
        delete(&format!("{}/@connections/{id}", mock.control_url())).await;
    }
    // A clock that only waiting moves, and few sockets at once.
    let (clock, sockets) = (Cell::new(0), Semaphore::new(20));
    let frame = paused("t", "g").to_string();
    let send = |id: ConnectionId| {
        let (url, frame) = (format!("{}/@connections/{id}", mock.control_url()), frame.clone());
        let sockets = &sockets;
        async move {
            let _turn = sockets.acquire().await;
            Posted::of_status(post(&url, frame).await.status)
        }
    };
    let sleep = |time: std::time::Duration| {
        clock.set(clock.get() + u64::try_from(time.as_millis()).unwrap());
        ready(())
    };
    let now_ms = || clock.get();
    let report =
        publish_by(Policy::default(), receivers.clone(), send, sleep, now_ms, || 1 << 31).await;
    assert_eq!((report.delivered, report.gone.len(), report.dropped.len()), (90, 10, 0));
    assert_eq!(report.posts, 250, "{report}");
    assert!(report.gone.iter().all(|id| receivers.iter().step_by(10).any(|it| it == id)));
    for (number, member) in members.iter_mut().enumerate() {
        match number % 10 {
            0 => assert_eq!(member.hear_close().await, 1000),
            _ => assert_eq!(member.hear_text().await, frame),
        }
    }
    mock.broadcast_text(None, "fence");
    assert_eq!(stranger.hear_text().await, "fence", "nothing reached another tenant");
}
