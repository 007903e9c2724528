//! Calls functions by Lambda's invocation API, over connections that are kept. Nothing here knows what
//! is in an event. No failure shows what a function says: it may quote the event, and that a token.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::sync::{Mutex, PoisonError};

use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::os_error::why;

use super::integration::Integration;

/// How many calls of a function run at once; others wait. Each needs an open file, and `cargo lambda
/// watch` stands still for ever with little more than a hundred.
const CALLS: usize = 64;
/// The largest answer of a function that Lambda takes.
const MAX_ANSWER_BYTES: usize = 6 << 20;

pub(super) struct Lambda {
    integration: Integration,
    /// By function, so that one that does not answer keeps no other waiting.
    places: BTreeMap<String, Semaphore>,
    idle: Mutex<Vec<SendRequest<Body>>>,
}

/// What a function answers.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub status: u16,
    pub body: Option<String>,
}

/// Why a function has not answered.
#[derive(Debug)]
pub(super) enum Failure {
    Unreachable(io::Error),
    BrokenOff,
    /// It ended with an error, or the API did with this status.
    Failed(u16),
    NoAnswer,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Unreachable(error) => {
                let why = why(error);
                write!(f, "it cannot be reached: {why}: start it, or correct --integration")
            }
            Failure::BrokenOff => f.write_str(
                "the call broke off, or its answer has more than 6 MB: see what the function logs",
            ),
            Failure::Failed(status) => {
                write!(f, "it failed (HTTP {status}): see what the function logs")
            }
            Failure::NoAnswer => f.write_str(
                "its answer is none of a proxy integration: return an object with a number statusCode from \
                 200 to 599",
            ),
        }
    }
}

impl Lambda {
    pub fn new(integration: &Integration) -> Self {
        let names = integration.functions().map(str::to_owned);
        let places = names.map(|name| (name, Semaphore::new(CALLS))).collect();
        Lambda { integration: integration.clone(), places, idle: Mutex::default() }
    }

    pub fn integration(&self) -> &Integration {
        &self.integration
    }

    /// Waits until a call of the function may run, and keeps that place for it.
    pub async fn place(&self, function: &str) -> Option<SemaphorePermit<'_>> {
        self.places.get(function)?.acquire().await.ok()
    }

    /// Calls a function with an event.
    pub async fn invoke(&self, function: &str, event: String) -> Result<Answer, Failure> {
        let Integration { authority, path, .. } = &self.integration;
        let request = Request::post(format!("{path}/2015-03-31/functions/{function}/invocations"))
            .header(header::HOST, authority)
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(event));
        let mut request = request.unwrap_or_else(|_| unreachable!("names and paths are checked"));
        loop {
            let kept = self.kept();
            let is_kept = kept.is_some();
            let mut sender = match kept {
                Some(sender) => sender,
                None => self.connect().await?,
            };
            match sender.try_send_request(request).await {
                Ok(response) => {
                    let (head, body) = response.into_parts();
                    let body = to_bytes(Body::new(body), MAX_ANSWER_BYTES).await;
                    let body = body.map_err(|_| Failure::BrokenOff)?;
                    self.keep(sender);
                    if !head.status.is_success() || head.headers.contains_key(FAILED) {
                        return Err(Failure::Failed(head.status.as_u16()));
                    }
                    return answer(&body).ok_or(Failure::NoAnswer);
                }
                // A connection that was kept is closed: nothing of the call was sent.
                Err(mut error) if is_kept => {
                    request = error.take_message().ok_or(Failure::BrokenOff)?;
                }
                Err(_) => return Err(Failure::BrokenOff),
            }
        }
    }

    async fn connect(&self) -> Result<SendRequest<Body>, Failure> {
        let authority = &self.integration.authority;
        let has_port = authority.rsplit_once(':').is_some_and(|(_, port)| !port.ends_with(']'));
        let at = if has_port { authority.clone() } else { format!("{authority}:80") };
        let stream = TcpStream::connect(at).await.map_err(Failure::Unreachable)?;
        let _ = stream.set_nodelay(true);
        let opened = handshake(TokioIo::new(stream)).await;
        let (sender, connection) = opened.map_err(|_| Failure::BrokenOff)?;
        tokio::spawn(connection);
        Ok(sender)
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<SendRequest<Body>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn kept(&self) -> Option<SendRequest<Body>> {
        let mut idle = self.idle();
        idle.retain(|it| !it.is_closed());
        let ready = idle.iter().rposition(SendRequest::is_ready)?;
        Some(idle.swap_remove(ready))
    }

    fn keep(&self, sender: SendRequest<Body>) {
        self.idle().push(sender);
    }
}

/// Where Lambda says that a function ended with an error.
const FAILED: &str = "x-amz-function-error";

/// What a proxy integration answers.
fn answer(body: &[u8]) -> Option<Answer> {
    let answer: Value = serde_json::from_slice(body).ok()?;
    let status = answer.get("statusCode")?.as_u64()?;
    let status = u16::try_from(status).ok().filter(|it| (200..600).contains(it))?;
    let body = answer.get("body").and_then(Value::as_str).filter(|it| !it.is_empty());
    Some(Answer { status, body: body.map(str::to_owned) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_has_a_status_and_perhaps_a_body() {
        let read = |text: &str| answer(text.as_bytes());
        assert_eq!(read(r#"{"statusCode":200}"#), Some(Answer { status: 200, body: None }));
        let body = Some("x".to_owned());
        assert_eq!(read(r#"{"statusCode":403,"body":"x"}"#), Some(Answer { status: 403, body }));
        for text in ["", "null", "{}", r#"{"statusCode":"200"}"#, r#"{"statusCode":199}"#] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
