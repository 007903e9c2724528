//! TCP below the data port, with the faults that only TCP can have.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;

/// How long a client has to go away after its frames broke the rules.
const LINGER: Duration = Duration::from_secs(2);

/// Reads until the client gives up.
pub(super) async fn read_to_end(stream: &mut TcpStream) {
    let mut scratch = [0; 1024];
    while stream.read(&mut scratch).await.is_ok_and(|read| read > 0) {}
}

/// Who is at the other end, and the switch by which the wire fails.
#[derive(Clone, Debug)]
pub(super) struct Peer {
    pub address: SocketAddr,
    pub switch: Arc<WireSwitch>,
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
    pub fn new(stream: TcpStream, switch: Arc<WireSwitch>) -> Self {
        Wire { stream: Some(stream), switch }
    }

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
