//! One socket: a task that opens it, reads it, writes to it and closes it.

use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::error::{CapacityError, ProtocolError};
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Bytes, Error, Message, Utf8Bytes};

use super::config::WallClock;
use super::dial::{close_code, dial, request, retry_after_ms};
use super::wire::Wire;
use crate::connection::Generation;

/// A larger message closes the socket with 1009. Far above the limit of the protocol, so that a
/// frame that is only a little too large is reported as invalid, and the connection stays.
const MAX_MESSAGE_BYTES: usize = 1 << 20;

/// How many bytes wait for a server that does not read: more than the largest command. Beyond that
/// the answers to its pings are dropped, and whatever else is to be sent ends the socket.
const MAX_UNSENT_BYTES: usize = 1 << 18;

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
    /// Control frames, one or more.
    Control {
        /// Whether a pong is among them.
        is_answer: bool,
    },
    Text(Utf8Bytes),
    /// A binary frame, by its length in bytes.
    Binary(usize),
    /// The last event.
    Closed(Closed),
    /// The URL was refused. The last event.
    Refused,
}

/// How a socket ended, or why it never opened.
pub struct Closed {
    pub code: u16,
    pub retry_after_ms: Option<u64>,
    pub error: Option<SocketError>,
}

/// What a socket is to do.
enum Order {
    Send(Message),
    Close(u16),
}

/// The handle of a socket and its task. Dropping it closes the socket.
pub struct Socket {
    pub generation: Generation,
    orders: mpsc::UnboundedSender<Order>,
    events: mpsc::Receiver<SocketEvent>,
    /// How many pongs came; set anew by every control frame. Apart from the events, since a client
    /// without room for more of those has to hear that the server is alive.
    control: watch::Receiver<u32>,
    /// How many of them are told.
    pongs: u32,
}

impl Socket {
    /// A socket that starts to open, and the task that runs it.
    pub fn open(
        generation: Generation,
        url: String,
        tls: Arc<rustls::ClientConfig>,
        wall_clock: WallClock,
    ) -> (Self, impl Future<Output = ()> + Send + 'static) {
        let (orders, to_do) = mpsc::unbounded_channel();
        let (to_client, events) = mpsc::channel(WAITING_FRAMES);
        let (heard, control) = watch::channel(0);
        let task = run(url, tls, wall_clock, to_do, to_client, heard);
        (Socket { generation, orders, events, control, pongs: 0 }, task)
    }

    /// Waits for the next event; without room, for control frames alone. `None` only if the task is
    /// gone.
    pub async fn next_event(&mut self, has_room: bool) -> Option<SocketEvent> {
        tokio::select! {
            biased;
            event = self.events.recv(), if has_room => event,
            Ok(()) = self.control.changed() => {
                let pongs = *self.control.borrow_and_update();
                let is_answer = pongs != std::mem::replace(&mut self.pongs, pongs);
                Some(SocketEvent::Control { is_answer })
            }
            else => std::future::pending().await,
        }
    }

    /// Whether something other than a control frame has come and was not asked for yet.
    pub fn has_events(&self) -> bool {
        !self.events.is_empty()
    }

    /// Sends a frame. One that can no longer be sent is lost; the event `Closed` follows.
    pub fn send(&self, frame: String) {
        let _ = self.orders.send(Order::Send(Message::text(frame)));
    }

    /// Sends a ping, which the server has to answer.
    pub fn ping(&self) {
        let _ = self.orders.send(Order::Send(Message::Ping(Bytes::new())));
    }

    /// Closes it; no event follows.
    pub fn close(self, code: u16) {
        let _ = self.orders.send(Order::Close(code));
    }
}

type Stream = WebSocketStream<Wire>;

