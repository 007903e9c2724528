//! Scenarios: what the server does to a client, and whether the client then does what it must.
//!
//! Judged from the server's side only: nothing here knows how a client works, or in which language
//! it is written.

mod client;
mod judge;
mod live;
mod outcome;
mod plan;
mod run;
mod shipped;
mod stage;
mod template;
mod witness;

pub use client::{ClientCommand, ClientError};
pub use judge::Verdict;
pub use outcome::Outcome;
pub use plan::Plan;
pub use shipped::{SCENARIOS, Shipped};
pub use stage::{Played, StageError};

pub(super) use stage::Stage;
