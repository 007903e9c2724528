//! Several addresses that are listened on as one.

use std::future::poll_fn;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::task::Poll;
use std::time::Duration;

use axum::serve::Listener;
use tokio::net::{TcpListener, TcpStream};

pub(super) struct Listeners(pub Vec<TcpListener>);

impl Listeners {
    /// The next connection. A failure to accept, such as too many open files, is reported and
    /// waited out.
    pub async fn next(&mut self, mut on_error: impl FnMut(io::Error)) -> (TcpStream, SocketAddr) {
        loop {
            let accepted = poll_fn(|cx| {
                let mut polls = self.0.iter().map(|it| it.poll_accept(cx));
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
                    on_error(error);
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
    }
}

/// Listens on the control port.
impl Listener for Listeners {
    type Io = TcpStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (TcpStream, SocketAddr) {
        self.next(drop).await
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0[0].local_addr()
    }
}
