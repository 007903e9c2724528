//! The formats of files that people write: the vectors, whose schemas are rendered from these types,
//! so that whoever can read JSON can prove another implementation with them.

mod vectors;

pub use vectors::{
    CodecVector, CodecVectors, ConnectionStep, ConnectionVector, ConnectionVectors,
    DeliveryArrival, DeliveryInterruption, DeliveryStep, DeliveryVector, DeliveryVectors,
    EndpointFault, EndpointQuery, EndpointVector, EndpointVectors, FrameVerdict, Interruption,
    VectorAlias, VectorFault, VectorFile, VectorRepeat, VectorText, VectorTypescript,
};
