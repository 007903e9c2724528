//! Every fault of the catalogue, by what a client sees of it.

use std::time::Duration;

use purposepath_realtime::mock::{Close, Config, LogKind, Mock, Selector};
use purposepath_realtime::mock_files::fault::{CATALOGUE, FaultPoint, FaultRule};
use purposepath_realtime::{FaultCode, MAX_FRAME_BYTES, decode, decode_reporting};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;

use super::client::{Client, NotOpen, address, paused};
use super::{http, logged, start, still};

fn rule(text: &str) -> FaultRule {
    text.parse().expect(text)
}

async fn failing(rules: &[&str]) -> Mock {
    start(Config { faults: rules.iter().map(|it| rule(it)).collect(), ..still() }).await
}

async fn member(mock: &Mock) -> Client {
    Client::welcome(&mock.url(), "t/u").await
}

fn created(title: &str) -> Value {
    json!({
        "type": "issue.created",
        "timestamp": "2025-11-03T14:30:00.000Z",
        "tenantId": "t",
        "data": {
            "tenantId": "t", "issueId": "i", "title": title, "description": "",
            "severity": "low", "status": "in_progress", "priority": "low", "category": "bug",
            "createdAt": "2025-11-03T14:30:00.000Z", "createdBy": "u",
        },
    })
}

/// What becomes of one event under one fault.
async fn sent_under(fault: &str) -> String {
    let mock = failing(&[fault]).await;
    let mut client = member(&mock).await;
    mock.broadcast_text(Some("t"), &created("one").to_string());
    let heard = client.hear_text().await;
    assert_eq!(mock.faults()[0].struck, 1);
    heard
}

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

#[tokio::test]
async fn every_fault_of_the_catalogue_strikes() {
    for row in CATALOGUE {
        strike(row.name).await;
    }
}

async fn strike(name: &str) {
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
            assert_eq!(super::closed(&mock, 1).await.0, 1006);
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
        "drop" => {
            let mock = failing(&["drop,type=goal.*,after=1,times=2"]).await;
            let mut client = member(&mock).await;
            for goal in ["spared", "lost", "lost", "free"] {
                mock.broadcast_text(Some("t"), &paused("t", goal).to_string());
            }
            for goal in ["spared", "free"] {
                assert_eq!(client.hear().await["data"]["goalId"], goal);
            }
            assert_eq!(mock.counters().dropped, 2);
        }
        "duplicate" => {
            let mock = failing(&["duplicate,times=1"]).await;
            let mut client = member(&mock).await;
            for text in ["a", "b"] {
                mock.broadcast_text(Some("t"), text);
            }
            for text in ["a", "a", "b"] {
                assert_eq!(client.hear_text().await, text);
            }
        }
        "reorder" => {
            let mock = failing(&["reorder,times=1"]).await;
            let mut client = member(&mock).await;
            for text in ["a", "b", "c"] {
                mock.broadcast_text(Some("t"), text);
            }
            for text in ["b", "a", "c"] {
                assert_eq!(client.hear_text().await, text);
            }
        }
        "delay" => {
            let mock = failing(&["delay,ms=100,jitterMs=50,times=1"]).await;
            let mut client = member(&mock).await;
            for text in ["late", "fence"] {
                mock.broadcast_text(Some("t"), text);
            }
            assert_eq!(client.hear_text().await, "fence");
            mock.advance(Duration::from_millis(99));
            mock.broadcast_text(Some("t"), "fence");
            assert_eq!(client.hear_text().await, "fence");
            mock.advance(Duration::from_millis(51));
            assert_eq!(client.hear_text().await, "late");
        }
        "truncate" => {
            let text = sent_under("truncate").await;
            assert_eq!(decode(&text).unwrap_err().code(), FaultCode::Syntax);
            assert!(created("one").to_string().starts_with(&text));
        }
        "snake_case" => {
            let text = sent_under("snake_case").await;
            let frame: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(
                (&frame["tenant_id"], &frame["data"]["issue_id"]),
                (&json!("t"), &json!("i"))
            );
            let (_, report) = decode_reporting(&text).unwrap();
            assert_eq!(report.aliases.len(), 5, "{text}");
        }
        "old_names" => {
            let text = sent_under("old_names").await;
            let frame: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(
                (&frame["type"], &frame["data"]["status"]),
                (&json!("issue-created"), &json!("inProgress"))
            );
            assert!(decode(&text).is_ok());
            // An event without an old name is none of its business.
            let mock = failing(&["old_names"]).await;
            let mut client = member(&mock).await;
            let event = json!({
                "type": "goal.resumed", "timestamp": "2025-11-03T14:30:00.000Z",
                "data": { "tenantId": "t", "goalId": "g" },
            });
            mock.broadcast_text(Some("t"), &event.to_string());
            assert_eq!(client.hear().await, event);
            assert_eq!(mock.faults()[0].struck, 0);
        }
        "unknown_type" => {
            let frame: Value = serde_json::from_str(&sent_under("unknown_type").await).unwrap();
            assert_eq!(frame["type"], "issue.created.of_tomorrow");
            assert_eq!(frame["data"], created("one")["data"]);
        }
        "unknown_value" => {
            let text = sent_under("unknown_value").await;
            assert_eq!(text.matches("\"of_tomorrow\"").count(), 1, "{text}");
            assert!(decode(&text).is_ok());
        }
        "missing_key" => {
            let error = decode(&sent_under("missing_key").await).unwrap_err();
            assert_eq!(error.code(), FaultCode::Missing);
        }
        "other_tenant" => {
            let frame: Value = serde_json::from_str(&sent_under("other_tenant").await).unwrap();
            assert_eq!(
                (&frame["tenantId"], &frame["data"]["tenantId"]),
                (&json!("t-other"), &json!("t-other"))
            );
        }
        "stale_timestamp" => {
            let text = sent_under("stale_timestamp,ms=60000").await;
            let frame: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(frame["timestamp"], "2025-11-03T14:29:00.000Z");
        }
        "slow_consumer" => {
            let mock = failing(&["slow_consumer,bytesPerS=10"]).await;
            let mut client = member(&mock).await;
            for text in ["0123456789", "0123456789"] {
                mock.broadcast_text(Some("t"), text);
            }
            client.hear_text().await;
            assert_eq!(mock.connections()[0].buffered_bytes, 10);
            mock.advance(Duration::from_millis(999));
            assert_eq!(mock.connections()[0].buffered_bytes, 10);
            mock.advance(Duration::from_millis(1));
            client.hear_text().await;
            // What waits is bounded.
            let mock = start(Config {
                buffer_limit: 25,
                faults: vec![rule("slow_consumer,bytesPerS=1")],
                ..still()
            })
            .await;
            let mut client = member(&mock).await;
            for _ in 0..4 {
                mock.broadcast_text(Some("t"), "0123456789");
            }
            assert_eq!(client.hear_close().await, 1006);
        }
        "limit_exceeded" => {
            let mock = failing(&["limit_exceeded,times=1"]).await;
            let mut client = member(&mock).await;
            let id = mock.connections()[0].connection_id.replace('=', "%3D");
            let url = format!("{}/@connections/{id}", mock.control_url());
            let refused = http::post(&url, "lost").await;
            assert_eq!(
                (refused.status, refused.header("x-amzn-errortype")),
                (429, Some("LimitExceededException"))
            );
            mock.broadcast_text(Some("t"), "not its business");
            assert_eq!(client.hear_text().await, "not its business");
            assert_eq!(http::post(&url, "taken").await.status, 200);
            assert_eq!(client.hear_text().await, "taken");
        }
        other => panic!("`{other}` has no test: show here what a client sees of it"),
    }
}

