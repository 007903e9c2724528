//! Listens on the data port, and plays the faults that strike before the handshake.

use std::io;
use std::sync::Arc;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};

use crate::mock_files::fault::FaultAction;

use super::handle::Handle;
use super::listeners::Listeners;
use super::wire::{Peer, Wire, WireSwitch, read_to_end};

pub(super) struct DataListener {
    pub listeners: Listeners,
    pub handle: Handle,
}

impl Listener for DataListener {
    type Io = Wire;
    type Addr = Peer;

    async fn accept(&mut self) -> (Wire, Peer) {
        loop {
            let on_error = |error| self.handle.cannot_accept(&error);
            let (mut stream, address) = self.listeners.next(on_error).await;
            match self.handle.strike_at_accept() {
                None => {
                    let switch = Arc::new(WireSwitch::default());
                    let wire = Wire::new(stream, Arc::clone(&switch));
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

impl Connected<IncomingStream<'_, DataListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, DataListener>) -> Self {
        stream.remote_addr().clone()
    }
}
