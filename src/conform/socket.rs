//! One socket: a task that alone reads and writes it, and says what it saw in order. It reads all the
//! time, so that a server is never kept waiting, and ends by itself when a server sends without end.

use std::sync::Arc;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::error::{CapacityError, ProtocolError};
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Message, Utf8Bytes};

use crate::client::dial::{dial, public_roots, request, trusting};
use crate::client::wire::Wire;
use crate::os_error::why;

use super::waits::Bound;

/// A larger message ends the run: it is four times what a server may send.
pub const LARGEST: usize = 512 << 10;

/// More than so many frames, or bytes, on one connection end the run.
const MOST_FRAMES: usize = 10_000;
const MOST_BYTES: usize = 64 << 20;

/// How long a server has to take what is sent to it.
const SEND: Duration = Duration::from_secs(10);

/// What was seen on a socket.
pub enum Seen {
    Text(Utf8Bytes),
    /// A binary message, by its length in bytes.
    Binary(usize),
    /// The answer to a ping of WebSocket.
    Pong,
    /// The last that is seen.
    Closed(Closed),
    /// The server breaks the rules of WebSocket itself; `Closed` follows.
    Broken(String),
    /// The server sends without end, or what nobody can keep: the run ends.
    TooMuch(String),
}

/// How a socket ended.
#[derive(Clone)]
pub struct Closed {
    /// The code of the close frame: 1005 if it held none, `None` if no close frame came.
    pub code: Option<u16>,
    pub at: Instant,
}

/// Why there is no socket.
pub enum Unopened {
    /// A server answered with an HTTP status that refuses.
    Http(u16),
    /// There is no server that could be judged: why, and what to do, as the end of a sentence.
    Unreachable(String),
}

pub enum Order {
    Send(Vec<Message>),
    Close,
}

pub struct Socket {
    orders: mpsc::UnboundedSender<Order>,
    seen: mpsc::UnboundedReceiver<Seen>,
    pub opened: Instant,
}

impl Socket {
    pub async fn open(url: &str, within: Bound) -> Result<Self, Unopened> {
        let Some(request) = request(url.to_owned()) else {
            let advice = "no socket can be opened with this URL: check it".to_owned();
            return Err(Unopened::Unreachable(advice));
        };
        let limits = WebSocketConfig::default()
            .max_message_size(Some(LARGEST))
            .max_frame_size(Some(LARGEST));
        let tls = Arc::clone(&trusting(public_roots()));
        let stream = match timeout(within.0, dial(request, tls, limits)).await {
            Ok(Ok(stream)) => stream,
            Ok(Err(error)) => return Err(unopened(&error)),
            Err(_) => {
                return Err(Unopened::Unreachable(format!(
                    "nothing answered the handshake within {within}: check host and port, and that \
                     no firewall is in between"
                )));
            }
        };
        let (orders, to_do) = mpsc::unbounded_channel();
        let (tell, seen) = mpsc::unbounded_channel();
        tokio::spawn(run(stream, to_do, tell));
        Ok(Socket { orders, seen, opened: Instant::now() })
    }

    pub fn order(&self, order: Order) {
        // One that comes too late is lost: `Closed` says why.
        let _ = self.orders.send(order);
    }

    /// The next that is seen, up to a moment.
    pub async fn next(&mut self, until: Instant) -> Option<Seen> {
        tokio::time::timeout_at(until, self.seen.recv()).await.ok().flatten()
    }

    /// What was seen already.
    pub fn next_now(&mut self) -> Option<Seen> {
        self.seen.try_recv().ok()
    }
}

fn unopened(error: &Error) -> Unopened {
    let advice = match error {
        Error::Http(response) => return Unopened::Http(response.status().as_u16()),
        Error::Io(error) => {
            let is_tls = error.get_ref().is_some_and(|it| it.is::<rustls::Error>());
            let why = why(error);
            if is_tls {
                format!(
                    "TLS with it fails: {why}: give the server a certificate for this host from a \
                     public authority, with the whole chain"
                )
            } else {
                format!("it cannot be reached: {why}: start the server, or check host and port")
            }
        }
        Error::Protocol(_) | Error::HttpFormat(_) => {
            "what answers there does not speak WebSocket: check host, port and path".to_owned()
        }
        _ => "it cannot be reached: check the URL".to_owned(),
    };
    Unopened::Unreachable(advice)
}

async fn run(
    mut stream: WebSocketStream<Wire>,
    mut orders: mpsc::UnboundedReceiver<Order>,
    tell: mpsc::UnboundedSender<Seen>,
) {
    let (mut frames, mut bytes) = (0, 0);
    loop {
        let read = tokio::select! {
            biased;
            order = orders.recv() => {
                let sending = async {
                    match order {
                        Some(Order::Send(messages)) => {
                            for message in messages {
                                stream.send(message).await?;
                            }
                            Ok(())
                        }
                        // Nobody asks any more what comes: as an end by the user.
                        Some(Order::Close) | None => stream.close(Some(normal())).await,
                    }
                };
                let is_over = tell.is_closed();
                // What cannot be sent is heard of when the socket is read.
                let _ = timeout(SEND, sending).await;
                if is_over {
                    return;
                }
                continue;
            }
            read = stream.next() => read,
        };
        let seen = match read {
            Some(Ok(Message::Text(text))) => {
                bytes += text.len();
                Some(Seen::Text(text))
            }
            Some(Ok(Message::Binary(binary))) => {
                bytes += binary.len();
                Some(Seen::Binary(binary.len()))
            }
            Some(Ok(Message::Pong(_))) => Some(Seen::Pong),
            // The library answers both.
            Some(Ok(Message::Ping(_) | Message::Close(_) | Message::Frame(_))) => None,
            Some(Err(Error::Capacity(CapacityError::MessageTooLong { size, .. }))) => {
                Some(Seen::TooMuch(format!("a message of at least {size} bytes")))
            }
            Some(Err(error)) => {
                if let Some(broken) = broken(&error) {
                    let _ = tell.send(Seen::Broken(broken.to_owned()));
                }
                let _ = tell.send(Seen::Closed(closed(&stream, &error)));
                return;
            }
            None => {
                let _ = tell.send(Seen::Closed(closed(&stream, &Error::ConnectionClosed)));
                return;
            }
        };
        frames += 1;
        let is_flood = frames > MOST_FRAMES || bytes > MOST_BYTES;
        let seen = if is_flood {
            let what = format!("more than {MOST_FRAMES} frames, or {MOST_BYTES} bytes");
            Some(Seen::TooMuch(format!("{what}, on one connection")))
        } else {
            seen
        };
        let Some(seen) = seen else { continue };
        let is_last = matches!(seen, Seen::TooMuch(_));
        // A run that is over closes every socket.
        if tell.send(seen).is_err() || is_last {
            let _ = timeout(Duration::from_secs(1), stream.close(Some(normal()))).await;
            return;
        }
    }
}

fn normal() -> CloseFrame {
    CloseFrame { code: CloseCode::Normal, reason: Utf8Bytes::default() }
}

fn closed(stream: &WebSocketStream<Wire>, error: &Error) -> Closed {
    let is_orderly = matches!(error, Error::ConnectionClosed);
    // The library knows of the close frame, the wire of its code.
    let code = stream.get_ref().close_code().or(is_orderly.then_some(1005));
    Closed { code, at: Instant::now() }
}

fn broken(error: &Error) -> Option<&'static str> {
    match error {
        Error::Utf8(_) => Some("a text that is not UTF-8"),
        Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => None,
        Error::Protocol(_) => Some("a frame that breaks the rules of WebSocket"),
        _ => None,
    }
}
