//! The catalogue of faults, one row a fault. What lists faults, reads them or documents them reads
//! these rows; what a fault does stands in the mock server.

use std::collections::BTreeMap;

use serde_json::Value;

use super::error::RuleError;
use super::parameter::{CloseCode, Parameter, ParameterKind, Whole};
use crate::error_code::ErrorCode;

/// A day, in milliseconds: more is a slip of the pen.
const DAY_MS: u64 = 86_400_000;

/// A duration in milliseconds, up to a day.
pub type Duration = Whole<0, DAY_MS>;

/// Where in the life of a connection a fault acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaultPoint {
    /// When the TCP connection arrives.
    Accept,
    /// When the WebSocket handshake has been read.
    Handshake,
    /// When `auth` has been read.
    Auth,
    /// Once in the life of an authenticated connection, `afterMs` after it was authenticated.
    Live,
    /// On each event that goes out, but for what the server says by itself, such as `auth.success`.
    Send,
}

impl FaultPoint {
    /// Every point, in the order of a connection's life.
    pub const ALL: [FaultPoint; 5] = [
        FaultPoint::Accept,
        FaultPoint::Handshake,
        FaultPoint::Auth,
        FaultPoint::Live,
        FaultPoint::Send,
    ];

    /// Its name: `accept`, `handshake`, `auth`, `live`, `send`.
    pub const fn as_str(self) -> &'static str {
        match self {
            FaultPoint::Accept => "accept",
            FaultPoint::Handshake => "handshake",
            FaultPoint::Auth => "auth",
            FaultPoint::Live => "live",
            FaultPoint::Send => "send",
        }
    }

    /// What the point is, as a phrase.
    pub const fn doc(self) -> &'static str {
        match self {
            FaultPoint::Accept => "when the TCP connection arrives",
            FaultPoint::Handshake => "at the WebSocket handshake",
            FaultPoint::Auth => "in answer to `auth`",
            FaultPoint::Live => {
                "once per authenticated connection, `afterMs` from then (default 0)"
            }
            FaultPoint::Send => {
                "on each event that goes out, but for what the server says by itself (`auth.success`)"
            }
        }
    }
}

/// A fault, as the catalogue states it.
#[derive(Debug)]
#[non_exhaustive]
pub struct FaultRow {
    /// Its name, the `action` of a rule.
    pub name: &'static str,
    /// Where it acts.
    pub point: FaultPoint,
    /// What it does, as a sentence.
    pub doc: &'static str,
    own: &'static [ParameterRow],
}

/// A parameter of a fault.
#[derive(Debug)]
#[non_exhaustive]
pub struct ParameterRow {
    /// Its key in a rule.
    pub name: &'static str,
    /// The values that it may have.
    pub kind: ParameterKind,
    /// Whether a rule must state it.
    pub required: bool,
    /// What it means.
    pub doc: &'static str,
}

/// The parameter of whatever happens some time after a connection was opened or authenticated.
static AFTER_MS: ParameterRow = ParameterRow {
    name: "afterMs",
    kind: <Duration as Parameter>::KIND,
    required: false,
    doc: "How long to wait before it, in milliseconds of the mock's clock; 0 if absent.",
};

impl FaultRow {
    /// The fault of this name.
    pub fn find(name: &str) -> Option<&'static FaultRow> {
        CATALOGUE.iter().find(|row| row.name == name)
    }

    /// Whether it waits for `afterMs`.
    pub fn is_delayed(&self) -> bool {
        self.point == FaultPoint::Live || self.name == "accept_then_close"
    }

    /// Its parameters.
    pub fn parameters(&self) -> impl Iterator<Item = &'static ParameterRow> {
        self.own.iter().chain(self.is_delayed().then_some(&AFTER_MS))
    }
}

