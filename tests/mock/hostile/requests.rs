//! Requests that mean harm, on every call that there is: `GET /calls` lists them.

use purposepath_realtime::mock::Mock;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::besieged::Besieged;
use crate::client::address;
use crate::http::{self, Answer, request};
use crate::{PATIENCE, start, still};

/// Method and path of every call, as the mock lists them.
async fn calls(mock: &Mock) -> Vec<(String, String)> {
    let listed = http::get(&format!("{}/calls", mock.control_url())).await.body;
    let mut calls = Vec::new();
    for line in listed.lines().filter(|line| line.contains(" /")) {
        let Some((methods, paths)) = line.split_once(" /") else { continue };
        let methods =
            methods.split(", ").map(str::trim).filter(|it| it.chars().all(char::is_uppercase));
        for method in methods {
            let paths =
                paths.split_whitespace().map(|path| format!("/{}", path.trim_start_matches('/')));
            calls.extend(paths.map(|path| (method.to_owned(), path)));
        }
    }
    assert!(calls.len() > 25, "{calls:?}");
    calls
}

fn is_refused(answer: &Answer, what: &str) {
    assert!((400..500).contains(&answer.status), "{what}: {answer:?}");
    let body: Value = serde_json::from_str(&answer.body)
        .unwrap_or_else(|error| panic!("{what}: {error}: {answer:?}"));
    // AWS calls it another name.
    let told = body.get("error").or(body.get("message")).and_then(Value::as_str);
    let told = told.unwrap_or_else(|| panic!("{what}: {answer:?}"));
    assert!(told.len() < 1000 && !told.contains("root:"), "{what}: {told}");
}

/// What a socket answers to these bytes, which may break off.
async fn answered(url: &str, bytes: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(address(url)).await.unwrap();
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let _ = timeout(PATIENCE, stream.read_to_end(&mut answer)).await.expect("it ends");
    let answer = String::from_utf8(answer).expect("UTF-8");
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{answer:?}"));
    let status = head.split(' ').nth(1).and_then(|it| it.parse().ok()).expect("a status");
    Answer { status, head: head.to_owned(), body: body.to_owned() }
}

#[tokio::test]
async fn a_body_that_is_huge_deep_or_no_text_is_refused_by_every_call_that_reads_one() {
    let mut besieged = Besieged::new(still()).await;
    let control = besieged.mock.control_url();
    let posts: Vec<_> =
        calls(&besieged.mock).await.into_iter().filter(|it| it.0 == "POST").collect();
    assert!(posts.len() >= 9, "{posts:?}");
    for (_, path) in posts {
        // It has no body to read, and would end what the witness waits for.
        if path == "/reset" {
            continue;
        }
        let url = format!("{control}{path}");
        let deep = "[".repeat(100_000);
        for (what, body) in
            [("huge", "x".repeat((2 << 20) + 1)), ("deep", deep), ("empty", String::new())]
        {
            let answer = request("POST", &url, &[], &body).await;
            is_refused(&answer, &format!("{path}, {what}"));
            // A capture may be longer, a line of it not.
            let is_large = what == "huge" && path != "/replay";
            assert_eq!(answer.status == 413, is_large, "{path}, {what}: {answer:?}");
        }
        let head = format!("POST {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n");
        for (what, rest, statuses) in [
            ("announces 10 GB", &b"content-length: 10737418240\r\n\r\nx"[..], &[413][..]),
            ("announces 2^64 bytes", b"content-length: 18446744073709551616\r\n\r\nx", &[400]),
            ("announces less than nothing", b"content-length: -1\r\n\r\nx", &[400]),
            ("no UTF-8", b"content-length: 2\r\n\r\n\xFF\xFE", &[400, 410]),
            ("a part of no length", b"transfer-encoding: chunked\r\n\r\nzz\r\n", &[400, 410]),
            (
                "a part of 2^64 bytes",
                b"transfer-encoding: chunked\r\n\r\n10000000000000000\r\n",
                &[400, 410],
            ),
        ] {
            let answer = answered(&control, &[head.as_bytes(), rest].concat()).await;
            assert!(statuses.contains(&answer.status), "{path}, {what}: {answer:?}");
            besieged.serves_on().await;
        }
        let parts = [&b"10000\r\n"[..], &[b'x'; 0x10000], b"\r\n"].concat().repeat(40);
        let endless = [head.as_bytes(), b"transfer-encoding: chunked\r\n\r\n", &parts].concat();
        // A capture may be so long, and is awaited for ten seconds.
        let status = if path == "/replay" { 408 } else { 413 };
        assert_eq!(
            answered(&control, &endless).await.status,
            status,
            "{path}, in parts without end"
        );
        besieged.serves_on().await;
    }
}

