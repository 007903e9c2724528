//! The limits that API Gateway imposes on every connection ([reference]). They cannot be configured:
//! the protocol's limits follow from them, the client keeps within them, and the mock server behaves
//! so.
//!
//! [reference]: https://github.com/purposepath/realtime/blob/main/docs/reference/protocol.md#limits-of-the-gateway

facts! {
    /// The largest message; a larger one closes the connection with 1009.
    MAX_MESSAGE_BYTES: Bytes = 128 * 1024;
    /// The largest WebSocket frame; the gateway cuts a larger message into several.
    MAX_WEBSOCKET_FRAME_BYTES: Bytes = 32 * 1024;
    /// The longest URL, in characters; counts where a token travels in the query.
    MAX_URL_CHARACTERS: Count = 4096;
    /// A connection on which nobody sent anything for so long is closed with 1001.
    IDLE_TIMEOUT_MS: Milliseconds = 10 * 60_000;
    /// A connection of this age is closed with 1001, whatever it does.
    MAX_CONNECTION_AGE_MS: Milliseconds = 2 * 3_600_000;
    /// New connections a second, over all clients of the account; more are refused.
    MAX_NEW_CONNECTIONS_PER_SECOND: Count = 500;
    /// How long a backend may take to answer what the gateway asks it; then the gateway answers.
    INTEGRATION_TIMEOUT_MS: Milliseconds = 29_000;
    /// Messages a second that backends send through `@connections`, over the account; more are
    /// refused.
    MAX_POSTS_PER_SECOND: Count = 10_000;
}
