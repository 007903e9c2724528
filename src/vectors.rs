//! The files of vectors in `tests/fixtures/`, as types: with them, whoever can read JSON can prove
//! another implementation of the protocol. Their schemas are rendered from these types; one file
//! here for each folder that holds vectors.

mod backend;
mod case;
mod codec;
mod connection;
mod delivery;
mod endpoint;
mod fanout;
mod input;
mod kind;

use schemars::JsonSchema;
use serde::Deserialize;

pub use backend::{
    BackendEffect, BackendHappened, BackendRow, BackendVector, BackendVectors, Found,
    GatewayContext, GatewayEvent, Verification,
};
pub use case::{Case, VECTOR_FILES, VectorSource, cases};
pub use codec::{CodecVector, CodecVectors, VectorAlias, VectorFault, VectorTypescript};
pub use connection::{ConnectionStep, ConnectionVector, ConnectionVectors};
pub use delivery::{
    DeliveryArrival, DeliveryInterruption, DeliveryStep, DeliveryVector, DeliveryVectors,
    Interruption,
};
pub use endpoint::{EndpointFault, EndpointQuery, EndpointVector, EndpointVectors};
pub use fanout::{FanoutStep, FanoutVector, FanoutVectors};
pub use input::{InputVector, InputVectors};
pub use kind::VectorKind;

/// A file of vectors about one topic; the folder that it is in says of what kind they are.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "{T}s")]
pub struct VectorFile<T> {
    /// The topic.
    pub about: String,
    /// The vectors.
    pub vectors: Vec<T>,
}

/// A text.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum VectorText {
    /// As written.
    Text(String),
    /// Put together.
    Repeat(VectorRepeat),
}

impl VectorText {
    /// The text itself.
    pub fn text(&self) -> String {
        match self {
            VectorText::Text(text) => text.clone(),
            VectorText::Repeat(VectorRepeat { repeat: (prefix, unit, count, suffix) }) => {
                prefix.text() + &unit.repeat(*count as usize) + &suffix.text()
            }
        }
    }
}

/// A text that is put together.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VectorRepeat {
    /// Prefix, unit, how often the unit stands, suffix; prefix and suffix may be put together in
    /// their turn.
    pub repeat: (Box<VectorText>, String, u32, Box<VectorText>),
}
