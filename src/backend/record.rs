//! A row of the table of connections.

use crate::value::{TenantId, Timestamp, UserId};

/// Who a connection is authenticated as.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Identity {
    /// The tenant, whose events the connection gets.
    pub tenant: TenantId,
    /// The user.
    pub user: UserId,
}

impl Identity {
    /// This user of this tenant, both out of a token that was verified.
    pub fn new(tenant: TenantId, user: UserId) -> Self {
        Identity { tenant, user }
    }
}

/// What a backend remembers of a connection: a row of its table, with the connection as the key and the
/// tenant as a sparse index, so that no query for receivers finds who has not authenticated.
///
/// A query passes over rows whose time is over, since a table may keep them for days.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Record {
    /// Who it is, once it has authenticated.
    pub identity: Option<Identity>,
    /// Until when the row counts. Of one that has not authenticated, the time that it has for that; of
    /// another, when the gateway will have closed it, or when its token expires if that was given and
    /// is earlier.
    pub until: Timestamp,
}

impl Record {
    /// A row, as it is read from the table.
    pub fn new(identity: Option<Identity>, until: Timestamp) -> Self {
        Record { identity, until }
    }

    /// Whether the connection is to get the events of its tenant.
    pub fn receives(&self, now: Timestamp) -> bool {
        self.identity.is_some() && now < self.until
    }
}
