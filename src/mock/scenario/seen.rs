//! What the server saw of a client, reduced to what expectations are about.

use crate::formats::scenario::Sent;

/// Something that the server saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Milliseconds of the server's clock since the first connection arrived.
    pub at: u64,
    /// The connection's ordinal; 0 for what concerns none.
    pub connection: u64,
    pub what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// An attempt to connect: the TCP connection is there, whatever becomes of it.
    Arrived,
    /// The handshake is done.
    Opened,
    Authenticated,
    /// A frame of the client; `None` is one that expectations do not name.
    Heard(Option<Sent>),
    /// A `ping` of the server went out.
    Pinged,
    Closed,
    /// The client was asked to end.
    Stopped,
}
