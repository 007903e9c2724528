//! On which terms a backend takes connections.

facts! {
    /// How long a connection may stay without `auth`; a client waits as long for the answer.
    AUTH_WITHIN_MS: Milliseconds = 10_000;
}

/// On which terms a backend takes connections. The default is the protocol as it is today.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "codegen", derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema))]
#[cfg_attr(feature = "codegen", serde(rename_all = "camelCase", default, deny_unknown_fields))]
#[non_exhaustive]
pub struct Terms {
    /// How long a connection may stay without `auth`, in milliseconds, 1 to 7,200,000: longer than two
    /// hours none lasts; a number beyond counts as the nearest. [`AUTH_WITHIN_MS`] by default.
    pub auth_within_ms: u64,
    /// Whether a token in the query of the handshake, `?access_token=…&tenant=…`, authenticates: for
    /// clients of older servers. Off by default, since what stands in a URL ends up in logs.
    pub reads_query: bool,
    /// Whether the command `ping` is answered with `pong`, by which clients notice a dead connection
    /// within two minutes. On by default.
    pub answers_ping: bool,
}

impl Default for Terms {
    fn default() -> Self {
        Terms { auth_within_ms: AUTH_WITHIN_MS, reads_query: false, answers_ping: true }
    }
}

impl Terms {
    /// Sets [`auth_within_ms`](field@Self::auth_within_ms).
    #[must_use]
    pub fn with_auth_within_ms(mut self, ms: u64) -> Self {
        self.auth_within_ms = ms;
        self
    }

    /// Sets [`reads_query`](field@Self::reads_query).
    #[must_use]
    pub fn with_reads_query(mut self, reads_query: bool) -> Self {
        self.reads_query = reads_query;
        self
    }

    /// Sets [`answers_ping`](field@Self::answers_ping).
    #[must_use]
    pub fn with_answers_ping(mut self, answers_ping: bool) -> Self {
        self.answers_ping = answers_ping;
        self
    }
}
