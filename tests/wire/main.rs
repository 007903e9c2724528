//! What travels is read and written as the protocol says: by vectors, by fixtures and by chance.

mod awkward;
mod binary;
#[cfg(feature = "codegen")]
mod fixtures;
mod generated;
mod peer_suite;
mod properties;
mod rows;
#[cfg(feature = "codegen")]
mod spellings;
mod stored;
mod texts;
mod values;
mod vector;
mod vectors;
