use axum::Router;
use tokio::net::TcpStream;

use super::super::handle::Handle;
use super::super::listeners::Listeners;
use super::super::serve::Port;
use super::router;

/// Listens on the control port.
pub(in crate::mock) struct ControlListener {
    listeners: Listeners,
    handle: Handle,
    router: Router,
}

impl ControlListener {
    pub fn new(listeners: Listeners, handle: Handle) -> Self {
        let router = router(handle.clone());
        ControlListener { listeners, handle, router }
    }
}

impl Port for ControlListener {
    type Io = TcpStream;

    async fn accept(&mut self) -> (TcpStream, Router) {
        let on_error = |error| self.handle.cannot_accept(&error);
        let (stream, _) = self.listeners.next(on_error).await;
        (stream, self.router.clone())
    }
}
