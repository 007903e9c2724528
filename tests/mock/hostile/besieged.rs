//! A mock that somebody means harm to, and a client who must not notice.

use purposepath_realtime::mock::{Config, Mock};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

use crate::client::{Client, address};
use crate::{PATIENCE, http, start};

pub struct Besieged {
    pub mock: Mock,
    witness: Client,
}

impl Besieged {
    pub async fn new(config: Config) -> Self {
        let mock = start(config).await;
        let witness = Client::welcome(&mock.url(), "t/u").await;
        Besieged { mock, witness }
    }

    /// The witness gets what is sent, and the control port answers.
    pub async fn serves_on(&mut self) {
        self.mock.broadcast_text(Some("t"), "witness");
        assert_eq!(self.witness.hear_text().await, "witness");
        let health = http::get(&format!("{}/health", self.mock.control_url())).await;
        assert_eq!(health.json()["status"], "ok");
    }
}

/// A WebSocket up to which everything is in order, in bytes.
pub async fn open_socket(url: &str) -> TcpStream {
    // Little room, so that what nobody reads is soon too much.
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let mut stream = socket.connect(address(url)).await.unwrap();
    let request = "GET / HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
                   sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(timeout(PATIENCE, stream.read_u8()).await.unwrap().unwrap());
    }
    assert!(head.starts_with(b"HTTP/1.1 101 "), "{}", String::from_utf8_lossy(&head));
    stream
}

/// The close code in the first frame that comes.
pub async fn close_code(stream: &mut TcpStream) -> u16 {
    let mut frame = Vec::new();
    timeout(PATIENCE, stream.read_to_end(&mut frame)).await.unwrap().unwrap();
    assert_eq!(frame.first(), Some(&0x88), "{frame:?}");
    u16::from_be_bytes([frame[2], frame[3]])
}

/// A frame of a client: its first byte, and what it holds. Zeros mask nothing.
pub fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut out = vec![first];
    match payload.len() {
        short @ ..126 => out.push(0x80 | short as u8),
        length => {
            out.push(0x80 | 126);
            out.extend(u16::try_from(length).expect("a short frame").to_be_bytes());
        }
    }
    out.extend([0; 4]);
    out.extend(payload);
    out
}

/// The head of a frame of a client that announces so many bytes.
pub fn announced(bytes: u64) -> Vec<u8> {
    [&[0x81, 0xFF][..], &bytes.to_be_bytes(), &[0; 4]].concat()
}
