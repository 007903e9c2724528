//! A WebSocket client that says and hears what a test wants, and answers for nothing.

use std::io;
use std::net::SocketAddr;

use futures_util::{FutureExt, SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use super::PATIENCE;

pub struct Client(pub WebSocketStream<TcpStream>);

/// Why there is no WebSocket.
#[derive(Debug, PartialEq, Eq)]
pub enum NotOpen {
    Status(u16),
    Lost,
}

pub fn address(url: &str) -> SocketAddr {
    let behind = url.split_once("://").expect("a URL").1;
    behind.split(['/', '?']).next().unwrap().parse().expect("an address")
}

impl Client {
    pub async fn connect(url: &str) -> Self {
        Client::try_connect(url).await.expect("it opens")
    }

    pub async fn try_connect(url: &str) -> Result<Self, NotOpen> {
        let stream = TcpStream::connect(address(url)).await.expect("somebody listens");
        let url = if url.matches('/').count() == 2 { format!("{url}/") } else { url.to_owned() };
        match timeout(PATIENCE, client_async(url, stream)).await.expect("an answer") {
            Ok((socket, _)) => Ok(Client(socket)),
            Err(Error::Http(response)) => Err(NotOpen::Status(response.status().as_u16())),
            Err(_) => Err(NotOpen::Lost),
        }
    }

    /// Connects, and authenticates as `tenant/user`.
    pub async fn welcome(url: &str, token: &str) -> Self {
        let mut client = Client::connect(url).await;
        let answer = client.authenticate(token).await;
        assert_eq!(answer["type"], "auth.success", "{answer}");
        client
    }

    pub async fn authenticate(&mut self, token: &str) -> Value {
        self.say(json!({ "action": "auth", "token": token })).await;
        self.hear().await
    }

    pub async fn say(&mut self, frame: impl ToString) {
        self.send(Message::text(frame.to_string())).await;
    }

    pub async fn send(&mut self, message: Message) {
        timeout(PATIENCE, self.0.send(message)).await.expect("in time").expect("it is open");
    }

    /// The next message that is not WebSocket's own.
    pub async fn hear_message(&mut self) -> Result<Message, Option<io::ErrorKind>> {
        loop {
            match timeout(PATIENCE, self.0.next()).await.expect("it says something") {
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(message)) => return Ok(message),
                Some(Err(Error::Io(error))) => return Err(Some(error.kind())),
                Some(Err(_)) | None => return Err(None),
            }
        }
    }

    pub async fn hear_text(&mut self) -> String {
        match self.hear_message().await {
            Ok(Message::Text(text)) => text.to_string(),
            other => panic!("expected a text, found {other:?}"),
        }
    }

    pub async fn hear(&mut self) -> Value {
        serde_json::from_str(&self.hear_text().await).expect("JSON")
    }

    /// The code with which it is closed, 1006 if it is cut; what comes before is lost.
    pub async fn hear_close(&mut self) -> u16 {
        loop {
            match self.hear_message().await {
                Ok(Message::Close(frame)) => {
                    let code = frame.map_or(1005, |frame| frame.code.into());
                    // Until the server has gone, too.
                    while self.hear_message().await.is_ok() {}
                    return code;
                }
                Ok(_) => {}
                Err(_) => return 1006,
            }
        }
    }

    /// Whether nothing has come so far.
    pub fn hears_nothing(&mut self) -> bool {
        self.0.next().now_or_never().is_none()
    }
}

/// `goal.paused` of a goal of a tenant.
pub fn paused(tenant: &str, goal: &str) -> Value {
    json!({
        "type": "goal.paused",
        "timestamp": "2025-11-03T14:30:00.000Z",
        "data": { "tenantId": tenant, "goalId": goal },
    })
}
