//! A WebSocket server that does what a test says, and nothing by itself.

use std::io;
use std::net::SocketAddr;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, accept_async};

/// Text by which a token is found again wherever it should not be.
pub const TOKEN: &str = "secret-eyJhbGciOi";

pub struct Server(TcpListener);

impl Server {
    pub async fn start() -> Self {
        Server::start_at("127.0.0.1:0".parse().unwrap()).await.unwrap()
    }

    pub async fn start_at(address: SocketAddr) -> io::Result<Self> {
        TcpListener::bind(address).await.map(Server)
    }

    pub const fn of(listener: TcpListener) -> Self {
        Server(listener)
    }

    pub fn address(&self) -> SocketAddr {
        self.0.local_addr().unwrap()
    }

    pub fn url(&self) -> String {
        format!("ws://{}", self.address())
    }

    /// The next connection, before anything was said on it.
    pub async fn accept_tcp(&self) -> TcpStream {
        self.0.accept().await.unwrap().0
    }

    /// The next socket, open.
    pub async fn accept(&self) -> Peer<TcpStream> {
        Peer(accept_async(self.accept_tcp().await).await.unwrap())
    }

    /// The next socket, authenticated.
    pub async fn welcome(&self) -> Peer<TcpStream> {
        let mut peer = self.accept().await;
        peer.authenticate().await;
        peer
    }
}

/// The server's end of a socket. Dropping it cuts the connection.
pub struct Peer<S>(pub WebSocketStream<S>);

impl<S: AsyncRead + AsyncWrite + Unpin> Peer<S> {
    /// Reads `auth` with the token, and accepts it.
    pub async fn authenticate(&mut self) {
        let auth = self.hear().await;
        assert_eq!(auth["action"], "auth");
        assert!(auth["token"].as_str().unwrap().starts_with(TOKEN));
        self.say(success()).await;
    }

    pub async fn say(&mut self, frame: impl ToString) {
        self.0.send(Message::text(frame.to_string())).await.unwrap();
    }

    /// The next message of the client; its probes are answered.
    pub async fn hear(&mut self) -> Value {
        loop {
            if let Message::Text(text) = self.0.next().await.unwrap().unwrap() {
                return serde_json::from_str(&text).unwrap();
            }
        }
    }

    /// The code with which the client closes; the closing is then completed.
    pub async fn hear_close(&mut self) -> Option<u16> {
        let mut code = None;
        while let Some(Ok(message)) = self.0.next().await {
            if let Message::Close(frame) = message {
                code = frame.map(|frame| frame.code.into());
            }
        }
        code
    }
}

pub fn event(wire_type: &str, data: Value) -> Value {
    json!({ "type": wire_type, "timestamp": "2025-11-03T14:30:00.000Z", "data": data })
}

/// `auth.success` for the tenant `t`.
pub fn success() -> Value {
    event("auth.success", json!({ "tenantId": "t", "userId": "u", "connectionId": "c" }))
}

pub fn refusal() -> Value {
    event("auth.error", json!({ "error": "no", "code": "UNAUTHORIZED" }))
}

/// `goal.paused` of a goal.
pub fn paused(goal: &str) -> Value {
    let data = json!({
        "tenantId": "t",
        "goalId": goal,
        "pausedAt": "2025-11-03T14:30:00.000Z",
        "pausedBy": "u",
    });
    event("goal.paused", data)
}