macro_rules! faults {
    ($(
        $(#[doc = $doc:literal])+
        $name:literal => $variant:ident at $point:ident {
            $($(#[doc = $about:literal])+ $field:ident $key:literal: $kind:ty,)*
        }
    )+) => {
        /// What goes wrong, with its parameters.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum FaultAction {
            $(
                $(#[doc = $doc])+
                $variant {
                    $($(#[doc = $about])+ $field: $kind,)*
                },
            )+
        }

        /// Every fault that the mock server knows, in the order of a connection's life.
        pub static CATALOGUE: &[FaultRow] = &[$(FaultRow {
            name: $name,
            point: FaultPoint::$point,
            doc: concat!($($doc),+).trim_ascii(),
            own: &[$(ParameterRow {
                name: $key,
                kind: <$kind as Parameter>::KIND,
                required: <$kind as Parameter>::REQUIRED,
                doc: concat!($($about),+).trim_ascii(),
            }),*],
        }),+];

        impl FaultAction {
            /// Its row of the catalogue.
            pub fn row(&self) -> &'static FaultRow {
                #[allow(clippy::items_after_statements)]
                enum Row { $($variant),+ }
                &CATALOGUE[match self {
                    $(FaultAction::$variant { .. } => Row::$variant as usize,)+
                }]
            }

            /// Reads the parameters of this fault, and takes them out of the object.
            pub(super) fn read(
                row: &FaultRow,
                object: &mut BTreeMap<String, Value>,
            ) -> Result<Self, RuleError> {
                let _ = &object;
                match row.name {
                    $($name => Ok(FaultAction::$variant {
                        $($field: Parameter::take_from($key, object)?,)*
                    }),)+
                    other => unreachable!("`{other}` is no row"),
                }
            }

            /// The parameters as keys of an object.
            pub(super) fn write(&self, object: &mut serde_json::Map<String, Value>) {
                match self {
                    $(FaultAction::$variant { $($field),* } => {
                        $(if let Some(value) = Parameter::to_json($field) {
                            object.insert($key.to_owned(), value);
                        })*
                    })+
                }
            }
        }
    };
}

faults! {
    /// Refuses the TCP connection with a reset.
    "refuse" => Refuse at Accept {}
    /// Accepts the TCP connection and never answers the handshake.
    "hang" => Hang at Accept {}
    /// Answers the handshake with an HTTP status.
    "http_status" => HttpStatus at Handshake {
        /// The status: 401, 403, 429, 503 or any other that refuses.
        status "status": Whole<400, 599>,
    }
    /// Opens the connection and closes it at once.
    "accept_then_close" => AcceptThenClose at Handshake {
        /// The close code; 1000 if absent.
        code "code": Option<CloseCode>,
    }
    /// Sends an event as soon as the connection opens, to whoever it is.
    "event_at_open" => EventAtOpen at Handshake {}
    /// Takes messages up to this size, in frames up to this size, instead of the gateway's limits.
    "message_limit" => MessageLimit at Handshake {
        /// The largest message, in bytes.
        bytes "bytes": Whole<1, 67_108_864>,
    }
    /// Never answers `auth`.
    "no_auth_answer" => NoAuthAnswer at Auth {}
    /// Answers `auth` late.
    "late_auth_answer" => LateAuthAnswer at Auth {
        /// How late, in milliseconds of the mock's clock.
        ms "ms": Duration,
    }
    /// Answers `auth` with `auth.error`, whatever the token.
    "auth_error" => AuthError at Auth {
        /// The error code; UNAUTHORIZED if absent.
        code "code": Option<ErrorCode>,
    }
    /// Refuses a token as ever, and leaves the connection open.
    "stay_after_refusal" => StayAfterRefusal at Auth {}
    /// Takes a token that is wrong for one of the tenant `tenant-123`.
    "accept_wrong_token" => AcceptWrongToken at Auth {}
    /// Takes a token that has expired for one of the tenant `tenant-123`.
    "accept_expired_token" => AcceptExpiredToken at Auth {}
    /// Answers `auth` with `auth.success` twice.
    "double_auth_answer" => DoubleAuthAnswer at Auth {}
    /// Takes the user for one of another tenant, whose events then arrive.
    "auth_as_other_tenant" => AuthAsOtherTenant at Auth {}
    /// Cuts the connection with a TCP reset, without a close frame.
    "reset" => Reset at Live {}
    /// Closes the connection.
    "close" => Close at Live {
        /// The close code; 1000 if absent.
        code "code": Option<CloseCode>,
    }
    /// Treats the token as expired: `connection.error` UNAUTHORIZED, then a close.
    "token_expiry" => TokenExpiry at Live {}
    /// Sends `connection.error`; the connection stays.
    "server_error" => ServerError at Live {
        /// The error code: RATE_LIMIT_EXCEEDED, INTERNAL_ERROR or any other.
        code "code": ErrorCode,
        /// How long the client is asked to wait, in milliseconds.
        retry_after_ms "retryAfterMs": Option<Duration>,
    }
    /// Sends the gateway's own "Internal server error".
    "gateway_fault" => GatewayFault at Live {}
    /// Stops reading and writing while the TCP connection stays.
    "half_open" => HalfOpen at Live {}
    /// Sends a well-formed event of an excessive size.
    "giant_payload" => GiantPayload at Live {
        /// The least size in bytes; 131,073 if absent, one more than a reader has to take.
        bytes "bytes": Option<Whole<1, 67_108_864>>,
    }
    /// Sends a binary frame.
    "binary" => Binary at Live {}
    /// Loses the event.
    "drop" => Drop at Send {}
    /// Sends the event twice.
    "duplicate" => Duplicate at Send {}
    /// Sends the event after the next one, or after five seconds if none comes.
    "reorder" => Reorder at Send {}
    /// Sends the event late, and by chance in another order.
    "delay" => Delay at Send {
        /// How late, in milliseconds of the mock's clock.
        ms "ms": Duration,
        /// By how many milliseconds more at most, by chance; 0 if absent.
        jitter_ms "jitterMs": Option<Duration>,
    }
    /// Cuts the JSON in the middle.
    "truncate" => Truncate at Send {}
    /// Writes the keys in snake_case.
    "snake_case" => SnakeCase at Send {}
    /// Writes type, keys and values in their oldest spelling; events without one are left alone.
    "old_names" => OldNames at Send {}
    /// Gives the event a type that nobody knows.
    "unknown_type" => UnknownType at Send {}
    /// Gives an enumeration a value that nobody knows; events without one are left alone.
    "unknown_value" => UnknownValue at Send {}
    /// Leaves out a required key of the payload.
    "missing_key" => MissingKey at Send {}
    /// Adds a key that nobody knows to the payload.
    "extra_key" => ExtraKey at Send {}
    /// Leaves out the id of the event.
    "no_event_id" => NoEventId at Send {}
    /// Gives each event the same id.
    "same_event_id" => SameEventId at Send {}
    /// Sends the event to this connection too, which is of another tenant.
    "leak" => Leak at Send {}
    /// Names another tenant in the event.
    "other_tenant" => OtherTenant at Send {}
    /// Dates the event back.
    "stale_timestamp" => StaleTimestamp at Send {
        /// By how many milliseconds.
        ms "ms": Duration,
    }
    /// Writes no faster than a slow client would read, from the first such event on.
    "slow_consumer" => SlowConsumer at Send {
        /// How fast, in bytes per second of the mock's clock.
        bytes_per_s "bytesPerS": Whole<1, 1_000_000_000>,
    }
    /// Refuses a message of a backend, sent through `@connections`, with LimitExceededException.
    "limit_exceeded" => LimitExceeded at Send {}
    /// Refuses a message of a backend, sent through `@connections`, with GoneException; the connection stays.
    "gone" => Gone at Send {}
}
