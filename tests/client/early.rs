//! What comes before `auth.success`, and an `auth.success` that is somebody else's.

use std::sync::{Arc, Mutex};

use purposepath_realtime::client::{Client, Update};
use purposepath_realtime::connection::{ConnectionStatus, DiagnosticCode, Reason};
use purposepath_realtime::{Message, TenantId};
use serde_json::json;

use crate::server::{Server, event, paused};
use crate::{a_token, config, connect, next, next_goal, until_status};

#[tokio::test]
async fn events_before_the_token_is_accepted_are_dropped_and_told_once_a_socket() {
    let server = Server::start().await;
    let mut client = connect(&server, a_token);
    for round in 0..2 {
        let mut peer = server.accept().await;
        peer.say(paused("early")).await;
        peer.say(event("some.new", json!({}))).await;
        peer.say(event("billing.error", json!({ "code": "NOT_FOUND" }))).await;
        peer.say("}").await;
        peer.authenticate().await;
        peer.say(paused(&format!("in time {round}"))).await;

        let mut told = Vec::new();
        loop {
            match next(&mut client).await {
                Update::Diagnostic(code) => told.push(code.as_str().to_owned()),
                Update::Invalid(_) => told.push("invalid".to_owned()),
                Update::Message { message: Message::Event(it), .. }
                    if it.wire_type() == "auth.success" =>
                {
                    break;
                }
                Update::Message { message, .. } => panic!("{message:?} came too early"),
                _ => {}
            }
        }
        assert_eq!(told, [DiagnosticCode::EarlyEvent.as_str(), "invalid"]);
        assert_eq!(next_goal(&mut client).await.0, format!("in time {round}"));
        drop(peer);
    }
    client.close().await;
}

#[tokio::test]
async fn a_token_of_another_tenant_is_refused_and_replaced() {
    let server = Server::start().await;
    let asked = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&asked);
    let config = config(&server.url()).with_tenant(TenantId::new("ours").unwrap());
    let mut client = Client::connect(config, move |force| {
        log.lock().unwrap().push(force);
        a_token(force)
    });
    // The server of the tests accepts the tenant `t`.
    let mut peer = server.welcome().await;
    let snapshot = until_status(&mut client, ConnectionStatus::Reconnecting).await;
    assert_eq!(snapshot.reason, Some(Reason::Unauthorized));
    assert!(!snapshot.ever_connected);
    assert_eq!(peer.hear_close().await, Some(1000));

    let mut peer = server.accept().await;
    peer.hear().await;
    let success = json!({ "tenantId": "ours", "userId": "u", "connectionId": "c" });
    peer.say(event("auth.success", success)).await;
    until_status(&mut client, ConnectionStatus::Connected).await;
    assert_eq!(*asked.lock().unwrap(), [false, true]);
    client.close().await;
}

#[tokio::test]
async fn what_names_no_tenant_is_delivered_to_a_client_of_one_and_what_names_another_is_not() {
    let server = Server::start().await;
    let config = config(&server.url()).with_tenant(TenantId::new("t").unwrap());
    let mut client = Client::connect(config, a_token);
    let mut peer = server.welcome().await;
    until_status(&mut client, ConnectionStatus::Connected).await;
    for frame in [
        event("some.new", json!({ "tenantId": "another" })),
        event("goal.paused", json!({ "tenantId": "another", "goalId": "g" })),
        json!({ "message": "Forbidden", "connectionId": "c", "requestId": "r" }),
        event("some.new", json!({})),
        event("some.new", json!({ "tenantId": "t" })),
    ] {
        peer.say(frame).await;
    }
    let mut delivered = Vec::new();
    while delivered.len() < 3 {
        if let Update::Message { message, .. } = next(&mut client).await {
            delivered.push(match message {
                Message::Gateway(fault) => fault.message,
                Message::Unknown(unknown) => unknown.data().unwrap().to_owned(),
                other => panic!("{other:?} is of another tenant"),
            });
        }
    }
    assert_eq!(delivered, ["Forbidden", "{}", r#"{"tenantId":"t"}"#]);
    client.close().await;
}

#[tokio::test]
async fn a_network_that_is_reported_down_parks_the_client_until_it_is_up() {
    let server = Server::start().await;
    let mut client = connect(&server, a_token);
    client.network(false);
    let snapshot = until_status(&mut client, ConnectionStatus::Reconnecting).await;
    assert_eq!(snapshot.reason, Some(Reason::Offline));
    client.network(true);
    let _peer = server.welcome().await;
    until_status(&mut client, ConnectionStatus::Connected).await;
    client.close().await;
}
