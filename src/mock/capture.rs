//! Captures: what travels, written to a file, and sent again from one.

mod record;
mod replay;

pub use record::Recorder;
pub(in crate::mock) use record::{first_line, line_of};
pub use replay::{Replay, ReplayError};
