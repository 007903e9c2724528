//! The formats of files and arguments that people write: the vectors, whose schemas are rendered
//! from these types, so that whoever can read JSON can prove another implementation with them, the
//! rules by which the mock server fails, and the scenarios that it plays.

pub mod capture;
pub mod fault;
pub(crate) mod nearest;
#[cfg(feature = "mock")]
pub(crate) mod pattern;
pub mod scenario;
#[cfg(feature = "codegen")]
mod vectors;

#[cfg(feature = "codegen")]
pub use vectors::{
    CodecVector, CodecVectors, ConnectionStep, ConnectionVector, ConnectionVectors,
    DeliveryArrival, DeliveryInterruption, DeliveryStep, DeliveryVector, DeliveryVectors,
    EndpointFault, EndpointQuery, EndpointVector, EndpointVectors, FrameVerdict, InputVector,
    InputVectors, Interruption, VectorAlias, VectorFault, VectorFile, VectorRepeat, VectorText,
    VectorTypescript,
};
