//! What the connection itself has to say: authentication, errors, liveness.

use crate::error_code::ErrorCode;
use crate::value::{ConnectionId, Milliseconds, TenantId, UserId};

payload! {
    /// Authentication succeeded: only now is the connection `connected`.
    pub struct AuthSuccess {
        /// The tenant whose events this connection receives.
        pub tenant_id: TenantId,
        /// The user who authenticated.
        pub user_id: UserId,
        /// The gateway's id of this connection.
        pub connection_id: ConnectionId,
    }

    /// Authentication was refused.
    pub struct AuthErrorEvent {
        /// A description of the error, for logs.
        #[alias("message")]
        pub error: String,
        /// The error code, for programs.
        pub code: ErrorCode,
        /// The tenant, if the server knows it.
        #[setter(with_tenant_id)]
        pub tenant_id: Option<TenantId>,
    }

    /// Something is wrong with this connection.
    pub struct ConnectionErrorEvent {
        /// A description of the error, for logs.
        #[alias("message")]
        #[setter(with_error)]
        pub error: Option<String>,
        /// The error code, for programs.
        pub code: ErrorCode,
        /// How long to wait before sending again, in milliseconds.
        #[setter(with_retry_after_ms)]
        pub retry_after_ms: Option<Milliseconds>,
        /// The tenant, if the server knows it.
        #[setter(with_tenant_id)]
        pub tenant_id: Option<TenantId>,
    }

    /// An event could not be delivered to every connection.
    pub struct BroadcastErrorEvent {
        /// A description of the error, for logs.
        #[alias("message")]
        #[setter(with_error)]
        pub error: Option<String>,
        /// The error code, for programs.
        pub code: ErrorCode,
        /// How long to wait before sending again, in milliseconds.
        #[setter(with_retry_after_ms)]
        pub retry_after_ms: Option<Milliseconds>,
        /// The tenant, if the server knows it.
        #[setter(with_tenant_id)]
        pub tenant_id: Option<TenantId>,
    }

    /// Something else failed. The type may name an area: any other `<area>.error` whose data has a
    /// `code` is read as this event, and its area is kept.
    pub struct ErrorEvent {
        /// A description of the error, for logs.
        #[alias("message")]
        #[setter(with_error)]
        pub error: Option<String>,
        /// The error code, for programs.
        pub code: ErrorCode,
        /// How long to wait before sending again, in milliseconds.
        #[setter(with_retry_after_ms)]
        pub retry_after_ms: Option<Milliseconds>,
        /// The tenant, if the server knows it.
        #[setter(with_tenant_id)]
        pub tenant_id: Option<TenantId>,
    }

    /// A sign that the server is alive. Older servers send it; the deployed gateway does not.
    pub struct Ping {}
}
