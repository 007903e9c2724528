//! What a backend behind API Gateway decides: about each event of the gateway, and about a frame for many
//! connections, in virtual time.

mod backend;
mod decisions;
mod driver;
mod publish;
mod runs;
#[cfg(feature = "codegen")]
mod vectors;
