//! What the connection itself has to say: authentication, errors, liveness.

use crate::error_code::ErrorCode;
use crate::value::{ConnectionId, Milliseconds, TenantId, UserId};

payload! {
    /// The connection is authenticated; only now is it `connected`.
    pub struct AuthSuccess {
        /// The tenant whose events will arrive.
        pub tenant_id: TenantId,
        /// The user who authenticated.
        pub user_id: UserId,
        /// The connection.
        pub connection_id: ConnectionId,
    }

    /// Authentication was refused.
    pub struct AuthErrorEvent {
        /// What went wrong, for a log.
        #[alias("message")]
        pub error: String,
        /// What went wrong, for a program.
        pub code: ErrorCode,
        /// The tenant, if the server knows it.
        pub tenant_id: Option<TenantId>,
    }

    /// The connection has a problem.
    pub struct ConnectionErrorEvent {
        /// What went wrong, for a log.
        #[alias("message")]
        pub error: Option<String>,
        /// What went wrong, for a program.
        pub code: ErrorCode,
        /// How long to wait before sending again.
        pub retry_after_ms: Option<Milliseconds>,
        /// The tenant, if the server knows it.
        pub tenant_id: Option<TenantId>,
    }

    /// An event could not be delivered to everybody.
    pub struct BroadcastErrorEvent {
        /// What went wrong, for a log.
        #[alias("message")]
        pub error: Option<String>,
        /// What went wrong, for a program.
        pub code: ErrorCode,
        /// How long to wait before sending again.
        pub retry_after_ms: Option<Milliseconds>,
        /// The tenant, if the server knows it.
        pub tenant_id: Option<TenantId>,
    }

    /// Something failed, in an area that the type may name: any other `<area>.error` whose data
    /// holds a `code` reads as this event and keeps its area.
    pub struct ErrorEvent {
        /// What went wrong, for a log.
        #[alias("message")]
        pub error: Option<String>,
        /// What went wrong, for a program.
        pub code: ErrorCode,
        /// How long to wait before sending again.
        pub retry_after_ms: Option<Milliseconds>,
        /// The tenant, if the server knows it.
        pub tenant_id: Option<TenantId>,
    }

    /// The server is alive. Older servers send it; the deployed gateway does not.
    pub struct Ping {}
}
