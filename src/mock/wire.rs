//! TCP below the data port, with the faults that only TCP can have.

use std::future::poll_fn;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

use crate::mock_files::fault::FaultAction;

use super::handle::Handle;

/// How long a client has to go away after its frames broke the rules.
const LINGER: Duration = Duration::from_secs(2);

/// Several addresses that are listened on as one.
pub(super) struct Listeners(pub Vec<TcpListener>);

impl Listeners {
    /// The next connection. A failure to accept, such as too many open files, is told and waited
    /// out.
    async fn next(&mut self, mut tell: impl FnMut(io::Error)) -> (TcpStream, SocketAddr) {
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
                    tell(error);
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

/// Listens on the data port, and plays the faults of the point `accept`.
pub(super) struct DataListener {
    pub listeners: Listeners,
    pub handle: Handle,
}

impl Listener for DataListener {
    type Io = Wire;
    type Addr = Peer;

    async fn accept(&mut self) -> (Wire, Peer) {
        loop {
            let tell = |error| self.handle.cannot_accept(&error);
            let (mut stream, address) = self.listeners.next(tell).await;
            match self.handle.strike_at_accept() {
                None => {
                    let switch = Arc::new(WireSwitch::default());
                    let wire = Wire { stream: Some(stream), switch: Arc::clone(&switch) };
                    return (wire, Peer { address, switch });
                }
                Some((FaultAction::Hang {}, ordinal)) => {
                    let handle = self.handle.clone();
                    tokio::spawn(async move {
                        tokio::select! {
                            () = read_to_end(&mut stream) => handle.hung_up(ordinal),
                            () = handle.stopped() => {}
                        }
                    });
                }
                Some(_) => {
                    let _ = stream.set_zero_linger();
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<Peer> {
        let address = self.listeners.local_addr()?;
        Ok(Peer { address, switch: Arc::default() })
    }
}

/// Reads until the client gives up.
async fn read_to_end(stream: &mut TcpStream) {
    let mut scratch = [0; 1024];
    while stream.read(&mut scratch).await.is_ok_and(|read| read > 0) {}
}

/// Who is at the other end, and the switch by which the wire fails.
#[derive(Clone, Debug)]
pub(super) struct Peer {
    pub address: SocketAddr,
    pub switch: Arc<WireSwitch>,
}

impl Connected<IncomingStream<'_, DataListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, DataListener>) -> Self {
        stream.remote_addr().clone()
    }
}

#[derive(Debug, Default)]
pub(super) struct WireSwitch {
    half_open: AtomicBool,
    reset: AtomicBool,
    linger: AtomicBool,
}

impl WireSwitch {
    /// From now on nothing is read or written; that the client goes away is still noticed.
    pub fn half_open(&self) {
        self.half_open.store(true, Ordering::Relaxed);
    }

    pub fn is_half_open(&self) -> bool {
        self.half_open.load(Ordering::Relaxed)
    }

    /// When the wire is dropped, what the client still sends is read and lost: otherwise TCP would
    /// answer it with a reset, and the close frame could be lost with it.
    pub fn linger_on_drop(&self) {
        self.linger.store(true, Ordering::Relaxed);
    }

    /// When the wire is dropped, the client sees a reset.
    pub fn reset_on_drop(&self) {
        self.reset.store(true, Ordering::Relaxed);
    }
}

/// A TCP connection that can be made to fail.
pub(super) struct Wire {
    /// There until the wire is dropped.
    stream: Option<TcpStream>,
    switch: Arc<WireSwitch>,
}

impl Wire {
    fn stream(&mut self) -> Pin<&mut TcpStream> {
        Pin::new(self.stream.as_mut().unwrap_or_else(|| unreachable!("it is being dropped")))
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        let Some(mut stream) = self.stream.take() else { return };
        if self.switch.reset.load(Ordering::Relaxed) {
            let _ = stream.set_zero_linger();
        } else if self.switch.linger.load(Ordering::Relaxed) {
            let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
            runtime.spawn(async move {
                let end = async {
                    let _ = stream.shutdown().await;
                    read_to_end(&mut stream).await;
                };
                let _ = tokio::time::timeout(LINGER, end).await;
            });
        }
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        while self.switch.is_half_open() {
            let mut scratch = [0; 1024];
            let mut lost = ReadBuf::new(&mut scratch);
            ready!(self.stream().poll_read(cx, &mut lost))?;
            if lost.filled().is_empty() {
                return Poll::Ready(Ok(()));
            }
        }
        self.stream().poll_read(cx, buffer)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.switch.is_half_open() {
            return Poll::Pending;
        }
        self.stream().poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if self.switch.is_half_open() {
            return Poll::Pending;
        }
        self.stream().poll_write_vectored(cx, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.as_ref().is_some_and(AsyncWrite::is_write_vectored)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream().poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream().poll_shutdown(cx)
    }
}
