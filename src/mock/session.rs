//! One connection, from its handshake to its end: what comes in, what goes out, what becomes due.
//!
//! One task a connection, which alone reads and writes the socket. Others reach it through the
//! outbox.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use futures_util::{SinkExt, StreamExt};
use tokio::time::{Instant, Sleep, timeout};

use super::backend;
use super::connection::Connection;
use super::counters::count;
use super::handle::Handle;
use super::log::{LogEntry, LogKind};
use super::outbox::{CloseRequest, Cut, Item, Order};
use super::profile::Rules;
use super::token::{Identity, without_token};

mod authenticate;
mod due;
mod inbound;
mod live;

use due::{Due, Dues};

/// How many frames are written before something else gets its turn.
const BATCH: u32 = 256;
/// How long a client has to take its last frames and answer a close frame, really.
const PATIENCE: Duration = Duration::from_secs(2);

pub(super) struct Session {
    handle: Handle,
    connection: Arc<Connection>,
    socket: WebSocket,
    rules: &'static Rules,
    dues: Dues,
    /// The token, if it has not the form by which tokens are recognised in a text.
    secret: Option<Box<str>>,
    has_unflushed: bool,
    timer: Pin<Box<Sleep>>,
}

/// What the session has to deal with next.
enum Input {
    Message(Message),
    Order(Order),
    Due(Due),
    /// The client broke the rules of WebSocket.
    Broken(axum::Error),
    /// The connection is lost.
    Lost,
    Cut(Cut),
    /// Time has passed.
    Tick,
}

/// How a connection ends.
pub(super) enum End {
    /// The server closes.
    Close(CloseRequest),
    /// The server cuts.
    Cut(String),
    /// The client has closed, or is gone.
    Gone { code: u16, reason: String },
}

impl Session {
    pub fn new(handle: Handle, connection: Arc<Connection>, socket: WebSocket) -> Self {
        let rules = handle.config().profile.rules();
        // The gateway knows no deadline for `auth`: that is the backend's.
        let auth_deadline = handle.lambda().is_none().then_some(handle.config().auth_deadline);
        let dues = Dues::new(&connection, rules, auth_deadline);
        Session {
            handle,
            connection,
            socket,
            rules,
            dues,
            secret: None,
            has_unflushed: false,
            timer: Box::pin(tokio::time::sleep(Duration::ZERO)),
        }
    }

    /// Runs to the end of the connection. It is authenticated already if the handshake named an identity.
    pub async fn run(mut self, identity: Option<Identity>, secret: Option<Box<str>>) {
        self.secret = secret;
        if let Some(identity) = identity {
            self.admit(identity, 0);
        }
        let end = loop {
            let input = poll_fn(|cx| self.poll(cx)).await;
            let end = match input {
                Input::Message(message) => self.on_message(message),
                Input::Order(order) => self.on_order(order),
                Input::Due(due) => self.on_due(due),
                Input::Broken(error) => self.on_broken(&error),
                Input::Lost => Some(End::Gone { code: 1006, reason: String::new() }),
                Input::Cut(Cut::Asked(reason)) => Some(End::Cut(reason)),
                Input::Cut(Cut::Overflow) => Some(End::Cut(format!(
                    "reads too slowly: more than {} bytes were waiting",
                    self.connection.outbox.limit()
                ))),
                Input::Tick => None,
            };
            if let Some(end) = end {
                break end;
            }
        };
        self.end(end).await;
    }

