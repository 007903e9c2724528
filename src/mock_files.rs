//! What people write for the mock server, and what it writes for them: the rules by which it fails,
//! the scenarios that it plays, and captures. Here stands what can be written; the mock server does
//! it.

pub mod capture;
pub mod fault;
mod no_json;
mod ping_answer;
pub mod scenario;

pub(crate) use no_json::NoJson;
pub use ping_answer::PingAnswer;
