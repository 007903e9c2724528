//! The log as a capture, and a capture that is sent again.

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::super::client::{Client, address, paused};
use super::super::http::delete;
use super::super::{PATIENCE, start, still};
use super::{ask, call};

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test]
async fn the_log_is_exported_as_a_capture_and_sent_again() {
    let mock = start(still()).await;
    let mut client = Client::welcome(&mock.url(), "t/u").await;
    let mut event = paused("t", "g");
    event["eventId"] = json!("id-1");
    call(&mock, "/broadcast", &event).await;
    assert_eq!(client.hear().await, event);
    let long = format!("{{{}", " ".repeat(4000));
    call(&mock, "/broadcast?raw=true&tenant=t", &long).await;
    assert_eq!(client.hear_text().await, long);
    let capture = ask(&mock, "/capture").await.body;
    let found = lines(&capture);
    assert_eq!(
        found[0],
        json!({ "capture": 1, "protocol": "1.0", "startedAt": "2025-11-03T14:30:00.000Z" })
    );
    assert_eq!(found.len(), 5, "{capture}");
    assert_eq!(found[1]["frame"], r#"{"action":"auth","token":"‹redacted›"}"#);
    let frame = serde_json::from_str::<Value>(found[3]["frame"].as_str().unwrap()).unwrap();
    assert_eq!((&frame, &found[3]["receivers"]), (&event, &json!(1)));
    // Whole, while it is new.
    assert_eq!((&found[4]["frame"], &found[4]["invalid"]), (&json!(long), &json!(true)));
    assert_eq!(lines(&ask(&mock, "/capture?since=4").await.body).len(), 3);

    assert_eq!(call(&mock, "/replay", &capture).await.json(), json!({ "events": 2 }));
    assert_eq!((client.hear().await, client.hear_text().await), (event.clone(), long));
    let done = json!({ "running": false, "events": 2, "sent": 2 });
    timeout(PATIENCE, async { while ask(&mock, "/replay").await.json() != done {} }).await.unwrap();
    // As a new event of somebody else.
    let _other = Client::welcome(&mock.url(), "other/u").await;
    let query = "/replay?speed=2&only=goal.*&asTenant=t&asNew=true";
    mock.advance(std::time::Duration::from_secs(60));
    assert_eq!(call(&mock, query, &capture).await.json(), json!({ "events": 1 }));
    let heard = client.hear().await;
    assert_eq!(heard["timestamp"], "2025-11-03T14:31:00.000Z");
    assert_eq!(heard["data"], event["data"]);
    assert!(heard["eventId"] != "id-1" && heard["eventId"].is_string(), "{heard}");
}

#[tokio::test]
async fn a_replay_that_cannot_be_is_refused_and_one_that_goes_on_is_stopped() {
    let mock = start(still()).await;
    let capture = |frames: &[(u64, &str)]| {
        let start = r#"{"capture":1,"protocol":"1.0","startedAt":"2025-11-03T14:30:00.000Z"}"#;
        let line = |(at, text): &(u64, &str)| {
            json!({ "atMs": at, "direction": "out", "tenantId": "t", "frame": text }).to_string()
        };
        [start.to_owned()].into_iter().chain(frames.iter().map(line)).collect::<Vec<_>>().join("\n")
    };
    let answer = call(&mock, "/replay", capture(&[])).await;
    let nobody = "no client is authenticated, so nobody would see it: connect one first";
    assert_eq!((answer.status, answer.error()), (409, nobody.to_owned()));
    let mut client = Client::welcome(&mock.url(), "t/u").await;
    let answer = call(&mock, "/replay", capture(&[(0, "{")])).await;
    assert_eq!(
        (answer.status, answer.json()),
        (
            422,
            json!({
                "error": "the capture:2: at $.frame: expected a key in double quotes, found the end of the text",
                "line": 2, "path": "$.frame",
            })
        )
    );
    for (blank, line) in [("", 1), ("\n", 1), (" \r\n\t\n", 2)] {
        let answer = call(&mock, "/replay", blank).await;
        let error = format!(
            "the capture:{line}: at $: expected the first line of a capture, or a frame, found nothing: \
             name a capture, or a file with a frame on each line, as `realtime convert` writes it"
        );
        let body = json!({ "error": error, "line": line, "path": "$" });
        assert_eq!((answer.status, answer.json()), (422, body), "{blank:?}");
    }
    let answer = call(&mock, "/replay?speed=0", capture(&[])).await;
    let told = "the query is not understood: at $.speed: expected a number from 0.001 to 1000000, found \"0\"";
    assert_eq!((answer.status, answer.error()), (400, told.to_owned()));
    let event = paused("t", "g");
    let text = event.to_string();
    let slow = capture(&[(0, &text), (3_600_000, &text)]);
    assert_eq!(call(&mock, "/replay", slow).await.json(), json!({ "events": 2 }));
    assert_eq!(client.hear().await, event);
    assert_eq!(
        ask(&mock, "/replay").await.json(),
        json!({ "running": true, "events": 2, "sent": 1 })
    );
    let stopped = delete(&format!("{}/replay", mock.control_url())).await.json();
    assert_eq!(stopped, json!({ "running": false, "events": 2, "sent": 1 }));
}

/// Recorded by whoever reads on, without a file of the mock.
#[tokio::test]
async fn what_travels_from_now_on_is_captured() {
    let mock = start(still()).await;
    let _client = Client::welcome(&mock.url(), "t/u").await;
    let mut stream = TcpStream::connect(address(&mock.control_url())).await.unwrap();
    let request = "GET /capture?follow=true HTTP/1.1\r\nhost: localhost\r\n\r\n";
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut lines = BufReader::new(stream).lines();
    let mut next = async |part: &str| loop {
        let line = timeout(PATIENCE, lines.next_line()).await.expect("it comes").unwrap().unwrap();
        assert!(!line.contains("auth"), "{line}");
        if line.contains(part) {
            break;
        }
    };
    next("\"capture\":1").await;
    mock.broadcast_text(Some("t"), "more");
    next("\"frame\":\"more\"").await;
}
