//! What a vector of any kind says of itself. No kind is known here but by its name.

use serde::de::DeserializeOwned;
use serde_json::Value;

closed_enum! {
    /// What a vector is about: the folder of `tests/fixtures/` that it is in.
    pub enum VectorKind {
        /// An event of API Gateway, or a row whose time may be over: what has to be done.
        Backend = "backend",
        /// A frame: what it is, or what is wrong with it and where.
        Codec = "codec",
        /// Inputs of the machine, one at a time: the state, the status and every effect.
        Connection = "connection",
        /// Frames, one at a time: fresh, stale or a repeat.
        Delivery = "delivery",
        /// A configuration: the URL that is opened, or why none is.
        Endpoint = "endpoint",
        /// The posts of a frame to a connection, one at a time: what follows from each.
        Fanout = "fanout",
        /// A frame: which input of the machine it is, if any.
        Input = "input",
    }
}

/// A vector of one kind.
pub(super) trait Vector: DeserializeOwned {
    const KIND: VectorKind;

    /// Id, requirement and name.
    fn told(&self) -> [&str; 3];

    /// What the implementation is given; some vectors go on where another ended.
    fn given(&self, others: &[Self]) -> Value;

    /// What it must answer.
    fn answers(&self) -> Vec<Value>;
}

/// An object of what is there.
pub(super) fn object<const N: usize>(keys: [(&str, Option<Value>); N]) -> Value {
    let there = keys.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
    Value::Object(there.collect())
}
