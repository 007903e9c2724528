//! The control API, call by call.

mod captures;
mod doubts;
mod publish;

use std::collections::BTreeSet;
use std::time::Duration;

use purposepath_realtime::codegen;
use purposepath_realtime::fixtures::FIXTURES;
use purposepath_realtime::mock::Mock;
use purposepath_realtime::mock_files::fault::CATALOGUE;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::client::{Client, address};
use super::http::{Answer, delete, get, post};
use super::{PATIENCE, START_MS, start, still};

pub async fn ask(mock: &Mock, path: &str) -> Answer {
    get(&format!("{}{path}", mock.control_url())).await
}

async fn call(mock: &Mock, path: &str, body: impl ToString) -> Answer {
    post(&format!("{}{path}", mock.control_url()), body).await
}

#[tokio::test]
async fn it_says_how_it_is() {
    let faults = vec!["drop,type=x".parse().unwrap()];
    let mock = start(still().with_seed(7).with_faults(faults)).await;
    assert_eq!(
        ask(&mock, "/health").await.json(),
        json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION"), "protocol": purposepath_realtime::PROTOCOL_VERSION })
    );
    let _client = Client::welcome(&mock.url(), "t/u/60").await;
    let id = mock.connections()[0].connection_id.clone();
    assert_eq!(
        ask(&mock, "/state").await.json(),
        json!({
            "url": mock.url(), "nowMs": START_MS, "timeScale": 0.0, "profile": "gateway", "answersPing": "never", "seed": 7, "rate": 0.0,
            "connections": 1,
            "counters": {
                "opened": 1, "authenticated": 1, "refused": 0, "closed": 0, "received": 1,
                "sent": 1, "dropped": 0,
            },
            "faults": [{
                "id": 1, "rule": { "action": "drop", "match": { "type": "x" } }, "struck": 0,
            }],
        })
    );
    assert_eq!(
        ask(&mock, "/connections").await.json(),
        json!([{
            "ordinal": 1, "connectionId": id, "state": "authenticated", "tenantId": "t",
            "userId": "u", "connectedAtMs": START_MS, "expiresAtMs": START_MS + 60_000,
            "received": 1, "sent": 1, "bufferedBytes": 0, "userAgent": null,
        }])
    );
}

