//! Text to typed message and back.

mod decode;
mod encode;
mod error;
mod peek;
mod store;

pub use decode::{decode, decode_bytes, decode_reporting};
pub use encode::{Encode, EncodeError, SharedFrame};
pub use error::DecodeError;
pub use peek::{Peek, peek};
