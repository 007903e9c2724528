//! Judges a server from outside: opens connections to it, sends what a client may send and some that
//! none does, and holds what comes back against the requirements of a server.
//!
//! Never the client's machine and never the mock server: what judges must not share their bugs. Every
//! wait has a bound, and whatever is reported names it. Nothing here prints, and no token is in what is
//! reported, unless the server sent it back: that, whoever prints has to hide.

mod connection;
mod judge;
mod memory;
mod probe;
mod reading;
mod sheet;
mod socket;
mod token;
mod trigger;
mod waits;

use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::time::Duration;

use crate::Token;
use crate::conformance::Requirement;

pub use reading::faults;
pub use sheet::{Outcome, Verdict};
pub use token::Claims;
pub use trigger::Trigger;

/// What is to be judged, and with what.
pub struct Plan {
    /// The URL of the server, checked.
    pub url: String,
    /// A token that is good.
    pub owner: Owner,
    /// A good token of another tenant.
    pub other: Option<Owner>,
    /// A token that has expired.
    pub expired: Option<Token>,
    /// What makes the server send an event.
    pub trigger: Option<Trigger>,
    /// Whether to wait for the idle timeout too.
    pub slow: bool,
    /// What is not looked at.
    pub skipped: BTreeSet<&'static str>,
    /// How many times faster the clock of the server runs.
    pub time_scale: NonZeroU32,
}

impl Plan {
    /// Every token that was given, none of which may be told.
    pub fn tokens(&self) -> Vec<&Token> {
        let other = self.other.as_ref().map(|it| &it.token);
        [Some(&self.owner.token), other, self.expired.as_ref()].into_iter().flatten().collect()
    }
}

/// A token, and the tenant that it is for.
pub struct Owner {
    /// The token.
    pub token: Token,
    /// The tenant.
    pub tenant: String,
}

/// What was found.
pub struct Findings {
    /// A verdict on each requirement of a server, in their order.
    pub verdicts: Vec<Verdict>,
    /// The connections in the order in which they were opened, by what each was for.
    pub connections: Vec<&'static str>,
    /// How many frames came.
    pub frames: usize,
    /// How long it took.
    pub took: Duration,
}

/// Why nothing was judged, as a sentence that says what to do.
pub struct Interrupted(pub String);

/// Judges a server.
///
/// # Errors
/// When there is none, or none that lets itself be judged; and when the trigger fails.
pub async fn run(plan: &Plan) -> Result<Findings, Interrupted> {
    probe::all(plan).await
}

/// The requirements that a run looks at.
pub fn requirements() -> impl Iterator<Item = &'static Requirement> {
    crate::conformance::requirements_of(crate::conformance::Role::Server)
}
