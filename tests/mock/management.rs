//! `@connections`, as a backend calls it.

use std::time::Duration;

use super::client::Client;
use super::http::{Answer, delete, get, post};
use super::{start, still};

fn exception(answer: &Answer) -> (u16, Option<&str>) {
    (answer.status, answer.header("x-amzn-errortype"))
}

#[tokio::test]
async fn a_backend_sends_to_its_connections_asks_and_closes() {
    let mock = start(still()).await;
    let mut client = Client::welcome(&mock.url(), "t/u").await;
    let id = mock.connections()[0].connection_id.clone();
    let escaped = id.replace('=', "%3D");
    for path in ["@connections", "%40connections", "dev/@connections", "prod/%40connections"] {
        for id in [&id, &escaped] {
            let url = format!("{}/{path}/{id}", mock.control_url());
            let answer = post(&url, "any text").await;
            assert_eq!((answer.status, &*answer.body), (200, ""), "{url}");
            assert_eq!(client.hear_text().await, "any text");
        }
    }
    mock.advance(Duration::from_secs(1));
    let url = format!("{}/@connections/{id}", mock.control_url());
    let shown = get(&url).await.json();
    assert_eq!(shown["connectedAt"], "2025-11-03T14:30:00.000Z");
    assert_eq!(shown["lastActiveAt"], "2025-11-03T14:30:00.000Z");
    assert_eq!(shown["identity"]["sourceIp"], "127.0.0.1");

    let limit = "x".repeat(128 << 10);
    assert_eq!(post(&url, &limit).await.status, 200);
    assert_eq!(client.hear_text().await, limit);
    let answer = post(&url, limit + "x").await;
    assert_eq!(exception(&answer), (413, Some("PayloadTooLargeException")));

    let answer = delete(&url).await;
    assert_eq!((answer.status, &*answer.body), (204, ""));
    for answer in [post(&url, "lost").await, get(&url).await, delete(&url).await] {
        assert_eq!(exception(&answer), (410, Some("GoneException")));
        assert!(answer.json()["message"].is_string());
    }
    assert_eq!(client.hear_close().await, 1000);
}
