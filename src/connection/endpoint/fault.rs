//! Why there is no endpoint, as sentences. No text here holds a token or a password.

use std::fmt;

use super::{Stage, Variable};
use crate::enumeration::NotListed;
use crate::gateway::MAX_URL_CHARACTERS;

/// What is wrong with a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UrlFault {
    /// It does not begin with `wss://` or `ws://`.
    Scheme,
    /// It names no host, or a port that is none.
    Host,
    /// It holds white space, a backslash, or a fragment.
    Character,
    /// It is `ws://` to another machine, where everybody on the way reads the token.
    Insecure,
    /// It holds a user or a password.
    UserInfo,
}

/// Why there is no endpoint.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum EndpointError {
    /// The stage is set to something else than one of the three.
    UnknownStage(NotListed),
    /// Neither stage nor URL is set, in a production build.
    NoStage,
    /// The URL will not do.
    Url {
        /// What is wrong with it.
        fault: UrlFault,
        /// The URL as configured; it may hold a password.
        url: String,
    },
    /// With the token in it the URL is longer than the gateway takes.
    TooLong {
        /// How long it is.
        characters: u64,
    },
}

impl fmt::Display for EndpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (stage, overriding) = (Variable::STAGE.name, Variable::URL.name);
        let (fault, url) = match self {
            EndpointError::UnknownStage(stages) => {
                return write!(f, "{stages}: correct {stage}, or a token goes to the wrong stage");
            }
            EndpointError::NoStage => {
                let stages: Vec<&str> = Stage::ALL.iter().map(|stage| stage.as_str()).collect();
                return write!(
                    f,
                    "no stage: a production build has to name one of {} in {stage}, or a URL in \
                     {overriding}",
                    stages.join(", ")
                );
            }
            EndpointError::TooLong { characters } => {
                return write!(
                    f,
                    "the URL with the token has {characters} characters, the gateway takes \
                     {MAX_URL_CHARACTERS}: send the token in a frame"
                );
            }
            EndpointError::Url { fault, url } => (fault, url),
        };
        let expected = match fault {
            UrlFault::Scheme => "a URL that begins with wss://",
            UrlFault::Host => "a host behind ://, with no port or one up to 65535",
            UrlFault::Character => "no white space, no backslash and no #",
            UrlFault::Insecure => "wss://, since ws:// is for this machine only",
            UrlFault::UserInfo => "no user and no password, since the token says who connects",
        };
        // Before the host there may be a password; whoever wrote it can find it.
        if url.contains('@') {
            write!(f, "expected {expected}: correct {overriding}")
        } else {
            write!(f, "expected {expected}; found {url:?}: correct {overriding}")
        }
    }
}

/// The sentence, for the same reason.
impl fmt::Debug for EndpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EndpointError({self})")
    }
}

impl std::error::Error for EndpointError {}
