closed_enum! {
    /// What a screen shows of the connection.
    pub enum ConnectionStatus {
        /// Not started, or stopped.
        Disconnected = "disconnected",
        /// Connecting for the first time.
        Connecting = "connecting",
        /// Authenticated: events arrive.
        Connected = "connected",
        /// Not connected, and trying again.
        Reconnecting = "reconnecting",
        /// Given up, until started again by hand.
        Error = "error",
    }
}
