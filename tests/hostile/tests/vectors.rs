//! The vectors of the crate, replayed where serde_json keeps the digits of numbers and the order of
//! keys.

#[path = "../../wire/vector.rs"]
mod vector;
#[path = "../../wire/vectors.rs"]
mod vectors;
