//! The formats of files and arguments that people write: the vectors, whose schemas are rendered
//! from these types, so that whoever can read JSON can prove another implementation with them, and
//! the rules by which the mock server fails.

pub mod fault;
pub(crate) mod pattern;
#[cfg(feature = "codegen")]
mod vectors;

#[cfg(feature = "codegen")]
pub use vectors::{
    CodecVector, CodecVectors, ConnectionStep, ConnectionVector, ConnectionVectors, FrameVerdict,
    VectorAlias, VectorFault, VectorFrame, VectorRepeat, VectorTypescript,
};
