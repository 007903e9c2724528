//! How a command reaches a server: its URL, a token from the environment, no proxy.

mod proxy;
pub mod secret;

use std::num::NonZeroU32;

use super::Failure;
use crate::Token;
use crate::connection::{Endpoint, EndpointError, UrlFault};
use crate::os_error::why;

/// At more, what waits 10 s waits less than 10 ms, and a server that is well looks dead.
const MAX_TIME_SCALE: u32 = 1000;

pub fn time_scale(text: &str) -> Result<NonZeroU32, String> {
    let scale = text.parse().ok().filter(|scale: &NonZeroU32| scale.get() <= MAX_TIME_SCALE);
    scale.ok_or_else(|| format!("expected a whole number from 1 to {MAX_TIME_SCALE}"))
}

/// The endpoint at a URL, unless the environment asks for a proxy to it.
pub fn endpoint(url: &str) -> Result<Endpoint, Failure> {
    let endpoint = Endpoint::at(url).map_err(|error| unusable(&error))?;
    if let Some(name) = proxy::asked(endpoint.url(), |name| std::env::var(name).ok()) {
        return Err(Failure::Error(format!(
            "{name} names a proxy, and proxies are not supported: where the server can be \
             reached without one, add its host to NO_PROXY"
        )));
    }
    Ok(endpoint)
}

/// What runs the connections of a command.
pub fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| {
        Failure::Error(format!("cannot start: {}: close other programs and try again", why(&error)))
    })
}

/// The token in an environment variable, which an argument names.
pub fn token(name: &str, argument: &str) -> Result<Token, Failure> {
    let error = |what: &str| {
        Failure::Error(format!("{name} {what}: set it to a token, or name another in {argument}"))
    };
    let value = std::env::var_os(name).ok_or_else(|| error("is not set"))?;
    let value = value.into_string().map_err(|_| error("is not UTF-8"))?;
    Token::new(value.trim()).map_err(|_| error("is empty"))
}

fn unusable(error: &EndpointError) -> Failure {
    let advice = match error {
        EndpointError::Url { fault: UrlFault::Scheme, .. } => {
            "it has to begin with wss://, or with ws:// for a server on this machine"
        }
        EndpointError::Url { fault: UrlFault::Host, .. } => {
            "a host has to stand behind ://, with no port or one up to 65535"
        }
        EndpointError::Url { fault: UrlFault::Insecure, .. } => {
            "ws:// is for this machine only, since everybody on the way could read the token: \
             write wss://"
        }
        EndpointError::Url { fault: UrlFault::UserInfo, .. } => {
            "leave out user and password, the token says who connects"
        }
        _ => "leave out white space, backslashes and #",
    };
    Failure::Error(format!("this URL cannot be used: {advice}"))
}
