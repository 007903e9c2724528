//! Captures: what travels, written to a file, and sent again from one.

mod record;
mod replay;

pub use record::Recorder;
pub use replay::{Replay, ReplayError};
