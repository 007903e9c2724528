//! HTTP on a port: accepts connections and serves each by itself, until the server stops. Whoever is
//! slow to say what they want is cut; that goes by real time, whatever the mock's clock does.

use std::pin::pin;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1::Builder;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::task::JoinSet;

use super::handle::Handle;

/// How long a connection may take to send the head of a request, the first and any further one.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// The longest head of a request.
const MAX_HEAD_BYTES: usize = 64 << 10;

/// Where connections come from, each with what answers it.
pub(super) trait Port: Send + 'static {
    type Io: AsyncRead + AsyncWrite + Unpin + Send + 'static;

    fn accept(&mut self) -> impl Future<Output = (Self::Io, Router)> + Send;
}

/// Serves a port until the server stops and the last request is answered.
pub(super) async fn serve(mut port: impl Port, handle: Handle) {
    let mut stopped = pin!(handle.stopped());
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            (io, router) = port.accept() => {
                connections.spawn(connection(io, router, handle.clone()));
            }
            Some(_) = connections.join_next() => {}
            () = &mut stopped => break,
        }
    }
    drop(port);
    while connections.join_next().await.is_some() {}
}

async fn connection(
    io: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    router: Router,
    handle: Handle,
) {
    let service = TowerToHyperService::new(router);
    let connection = Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(MAX_HEAD_BYTES)
        .serve_connection(TokioIo::new(io), service)
        .with_upgrades();
    let mut connection = pin!(connection);
    // How it ends, its client knows.
    tokio::select! {
        _ = connection.as_mut() => return,
        () = handle.stopped() => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}
