//! What is not understood is refused in this project's words, whatever library noticed it.

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::client::{Client, address};
use super::http::{get, handshake, post};
use super::{PATIENCE, start, still};

#[tokio::test]
async fn a_body_that_is_not_understood() {
    let mock = start(still()).await;
    let _client = Client::welcome(&mock.url(), "t/u").await;
    let long = "x".repeat(5000);
    for (path, body, error) in [
        ("/broadcast", "nonsense", "expected a JSON value, found `n`".to_owned()),
        ("/broadcast", "nulL", "expected a JSON value, found `n`".to_owned()),
        ("/broadcast", "[]", "expected an object, found a list".to_owned()),
        ("/broadcast", "7", "expected an object, found the number `7`".to_owned()),
        ("/broadcast", "{\"a\":1}}", "expected the end of the text, found more".to_owned()),
        (
            "/broadcast",
            "{\"a\":1e999}",
            "expected numbers up to 1.8e308, found a larger one".to_owned(),
        ),
        (
            "/broadcast",
            &format!("{{\"a\":{}", "[".repeat(500)),
            "expected nesting of at most 64, found deeper nesting".to_owned(),
        ),
        ("/kick", r#"{"userId":7}"#, "$.userId: expected a text, found the number `7`".to_owned()),
        (
            "/kick",
            r#"{"all":"yes"}"#,
            "$.all: expected true or false, found the text \"yes\"".to_owned(),
        ),
        (
            "/kick",
            r#"{"code":70000}"#,
            "$.code: expected a whole number from 0 to 65535, found the number `70000`".to_owned(),
        ),
        (
            "/kick",
            r#"{"all":true,"all":true}"#,
            "expected each key once, found duplicate field `all`".to_owned(),
        ),
        (
            "/traffic",
            r#"{"rate":"fast"}"#,
            "$.rate: expected a number, found the text \"fast\"".to_owned(),
        ),
        (
            "/traffic",
            &format!(r#"{{"rate":"{long}"}}"#),
            format!("$.rate: expected a number, found the text \"{}…\"", &long[..40]),
        ),
        ("/emit", "{}", "expected the key `connectionId`, found none".to_owned()),
    ] {
        let answer = post(&format!("{}{path}", mock.control_url()), body).await;
        assert_eq!(answer.status, 400, "{body}");
        let error = if error.starts_with('$') { error } else { format!("$: {error}") };
        assert_eq!(answer.error(), format!("the body is not understood: at {error}"));
    }
    let answer = post(&format!("{}/faults", mock.control_url()), "{\"action\":").await;
    assert_eq!(
        answer.error(),
        "the rule is not JSON: line 1: expected a JSON value, found the end of the text"
    );
    let answer = post(&format!("{}/scenarios", mock.control_url()), json!({ "name": 7 })).await;
    assert_eq!(answer.error(), "scenario:1: at $.name: expected a text, found the number `7`");
    let huge = "x".repeat((2 << 20) + 1);
    let answer = post(&format!("{}/broadcast?raw=true", mock.control_url()), &huge).await;
    assert_eq!(
        (answer.status, &*answer.error()),
        (413, "a body has 2,048 KB at most: send less, or in parts")
    );
    let answer = post(&format!("{}/@connections/x", mock.control_url()), &huge).await;
    assert_eq!(answer.status, 413);
    assert_eq!(answer.json()["message"], "A message has 128 KB at most: send less, or in parts.");
}

#[tokio::test]
async fn a_body_that_is_not_utf_8_or_breaks_off() {
    let mock = start(still()).await;
    for (body, error) in [
        (&b"\xFF\xFE!"[..], "the body is not UTF-8: write it as such"),
        (b"{}", "the body broke off: send it whole"),
    ] {
        let mut stream = TcpStream::connect(address(&mock.control_url())).await.unwrap();
        let head = "POST /broadcast HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: 3\r\n\r\n";
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(body).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut answer = String::new();
        timeout(PATIENCE, stream.read_to_string(&mut answer)).await.unwrap().unwrap();
        // Whoever has gone away gets no answer.
        assert!(answer.is_empty() || answer.contains(error), "{answer}");
        assert!(!answer.is_empty() || body.len() < 3);
    }
}

#[tokio::test]
async fn a_query_or_a_path_that_is_not_understood() {
    let mock = start(still()).await;
    for (path, error) in [
        ("/events", "the query is not understood: at $: expected the key `tenant`, found none"),
        (
            "/events?tenant=a&tenant=b",
            "the query is not understood: \"tenant\" stands twice: leave one out",
        ),
        (
            "/events?tenant=a&limit=-1",
            "the query is not understood: at $.limit: expected a whole number of at least 0, found \"-1\"",
        ),
        (
            "/log?since=soon",
            "the query is not understood: at $.since: expected a whole number of at least 0, found \"soon\"",
        ),
        (
            "/log?follow=yes",
            "the query is not understood: at $.follow: expected true or false, found \"yes\"",
        ),
        (
            "/token?expiresIn=99999999999",
            "the query is not understood: at $.expiresIn: expected a whole number of at least 0, found \"99999999999\"",
        ),
        ("/schema/events/%ff", "the path is not understood: escape its parts as UTF-8"),
    ] {
        let answer = get(&format!("{}{path}", mock.control_url())).await;
        assert_eq!((answer.status, &*answer.error()), (400, error), "{path}");
    }
    // Numbers may be texts: a tenant is called as it likes.
    assert_eq!(get(&format!("{}/events?tenant=7&limit=1", mock.control_url())).await.status, 200);
}

#[tokio::test]
async fn a_handshake_that_is_none() {
    let mock = start(still()).await;
    let url = mock.url().replace("ws:", "http:");
    let whole = [
        "connection: upgrade",
        "upgrade: websocket",
        "sec-websocket-version: 13",
        "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
    ];
    for (method, part, other, status, advice) in [
        ("POST", "", "", 405, "ask for it with GET"),
        ("GET", "connection: upgrade", "", 400, "add the header `Connection: Upgrade`"),
        ("GET", "upgrade: websocket", "upgrade: h2c", 400, "add the header `Upgrade: websocket`"),
        (
            "GET",
            "sec-websocket-version: 13",
            "sec-websocket-version: 8",
            400,
            "add the header `Sec-WebSocket-Version: 13`",
        ),
        (
            "GET",
            "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
            "",
            400,
            "add the header `Sec-WebSocket-Key`",
        ),
    ] {
        let headers = whole.map(|it| if it == part { other } else { it });
        let headers: Vec<_> = headers.into_iter().filter(|it| !it.is_empty()).collect();
        let answer = handshake(&url, method, &headers).await;
        let expected = format!("this is no WebSocket handshake: {advice}\n");
        assert_eq!((answer.status, answer.body), (status, expected));
    }
}