#[tokio::test]
async fn no_path_leads_out_of_the_calls() {
    let mut besieged = Besieged::new(still()).await;
    let control = besieged.mock.control_url();
    let long = "a".repeat(30_000);
    let outside = [
        "../../../../etc/passwd",
        "..%2f..%2f..%2fetc%2fpasswd",
        "%2e%2e/%2e%2e/etc/passwd",
        "..%5c..%5cetc%5cpasswd",
        "%00",
        "/etc/passwd",
        "....//etc/passwd",
        "%252e%252e%252f",
        "~root",
        "..;/etc/passwd",
        "%c0%ae%c0%ae/",
        "%ff",
        "Cargo.toml",
        &long,
    ];
    let mut folders: Vec<_> = calls(&besieged.mock)
        .await
        .into_iter()
        .map(|(method, path)| {
            (method, path.split('{').next().unwrap_or_default().trim_end_matches('/').to_owned())
        })
        .collect();
    folders.push(("GET".to_owned(), "/page".to_owned()));
    folders.push(("GET".to_owned(), String::new()));
    folders.dedup();
    for (method, folder) in folders {
        for path in outside {
            let answer = request(&method, &format!("{control}{folder}/{path}"), &[], "{}").await;
            is_refused(&answer, &format!("{method} {folder}/{}", &path[..path.len().min(40)]));
        }
        besieged.serves_on().await;
    }
    for name in ["../../Cargo.toml", "/etc/passwd", "one-socket\0", "..", "", &long] {
        let url = format!("{control}/scenarios");
        is_refused(&http::post(&url, json!({ "name": name })).await, "a scenario's name");
    }
    besieged.serves_on().await;
}

#[tokio::test]
async fn every_call_is_for_this_machine_and_its_pages() {
    let mut besieged = Besieged::new(still()).await;
    let control = besieged.mock.control_url();
    for (method, path) in calls(&besieged.mock).await {
        for header in [
            "host: evil.example",
            "host: localhost.evil.example",
            "host: 127.0.0.1.evil.example",
            "host: 127.0.0.1@evil.example",
            "host: ",
            "origin: https://evil.example",
            "origin: null",
            "origin: http://localhost.evil.example",
            "origin: http://localhost@evil.example",
            "origin: ",
            "origin: file://",
        ] {
            let answer = request(&method, &format!("{control}{path}"), &[header], "{}").await;
            assert_eq!(answer.status, 403, "{method} {path}, {header}: {answer:?}");
            is_refused(&answer, header);
            assert!(answer.header("access-control-allow-origin").is_none(), "{answer:?}");
        }
        besieged.serves_on().await;
    }
}

/// A page of another origin that asks before it sends is told no, too.
#[tokio::test]
async fn a_page_of_another_origin_is_not_told_that_it_may_ask() {
    let mock = start(still()).await;
    let asks = ["origin: https://evil.example", "access-control-request-method: POST"];
    let answer = request("OPTIONS", &format!("{}/kick", mock.control_url()), &asks, "").await;
    assert_eq!(answer.status, 403);
    assert!(answer.header("access-control-allow-origin").is_none());
}
