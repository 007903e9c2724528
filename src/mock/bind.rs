//! Ports: on both loopbacks unless an address is given, free again at once after a restart.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use tokio::net::{TcpListener, TcpSocket};

use super::config::StartError;
use super::listeners::Listeners;

/// How many connections may wait to be accepted: a crowd that comes back all at once.
const BACKLOG: u32 = 4096;
/// How often a free port is looked for that is free on both loopbacks.
const ATTEMPTS: u32 = 16;

/// Listens; answers with the address to connect to.
pub(super) fn listen(
    address: Option<IpAddr>,
    port: u16,
    public: bool,
    name: &'static str,
) -> Result<(Listeners, SocketAddr), StartError> {
    if let Some(address) = address {
        if !address.is_loopback() && !public {
            return Err(StartError::NotLoopback { address });
        }
        let at = SocketAddr::new(address, port);
        let listener = bind(at).map_err(|error| refused(at, error, name))?;
        let mut at = local(&listener, at);
        // Who listens everywhere is reached here, too.
        if address.is_unspecified() {
            let loopback: IpAddr = if address.is_ipv4() {
                Ipv4Addr::LOCALHOST.into()
            } else {
                Ipv6Addr::LOCALHOST.into()
            };
            at.set_ip(loopback);
        }
        return Ok((Listeners::new(vec![listener]), at));
    }
    for attempt in 1.. {
        let v4 = SocketAddr::new(Ipv4Addr::LOCALHOST.into(), port);
        let first = bind(v4).map_err(|error| refused(v4, error, name))?;
        let at = local(&first, v4);
        let v6 = SocketAddr::new(Ipv6Addr::LOCALHOST.into(), at.port());
        match bind(v6) {
            Ok(second) => return Ok((Listeners::new(vec![first, second]), at)),
            Err(error) if error.kind() == ErrorKind::AddrInUse => {
                if port != 0 || attempt == ATTEMPTS {
                    return Err(refused(v6, error, name));
                }
            }
            // There is no IPv6 here.
            Err(_) => return Ok((Listeners::new(vec![first]), at)),
        }
    }
    unreachable!("an attempt succeeds or is the last")
}

fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // On Windows it would let two servers share a port.
    #[cfg(not(windows))]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

fn local(listener: &TcpListener, asked: SocketAddr) -> SocketAddr {
    listener.local_addr().unwrap_or(asked)
}

fn refused(address: SocketAddr, error: io::Error, port: &'static str) -> StartError {
    if error.kind() == ErrorKind::AddrInUse {
        StartError::PortInUse { address, port }
    } else {
        StartError::Bind { address, error }
    }
}
