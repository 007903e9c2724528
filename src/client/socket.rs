//! One socket: a task that opens it, reads it, writes to it and closes it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::error::{CapacityError, ProtocolError};
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Message, Utf8Bytes};
use tokio_tungstenite::{
    Connector, MaybeTlsStream, WebSocketStream, connect_async_tls_with_config,
};

use crate::connection::Generation;

/// A larger message closes the socket with 1009. Far above what the protocol allows, so that one
/// that is only too large is told as an invalid frame, and the connection stays.
const MAX_MESSAGE_BYTES: usize = 1 << 20;

/// How long a close may take that the server does not answer.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(1);

/// How many frames wait between the socket and the client.
const WAITING_FRAMES: usize = 32;

/// What went wrong with a socket. Holds no URL and nothing that the server said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault(String);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

/// What comes of a socket.
pub enum Heard {
    Open,
    Text(Utf8Bytes),
    Binary(usize),
    /// The last.
    Closed(u16, Option<Fault>),
    /// The URL was refused. The last.
    Refused,
}

/// What a socket is to do.
enum Order {
    Send(String),
    Close(u16),
}

/// The near end of a socket. Dropping it closes the socket.
pub struct Socket {
    pub generation: Generation,
    orders: mpsc::UnboundedSender<Order>,
    heard: mpsc::Receiver<Heard>,
}

impl Socket {
    /// A socket that begins to open, and the task that does it.
    pub fn open(
        generation: Generation,
        url: String,
        tls: Arc<rustls::ClientConfig>,
    ) -> (Self, impl Future<Output = ()> + Send + 'static) {
        let (orders, to_do) = mpsc::unbounded_channel();
        let (to_client, heard) = mpsc::channel(WAITING_FRAMES);
        (Socket { generation, orders, heard }, run(url, tls, to_do, to_client))
    }

    /// The next thing heard; waits for it. `None` only if its task is gone.
    pub async fn hear(&mut self) -> Option<Heard> {
        self.heard.recv().await
    }

    /// Sends a frame. One that can no longer be sent is lost, and the close is heard.
    pub fn send(&self, frame: String) {
        let _ = self.orders.send(Order::Send(frame));
    }

    /// Closes it, and hears nothing more.
    pub fn close(self, code: u16) {
        let _ = self.orders.send(Order::Close(code));
    }
}

type Stream = WebSocketStream<MaybeTlsStream<TcpStream>>;

async fn run(
    url: String,
    tls: Arc<rustls::ClientConfig>,
    mut orders: mpsc::UnboundedReceiver<Order>,
    heard: mpsc::Sender<Heard>,
) {
    let Ok(request) = with_path(url).into_client_request() else {
        let _ = heard.send(Heard::Refused).await;
        return;
    };
    let limits = WebSocketConfig::default()
        .max_message_size(Some(MAX_MESSAGE_BYTES))
        .max_frame_size(Some(MAX_MESSAGE_BYTES));
    let connector = Connector::Rustls(tls);
    let opening = connect_async_tls_with_config(request, Some(limits), true, Some(connector));
    // The only order before it is open is to give up.
    let opened = tokio::select! {
        opened = opening => opened,
        _ = orders.recv() => return,
    };
    let mut stream = match opened {
        Ok((stream, _)) => stream,
        Err(error) => {
            // Whatever fails before it is open looks the same to a browser.
            let _ = heard.send(Heard::Closed(1006, Some(fault(&error)))).await;
            return;
        }
    };
    if heard.send(Heard::Open).await.is_err() {
        return close(stream, None).await;
    }
    let mut waiting: Option<Heard> = None;
    loop {
        let mut last = None;
        tokio::select! {
            biased;
            order = orders.recv() => match order {
                Some(Order::Send(frame)) => {
                    if let Err(error) = stream.send(Message::text(frame)).await {
                        last = Some(ended(&error));
                    }
                }
                Some(Order::Close(code)) => return close(stream, Some(code)).await,
                None => return close(stream, None).await,
            },
            // Nothing more is read while the client does not take what was.
            permit = heard.reserve(), if waiting.is_some() => match (permit, waiting.take()) {
                (Ok(permit), Some(it)) => permit.send(it),
                _ => return close(stream, None).await,
            },
            read = stream.next(), if waiting.is_none() => match read {
                Some(Ok(Message::Text(text))) => waiting = Some(Heard::Text(text)),
                Some(Ok(Message::Binary(bytes))) => waiting = Some(Heard::Binary(bytes.len())),
                Some(Ok(Message::Close(frame))) => {
                    last = Some(Heard::Closed(frame.map_or(1005, |it| it.code.into()), None));
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
                Some(Err(error)) => last = Some(ended(&error)),
                None => last = Some(Heard::Closed(1006, None)),
            },
        }
        if let Some(last) = last {
            if let Some(it) = waiting {
                let _ = heard.send(it).await;
            }
            let _ = heard.send(last).await;
            return close(stream, None).await;
        }
    }
}

/// A URL with a query has a path too: without, a request is written that servers refuse.
fn with_path(mut url: String) -> String {
    let authority = url.find("://").map_or(0, |at| at + "://".len());
    if let Some(at) = url[authority..].find(['/', '?'])
        && url[authority + at..].starts_with('?')
    {
        url.insert(authority + at, '/');
    }
    url
}

/// Says goodbye and waits a moment for the answer; also flushes the answer to the server's own.
async fn close(mut stream: Stream, code: Option<u16>) {
    let frame =
        code.map(|code| CloseFrame { code: CloseCode::from(code), reason: Utf8Bytes::default() });
    let goodbye = async {
        let _ = stream.close(frame).await;
        while let Some(Ok(_)) = stream.next().await {}
    };
    let _ = timeout(CLOSE_TIMEOUT, goodbye).await;
}

/// How a socket ended that was open.
fn ended(error: &Error) -> Heard {
    let code = match error {
        Error::Capacity(_) => 1009,
        Error::Utf8(_) => 1007,
        Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => 1006,
        Error::Protocol(_) => 1002,
        _ => 1006,
    };
    Heard::Closed(code, Some(fault(error)))
}

/// The error as a sentence. Not its own text where that may quote a URL or the server.
fn fault(error: &Error) -> Fault {
    Fault(match error {
        Error::Io(error) => error.to_string(),
        Error::Tls(error) => error.to_string(),
        Error::Http(response) => format!("the server answered HTTP {}", response.status().as_u16()),
        Error::Capacity(CapacityError::MessageTooLong { size, max_size }) => {
            format!("a message of {size} bytes, more than {max_size}")
        }
        Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => {
            "the connection was cut".to_owned()
        }
        Error::Protocol(_) | Error::HttpFormat(_) | Error::Capacity(_) => {
            "the server does not speak WebSocket as it should".to_owned()
        }
        Error::Utf8(_) => "a text that is not UTF-8".to_owned(),
        Error::Url(_) => "the address cannot be reached".to_owned(),
        _ => "the connection was lost".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_with_a_query_gets_a_path() {
        for (url, expected) in [
            ("ws://localhost:1?a=/b", "ws://localhost:1/?a=/b"),
            ("ws://localhost/x?a", "ws://localhost/x?a"),
            ("wss://localhost", "wss://localhost"),
        ] {
            assert_eq!(with_path(url.to_owned()), expected);
        }
    }
}
