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
    /// The window of the one retry after the network is reported up again.
    ONLINE_WINDOW_MS: Milliseconds = 1000;
    /// The shortest delay.
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
    /// After a sleep as long as this the socket is not trusted any more: it is opened anew. Longer
    /// than the minute in which a browser wakes the timers of a hidden page once.
    REOPEN_AFTER_SLEEP_MS: Milliseconds = 75_000;
    /// After a sleep as long as this the server is probed.
    PROBE_AFTER_SLEEP_MS: Milliseconds = 10_000;
    /// The first probe of a connection, counted from `connected`.
    PROBE_DELAY_MS: Milliseconds = 1000;
    /// How long a probe waits for a frame; an answer that comes later says nothing about the server.
    PROBE_TIMEOUT_MS: Milliseconds = 10_000;
    /// When a probe by message is sent once more, to a server that is known to answer.
    PROBE_REPEAT_MS: Milliseconds = 5000;
    /// A probe's timer that is later than this says nothing the first time: the client slept.
    PROBE_LATE_MS: Milliseconds = 5000;
    /// Frames that come so soon after the probe of a wake may have been buffered before it, and end
    /// it only if they are answers.
    PROBE_DEAF_MS: Milliseconds = 1000;
    /// How long a `ping` waits to be matched with an answer.
    ANSWER_WINDOW_MS: Milliseconds = 30_000;
    /// So many `ping` events of the server on one socket, and its silence counts as that of a server
    /// that answers.
    SERVER_PINGS_COUNT: Count = 3;
    /// A silence as long as this is probed by message, and the shortest time from one reopening
    /// because of silence to the next.
    SILENCE_MS: Milliseconds = 2 * 60_000;
    /// The same by control ping, which costs no message.
    SILENCE_BY_CONTROL_MS: Milliseconds = 30_000;
    /// `RATE_LIMIT_EXCEEDED` explains a close that follows within this time, unless the close code
    /// says that the client is refused.
    RATE_LIMIT_EXPLAINS_CLOSE_MS: Milliseconds = 10_000;
    /// `FORBIDDEN` explains a close with 1000, 1005 or 1008 that follows within this time.
    FORBIDDEN_EXPLAINS_CLOSE_MS: Milliseconds = 1000;
    /// How long events are held back while a client fetches what it missed.
    RESYNC_TIMEOUT_MS: Milliseconds = 30_000;
    /// How many events are held back at most in that time.
    RESYNC_MAX_EVENTS: Count = 1000;
    /// How many events a client remembers to drop repeats.
    DEDUPE_MAX_EVENTS: Count = 1024;
    /// An event whose id, or entity's id, is longer than this in UTF-16 units is not remembered.
    DEDUPE_MAX_ID: Count = 512;
    /// How long a client remembers an event to drop repeats.
    DEDUPE_WINDOW_MS: Milliseconds = 10 * 60_000;
}
