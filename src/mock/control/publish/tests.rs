use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::mpsc::channel;

use super::*;
use crate::json::READINGS;
use crate::mock::Config;
use crate::mock::connection::Connection;
use crate::mock::log::LogKind;
use crate::mock::token::Identity;
use crate::mock::wire::Peer;
use crate::{FrameKind, Message, decode};

const MEMBERS: usize = 3;

/// A server without ports, to which three of the tenant `t` are connected.
fn server(faults: &[&str]) -> Handle {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let faults = faults.iter().map(|it| it.parse().unwrap()).collect();
    let handle = Handle::new(Config { faults, ..Config::default() }, address, address);
    for ordinal in 1..=MEMBERS as u64 {
        let peer = Peer { address, switch: Arc::default() };
        let connection = Arc::new(Connection::new(ordinal, 0, 0, &peer, None, 1 << 20));
        let identity = Identity::of_token("t/u", 0).unwrap();
        handle.hub().enter(&connection);
        connection.set_identity(Arc::new(identity), 0);
        handle.hub().join(&connection, "t", None, || {});
    }
    handle
}

async fn readings_of(call: impl Future<Output = ()>) -> usize {
    let before = READINGS.get();
    call.await;
    READINGS.get() - before
}

/// With faults that look at the type, that change the frame and that send it twice; with a recorder.
#[tokio::test]
async fn a_posted_frame_is_read_once_whoever_shares_the_reading() {
    let faults = ["duplicate,type=goal.*", "snake_case", "missing_key,connection=2", "truncate"];
    for faults in [&[][..], &faults] {
        let handle = server(faults);
        let (tap, recorded) = channel();
        handle.tap(tap);
        let post = |body: &str, how: How| {
            let call = broadcast(State(handle.clone()), Asked(how), Body(body.to_owned()));
            async { assert_eq!(call.await.unwrap().0["receivers"], MEMBERS) }
        };
        let filled = r#"{"type":"goal.paused","data":{"tenantId":"t"}}"#;
        let how = || How {
            raw: Flag(false),
            check: yes(),
            example: yes(),
            dry_run: Flag(false),
            tenant: None,
        };
        assert_eq!(readings_of(post(filled, how())).await, 1);
        let whole = handle.events("t", 1).remove(0);
        assert_eq!(readings_of(post(&whole, how())).await, 1);
        let raw = How { raw: Flag(true), tenant: Some("t".to_owned()), ..how() };
        assert_eq!(readings_of(post(&whole, raw)).await, 1);
        let Ok(Message::Event(envelope)) = decode(&whole) else { panic!("{whole}") };
        let typed = async { assert_eq!(handle.broadcast(&envelope), Ok(MEMBERS)) };
        assert_eq!(readings_of(typed).await, 0);

        let sent: Vec<_> = recorded.try_iter().filter(|it| it.kind == LogKind::Out).collect();
        let known = |it: &crate::mock::LogEntry| {
            it.verdict == Some(FrameKind::Event) && it.wire_type.as_deref() == Some("goal.paused")
        };
        assert!(sent.len() == 4 && sent.iter().all(known), "{sent:?}");
    }
}

/// Whoever hears of an authentication and sends at once: the event comes behind the answer.
#[tokio::test]
async fn an_event_for_all_is_for_those_who_have_been_welcomed() {
    let handle = server(&[]);
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let peer = Peer { address, switch: Arc::default() };
    let connection = Arc::new(Connection::new(MEMBERS as u64 + 1, 0, 0, &peer, None, 1 << 20));
    handle.hub().enter(&connection);
    connection.set_identity(Arc::new(Identity::of_token("other/u", 0).unwrap()), 0);
    assert_eq!(handle.broadcast_text(None, "too early for one"), MEMBERS);
    handle.hub().join(&connection, "other", None, || {});
    assert_eq!(handle.broadcast_text(None, "for all"), MEMBERS + 1);
}
