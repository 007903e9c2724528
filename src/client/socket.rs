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

/// A larger message closes the socket with 1009. Far above the limit of the protocol, so that a
/// frame that is only a little too large is reported as invalid, and the connection stays.
const MAX_MESSAGE_BYTES: usize = 1 << 20;

/// How long the client waits for the server to answer a close.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(1);

/// How many frames wait between the socket and the client.
const WAITING_FRAMES: usize = 32;

/// Why a socket failed, as a sentence. Contains no URL and no text from the server, so no token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SocketError(String);

impl fmt::Display for SocketError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SocketError {}

/// What happens on a socket.
pub enum SocketEvent {
    Open,
    Text(Utf8Bytes),
    /// A binary frame, by its length in bytes.
    Binary(usize),
    /// With the close code. The last event.
    Closed(u16, Option<SocketError>),
    /// The URL was refused. The last event.
    Refused,
}

/// What a socket is to do.
enum Order {
    Send(String),
    Close(u16),
}

/// The handle of a socket and its task. Dropping it closes the socket.
pub struct Socket {
    pub generation: Generation,
    orders: mpsc::UnboundedSender<Order>,
    events: mpsc::Receiver<SocketEvent>,
}

impl Socket {
    /// A socket that starts to open, and the task that runs it.
    pub fn open(
        generation: Generation,
        url: String,
        tls: Arc<rustls::ClientConfig>,
    ) -> (Self, impl Future<Output = ()> + Send + 'static) {
        let (orders, to_do) = mpsc::unbounded_channel();
        let (to_client, events) = mpsc::channel(WAITING_FRAMES);
        (Socket { generation, orders, events }, run(url, tls, to_do, to_client))
    }

    /// Waits for the next event. `None` only if the task is gone.
    pub async fn next_event(&mut self) -> Option<SocketEvent> {
        self.events.recv().await
    }

    /// Sends a frame. One that can no longer be sent is lost; the event `Closed` follows.
    pub fn send(&self, frame: String) {
        let _ = self.orders.send(Order::Send(frame));
    }

    /// Closes it; no event follows.
    pub fn close(self, code: u16) {
        let _ = self.orders.send(Order::Close(code));
    }
}

type Stream = WebSocketStream<MaybeTlsStream<TcpStream>>;

async fn run(
    url: String,
    tls: Arc<rustls::ClientConfig>,
    mut orders: mpsc::UnboundedReceiver<Order>,
    events: mpsc::Sender<SocketEvent>,
) {
    let Ok(request) = with_path(url).into_client_request() else {
        let _ = events.send(SocketEvent::Refused).await;
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
            let _ = events.send(SocketEvent::Closed(1006, Some(socket_error(&error)))).await;
            return;
        }
    };
    if events.send(SocketEvent::Open).await.is_err() {
        return close(stream, None).await;
    }
    let mut waiting: Option<SocketEvent> = None;
    loop {
        let mut last = None;
        tokio::select! {
            biased;
            order = orders.recv() => match order {
                Some(Order::Send(frame)) => {
                    if let Err(error) = stream.send(Message::text(frame)).await {
                        last = Some(closed_by(&error));
                    }
                }
                Some(Order::Close(code)) => return close(stream, Some(code)).await,
                None => return close(stream, None).await,
            },
            // While the client does not take what was read, nothing more is read.
            permit = events.reserve(), if waiting.is_some() => match (permit, waiting.take()) {
                (Ok(permit), Some(it)) => permit.send(it),
                _ => return close(stream, None).await,
            },
            read = stream.next(), if waiting.is_none() => match read {
                Some(Ok(Message::Text(text))) => waiting = Some(SocketEvent::Text(text)),
                Some(Ok(Message::Binary(bytes))) => waiting = Some(SocketEvent::Binary(bytes.len())),
                Some(Ok(Message::Close(frame))) => {
                    last = Some(SocketEvent::Closed(frame.map_or(1005, |it| it.code.into()), None));
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
                Some(Err(error)) => last = Some(closed_by(&error)),
                None => last = Some(SocketEvent::Closed(1006, None)),
            },
        }
        if let Some(last) = last {
            if let Some(it) = waiting {
                let _ = events.send(it).await;
            }
            let _ = events.send(last).await;
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

/// Closes the stream and waits briefly for the server's close frame; if the server closed first,
/// sends the answer to it.
async fn close(mut stream: Stream, code: Option<u16>) {
    let frame =
        code.map(|code| CloseFrame { code: CloseCode::from(code), reason: Utf8Bytes::default() });
    let handshake = async {
        let _ = stream.close(frame).await;
        while let Some(Ok(_)) = stream.next().await {}
    };
    let _ = timeout(CLOSE_TIMEOUT, handshake).await;
}

/// How an open socket was closed, from the error that ended it.
fn closed_by(error: &Error) -> SocketEvent {
    let code = match error {
        Error::Capacity(_) => 1009,
        Error::Utf8(_) => 1007,
        Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => 1006,
        Error::Protocol(_) => 1002,
        _ => 1006,
    };
    SocketEvent::Closed(code, Some(socket_error(error)))
}

/// The error as a sentence. Not its own text where that may quote a URL or the server.
fn socket_error(error: &Error) -> SocketError {
    SocketError(match error {
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
