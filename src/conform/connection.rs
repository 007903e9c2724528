//! A connection under observation: whatever comes on it is judged when it is taken from the socket.

use std::time::Duration;

use tokio::time::Instant;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::{Bytes, Message, Utf8Bytes};

use super::judge::{Judge, Who, told};
use super::socket::{Closed, LARGEST, Order, Seen, Socket, Unopened};
use super::waits::{Bound, Wait};
use super::{Interrupted, Owner};
use crate::command::{AuthCommand, Command};
use crate::gateway::MAX_WEBSOCKET_FRAME_BYTES;
use crate::{Encode, Token};

/// What came on a connection.
pub enum Came {
    Text(Utf8Bytes),
    Pong,
    Closed,
}

pub struct Connection {
    socket: Socket,
    pub who: Who,
    pub closed: Option<Closed>,
    /// How it broke the rules of WebSocket, which ends it.
    pub broken: Option<String>,
    /// The last text that came.
    pub last: Option<Utf8Bytes>,
}

impl Connection {
    /// Opens one; for a tenant, if it is to authenticate.
    pub async fn open(
        judge: &mut Judge<'_>,
        label: &'static str,
        owner: Option<&Owner>,
    ) -> Result<Self, Unopened> {
        judge.connections.push(label);
        let within = judge.wait(Wait::Open);
        let socket = Socket::open(&judge.plan.url, within).await?;
        let tenant = owner.map(|it| it.tenant.clone());
        let who = Who { label, tenant, is_authenticated: false };
        Ok(Connection { socket, who, closed: None, broken: None, last: None })
    }

    /// Opens one and authenticates it. Where that fails, so do the requirements that it is for;
    /// where it does not open, they are not reached.
    pub async fn authenticated(
        judge: &mut Judge<'_>,
        label: &'static str,
        owner: &Owner,
        ids: &[&'static str],
    ) -> Result<Option<Self>, Interrupted> {
        let wrong = match Self::open(judge, label, Some(owner)).await {
            Ok(mut connection) => {
                connection.authenticate(&owner.token);
                let within = judge.wait(Wait::Auth);
                match connection.until(judge, within, |it| it.who.is_authenticated).await? {
                    true => return Ok(Some(connection)),
                    false => format!(
                        "the connection for it was not authenticated: {}",
                        connection.ended(within)
                    ),
                }
            }
            Err(error) => {
                judge.sheet.cut(ids, unopened(label, &error));
                return Ok(None);
            }
        };
        for id in ids {
            judge.sheet.fail(id, wrong.clone(), None);
        }
        Ok(None)
    }

    pub fn authenticate(&self, token: &Token) {
        let auth = Command::Auth(AuthCommand::new(token.clone()));
        self.send(auth.encode().unwrap_or_default());
    }

    pub fn send(&self, text: String) {
        self.socket.order(Order::Send(vec![Message::text(text)]));
    }

    pub fn send_binary(&self, bytes: &'static [u8]) {
        self.socket.order(Order::Send(vec![Message::Binary(Bytes::from_static(bytes))]));
    }

    pub fn ping(&self) {
        self.socket.order(Order::Send(vec![Message::Ping(Bytes::from_static(b"conform"))]));
    }

    pub fn close(&self) {
        self.socket.order(Order::Close);
    }

    /// Sends a message in frames that the gateway takes.
    pub fn send_in_frames(&self, text: &str) {
        let parts: Vec<_> = text.as_bytes().chunks(MAX_WEBSOCKET_FRAME_BYTES as usize).collect();
        let last = parts.len() - 1;
        let frames = parts.iter().enumerate().map(|(at, part)| {
            let code = if at == 0 { Data::Text } else { Data::Continue };
            let payload = Bytes::copy_from_slice(part);
            Message::Frame(Frame::message(payload, OpCode::Data(code), at == last))
        });
        self.socket.order(Order::Send(frames.collect()));
    }

    /// The next that comes, up to a moment; nothing more comes on one that is closed.
    pub async fn next(
        &mut self,
        judge: &mut Judge<'_>,
        until: Instant,
    ) -> Result<Option<Came>, Interrupted> {
        loop {
            let Some(seen) = self.socket.next(until).await else { return Ok(None) };
            if let Some(came) = self.take(judge, seen)? {
                return Ok(Some(came));
            }
        }
    }

    /// Waits until something is the case; false if time is over or the connection is.
    pub async fn until(
        &mut self,
        judge: &mut Judge<'_>,
        within: Bound,
        mut is: impl FnMut(&Self) -> bool,
    ) -> Result<bool, Interrupted> {
        let until = Instant::now() + within.0;
        while !is(self) {
            if self.next(judge, until).await?.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Waits until it is closed.
    pub async fn until_closed(
        &mut self,
        judge: &mut Judge<'_>,
        within: Bound,
    ) -> Result<Option<Closed>, Interrupted> {
        self.until(judge, within, |it| it.closed.is_some()).await?;
        Ok(self.closed.clone())
    }

    /// Judges what has come already.
    pub fn drain(&mut self, judge: &mut Judge<'_>) -> Result<(), Interrupted> {
        while let Some(seen) = self.socket.next_now() {
            self.take(judge, seen)?;
        }
        Ok(())
    }

    fn take(&mut self, judge: &mut Judge<'_>, seen: Seen) -> Result<Option<Came>, Interrupted> {
        Ok(Some(match seen {
            Seen::Text(text) => {
                judge.text(&mut self.who, &text);
                self.last = Some(text.clone());
                Came::Text(text)
            }
            Seen::Binary(bytes) => {
                judge.binary(bytes);
                return Ok(None);
            }
            Seen::Broken(how) => {
                judge.broken(how.clone());
                self.broken = Some(how);
                return Ok(None);
            }
            Seen::Pong => Came::Pong,
            Seen::Closed(closed) => {
                judge.closed(&self.who, &closed);
                self.closed = Some(closed);
                Came::Closed
            }
            Seen::TooMuch(what) => {
                return Err(Interrupted(format!(
                    "the server sent {what}, so nothing more was looked at: a message has at most \
                     131072 bytes (frames.size), and more than {} KB or a flood is not read",
                    LARGEST >> 10
                )));
            }
        }))
    }

    /// How long ago it was opened, when it was closed.
    pub fn lasted(&self) -> Option<Duration> {
        self.closed.as_ref().map(|it| it.at - self.socket.opened)
    }

    pub fn opened(&self) -> Instant {
        self.socket.opened
    }

    /// Why nothing came: an end, or none within a bound.
    pub fn ended(&self, within: Bound) -> String {
        match (&self.broken, &self.closed) {
            (Some(how), _) => format!("what came was {how}"),
            (None, Some(closed)) => format!("what came was {}", told(closed)),
            (None, None) => format!("nothing came within {within}"),
        }
    }

    /// What shows how it stands: the close, else the last frame.
    pub fn shown(&self) -> Option<String> {
        let closed = self.closed.as_ref().map(told);
        closed.or_else(|| self.last.as_ref().map(|it| it.as_str().to_owned()))
    }
}

/// Why a further connection could not be opened.
pub fn unopened(label: &str, error: &Unopened) -> String {
    let why = match error {
        Unopened::Http(status) => format!("the handshake was answered with HTTP {status}"),
        Unopened::Unreachable(why) => why.clone(),
    };
    format!("after others, the connection \"{label}\" could not be opened: {why}")
}
