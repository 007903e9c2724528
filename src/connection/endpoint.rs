closed_enum! {
    /// Which deployment of the backend a client talks to.
    pub enum Stage {
        /// For developers.
        Dev = "dev",
        /// For tests before a release.
        Staging = "staging",
        /// For customers.
        Prod = "prod",
    }
}

impl Stage {
    /// The URL of the stage's WebSocket endpoint (PROTOCOL §6).
    pub const fn url(self) -> &'static str {
        match self {
            Stage::Dev => "wss://api.dev.purposepath.app/realtime",
            Stage::Staging => "wss://api.staging.purposepath.app/realtime",
            Stage::Prod => "wss://api.purposepath.app/realtime",
        }
    }
}
