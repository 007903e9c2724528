//! The connection: where it goes, what it is called while it goes there, and the facts that a
//! client has to reckon with. Nothing here opens a socket.

mod close;
mod delivery;
mod endpoint;
#[macro_use]
mod fact;
pub mod gateway;
mod status;
pub mod timing;

pub use close::{CLIENT_CLOSE_CODE, CLOSE_CODES, CloseClass, CloseRow};
pub use delivery::{DELIVERY, DeliveryRule};
pub use endpoint::{Authentication, MOCK_URL, Stage, Variable};
pub use fact::{Fact, Unit};
pub use status::ConnectionStatus;