    /// Writes what may be written, then reads.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Input> {
        let outbox = &self.connection.outbox;
        outbox.register(cx.waker());
        if let Some(cut) = outbox.is_cut() {
            return Poll::Ready(Input::Cut(cut));
        }
        let is_half_open = self.connection.switch.is_half_open();
        if is_half_open && outbox.is_closing() {
            return Poll::Ready(Input::Cut(Cut::Asked("closed while half open".to_owned())));
        }
        if !is_half_open && let Poll::Ready(input) = self.poll_write(cx) {
            return Poll::Ready(input);
        }
        match self.socket.poll_next_unpin(cx) {
            Poll::Ready(Some(Ok(message))) => return Poll::Ready(Input::Message(message)),
            Poll::Ready(Some(Err(error))) => return Poll::Ready(Input::Broken(error)),
            Poll::Ready(None) => return Poll::Ready(Input::Lost),
            Poll::Pending => {}
        }
        if is_half_open { Poll::Pending } else { self.poll_time(cx) }
    }

    fn poll_write(&mut self, cx: &mut Context<'_>) -> Poll<Input> {
        let now_ms = self.handle.now_ms();
        for written in 0.. {
            match self.socket.poll_ready_unpin(cx) {
                Poll::Ready(Ok(())) => {}
                Poll::Ready(Err(_)) => return Poll::Ready(Input::Lost),
                Poll::Pending => break,
            }
            if written == BATCH {
                cx.waker().wake_by_ref();
                break;
            }
            match self.connection.outbox.pop(now_ms) {
                None => break,
                Some(Item::Order(order)) => return Poll::Ready(Input::Order(order)),
                Some(Item::Frame(frame)) => {
                    if self.socket.start_send_unpin(frame).is_err() {
                        return Poll::Ready(Input::Lost);
                    }
                    self.has_unflushed = true;
                    self.connection.sent.fetch_add(1, Ordering::Relaxed);
                    count(&self.handle.counting().sent, 1);
                    self.connection.touch(now_ms);
                }
            }
        }
        if self.has_unflushed {
            match self.socket.poll_flush_unpin(cx) {
                Poll::Ready(Ok(())) => self.has_unflushed = false,
                Poll::Ready(Err(_)) => return Poll::Ready(Input::Lost),
                Poll::Pending => {}
            }
        }
        Poll::Pending
    }

    /// Waits for whatever comes first, on one timer.
    fn poll_time(&mut self, cx: &mut Context<'_>) -> Poll<Input> {
        let (due, due_ms) = self.dues.next(&self.connection);
        if due_ms.is_some_and(|at| at <= self.handle.now_ms()) {
            return Poll::Ready(Input::Due(due));
        }
        let next_ms = due_ms.into_iter().chain(self.connection.outbox.next_at()).min();
        let is_closing = self.connection.outbox.is_closing();
        if is_closing && self.dues.is_out_of_patience() {
            return Poll::Ready(Input::Cut(Cut::Asked("does not read what it is sent".to_owned())));
        }
        let due = next_ms.and_then(|at| self.handle.clock().until(at));
        let Some(wait) = due.into_iter().chain(is_closing.then_some(PATIENCE)).min() else {
            return Poll::Pending;
        };
        let at = Instant::now() + wait;
        // One that rings too early costs less than moving it with each frame.
        let is_late = self.timer.deadline() > at + Duration::from_millis(1);
        if is_late || self.timer.is_elapsed() {
            self.timer.as_mut().reset(at);
        }
        self.timer.as_mut().poll(cx).map(|()| Input::Tick)
    }

    fn on_order(&mut self, order: Order) -> Option<End> {
        match order {
            Order::Close(request) => return Some(End::Close(request)),
            Order::Admit(identity) => self.admit(identity, 1),
            Order::Live(action) => self.strike_live(&action),
        }
        None
    }

    fn on_broken(&mut self, error: &axum::Error) -> Option<End> {
        use tungstenite::Error;
        use tungstenite::error::ProtocolError;
        let lost = || Some(End::Gone { code: 1006, reason: String::new() });
        // What axum wraps.
        let cause = std::error::Error::source(error).and_then(|it| it.downcast_ref::<Error>());
        self.connection.switch.linger_on_drop();
        let (code, because) = match cause {
            Some(Error::Capacity(_)) => (1009, "a frame or message is too large"),
            Some(Error::Utf8(_)) => (1007, "a text that is not UTF-8"),
            Some(Error::Protocol(ProtocolError::ResetWithoutClosingHandshake)) => return lost(),
            Some(Error::Protocol(_)) => (1002, "a frame breaks the rules of WebSocket"),
            _ => return lost(),
        };
        Some(End::Close(CloseRequest { code, reason: "", because: because.to_owned() }))
    }

    async fn end(mut self, end: End) {
        self.connection.outbox.close();
        self.handle.hub().leave(&self.connection);
        count(&self.handle.counting().closed, 1);
        let (code, reason) = match &end {
            End::Gone { code: 1006, .. } => (1006, "lost".to_owned()),
            End::Gone { code, reason } if reason.is_empty() => (*code, "by the client".to_owned()),
            End::Gone { code, reason } => (*code, without_token(reason, self.secret.as_deref())),
            End::Cut(reason) => (1006, reason.clone()),
            End::Close(request) => (request.code, request.because.clone()),
        };
        let entry = self.connection.entry(LogKind::Closed).because(reason);
        self.handle.record(LogEntry { code: Some(code), ..entry });
        self.handle.hub().session_ends();
        let reason = match &end {
            End::Gone { reason, .. } => reason.clone(),
            End::Close(request) => request.reason.to_owned(),
            End::Cut(_) => String::new(),
        };
        match end {
            End::Gone { .. } => drop(timeout(PATIENCE, self.socket.close()).await),
            End::Cut(_) => self.connection.switch.reset_on_drop(),
            End::Close(CloseRequest { code, reason, .. }) => {
                let frame = CloseFrame { code, reason: reason.into() };
                let closing = async {
                    if self.socket.send(Message::Close(Some(frame))).await.is_ok() {
                        // Until the client has answered.
                        while let Some(Ok(_)) = self.socket.next().await {}
                    }
                };
                let _ = timeout(PATIENCE, closing).await;
            }
        }
        let Session { handle, connection, socket, .. } = self;
        // The client does not wait for what the backend does about it.
        drop(socket);
        backend::disconnect(&handle, &connection, code, &reason).await;
        handle.hub().session_ended();
    }
}
