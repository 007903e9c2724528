//! Since when something is part of the protocol, and until when: versions, and what is deprecated.
//!
//! What a row says wrong about that does not compile; the sentences are put together here.

#[macro_use]
mod deprecation;
mod sentence;
mod version;

pub use deprecation::Deprecation;

pub(crate) use deprecation::assert_deprecation;
pub(crate) use sentence::{Sentence, equal, refuse};
#[cfg(feature = "codegen")]
pub(crate) use version::parse;
pub(crate) use version::{assert_since, version_fault};
