//! Who may steer the mock, what answers where no WebSocket is opened, and the page.

use std::collections::BTreeSet;

use purposepath_realtime::mock::{LogKind, Mock};

use super::client::address;
use super::control::ask;
use super::http::{self, Answer, post};
use super::{logged, start, still};

#[tokio::test]
async fn only_this_machine_and_its_pages_may_steer() {
    let mock = start(still()).await;
    let url = format!("{}/state", mock.control_url());
    let status = async |header: &str| http::request("GET", &url, &[header], "").await.status;
    for header in
        ["host: localhost", "host: 127.0.0.1:9", "host: [::1]:9", "origin: http://localhost:3000"]
    {
        assert_eq!(status(header).await, 200, "{header}");
    }
    for header in
        ["host: evil.example", "host: 10.0.0.1", "origin: http://evil.example", "origin: null"]
    {
        assert_eq!(status(header).await, 403, "{header}");
    }
    let kick = format!("{}/kick", mock.control_url());
    let answer =
        http::request("POST", &kick, &["origin: https://evil.example"], r#"{"all":true}"#).await;
    assert_eq!(
        (answer.status, &*answer.error()),
        (403, "pages of this Origin may not steer the mock: serve the page from localhost")
    );

    let headers = ["origin: http://localhost:3000", "access-control-request-method: DELETE"];
    let answer = http::request("OPTIONS", &kick, &headers, "").await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("access-control-allow-origin"), Some("http://localhost:3000"));
    assert_eq!(answer.header("access-control-allow-methods"), Some("GET, POST, DELETE"));

    let control_bind = Some("0.0.0.0".parse().unwrap());
    let mock = start(still().with_control_bind(control_bind).with_public(true)).await;
    let url = format!("{}/state", mock.control_url());
    let status = async |headers: &[&str]| http::request("GET", &url, headers, "").await.status;
    assert_eq!(status(&["host: mock.example"]).await, 200);
    assert_eq!(status(&["host: mock.example", "origin: http://mock.example"]).await, 200);
    assert_eq!(status(&["host: mock.example", "origin: http://evil.example"]).await, 403);
}

/// The status of a handshake from a page of this origin.
async fn handshake(mock: &Mock, origin: Option<&str>) -> (u16, String) {
    let origin = origin.map(|it| format!("origin: {it}"));
    let fixed = [
        "connection: upgrade",
        "upgrade: websocket",
        "sec-websocket-version: 13",
        "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
    ];
    let headers: Vec<_> = fixed.into_iter().chain(origin.as_deref()).collect();
    let Answer { status, body, .. } = http::handshake(&mock.url(), "GET", &headers).await;
    (status, body)
}

#[tokio::test]
async fn only_pages_of_this_machine_connect() {
    let mock = start(still()).await;
    let ours = ["http://localhost:3000", "https://localhost", "http://127.0.0.1:1", "http://[::1]"];
    let theirs = ["https://evil.example", "http://localhost.evil.example", "https://app.example"];
    assert_eq!(handshake(&mock, None).await.0, 101);
    for origin in ours {
        assert_eq!(handshake(&mock, Some(origin)).await.0, 101, "{origin}");
    }
    for origin in theirs {
        let (status, answer) = handshake(&mock, Some(origin)).await;
        assert_eq!(status, 403, "{origin}");
        let told = format!(
            "pages of \"{origin}\" may not connect: serve the page from localhost, or start the mock with --allow-origin\n"
        );
        assert!(answer.ends_with(&told), "{answer}");
    }
    let null = async |mock: &Mock| {
        let (status, answer) = handshake(mock, Some("null")).await;
        let told = "pages without an Origin may not connect: serve the page from localhost\n";
        assert!(status == 403 && answer.ends_with(told), "{answer}");
    };
    null(&mock).await;
    let refused = logged(&mock, |it| it.kind == LogKind::Refused).await;
    assert_eq!(refused.code, Some(403));

    let allow_origins = vec!["https://app.example".to_owned()];
    let mock = start(still().with_allow_origins(allow_origins)).await;
    assert_eq!(handshake(&mock, Some("https://app.example")).await.0, 101);
    assert_eq!(handshake(&mock, Some("http://app.example")).await.0, 403);
    assert_eq!(handshake(&mock, Some("https://app.example:444")).await.0, 403);
    null(&mock).await;

    let mock = start(still().with_public(true)).await;
    for origin in ours.into_iter().chain(theirs) {
        assert_eq!(handshake(&mock, Some(origin)).await.0, 101, "{origin}");
    }
    null(&mock).await;
}

#[tokio::test]
async fn what_is_no_websocket_is_pointed_to_the_right_port() {
    let mock = start(still()).await;
    let data = mock.url().replace("ws:", "http:");
    let port = address(&mock.control_url()).port();
    let answer =
        http::request("GET", &format!("{data}/any/path"), &["host: localhost:5055"], "").await;
    assert_eq!(answer.status, 307);
    assert_eq!(answer.header("location"), Some(&*format!("http://localhost:{port}/")));
    let answer = http::request("GET", &data, &["host: evil.example"], "").await;
    assert_eq!(answer.header("location"), Some(&*format!("http://localhost:{port}/")));
    let answer = post(&data, "").await;
    assert_eq!((answer.status, answer.header("upgrade")), (426, Some("websocket")));
    assert_eq!(ask(&mock, "/calls").await.status, 200);
    let told = "there is no such call: GET /calls lists them";
    assert_eq!(ask(&mock, "/nothing").await.error(), told);
    assert_eq!(ask(&mock, "/kick").await.status, 405);
}

#[tokio::test]
async fn the_page_is_whole_and_runs_nothing_but_its_own_scripts() {
    let mock = start(still()).await;
    let mut waiting = vec!["/".to_owned()];
    let mut seen = BTreeSet::new();
    while let Some(path) = waiting.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let answer = ask(&mock, &path).await;
        assert_eq!(answer.status, 200, "{path}");
        let policy = answer.header("content-security-policy").expect("a policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{policy}");
        let parts = answer.body.split('"');
        let files = parts.filter(|it| it.starts_with("/page/") || it.starts_with("./"));
        let files = files.filter(|it| it.ends_with(".js") || it.ends_with(".css"));
        waiting.extend(files.map(|it| it.replace("./", "/page/")));
    }
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/mock/page");
    assert_eq!(seen.len(), std::fs::read_dir(folder).unwrap().count(), "{seen:?}");
}
