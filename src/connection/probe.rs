//! A probe: how a client asks for a sign of life, and what made it ask.

closed_enum! {
    /// How a client asks for a sign of life.
    #[non_exhaustive]
    pub enum ProbeKind {
        /// By the command `ping`, which costs a message and which not every server answers: what is
        /// known of the server is learnt. In browsers.
        Message = "message",
        /// By a WebSocket ping, which every server has to answer (RFC 6455 §5.5.2) and which costs
        /// nothing. Where the shell can send one.
        Control = "control",
    }
}

closed_enum! {
    /// What made a client ask.
    #[non_exhaustive]
    pub enum ProbeCause {
        /// The connection is new.
        Entry = "entry",
        /// Nothing was heard for long.
        Silence = "silence",
        /// The keep-alive, which is a probe where the server is known to answer.
        KeepAlive = "keep_alive",
        /// The machine slept, or the network has changed.
        Wake = "wake",
    }
}
