//! Where tokens come from.

use std::fmt;
use std::future::Future;

use crate::value::Token;

/// Provides the token for each attempt to connect. Any `Fn(bool) -> impl Future<Output = Result<Token, TokenError>>`
/// is one.
///
/// Only one request runs at a time; one that hangs is given up after 15 s and dropped before the
/// next begins. One that panics has failed.
pub trait TokenProvider: Send + Sync + 'static {
    /// A token; with `force` a new one rather than a cached one, because the last was refused.
    fn token(&self, force: bool) -> impl Future<Output = Result<Token, TokenError>> + Send;
}

impl<F, Answer> TokenProvider for F
where
    F: Fn(bool) -> Answer + Send + Sync + 'static,
    Answer: Future<Output = Result<Token, TokenError>> + Send,
{
    fn token(&self, force: bool) -> impl Future<Output = Result<Token, TokenError>> + Send {
        self(force)
    }
}

/// Why there is no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenError {
    /// Nobody is signed in: the client gives up until [`token_changed`](super::Client::token_changed).
    Denied,
    /// No token for now: the client tries again.
    Failed,
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            TokenError::Denied => "nobody is signed in",
            TokenError::Failed => "no token is available for now",
        })
    }
}

impl std::error::Error for TokenError {}
