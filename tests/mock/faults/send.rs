//! On each event that goes out: what a client sees of each fault.

use std::time::Duration;

use purposepath_realtime::{FaultCode, decode, decode_reporting};
use serde_json::{Value, json};

use super::super::client::{Client, paused};
use super::super::{http, start, still};
use super::{failing, member, rule};

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

pub async fn strike(name: &str) {
    match name {
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
        "extra_key" => {
            let (_, report) = decode_reporting(&sent_under("extra_key").await).unwrap();
            assert_eq!(report.ignored, ["$.data.ofTomorrow"]);
        }
        "no_event_id" | "same_event_id" => {
            let mock = failing(&[name]).await;
            let mut client = member(&mock).await;
            let mut ids = Vec::new();
            for id in ["one", "two"] {
                let mut event = created("x");
                event["eventId"] = id.into();
                mock.broadcast_text(Some("t"), &event.to_string());
                ids.push(client.hear().await["eventId"].clone());
            }
            assert_eq!(ids[0], ids[1]);
            assert_eq!(ids[0].is_null(), name == "no_event_id");
            assert_eq!(mock.faults()[0].struck, 2);
        }
        "leak" => {
            let mock = failing(&["leak,tenant=other"]).await;
            let mut client = member(&mock).await;
            let mut other = Client::welcome(&mock.url(), "other/u").await;
            let mut third = Client::welcome(&mock.url(), "third/u").await;
            assert_eq!(mock.broadcast_text(Some("t"), "of t"), 1, "it is not told");
            assert_eq!(client.hear_text().await, "of t");
            assert_eq!(other.hear_text().await, "of t");
            mock.broadcast_text(Some("third"), "fence");
            assert_eq!(third.hear_text().await, "fence");
            assert_eq!(mock.faults()[0].struck, 2);
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
            let mock = start(
                still().with_buffer_limit(25).with_faults(vec![rule("slow_consumer,bytesPerS=1")]),
            )
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
        "gone" => {
            let mock = failing(&["gone,times=1"]).await;
            let mut client = member(&mock).await;
            let id = mock.connections()[0].connection_id.clone();
            let url = format!("{}/@connections/{id}", mock.control_url());
            let refused = http::post(&url, "lost").await;
            assert_eq!(
                (refused.status, refused.header("x-amzn-errortype")),
                (410, Some("GoneException"))
            );
            mock.broadcast_text(Some("t"), "not its business");
            assert_eq!(client.hear_text().await, "not its business");
            assert_eq!(http::get(&url).await.status, 200);
            assert_eq!(http::post(&url, "taken").await.status, 200);
            assert_eq!(client.hear_text().await, "taken");
        }
        other => panic!("`{other}` has no test: show here what a client sees of it"),
    }
}
