use std::collections::BTreeSet;

use purposepath_realtime::mock::{Close, LogKind, Selector};
use purposepath_realtime::{Encode, Envelope, GoalCancelled, GoalId, TenantId, Timestamp, UserId};
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use super::client::{Client, paused};
use super::{closed, start, still};

fn cancelled(tenant: &str) -> Envelope {
    let ids =
        (TenantId::new(tenant).unwrap(), GoalId::new("g").unwrap(), UserId::new("u").unwrap());
    let now = Timestamp::from_unix_millis(0).unwrap();
    Envelope::new(GoalCancelled::new(ids.0, ids.1, now, ids.2), now)
}

#[tokio::test]
async fn an_event_reaches_every_connection_of_its_tenant_and_no_other() {
    let mock = start(still()).await;
    let mut members = Vec::new();
    for user in 0..20 {
        members.push(Client::welcome(&mock.url(), &format!("t/user-{user}")).await);
    }
    let mut stranger = Client::welcome(&mock.url(), "other/u").await;
    let event = cancelled("t");
    assert_eq!(mock.broadcast(&event), Ok(20));
    assert_eq!(mock.broadcast_text(None, "fence"), 21);
    for member in &mut members {
        assert_eq!(member.hear_text().await, event.encode().unwrap());
        assert_eq!(member.hear_text().await, "fence");
    }
    assert_eq!(stranger.hear_text().await, "fence");
    // One entry, however many receive it.
    let out: Vec<_> =
        mock.log_since(0, usize::MAX).into_iter().filter(|it| it.receivers == Some(20)).collect();
    assert_eq!((out.len(), out[0].wire_type.as_deref()), (1, Some("goal.cancelled")));
    assert_eq!(mock.events("t", 9), [event.encode().unwrap(), "fence".to_owned()]);
    assert_eq!(mock.events("other", 9), ["fence"]);
    assert_eq!(mock.events("t", 1), ["fence"]);
}

#[tokio::test]
async fn connections_have_ids_of_their_own_and_are_listed_in_order() {
    let mock = start(still()).await;
    let mut clients = Vec::new();
    for _ in 0..5 {
        clients.push(Client::welcome(&mock.url(), "t/u").await);
    }
    let connections = mock.connections();
    let ids: BTreeSet<_> = connections.iter().map(|it| it.connection_id.clone()).collect();
    assert_eq!(ids.len(), 5);
    assert!(ids.iter().all(|id| id.len() == 16 && id.ends_with('=')), "{ids:?}");
    let ordinals: Vec<_> = connections.iter().map(|it| it.ordinal).collect();
    assert_eq!(ordinals, [1, 2, 3, 4, 5]);
    clients.remove(1).0.close(None).await.unwrap();
    assert_eq!(closed(&mock, 2).await, (1005, "by the client".to_owned()));
    assert_eq!(mock.connections().len(), 4);
    mock.send_text(&connections[3].connection_id, "for one").unwrap();
    assert_eq!(clients[2].hear_text().await, "for one");
    assert!(mock.send_text(&connections[1].connection_id, "for nobody").is_err());
}

#[tokio::test]
async fn whoever_is_kicked_hears_a_close_and_a_reset_is_none() {
    let mock = start(still()).await;
    let mut clients = Vec::new();
    for token in ["t/a", "t/b", "other/a", "other/c"] {
        clients.push(Client::welcome(&mock.url(), token).await);
    }
    let kick = |selector: Selector, close| mock.kick(&selector, close);
    assert_eq!(kick(Selector::User("b".into()), Close::Reset), Ok(1));
    assert_eq!(clients[1].hear_close().await, 1006);
    assert_eq!(kick(Selector::User("b".into()), Close::Reset), Ok(0));
    assert_eq!(kick(Selector::Tenant("t".into()), Close::Code(1000)), Ok(1));
    assert_eq!(clients[0].hear_close().await, 1000);
    assert_eq!(kick(Selector::Ordinal(3), Close::Code(1000)), Ok(1));
    assert_eq!(clients[2].hear_close().await, 1000);
    let refused = kick(Selector::All, Close::Code(4403)).unwrap_err();
    assert!(refused.to_string().contains("cannot close with 4403"), "{refused}");
    assert_eq!(kick(Selector::All, Close::Code(1000)), Ok(1));
    assert_eq!(clients[3].hear_close().await, 1000);
    assert_eq!(mock.connections(), []);
}

