//! Several addresses that are listened on as one.

use std::future::poll_fn;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::task::Poll;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::time::Instant;

/// How often it is told that nobody can be accepted.
const TOLD_EVERY: Duration = Duration::from_secs(60);

pub(super) struct Listeners {
    listeners: Vec<TcpListener>,
    told: Option<Instant>,
}

impl Listeners {
    pub fn new(listeners: Vec<TcpListener>) -> Self {
        Listeners { listeners, told: None }
    }

    /// The next connection. A failure to accept, such as too many open files, is waited out, and told
    /// once a minute.
    pub async fn next(&mut self, mut on_error: impl FnMut(io::Error)) -> (TcpStream, SocketAddr) {
        loop {
            let accepted = poll_fn(|cx| {
                let mut polls = self.listeners.iter().map(|it| it.poll_accept(cx));
                polls.find(Poll::is_ready).unwrap_or(Poll::Pending)
            });
            match accepted.await {
                Ok((stream, address)) => {
                    // Without it, small frames wait for the acknowledgement of the one before.
                    let _ = stream.set_nodelay(true);
                    return (stream, address);
                }
                Err(error) if error.kind() == ErrorKind::ConnectionAborted => {}
                Err(error) => {
                    if self.told.is_none_or(|at| at.elapsed() >= TOLD_EVERY) {
                        self.told = Some(Instant::now());
                        on_error(error);
                    }
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
    }
}
