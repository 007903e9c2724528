//! Listens on the data port, and plays the faults that strike before the handshake.

use std::sync::Arc;

use axum::Router;

use crate::mock_files::fault::FaultAction;

use super::data_port;
use super::handle::Handle;
use super::listeners::Listeners;
use super::serve::Port;
use super::wire::{Peer, Wire, WireSwitch, read_to_end};

pub(super) struct DataListener {
    pub listeners: Listeners,
    pub handle: Handle,
}

impl Port for DataListener {
    type Io = Wire;

    async fn accept(&mut self) -> (Wire, Router) {
        loop {
            let on_error = |error| self.handle.cannot_accept(&error);
            let (mut stream, address) = self.listeners.next(on_error).await;
            match self.handle.strike_at_accept() {
                None => {
                    let switch = Arc::new(WireSwitch::default());
                    let wire = Wire::new(stream, Arc::clone(&switch));
                    let peer = Peer { address, switch };
                    return (wire, data_port::router(self.handle.clone(), peer));
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
}