#[tokio::test]
async fn whoever_reads_too_slowly_is_cut_and_nobody_else_notices() {
    let mock = start(still().with_buffer_limit(64 << 10)).await;
    let _slow = Client::welcome(&mock.url(), "t/slow").await;
    let mut quick = Client::welcome(&mock.url(), "t/quick").await;
    // More than the buffers of the system take.
    let mut sent = 0;
    let is_cut = |kind: LogKind, ordinal| kind == LogKind::Closed && ordinal == Some(1);
    while !mock.log_since(0, usize::MAX).iter().any(|it| is_cut(it.kind, it.connection)) {
        let frame = json!({ "number": sent, "padding": "x".repeat(30_000) }).to_string();
        mock.broadcast_text(Some("t"), &frame);
        assert_eq!(quick.hear_text().await, frame);
        sent += 1;
        assert!(sent < 20_000, "it is never cut");
    }
    let (code, reason) = closed(&mock, 1).await;
    assert_eq!(code, 1006);
    assert_eq!(reason, "reads too slowly: more than 65536 bytes were waiting");
    assert!(mock.counters().dropped > 0);
    assert_eq!(mock.broadcast_text(Some("t"), "after"), 1);
    assert_eq!(quick.hear_text().await, "after");
}

#[tokio::test]
async fn a_burst_arrives_whole_and_in_order() {
    let mock = start(still().with_buffer_limit(64 << 20)).await;
    let mut client = Client::welcome(&mock.url(), "t/u").await;
    for number in 0..20_000 {
        mock.broadcast_text(Some("t"), &paused("t", &number.to_string()).to_string());
    }
    for number in 0..20_000 {
        assert_eq!(client.hear().await["data"]["goalId"], number.to_string());
    }
    assert_eq!(mock.connections()[0].buffered_bytes, 0);
}

#[tokio::test]
async fn the_server_ends_with_1001_and_its_port_is_free_at_once() {
    let mock = start(still()).await;
    let mut client = Client::welcome(&mock.url(), "t/u").await;
    let port = super::client::address(&mock.url()).port();
    let url = mock.url();
    let (code, ()) = tokio::join!(client.hear_close(), mock.shutdown());
    assert_eq!(code, 1001);
    for _ in 0..3 {
        let again = start(still().with_port(port).with_control_port(0)).await;
        assert_eq!(again.url(), url);
        let mut client = Client::welcome(&url, "t/u").await;
        client.send(Message::Ping(vec![1].into())).await;
        drop(again);
        assert_eq!(client.hear_close().await, 1006);
    }
}

#[tokio::test]
async fn a_port_in_use_is_named() {
    let mock = start(still()).await;
    let port = super::client::address(&mock.url()).port();
    let refused = purposepath_realtime::mock::Mock::start(still().with_port(port)).await.err();
    assert_eq!(
        refused.unwrap().to_string(),
        format!(
            "the data port 127.0.0.1:{port} is in use: end the other program (perhaps another \
             mock), or choose another port, 0 for a free one"
        )
    );
    let control_port = Some(port);
    let config = still().with_control_port(control_port);
    let refused = purposepath_realtime::mock::Mock::start(config).await.err().unwrap();
    assert!(refused.to_string().starts_with("the control port 127.0.0.1:"), "{refused}");
    let bind = Some("0.0.0.0".parse().unwrap());
    let config = still().with_bind(bind);
    let refused = purposepath_realtime::mock::Mock::start(config).await.err().unwrap();
    assert!(refused.to_string().contains("allow it with --public"), "{refused}");
    for (bind, loopback) in [("0.0.0.0", "ws://127.0.0.1:"), ("::", "ws://[::1]:")] {
        let bind = Some(bind.parse().unwrap());
        let public = start(still().with_bind(bind).with_public(true)).await;
        assert!(public.url().starts_with(loopback), "{}", public.url());
    }
}

#[tokio::test]
async fn a_port_that_is_free_on_one_loopback_only_is_in_use() {
    let other = std::net::TcpListener::bind("[::1]:0").unwrap();
    let address = other.local_addr().unwrap();
    let config = still().with_port(address.port());
    let refused = purposepath_realtime::mock::Mock::start(config).await.err().unwrap();
    let told = format!("the data port {address} is in use: ");
    assert!(refused.to_string().starts_with(&told), "{refused}");
}

#[tokio::test]
async fn what_was_sent_is_kept_of_so_many_tenants_at_most() {
    let mock = start(still()).await;
    let _member = Client::welcome(&mock.url(), "member/u").await;
    let tenants: Vec<String> = (0..10_100).map(|at| format!("tenant-{at}")).collect();
    for tenant in tenants.iter().map(String::as_str).chain(["member"]) {
        mock.broadcast_text(Some(tenant), "event");
    }
    let kept = tenants.iter().filter(|tenant| mock.events(tenant, 1) == ["event"]).count();
    assert_eq!(kept, 9_999, "beside the tenant whose member is connected");
    assert_eq!(mock.events("member", 1), ["event"]);
}
