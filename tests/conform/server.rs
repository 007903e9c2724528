//! Servers that are none.

use std::sync::Arc;

use futures_util::{SinkExt, StreamExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::{Bytes, Message};
use tokio_tungstenite::{WebSocketStream, accept_async};

/// What a server does with each of its connections.
#[derive(Clone, Copy)]
pub enum Does {
    /// Takes TCP connections, and says nothing.
    Nothing,
    /// Answers whatever it is.
    Text(&'static str),
    /// Opens, and closes at once.
    Closes,
    /// Opens, and sends messages of this size, as fast as they are taken.
    Sends(usize),
    /// Opens, and sends control pings, as fast as they are taken.
    Pings,
    /// Opens, and sends a text that is not UTF-8.
    NoText,
    /// Opens, and sends `auth` back to whoever said it.
    Echoes,
}

/// A server on a free port; it ends with the value.
pub struct Server {
    pub port: u16,
    task: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

pub async fn server(does: Does) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let task = tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, does));
        }
    });
    Server { port, task }
}

async fn serve(mut stream: TcpStream, does: Does) {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    match does {
        Does::Nothing => while stream.read(&mut [0; 1024]).await.is_ok_and(|read| read > 0) {},
        Does::Text(text) => {
            let _ = stream.read(&mut [0; 1024]).await;
            let _ = stream.write_all(text.as_bytes()).await;
        }
        Does::Closes => {
            let Ok(mut socket) = accept_async(stream).await else { return };
            let _ = socket.close(None).await;
            while let Some(Ok(_)) = socket.next().await {}
        }
        Does::Sends(bytes) => {
            let Ok(mut socket) = accept_async(stream).await else { return };
            let text = "x".repeat(bytes);
            while socket.send(Message::text(text.clone())).await.is_ok() {}
        }
        Does::Pings => {
            let Ok(socket) = accept_async(stream).await else { return };
            let (mut to, mut from) = socket.split();
            let read = tokio::spawn(async move { while let Some(Ok(_)) = from.next().await {} });
            while to.send(Message::Ping(Bytes::from_static(b"x"))).await.is_ok() {}
            read.abort();
        }
        Does::NoText => {
            let Ok(mut socket) = accept_async(stream).await else { return };
            let text = Frame::message(vec![0xff], OpCode::Data(Data::Text), true);
            let _ = socket.send(Message::Frame(text)).await;
            while let Some(Ok(_)) = socket.next().await {}
        }
        Does::Echoes => {
            let Ok(socket) = accept_async(stream).await else { return };
            echo(socket).await;
        }
    }
}

async fn echo(mut socket: WebSocketStream<TcpStream>) {
    while let Some(Ok(message)) = socket.next().await {
        if message.is_text() && socket.send(message).await.is_err() {
            return;
        }
    }
}

/// A server whose certificate nobody has signed.
pub async fn self_signed() -> Server {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(tls));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let task = tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let _ = acceptor.accept(stream).await;
        }
    });
    Server { port, task }
}
