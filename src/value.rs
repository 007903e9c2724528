//! Values whose type checks their range and format: every value that can be built can be written,
//! and what is written is read back.

#[macro_use]
mod canonical_text;

mod date;
mod enumerations;
mod id;
mod nullable;
mod number;
mod timestamp;
mod token;

pub use crate::json::ValueError;

pub use date::CalendarDate;
pub use enumerations::*;
pub(crate) use id::Id;
pub use id::*;
pub use nullable::Nullable;
pub use number::{FileSize, FiniteNumber, Milliseconds, Progress, TargetProgress};
pub use timestamp::Timestamp;
pub use token::Token;
