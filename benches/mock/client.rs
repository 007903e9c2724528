//! A crowd of clients that count frames and look at nothing else, so that the servers, not they,
//! decide what is measured.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::{SinkExt, StreamExt};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message;

/// How many handshakes are under way at once.
const AT_ONCE: usize = 200;

/// Clients that have authenticated. Each counts for itself: a sum would hide that one has lost what
/// another got twice.
pub struct Crowd {
    clients: JoinSet<()>,
    tally: Arc<Tally>,
}

#[derive(Default)]
struct Tally {
    /// How many clients have had how many frames: the entry at `n` counts those that have had `n`.
    reached: Vec<AtomicUsize>,
    changed: Notify,
    clients: usize,
}

/// More frames than any client is sent.
const MOST_FRAMES: usize = 1000;

impl Crowd {
    pub async fn connect(url: &str, clients: usize) -> Self {
        let reached = (0..MOST_FRAMES).map(|_| AtomicUsize::new(0)).collect();
        let tally = Arc::new(Tally { reached, changed: Notify::new(), clients });
        let mut opening = JoinSet::new();
        let mut crowd = Crowd { clients: JoinSet::new(), tally };
        for started in 0..clients {
            if started >= AT_ONCE {
                crowd.count(opening.join_next().await.unwrap().unwrap());
            }
            opening.spawn(open(url.to_owned()));
        }
        while let Some(stream) = opening.join_next().await {
            crowd.count(stream.unwrap());
        }
        crowd
    }

    fn count(&mut self, stream: TcpStream) {
        let tally = Arc::clone(&self.tally);
        self.clients.spawn(async move { count(stream, &tally).await });
    }

    /// Waits until each has had so many frames.
    pub async fn until_each_has(&self, frames: usize) {
        let reached = &self.tally.reached[frames];
        loop {
            let changed = self.tally.changed.notified();
            if reached.load(Ordering::Acquire) == self.tally.clients {
                return;
            }
            changed.await;
        }
    }

    /// Leaves; nobody has had more frames than were awaited.
    pub async fn leave(mut self) {
        let reached = self.tally.reached.iter().map(|it| it.load(Ordering::Acquire));
        let partly = reached.filter(|clients| ![0, self.tally.clients].contains(clients)).count();
        assert_eq!(partly, 0, "some clients have had more frames than others");
        self.clients.shutdown().await;
    }
}

async fn open(url: String) -> TcpStream {
    let address = url.trim_start_matches("ws://").trim_end_matches('/');
    let stream = TcpStream::connect(address).await.expect("it listens");
    let (mut socket, _) = client_async(url.as_str(), stream).await.expect("it accepts");
    let auth = r#"{"action":"auth","token":"tenant-123/user-456"}"#;
    socket.send(Message::text(auth)).await.expect("it reads");
    let answer = socket.next().await.expect("it answers").expect("a frame");
    assert!(answer.to_text().unwrap().contains("auth.success"), "{answer}");
    // Nothing is sent before it is asked for, so nothing is lost in a buffer.
    socket.into_inner()
}

/// Counts frames: of each it reads the header, and passes over the rest.
async fn count(stream: TcpStream, tally: &Tally) {
    let mut stream = BufReader::with_capacity(2048, stream);
    for frames in 1.. {
        let mut left = header(&mut stream).await.expect("the connection stays");
        while left > 0 {
            let here = stream.fill_buf().await.expect("the connection stays").len().min(left);
            assert_ne!(here, 0, "the connection stays");
            stream.consume(here);
            left -= here;
        }
        arrived(tally, frames);
    }
}

fn arrived(tally: &Tally, frames: usize) {
    let clients = tally.reached[frames].fetch_add(1, Ordering::AcqRel) + 1;
    if clients == tally.clients {
        tally.changed.notify_one();
    }
}

/// The length of the payload that follows, of a text frame; a server does not mask.
async fn header(stream: &mut BufReader<TcpStream>) -> io::Result<usize> {
    assert_eq!(stream.read_u8().await?, 0x81, "a whole text frame");
    Ok(match stream.read_u8().await? {
        126 => stream.read_u16().await?.into(),
        127 => usize::try_from(stream.read_u64().await?).unwrap(),
        short => short.into(),
    })
}
