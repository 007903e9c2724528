//! Until a connection is authenticated: what a client sees of each fault.

use std::time::Duration;

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::super::client::{Client, NotOpen, address};
use super::super::logged;
use super::{failing, member};

pub async fn strike(name: &str) {
    match name {
        "refuse" => {
            let mock = failing(&["refuse,times=1"]).await;
            let mut stream = TcpStream::connect(address(&mock.url())).await.unwrap();
            let _ = stream.write_all(b"GET / HTTP/1.1\r\n\r\n").await;
            let mut answer = Vec::new();
            let error = stream.read_to_end(&mut answer).await.unwrap_err();
            assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
            member(&mock).await;
            assert_eq!(mock.connections()[0].ordinal, 2);
        }
        "hang" => {
            let mock = failing(&["hang,connection=1"]).await;
            let mut stream = TcpStream::connect(address(&mock.url())).await.unwrap();
            stream.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
            logged(&mock, |it| it.fault == Some("hang")).await;
            member(&mock).await;
            let error = stream.try_read(&mut [0; 1]).unwrap_err();
            assert_eq!(error.kind(), std::io::ErrorKind::WouldBlock);
        }
        "http_status" => {
            let mock =
                failing(&["http_status,status=503,times=1", "http_status,status=401,times=1"])
                    .await;
            for status in [503, 401] {
                let refused = Client::try_connect(&mock.url()).await.err();
                assert_eq!(refused, Some(NotOpen::Status(status)));
            }
            member(&mock).await;
        }
        "accept_then_close" => {
            let mock =
                failing(&["accept_then_close,times=1", "accept_then_close,code=4403,afterMs=500"])
                    .await;
            assert_eq!(Client::connect(&mock.url()).await.hear_close().await, 1000);
            let mut client = member(&mock).await;
            mock.advance(Duration::from_millis(500));
            assert_eq!(client.hear_close().await, 4403);
        }
        "event_at_open" => {
            let mock = failing(&["event_at_open"]).await;
            assert_eq!(Client::connect(&mock.url()).await.hear().await["type"], "goal.cancelled");
        }
        "message_limit" => {
            let mock = failing(&["message_limit,bytes=40,times=1"]).await;
            let mut client = member(&mock).await;
            client.say(&format!("{{\"action\":\"{}\"}}", "x".repeat(40))).await;
            assert_eq!(client.hear_close().await, 1009);
            let mock = failing(&["message_limit,bytes=300000"]).await;
            let mut client = member(&mock).await;
            client.say(&format!("{{\"action\":\"{}\"}}", "x".repeat(200_000))).await;
            assert_eq!(client.hear().await["message"], "Forbidden");
        }
        "stay_after_refusal" => {
            let mock = failing(&["stay_after_refusal"]).await;
            let mut client = Client::connect(&mock.url()).await;
            assert_eq!(client.authenticate("t").await["data"]["code"], "UNAUTHORIZED");
            assert_eq!(client.authenticate("t/u").await["type"], "auth.success");
        }
        "accept_wrong_token" | "accept_expired_token" => {
            let mock = failing(&[name]).await;
            for (token, is_taken) in [
                ("t/u", true),
                ("t", name == "accept_wrong_token"),
                ("t/u/0", name == "accept_expired_token"),
            ] {
                let answer = Client::connect(&mock.url()).await.authenticate(token).await;
                assert_eq!(answer["type"] == "auth.success", is_taken, "{token}: {answer}");
            }
        }
        "no_auth_answer" => {
            let mock = failing(&["no_auth_answer"]).await;
            let mut client = Client::connect(&mock.url()).await;
            client.say(r#"{"action":"auth","token":"t/u"}"#).await;
            logged(&mock, |it| it.fault == Some("no_auth_answer")).await;
            let connection = mock.connections().remove(0);
            assert_eq!(connection.state, "open");
            mock.send_text(&connection.connection_id, "fence").unwrap();
            assert_eq!(client.hear_text().await, "fence");
        }
        "late_auth_answer" => {
            let mock = failing(&["late_auth_answer,ms=500"]).await;
            let mut client = Client::connect(&mock.url()).await;
            client.say(r#"{"action":"auth","token":"t/u"}"#).await;
            logged(&mock, |it| it.fault == Some("late_auth_answer")).await;
            mock.advance(Duration::from_millis(499));
            assert_eq!(mock.connections()[0].state, "open");
            mock.advance(Duration::from_millis(1));
            assert_eq!(client.hear().await["type"], "auth.success");
        }
        "auth_error" => {
            let mock = failing(&["auth_error,times=1", "auth_error,code=FORBIDDEN"]).await;
            for code in ["UNAUTHORIZED", "FORBIDDEN"] {
                let mut client = Client::connect(&mock.url()).await;
                let answer = client.authenticate("t/u").await;
                assert_eq!(
                    (&answer["type"], &answer["data"]["code"]),
                    (&json!("auth.error"), &json!(code))
                );
                assert_eq!(client.hear_close().await, 1000);
            }
        }
        "double_auth_answer" => {
            let mock = failing(&["double_auth_answer"]).await;
            let mut client = member(&mock).await;
            assert_eq!(client.hear().await["type"], "auth.success");
        }
        "auth_as_other_tenant" => {
            let mock = failing(&["auth_as_other_tenant"]).await;
            let mut client = Client::connect(&mock.url()).await;
            assert_eq!(client.authenticate("t/u").await["data"]["tenantId"], "t-other");
            assert_eq!(mock.broadcast_text(Some("t-other"), "of another"), 1);
            assert_eq!(client.hear_text().await, "of another");
        }
        other => panic!("`{other}` has no test: show here what a client sees of it"),
    }
}
