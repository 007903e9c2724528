//! Why a socket closed, and what follows: one row a close code.

closed_enum! {
    /// What a client does after a close code.
    ///
    /// The backend behind API Gateway cannot choose a code. So `RATE_LIMIT_EXCEEDED` or `FORBIDDEN`
    /// on the same socket shortly before the close may explain it; else the code decides.
    #[non_exhaustive]
    pub enum CloseClass {
        /// Many clients are affected at once: try again with backoff, the first time within a wider
        /// window.
        Spread = "spread",
        /// Try again with backoff.
        Retry = "retry",
        /// Try again with slow backoff.
        Slow = "slow",
        /// One side broke the rules: try again with backoff, but give up soon.
        Suspect = "suspect",
        /// As after `UNAUTHORIZED`: refresh the token by force and reconnect.
        Auth = "auth",
        /// Give up.
        Fatal = "fatal",
    }
}

/// What is known of a close code.
#[derive(Debug)]
#[non_exhaustive]
pub struct CloseRow {
    /// The code (RFC 6455 §7.4, or the 3000s and 4000s for applications).
    pub code: u16,
    /// What a client does.
    pub class: CloseClass,
    /// What it means, in Markdown.
    pub doc: &'static str,
}

macro_rules! close_codes {
    ($($code:literal $class:ident $doc:literal;)+) => {
        /// Every close code that is told apart; any other is [`CloseClass::Retry`].
        pub static CLOSE_CODES: &[CloseRow] =
            &[$(CloseRow { code: $code, class: CloseClass::$class, doc: $doc }),+];

        impl CloseClass {
            /// The class of a close code.
            pub const fn of(code: u16) -> Self {
                match code {
                    $($code => CloseClass::$class,)+
                    _ => CloseClass::Retry,
                }
            }

            /// Whether a code of this class refuses the client, so that a rate limit does not
            /// explain it.
            pub const fn refuses(self) -> bool {
                matches!(self, CloseClass::Auth | CloseClass::Fatal)
            }
        }
    };
}

close_codes! {
    1000 Spread "Normal; the backend ended the connection.";
    1001 Spread "Going away: idle for too long, or too old.";
    1002 Suspect "Protocol error.";
    1003 Suspect "Unsupported data: a binary frame was sent.";
    1005 Retry "The close frame held no code.";
    1006 Retry "Lost without a close frame. A refused handshake, DNS and TLS faults look the same to a browser.";
    1007 Suspect "A text that is not UTF-8.";
    1008 Fatal "Policy violation.";
    1009 Suspect "The message was too large.";
    1010 Suspect "The client requires an extension that the server does not offer.";
    1011 Retry "The server failed.";
    1012 Spread "The server restarts.";
    1013 Slow "Try again later.";
    1014 Retry "Bad gateway.";
    1015 Retry "TLS failed.";
    3000 Auth "Unauthorized.";
    3003 Fatal "Forbidden.";
    4401 Auth "Unauthorized.";
    4403 Fatal "Forbidden.";
    4429 Slow "Too many requests.";
}

/// The codes of a close that `FORBIDDEN`, right before it, explains: those that a backend behind the
/// gateway causes without choosing them, and the one that says the same.
pub const FORBIDDEN_CLOSE_CODES: &[u16] = &[1000, 1005, 1008];

/// The code with which a client closes. Browsers refuse all but this and 3000 to 4999; of these a
/// client uses 4000 to 4099 only.
pub const CLIENT_CLOSE_CODE: u16 = 1000;
