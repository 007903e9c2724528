//! A request over HTTP, as it stands on the wire.

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::PATIENCE;
use super::client::address;

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The sentence that says what to do.
    pub fn error(&self) -> String {
        self.json()["error"].as_str().expect("an error").to_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

/// Sends `POST http://127.0.0.1:1/path` with these further header lines and this body.
pub async fn request(method: &str, url: &str, headers: &[&str], body: &str) -> Answer {
    let at = address(url);
    let path = url
        .split_once("://")
        .unwrap()
        .1
        .find('/')
        .map_or("/", |at| &url.split_once("://").unwrap().1[at..]);
    let mut text = format!("{method} {path} HTTP/1.1\r\nconnection: close\r\n");
    if !headers.iter().any(|it| it.to_ascii_lowercase().starts_with("host:")) {
        text += &format!("host: {at}\r\n");
    }
    for header in headers {
        text += &format!("{header}\r\n");
    }
    text += &format!("content-length: {}\r\n\r\n{body}", body.len());
    let mut stream = TcpStream::connect(at).await.expect("somebody listens");
    let exchange = async {
        // A server may answer before it has read all.
        let _ = stream.write_all(text.as_bytes()).await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        String::from_utf8(answer).expect("UTF-8")
    };
    let answer = timeout(PATIENCE, exchange).await.expect("an answer");
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{answer:?}"));
    let status = head.split(' ').nth(1).and_then(|it| it.parse().ok()).expect("a status");
    let is_chunked = head.to_ascii_lowercase().contains("transfer-encoding: chunked");
    let body = if is_chunked { unchunked(body) } else { body.to_owned() };
    Answer { status, head: head.to_owned(), body }
}

/// What stands before the first frame: of a socket that opens the head.
pub async fn handshake(url: &str, method: &str, headers: &[&str]) -> Answer {
    let mut stream = TcpStream::connect(address(url)).await.expect("somebody listens");
    let head = headers.join("\r\n");
    let request = format!("{method} / HTTP/1.1\r\nhost: localhost\r\n{head}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("it is read");
    stream.shutdown().await.expect("it is open");
    let mut answer = Vec::new();
    let _ = timeout(PATIENCE, stream.read_to_end(&mut answer)).await.expect("it ends");
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{answer:?}"));
    let status = head.split(' ').nth(1).and_then(|it| it.parse().ok()).expect("a status");
    Answer { status, head: head.to_owned(), body: body.to_owned() }
}

fn unchunked(mut body: &str) -> String {
    let mut whole = String::new();
    while let Some((size, rest)) = body.split_once("\r\n") {
        let size = usize::from_str_radix(size, 16).expect("a size");
        if size == 0 {
            break;
        }
        whole += &rest[..size];
        body = &rest[size + 2..];
    }
    whole
}

pub async fn get(url: &str) -> Answer {
    request("GET", url, &[], "").await
}

pub async fn post(url: &str, body: impl ToString) -> Answer {
    request("POST", url, &[], &body.to_string()).await
}

pub async fn delete(url: &str) -> Answer {
    request("DELETE", url, &[], "").await
}