#[tokio::test]
async fn the_clock_is_put_forward_and_made_to_run() {
    let mock = start(still()).await;
    assert_eq!(ask(&mock, "/clock").await.json(), json!({ "nowMs": START_MS, "timeScale": 0.0 }));
    let answer = call(&mock, "/clock", r#"{"advanceMs":5000}"#).await;
    assert_eq!(answer.json(), json!({ "nowMs": START_MS + 5000, "timeScale": 0.0 }));
    let mut client = Client::connect(&mock.url()).await;
    // Ten seconds, in ten milliseconds.
    call(&mock, "/clock", r#"{"timeScale":1000}"#).await;
    assert_eq!(client.hear_close().await, 1000);
    for (body, error) in [
        (r#"{"timeScale":-1}"#, "timeScale: expected a number of at least 0, found -1"),
        (
            r#"{"advanceMs":1e99}"#,
            "the body is not understood: at $.advanceMs: expected a whole number of at least 0, found the number `1e+99`",
        ),
        (
            r#"{"advanceMs":999999999999999}"#,
            "advanceMs: expected at most 316224000000, which is ten years",
        ),
        (
            r#"{"advance":1}"#,
            "the body is not understood: at $.advance: expected `advanceMs` or another of advanceMs, timeScale, found the unknown key `advance`",
        ),
        ("", "the body is not understood: at $: expected a JSON value, found the end of the text"),
    ] {
        let answer = call(&mock, "/clock", body).await;
        assert_eq!(answer.status, 400);
        assert_eq!(answer.error(), error);
    }
}

#[tokio::test]
async fn the_log_is_read_from_a_number_on_and_followed() {
    let mock = start(still()).await;
    let _client = Client::welcome(&mock.url(), "t/u").await;
    let lines = |answer: &Answer| -> Vec<Value> {
        answer.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let all = lines(&ask(&mock, "/log").await);
    let kinds: Vec<_> = all.iter().map(|it| it["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["opened", "in", "authenticated", "out"]);
    let id = mock.connections()[0].connection_id.clone();
    assert_eq!(
        all[1],
        json!({
            "seq": 2, "atMs": START_MS, "kind": "in", "connection": 1, "connectionId": id,
            "type": "auth", "verdict": "command", "bytes": 31,
            "frame": r#"{"action":"auth","token":"‹redacted›"}"#,
        })
    );
    assert_eq!(lines(&ask(&mock, "/log?since=2&limit=1").await), [all[2].clone()]);
    assert_eq!(lines(&ask(&mock, "/log?since=99").await), [Value::Null; 0]);

    let mut stream = TcpStream::connect(address(&mock.control_url())).await.unwrap();
    let request = "GET /log?follow=true&since=3 HTTP/1.1\r\nhost: localhost\r\n\r\n";
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut lines = BufReader::new(stream).lines();
    let mut next = async |part: &str| {
        let search = async {
            while !lines.next_line().await.unwrap().expect("it goes on").contains(part) {}
        };
        timeout(PATIENCE, search).await.expect("it comes");
    };
    next("\"seq\":4,").await;
    mock.broadcast_text(Some("t"), "more");
    next("\"seq\":5,").await;
    mock.shutdown().await;
    next("\"kind\":\"closed\"").await;
}

#[tokio::test]
async fn faults_are_listed_added_and_removed() {
    let mock = start(still()).await;
    let catalogue = ask(&mock, "/faults/catalogue").await.json();
    let names: Vec<_> = catalogue.as_array().unwrap().iter().map(|it| it["name"].clone()).collect();
    assert_eq!(names, CATALOGUE.iter().map(|row| json!(row.name)).collect::<Vec<_>>());
    let rule = json!({ "action": "close", "code": 4000, "afterMs": 5, "match": { "user": "u" } });
    let added = |id: u64| json!({ "id": id, "connections": [], "doubts": [] });
    assert_eq!(call(&mock, "/faults", &rule).await.json(), added(1));
    assert_eq!(call(&mock, "/faults", "drop,times=2").await.json(), added(2));
    assert_eq!(
        ask(&mock, "/faults").await.json(),
        json!([
            { "id": 1, "rule": rule, "struck": 0 },
            { "id": 2, "rule": { "action": "drop", "times": 2 }, "struck": 0 },
        ])
    );
    let answer = call(&mock, "/faults", r#"{"action":"clse"}"#).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.error(), "$.action: there is no fault \"clse\"; nearest: close");
    let url = |path: &str| format!("{}/faults{path}", mock.control_url());
    assert_eq!(delete(&url("/1")).await.json(), json!({ "removed": 1 }));
    assert_eq!(delete(&url("/1")).await.status, 404);
    assert_eq!(delete(&url("/x")).await.status, 404);
    assert_eq!(delete(&url("")).await.json(), json!({ "removed": 1 }));
    assert_eq!(ask(&mock, "/faults").await.json(), json!([]));
}

#[tokio::test]
async fn traffic_flows_while_a_client_is_there() {
    let mock = start(still()).await;
    let mut client = Client::welcome(&mock.url(), "t/u").await;
    assert_eq!(ask(&mock, "/traffic").await.json(), json!({ "rate": 0.0, "seed": 0 }));
    let answer = call(&mock, "/traffic", r#"{"rate":2,"seed":9}"#).await;
    assert_eq!(answer.json(), json!({ "rate": 2.0, "seed": 9 }));
    // The traffic follows the new rate once the first event is out.
    while client.hears_nothing() {
        mock.advance(Duration::from_millis(500));
        tokio::task::yield_now().await;
    }
    for body in [r#"{"rate":-1}"#, r#"{"rate":"fast"}"#, r#"{"speed":1}"#] {
        assert_eq!(call(&mock, "/traffic", body).await.status, 400);
    }
}

#[tokio::test]
async fn a_token_is_made_that_the_server_takes() {
    let mock = start(still()).await;
    let token = ask(&mock, "/token?tenant=t&user=u&expiresIn=60").await.json()["token"].clone();
    let _client = Client::welcome(&mock.url(), token.as_str().unwrap()).await;
    let connection = mock.connections().remove(0);
    assert_eq!((connection.tenant_id, connection.user_id), (Some("t".into()), Some("u".into())));
    assert_eq!(connection.expires_at_ms, Some(START_MS + 60_000));
    assert_eq!(ask(&mock, "/token").await.status, 200);
    assert_eq!(ask(&mock, "/token?tenant=").await.status, 400);
    assert_eq!(ask(&mock, "/token?expiresIn=soon").await.status, 400);
    assert_eq!(
        ask(&mock, "/token?tenat=t").await.error(),
        "the query is not understood: at $.tenat: expected `tenant` or another of tenant, user, expiresIn, found the unknown key `tenat`"
    );
}

#[tokio::test]
async fn fixtures_and_schemas_are_there_for_a_form() {
    let files = codegen::artifacts().unwrap();
    let path = "schema/events/goal.created.json";
    let schemas = |name: &str| {
        let mut files = codegen::artifacts().unwrap();
        files.remove(&format!("schema/events/{name}.json")).filter(|_| name == "goal.created")
    };
    let mock = start(still().with_schemas(schemas)).await;
    let fixtures = ask(&mock, "/fixtures").await.json();
    let names: BTreeSet<_> =
        fixtures.as_array().unwrap().iter().map(|it| it["name"].to_string()).collect();
    assert_eq!(names.len(), FIXTURES.len());
    for name in ["goal.created", "goal-created"] {
        assert_eq!(ask(&mock, &format!("/schema/events/{name}")).await.body, files[path]);
    }
    assert_eq!(ask(&mock, "/schema/events/goal.paused").await.status, 404);
    let answer = ask(&mock, "/schema/events/goal.x").await;
    assert!(
        answer.error().starts_with("no event has the type \"goal.x\"; there are goal.created,")
    );
}

#[tokio::test]
async fn a_reset_makes_it_as_it_was() {
    let mock = start(still().with_faults(vec!["drop,times=1".parse().unwrap()])).await;
    let mut client = Client::welcome(&mock.url(), "t/u").await;
    let id = mock.connections()[0].connection_id.clone();
    mock.broadcast_text(Some("t"), "lost");
    mock.advance(Duration::from_secs(5));
    mock.set_rate(3.0);
    mock.add_fault("duplicate".parse().unwrap());
    assert_eq!(call(&mock, "/reset", "").await.json(), json!({ "reset": true }));
    assert_eq!(client.hear_close().await, 1000);
    assert!(mock.log_since(0, usize::MAX).is_empty());
    let state = ask(&mock, "/state").await.json();
    assert_eq!(
        (&state["nowMs"], &state["rate"], &state["connections"]),
        (&json!(START_MS), &json!(0.0), &json!(0))
    );
    for (counter, count) in state["counters"].as_object().unwrap() {
        assert_eq!(count, 0, "{counter}");
    }
    assert_eq!(state["faults"][0]["struck"], 0);
    assert_eq!(state["faults"].as_array().map(Vec::len), Some(1));
    assert_eq!(mock.events("t", 9), [""; 0]);
    // Counted anew, by an id that nobody had.
    let _client = Client::welcome(&mock.url(), "t/u").await;
    assert_ne!(mock.connections()[0].connection_id, id);
    assert_eq!(mock.connections()[0].ordinal, 1);
}