#[tokio::test]
async fn each_strike_is_logged_and_counted() {
    let mock = failing(&["duplicate,type=goal.*,times=2"]).await;
    let _clients = (member(&mock).await, member(&mock).await);
    mock.broadcast_text(Some("t"), &paused("t", "g").to_string());
    let strikes: Vec<_> = mock
        .log_since(0, usize::MAX)
        .into_iter()
        .filter(|it| it.kind == LogKind::Fault)
        .map(|it| (it.fault, it.connection, it.wire_type))
        .collect();
    let strike = |connection| (Some("duplicate"), Some(connection), Some("goal.paused".to_owned()));
    assert_eq!(strikes, [strike(1), strike(2)]);
    assert_eq!(mock.faults()[0].struck, 2);
}

#[tokio::test]
async fn a_rule_comes_and_goes_while_the_server_runs() {
    let mock = start(still()).await;
    let mut client = member(&mock).await;
    let id = mock.add_fault(rule("drop,user=u"));
    mock.broadcast_text(Some("t"), "lost");
    assert!(mock.remove_fault(id));
    assert!(!mock.remove_fault(id));
    mock.broadcast_text(Some("t"), "heard");
    assert_eq!(client.hear_text().await, "heard");
    // One about live connections strikes those that it finds: at once, if their time is over.
    mock.advance(Duration::from_secs(60));
    mock.add_fault(rule("gateway_fault,afterMs=1000,connection=1"));
    assert_eq!(client.hear().await["message"], "Internal server error");
    let mut other = member(&mock).await;
    mock.clear_faults();
    mock.broadcast_text(Some("t"), "fence");
    assert_eq!(other.hear_text().await, "fence");
}

#[test]
fn every_point_has_a_fault() {
    for point in FaultPoint::ALL {
        assert!(CATALOGUE.iter().any(|row| row.point == point), "{point:?}");
    }
}
