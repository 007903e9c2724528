//! Where a client connects, how it proves who it is, and whom it trusts.

use std::fmt;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::SystemTime;

use super::dial::{public_roots, trusting};
use crate::connection::{Authentication, Endpoint};
use crate::value::TenantId;

/// The TLS library, for [`Config::with_tls`].
pub use ::rustls;
pub use ::rustls::RootCertStore;

/// How a client connects: endpoint, authentication, tenant, TLS.
#[derive(Clone)]
pub struct Config {
    pub(super) endpoint: Endpoint,
    pub(super) authentication: Authentication,
    pub(super) tenant: Option<TenantId>,
    pub(super) tls: Arc<rustls::ClientConfig>,
    pub(super) wall_clock: WallClock,
    pub(super) time_scale: NonZeroU32,
}

/// Tells the time of day.
pub(super) type WallClock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

impl Config {
    /// The defaults for an endpoint: the token is sent in a frame, the events of every tenant are
    /// reported, and the certificate authorities are those that Mozilla trusts.
    pub fn new(endpoint: Endpoint) -> Self {
        Config {
            endpoint,
            authentication: Authentication::Frame,
            tenant: None,
            tls: trusting(public_roots()),
            wall_clock: Arc::new(SystemTime::now),
            time_scale: NonZeroU32::MIN,
        }
    }

    /// Drops events that name another tenant, and takes an `auth.success` of another tenant for a
    /// token that was refused.
    #[must_use]
    pub fn with_tenant(mut self, tenant: TenantId) -> Self {
        self.tenant = Some(tenant);
        self
    }

    /// Sends token and tenant in the URL, for older servers; and as [`with_tenant`](Self::with_tenant).
    #[must_use]
    pub fn with_query_authentication(mut self, tenant: TenantId) -> Self {
        self.authentication = Authentication::Query;
        self.with_tenant(tenant)
    }

    /// Trusts these certificate authorities and no others.
    #[must_use]
    pub fn with_roots(mut self, roots: RootCertStore) -> Self {
        self.tls = trusting(roots);
        self
    }

    /// Replaces the whole TLS configuration, for client certificates or another crypto provider.
    #[must_use]
    pub fn with_tls(mut self, tls: Arc<rustls::ClientConfig>) -> Self {
        self.tls = tls;
        self
    }

    /// Replaces the clock for the time of day, for tests with simulated time. The client compares it
    /// with tokio's clock, of which only the time of day advances while the machine is asleep: after
    /// a sleep of 10 s the server is probed, after one of 75 s the connection is replaced.
    #[must_use]
    pub fn with_wall_clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.wall_clock = Arc::new(now);
        self
    }

    /// Makes the timers run this many times as fast; 1 by default. How long a sleep was is not
    /// scaled. For a mock server that runs as fast. Not for a real server, to which it would connect
    /// too often.
    #[must_use]
    pub fn with_time_scale(mut self, times: NonZeroU32) -> Self {
        self.time_scale = times;
        self
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("endpoint", &self.endpoint)
            .field("authentication", &self.authentication)
            .field("tenant", &self.tenant)
            .finish_non_exhaustive()
    }
}
