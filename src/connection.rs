//! The connection: where it goes, and what it is called while it goes there.

mod endpoint;
mod status;

pub use endpoint::Stage;
pub use status::ConnectionStatus;
