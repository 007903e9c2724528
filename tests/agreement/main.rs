//! Rust, TypeScript and the schemas agree: on every frame, and on every step of a connection. Needs
//! Node, but nothing from npm.

mod connection;
mod frames;
mod mixtures;
mod mutations;
mod node;
mod schemas;
mod values;
#[path = "../wire/vector.rs"]
mod vector;
#[path = "../connection/vectors.rs"]
mod vectors;
mod verdict;

use std::io::{self, Write};

/// Prints a count that is to be seen of a test that passes, so not by the macros, whose output the
/// harness keeps to itself.
fn print(text: &str) {
    let _ = io::stdout().write_all(text.as_bytes());
}
