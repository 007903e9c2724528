//! Once in the life of a connection: what a client sees of each fault.

use std::time::Duration;

use purposepath_realtime::mock::{Close, Mock, Selector};
use purposepath_realtime::{FaultCode, MAX_FRAME_BYTES, decode};
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use super::super::client::Client;
use super::super::{closed, logged};
use super::{failing, member};

/// The frames that come behind the answer to `auth` once a fault has struck, and the client.
async fn live(fault: &str) -> (Mock, Client) {
    let mock = failing(&[&format!("{fault},afterMs=1000")]).await;
    let mut client = member(&mock).await;
    mock.advance(Duration::from_millis(999));
    mock.broadcast_text(None, "fence");
    assert_eq!(client.hear_text().await, "fence");
    mock.advance(Duration::from_millis(1));
    (mock, client)
}

pub async fn strike(name: &str) {
    match name {
        "reset" => {
            let (_mock, mut client) = live("reset").await;
            let lost = client.hear_message().await.unwrap_err();
            assert_eq!(lost, Some(std::io::ErrorKind::ConnectionReset));
        }
        "close" => {
            let (_mock, mut client) = live("close,code=4999").await;
            assert_eq!(client.hear_close().await, 4999);
        }
        "token_expiry" => {
            let (_mock, mut client) = live("token_expiry").await;
            assert_eq!(client.hear().await["data"]["code"], "UNAUTHORIZED");
            assert_eq!(client.hear_close().await, 1000);
        }
        "server_error" => {
            let fault = "server_error,code=RATE_LIMIT_EXCEEDED,retryAfterMs=7";
            let (mock, mut client) = live(fault).await;
            let error = client.hear().await;
            assert_eq!(error["type"], "connection.error");
            assert_eq!(error["data"]["code"], "RATE_LIMIT_EXCEEDED");
            assert_eq!(
                (&error["data"]["retryAfterMs"], &error["data"]["tenantId"]),
                (&json!(7), &json!("t"))
            );
            assert_eq!(mock.connections().len(), 1);
        }
        "gateway_fault" => {
            let (mock, mut client) = live("gateway_fault").await;
            assert_eq!(client.hear().await["message"], "Internal server error");
            assert_eq!(mock.connections().len(), 1);
        }
        "half_open" => {
            let (mock, mut client) = live("half_open").await;
            logged(&mock, |it| it.fault == Some("half_open")).await;
            let received = mock.counters().received;
            client.say("anybody there?").await;
            client.send(Message::Ping(vec![].into())).await;
            mock.broadcast_text(None, "lost");
            // Somebody else's round trip, behind which all of it would have arrived.
            let mut other = Client::connect(&mock.url()).await;
            other.say("hello").await;
            other.hear().await;
            assert!(client.hears_nothing());
            assert_eq!(mock.counters().received, received + 1);
            // TCP stays, and the server notices when the client leaves.
            drop(client);
            assert_eq!(closed(&mock, 1).await.0, 1006);
            // Whoever is kicked while half open is cut.
            let (mock, mut client) = live("half_open").await;
            logged(&mock, |it| it.fault == Some("half_open")).await;
            assert_eq!(mock.kick(&Selector::All, Close::Code(1000)), Ok(1));
            assert_eq!(client.hear_close().await, 1006);
        }
        "giant_payload" => {
            let (_mock, mut client) = live("giant_payload").await;
            let text = client.hear_text().await;
            assert_eq!(text.len(), MAX_FRAME_BYTES + 1);
            assert_eq!(decode(&text).unwrap_err().code(), FaultCode::TooLarge);
            let (_mock, mut client) = live("giant_payload,bytes=1000").await;
            let text = client.hear_text().await;
            assert!(text.len() == 1000 && decode(&text).is_ok(), "{text}");
        }
        "binary" => {
            let (_mock, mut client) = live("binary").await;
            assert!(matches!(client.hear_message().await, Ok(Message::Binary(_))));
        }
        other => panic!("`{other}` has no test: show here what a client sees of it"),
    }
}
