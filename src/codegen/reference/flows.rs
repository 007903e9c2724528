//! Four conversations as Mermaid diagrams. Their numbers come from the tables.

use crate::connection::{BACKOFF_WINDOWS_MS, CLIENT_CLOSE_CODE, ConnectionStatus, timing};
use crate::fact::Unit;
use crate::{ErrorCode, EventType};

pub(super) fn time(ms: u64) -> String {
    Unit::Milliseconds.show(ms)
}

fn backoff() -> String {
    format!(
        "at random within {}, later within up to {}",
        time(BACKOFF_WINDOWS_MS[0]),
        time(BACKOFF_WINDOWS_MS[BACKOFF_WINDOWS_MS.len() - 1])
    )
}

const PARTICIPANTS: &str = "sequenceDiagram
    participant App as Application
    participant Client
    participant Server";

pub(super) fn connect() -> String {
    format!(
        r#"{PARTICIPANTS}
    App->>Client: start
    Note over Client: {connecting}
    Client->>App: token?
    App-->>Client: token, within {token}
    Client->>Server: open the socket
    Server-->>Client: open, within {open}
    Client->>Server: {{ "action": "auth", "token": … }}
    alt the token is accepted, within {auth}
        Server-->>Client: {success}
        Note over Client: {connected}
        Client->>App: fetch what the screen shows
        loop whenever nothing was sent for {keep_alive}
            Client->>Server: {{ "action": "ping" }}
        end
    else it is refused with {unauthorized}
        Server-->>Client: {refused} with {unauthorized}
        Note over Client: token refresh, see below
    else it is refused with {forbidden}
        Server-->>Client: {refused} with {forbidden}
        Note over Client: {failed}, no retry
    else no answer, or the socket closes
        Note over Client: {reconnecting}
        Note over Client: wait {backoff}, then start over
    end"#,
        connecting = ConnectionStatus::Connecting,
        connected = ConnectionStatus::Connected,
        reconnecting = ConnectionStatus::Reconnecting,
        token = time(timing::TOKEN_TIMEOUT_MS),
        open = time(timing::CONNECT_TIMEOUT_MS),
        auth = time(timing::AUTH_TIMEOUT_MS),
        keep_alive = time(timing::KEEP_ALIVE_MS),
        success = EventType::AuthSuccess.as_str(),
        refused = EventType::AuthErrorEvent.as_str(),
        unauthorized = ErrorCode::Unauthorized,
        forbidden = ErrorCode::Forbidden,
        failed = ConnectionStatus::Error,
        backoff = backoff(),
    )
}

pub(super) fn token_refresh() -> String {
    let limit = ErrorCode::Unauthorized.row().max_in_a_row.expect("a client gives up some time");
    format!(
        r#"{PARTICIPANTS}
    Note over Client: {connected}
    Server-->>Client: {error} with {unauthorized}
    Client->>Server: close with {CLIENT_CLOSE_CODE}
    Note over Client: {reconnecting}
    opt not for the first time in a row
        Note over Client: wait {backoff}
    end
    Client->>App: token? A new one, whatever is cached
    App-->>Client: token, within {token}
    Client->>Server: open the socket, then auth
    alt the token is accepted
        Server-->>Client: {success}
        Note over Client: {connected}, after {stable} failures count from 0 again
    else {unauthorized} again
        Note over Client: once more from the top
    else {unauthorized} {limit} times in a row
        Note over Client: {failed}, the user has to sign in again
    end"#,
        connected = ConnectionStatus::Connected,
        reconnecting = ConnectionStatus::Reconnecting,
        failed = ConnectionStatus::Error,
        error = EventType::ConnectionErrorEvent.as_str(),
        unauthorized = ErrorCode::Unauthorized,
        backoff = backoff(),
        token = time(timing::TOKEN_TIMEOUT_MS),
        success = EventType::AuthSuccess.as_str(),
        stable = time(timing::STABLE_AFTER_MS),
    )
}

pub(super) fn rate_limit() -> String {
    let code = ErrorCode::RateLimitExceeded;
    let delays: Vec<String> =
        code.row().delays_ms.iter().map(|delay| time(u64::from(*delay))).collect();
    format!(
        r#"{PARTICIPANTS}
    Note over Client: {connected}
    Client->>Server: a command
    Server-->>Client: {error} with {code}
    Note over Client: still {connected}
    alt the error has retryAfterMs
        Note over Client: send nothing for so long
    else it has not
        Note over Client: send nothing for {delays} (the 1st, 2nd, … in a row)
    end
    Server-->>Client: events arrive meanwhile
    Client->>App: events
    Client->>Server: the keep-alive at the latest {latest} after the last frame sent"#,
        connected = ConnectionStatus::Connected,
        error = EventType::ConnectionErrorEvent.as_str(),
        delays = delays.join(", "),
        latest = time(timing::KEEP_ALIVE_LATEST_MS),
    )
}

pub(super) fn resync() -> String {
    format!(
        r#"{PARTICIPANTS}
    participant Api as REST API
    Note over Client,Server: away: what was sent meanwhile is lost
    Client->>Server: open the socket, then auth
    Server-->>Client: {success}
    Note over Client: {connected}
    Client->>App: resync
    App->>Api: fetch what the screen shows
    Server-->>Client: event A
    Server-->>Client: event B
    Note over Client: holds A and B back
    Api-->>App: the present state
    App-->>Client: done
    Note over Client: or after {timeout}, or with {most} events held
    Client->>App: event A
    Client->>App: event B"#,
        success = EventType::AuthSuccess.as_str(),
        connected = ConnectionStatus::Connected,
        timeout = time(timing::RESYNC_TIMEOUT_MS),
        most = Unit::Count.show(timing::RESYNC_MAX_EVENTS),
    )
}
