//! One frame to many connections ([feature] `gateway`): what becomes of each post through
//! `@connections`, how many are under way at once, when one is tried again, and when to give up.
//! [`Fanout`] decides, from times and random numbers that it is given; whoever drives it posts and
//! waits. [`publish`] drives it in any runtime.
//!
//! ```
//! use purposepath_realtime::fanout::{Policy, Posted, publish};
//! use purposepath_realtime::prelude::*;
//!
//! /// Sends an event to the connections of its tenant: `post` and `forget` are the service's own.
//! async fn send(event: GoalCompleted, receivers: Vec<ConnectionId>) -> Result<(), EncodeError> {
//!     let frame = Envelope::now(event).encode_shared()?; // Encoded once.
//!     let post = |id| post(id, frame.clone());
//!     let report = publish(Policy::default(), receivers, post, tokio::time::sleep).await;
//!     for id in &report.gone {
//!         forget(id).await;
//!     }
//!     eprintln!("{report}"); // 9,500 delivered, 500 gone, 0 dropped, by 10,000 posts in 1,204 ms
//!     Ok(())
//! }
//! # async fn post(_: ConnectionId, _: SharedFrame) -> Posted { Posted::of_status(200) }
//! # async fn forget(_: &ConnectionId) {}
//! ```
//!
//! [feature]: https://github.com/purposepath/realtime/blob/main/docs/rust.md#features

mod decision;
mod driver;
mod outcome;
mod policy;
mod publish;
mod report;
mod set;

pub use decision::{Decision, decide};
pub use driver::{Fanout, Next, Post};
pub use outcome::{OUTCOMES, Outcome, OutcomeRow, Posted, Rule};
pub use policy::{
    BACKOFF_FIRST_MS, BACKOFF_MOST_MS, BUDGET_MS, CONCURRENCY, DENIED_POSTS, FACTS, FAILED_POSTS,
    Policy, THROTTLED_POSTS,
};
pub use publish::{publish, publish_by};
pub use report::{Reason, Report};
