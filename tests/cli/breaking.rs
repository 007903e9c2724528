//! `realtime breaking` and `realtime changelog` in checkouts and repositories of their own.

mod accepted;
mod bad_input;
mod changelog;
mod checkout;
mod explain;
mod formats;
mod git;
mod prove;
mod prove_faults;
mod released;
mod shown;
mod source;
mod verdicts;

use checkout::{Checkout, changed, definition};