async fn run(
    url: String,
    tls: Arc<rustls::ClientConfig>,
    wall_clock: WallClock,
    mut orders: mpsc::UnboundedReceiver<Order>,
    events: mpsc::Sender<SocketEvent>,
    control: watch::Sender<u32>,
) {
    let Some(request) = request(url) else {
        let _ = events.send(SocketEvent::Refused).await;
        return;
    };
    let limits = WebSocketConfig::default()
        .write_buffer_size(0)
        .max_write_buffer_size(MAX_UNSENT_BYTES)
        .max_message_size(Some(MAX_MESSAGE_BYTES))
        .max_frame_size(Some(MAX_MESSAGE_BYTES));
    // The only order before it is open is to give up.
    let opened = tokio::select! {
        opened = dial(request, tls, limits) => opened,
        _ = orders.recv() => return,
    };
    let mut stream = match opened {
        Ok(stream) => stream,
        Err(error) => {
            let _ = events.send(SocketEvent::Closed(refused_by(&error, &wall_clock))).await;
            return;
        }
    };
    if events.send(SocketEvent::Open).await.is_err() {
        return close(stream, None).await;
    }
    let mut waiting: Option<SocketEvent> = None;
    let mut is_written = true;
    loop {
        let mut last = None;
        tokio::select! {
            biased;
            order = orders.recv() => match order {
                // Never waits: what the server does not read is kept up to a limit.
                Some(Order::Send(message)) => {
                    is_written = false;
                    last = stream.start_send_unpin(message).err().map(|error| closed_by(&error));
                }
                Some(Order::Close(code)) => return close(stream, Some(code)).await,
                None => return close(stream, None).await,
            },
            // While the client does not take what was read, nothing more is read.
            permit = events.reserve(), if waiting.is_some() => match (permit, waiting.take()) {
                (Ok(permit), Some(it)) => permit.send(it),
                _ => return close(stream, None).await,
            },
            read = poll_fn(|cx| exchange(&mut stream, &mut is_written, waiting.is_none(), cx)) => {
                match read {
                    Some(Ok(Message::Text(text))) => waiting = Some(SocketEvent::Text(text)),
                    Some(Ok(Message::Binary(bytes))) => {
                        waiting = Some(SocketEvent::Binary(bytes.len()));
                    }
                    // The library has queued the answer.
                    Some(Ok(Message::Ping(_))) => {
                        is_written = false;
                        control.send_modify(|_| {});
                    }
                    Some(Ok(Message::Pong(_))) => {
                        control.send_modify(|pongs| *pongs = pongs.wrapping_add(1));
                    }
                    Some(Ok(Message::Close(_))) => {
                        let code = stream.get_ref().close_code().unwrap_or(1005);
                        last = Some(Closed { code, retry_after_ms: None, error: None });
                    }
                    Some(Ok(Message::Frame(_))) => {}
                    Some(Err(error)) => last = Some(closed_by(&error)),
                    None => last = Some(Closed { code: 1006, retry_after_ms: None, error: None }),
                }
            },
        }
        if let Some(last) = last {
            if let Some(it) = waiting {
                let _ = events.send(it).await;
            }
            let _ = events.send(SocketEvent::Closed(last)).await;
            return close(stream, None).await;
        }
    }
}

/// Goes on to write what is not written yet, and to read if that is wanted: neither waits for the
/// other.
fn exchange(
    stream: &mut Stream,
    is_written: &mut bool,
    reads: bool,
    cx: &mut Context<'_>,
) -> Poll<Option<Result<Message, Error>>> {
    if !*is_written {
        match stream.poll_flush_unpin(cx) {
            Poll::Ready(Ok(())) => *is_written = true,
            Poll::Ready(Err(error)) => return Poll::Ready(Some(Err(error))),
            Poll::Pending => {}
        }
    }
    if reads { stream.poll_next_unpin(cx) } else { Poll::Pending }
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

/// Why a socket never opened. Whatever it is but an HTTP status looks the same to a browser.
fn refused_by(error: &Error, wall_clock: &WallClock) -> Closed {
    let (code, retry_after_ms) = match error {
        Error::Http(response) => {
            (close_code(response.status()), retry_after_ms(response, wall_clock()))
        }
        _ => (1006, None),
    };
    Closed { code, retry_after_ms, error: Some(socket_error(error)) }
}

/// How an open socket was closed, from the error that ended it.
fn closed_by(error: &Error) -> Closed {
    let code = match error {
        Error::Capacity(_) => 1009,
        Error::Utf8(_) => 1007,
        Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => 1006,
        Error::Protocol(_) => 1002,
        _ => 1006,
    };
    Closed { code, retry_after_ms: None, error: Some(socket_error(error)) }
}

/// The error as a sentence. Not its own text where that may quote a URL or the server.
fn socket_error(error: &Error) -> SocketError {
    SocketError(match error {
        Error::Io(error) => error.to_string(),
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
        Error::WriteBufferFull(_) => "the server does not read".to_owned(),
        Error::Utf8(_) => "a text that is not UTF-8".to_owned(),
        Error::Url(_) => "the address cannot be reached".to_owned(),
        _ => "the connection was lost".to_owned(),
    })
}
