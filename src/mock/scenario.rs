//! Scenarios: what the server does to a client, and whether the client then does what it must.
//!
//! Judged from the server's side only: nothing here knows how a client works, or in which language
//! it is written.

mod error;
mod judge;
mod place;
mod plan;
mod seen;
mod template;

pub use error::ScenarioError;
pub use judge::Verdict;
pub use plan::Plan;
