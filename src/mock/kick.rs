use std::fmt;

use crate::mock_files::fault::CloseCode;

use super::connection::Connection;
use super::profile::Profile;

/// Whom to close.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Selector {
    /// Everybody.
    All,
    /// The connection with this id.
    Connection(String),
    /// The connection with this ordinal.
    Ordinal(u64),
    /// Every connection of this tenant.
    Tenant(String),
    /// Every connection of this user.
    User(String),
}

/// How to close.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Close {
    /// With a close frame.
    Code(u16),
    /// By a TCP reset, without a close frame: the client sees 1006.
    Reset,
}

/// Why a connection cannot be closed like that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KickError {
    /// The gateway closes with 1000, whatever the backend would like.
    GatewayCode(u16),
    /// No close frame may hold such a code.
    NoCode(u16),
}

impl fmt::Display for KickError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            KickError::GatewayCode(code) => write!(
                f,
                "a backend behind the gateway cannot close with {code}, a kick arrives as 1000: \
                 leave out the code, start the mock with --profile legacy, or use the fault `close`"
            ),
            KickError::NoCode(code) => write!(
                f,
                "no close frame holds the code {code}: name one from 1000 to 4999, or cut with \
                 \"reset\":true, which a client sees as 1006"
            ),
        }
    }
}

impl std::error::Error for KickError {}

pub(super) fn check(code: u16, profile: Profile) -> Result<(), KickError> {
    if CloseCode::new(code).is_none() {
        return Err(KickError::NoCode(code));
    }
    if code != 1000 && !profile.rules().custom_codes {
        return Err(KickError::GatewayCode(code));
    }
    Ok(())
}

impl Selector {
    pub(super) fn fits(&self, connection: &Connection) -> bool {
        let identity = connection.identity();
        match self {
            Selector::All => true,
            Selector::Connection(id) => connection.id == *id,
            Selector::Ordinal(ordinal) => connection.ordinal == *ordinal,
            Selector::Tenant(tenant) => identity.is_some_and(|it| it.tenant == *tenant),
            Selector::User(user) => identity.is_some_and(|it| it.user == *user),
        }
    }
}
