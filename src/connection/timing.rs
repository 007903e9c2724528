//! How long a client waits, how often it tries, how much it remembers ([timing]).
//!
//! [timing]: https://github.com/purposepath/realtime/blob/main/docs/reference/protocol.md#timing-of-a-client

facts! {
    /// How long a token is valid. It is normal that it expires while a connection is open.
    TOKEN_LIFETIME_MS: Milliseconds = 15 * 60_000;
    /// How often a client sends the command `ping`, counted from the last frame that it sent; below
    /// the gateway's idle timeout even where a browser wakes timers once a minute.
    KEEP_ALIVE_MS: Milliseconds = 8 * 60_000;
    /// A rate limit delays the keep-alive, but never beyond this time after the last frame sent.
    KEEP_ALIVE_LATEST_MS: Milliseconds = 9 * 60_000 + 30_000;
    /// A connection is replaced before the gateway closes it: at a random age of at least this.
    ROTATE_FROM_MS: Milliseconds = 110 * 60_000;
    /// A connection is replaced at an age below this.
    ROTATE_UNTIL_MS: Milliseconds = 118 * 60_000;
    /// How long a client waits for its token.
    TOKEN_TIMEOUT_MS: Milliseconds = 15_000;
    /// How long a client waits for the socket to open.
    CONNECT_TIMEOUT_MS: Milliseconds = 10_000;
    /// How long a client waits for the answer to `auth`.
    AUTH_TIMEOUT_MS: Milliseconds = 10_000;
    /// The window of the first retry. Each failure doubles the window; the delay is drawn evenly
    /// from the whole window (full jitter).
    BACKOFF_FIRST_MS: Milliseconds = 1000;
    /// The widest window of a retry.
    BACKOFF_MAX_MS: Milliseconds = 30_000;
    /// The shortest delay before a retry.
    BACKOFF_MIN_MS: Milliseconds = 100;
    /// The window of the first retry after a close that affects many clients at once.
    SPREAD_WINDOW_MS: Milliseconds = 5000;
    /// The shortest delay of a slow backoff, unless `retryAfterMs` is longer.
    SLOW_BACKOFF_MIN_MS: Milliseconds = 5000;
    /// A slow backoff starts at the window of this attempt, counted from 0.
    SLOW_BACKOFF_ATTEMPT: Count = 3;
    /// A longer `retryAfterMs` counts as this: a slip of the server must not lock a client out for
    /// ever, and a timer of a browser overflows at 2^31 ms.
    MAX_RETRY_AFTER_MS: Milliseconds = 60 * 60_000;
    /// After being connected for this long, a client counts failures from 0 again.
    STABLE_AFTER_MS: Milliseconds = 5000;
    /// After this many closes with a suspect code a client gives up, unless a connection lasted in
    /// between.
    MAX_SUSPECT_CLOSES: Count = 3;
    /// The shortest time between two automatic openings, except for the first forced refresh.
    MIN_OPEN_GAP_MS: Milliseconds = 1000;
    /// How long the network may be reported down before a client believes it.
    OFFLINE_GRACE_MS: Milliseconds = 5000;
    /// How often a client tries anyway while the network is reported down.
    OFFLINE_PROBE_MS: Milliseconds = 30_000;
    /// After this time a client tries again although its page is reported frozen.
    SUSPENDED_PROBE_MS: Milliseconds = 300_000;
    /// After a sleep of at least this long the socket may be dead: it is replaced.
    MAX_SLEEP_MS: Milliseconds = 60_000;
    /// An error seen on a socket explains a close that follows within this time.
    ERROR_EXPLAINS_CLOSE_MS: Milliseconds = 10_000;
    /// How long events are held back while a client fetches what it missed.
    RESYNC_TIMEOUT_MS: Milliseconds = 30_000;
    /// How many events are held back at most in that time.
    RESYNC_MAX_EVENTS: Count = 1000;
    /// How many events a client remembers to drop repeats.
    DEDUPE_MAX_EVENTS: Count = 1024;
    /// How long a client remembers an event to drop repeats.
    DEDUPE_WINDOW_MS: Milliseconds = 10 * 60_000;
}
