//! Error codes and what a client does about each ([error codes]), one row a code.
//!
//! [error codes]: https://github.com/purposepath/realtime/blob/main/docs/reference/protocol.md#error-codes

closed_enum! {
    /// Whether an error can go away by itself, after a correction, or never.
    #[non_exhaustive]
    pub enum ErrorClass {
        /// Temporary: go on, or wait and try again.
        Transient = "transient",
        /// Goes away once the client has corrected something.
        Correctable = "correctable",
        /// Permanent: trying again does not help.
        Terminal = "terminal",
    }
}

closed_enum! {
    /// What a connected client does about an error.
    #[non_exhaustive]
    pub enum Recovery {
        /// Close the connection, fetch a new token even if one is cached, and reconnect.
        Reauthenticate = "reauthenticate",
        /// Show the error and do not retry.
        ShowAndStop = "show_and_stop",
        /// Remove the resource from the screen.
        RemoveResource = "remove_resource",
        /// Show the validation errors.
        ShowValidation = "show_validation",
        /// Pause sending, for `retryAfterMs` if given.
        BackOff = "back_off",
        /// Log the error and go on.
        LogAndContinue = "log_and_continue",
    }
}

/// An error code, as its row states it.
#[derive(Debug)]
#[non_exhaustive]
pub struct ErrorRow {
    /// HTTP status of the same error in the REST API; none for a code that is not listed.
    pub http_status: Option<u16>,
    /// Whether the error can go away.
    pub class: ErrorClass,
    /// What a connected client does about it.
    pub recovery: Recovery,
    /// Whether the connection stays open.
    pub keeps_connection: bool,
    /// After how many in a row a client gives up; none if it does not give up.
    pub max_in_a_row: Option<u32>,
    /// How long to wait, in milliseconds, the first time, the second time, …, unless the error
    /// says `retryAfterMs`.
    pub delays_ms: &'static [u32],
    /// What a connected client does, as a sentence.
    pub action: &'static str,
}

macro_rules! error_codes {
    (
        $(#[doc = $doc:literal])+
        pub enum $name:ident {
            $(
                $(#[doc = $code_doc:literal])+
                $(#[deprecated($($deprecated:tt)*)])?
                $code:ident = $text:literal $(| $alias:literal)* => $row:expr,
            )+
            _ => $other:expr,
        }
    ) => {
        open_enum! {
            $(#[doc = $doc])+
            pub enum $name {
                $(
                    $(#[doc = $code_doc])+
                    $(#[deprecated($($deprecated)*)])?
                    $code = $text $(| $alias)*,
                )+
            }
        }

        impl $name {
            /// Its row: what a client does about it.
            pub fn row(&self) -> &'static ErrorRow {
                match self {
                    $($name::$code => const { &$row },)+
                    $name::Unknown(_) => Self::UNLISTED,
                }
            }

            /// The row of every code that is not listed.
            pub const UNLISTED: &'static ErrorRow = &$other;
        }
    };
}

error_codes! {
    /// The kind of an error.
    pub enum ErrorCode {
        /// The token is missing, wrong or expired.
        Unauthorized = "UNAUTHORIZED" => ErrorRow {
            http_status: Some(401),
            class: ErrorClass::Correctable,
            recovery: Recovery::Reauthenticate,
            keeps_connection: false,
            max_in_a_row: Some(3),
            delays_ms: &[],
            action: "Close, refresh the token (forced) and reconnect; give up after 3 in a row.",
        },
        /// The user is not allowed to do this.
        Forbidden = "FORBIDDEN" => ErrorRow {
            http_status: Some(403),
            class: ErrorClass::Terminal,
            recovery: Recovery::ShowAndStop,
            keeps_connection: true,
            max_in_a_row: None,
            delays_ms: &[],
            action: "Show it; do not retry.",
        },
        /// The resource does not exist.
        NotFound = "NOT_FOUND" | "RESOURCE_NOT_FOUND" => ErrorRow {
            http_status: Some(404),
            class: ErrorClass::Terminal,
            recovery: Recovery::RemoveResource,
            keeps_connection: true,
            max_in_a_row: None,
            delays_ms: &[],
            action: "Remove the resource from the UI; the connection stays.",
        },
        /// What was sent is not valid.
        ValidationError = "VALIDATION_ERROR" => ErrorRow {
            http_status: Some(422),
            class: ErrorClass::Correctable,
            recovery: Recovery::ShowValidation,
            keeps_connection: true,
            max_in_a_row: None,
            delays_ms: &[],
            action: "Show the validation errors; the connection stays.",
        },
        /// Too much was sent in too short a time.
        RateLimitExceeded = "RATE_LIMIT_EXCEEDED" | "RATE_LIMIT" => ErrorRow {
            http_status: Some(429),
            class: ErrorClass::Transient,
            recovery: Recovery::BackOff,
            keeps_connection: true,
            max_in_a_row: None,
            delays_ms: &[1000, 2000, 4000, 8000],
            action: "Pause sending for 1, 2, 4, 8 s (or `retryAfterMs`); the connection stays.",
        },
        /// The server failed unexpectedly.
        InternalError = "INTERNAL_ERROR" | "INTERNAL_SERVER_ERROR" => ErrorRow {
            http_status: Some(500),
            class: ErrorClass::Transient,
            recovery: Recovery::LogAndContinue,
            keeps_connection: true,
            max_in_a_row: None,
            delays_ms: &[],
            action: "Log it and continue; the connection stays.",
        },
        _ => ErrorRow {
            http_status: None,
            class: ErrorClass::Transient,
            recovery: Recovery::LogAndContinue,
            keeps_connection: true,
            max_in_a_row: None,
            delays_ms: &[],
            action: "Log it and continue.",
        },
    }
}

/// What a client does about a code, whether this version lists it or not:
///
/// ```
/// use purposepath_realtime::{ErrorCode, Recovery};
///
/// // An old spelling; as a server of today writes it.
/// let code = ErrorCode::from("RATE_LIMIT");
/// assert_eq!((code.as_str(), code.http_status()), ("RATE_LIMIT_EXCEEDED", Some(429)));
/// assert_eq!(code.recovery(), Recovery::BackOff);
/// // In milliseconds, for the first time, the second, …: unless the error says `retryAfterMs`.
/// assert_eq!(code.row().delays_ms, [1000, 2000, 4000, 8000]);
/// // A code that is newer than this crate.
/// assert_eq!(ErrorCode::from("OUT_OF_TEA").recovery(), Recovery::LogAndContinue);
/// ```
impl ErrorCode {
    /// HTTP status of the same error in the REST API; none for a code that is not listed.
    pub fn http_status(&self) -> Option<u16> {
        self.row().http_status
    }

    /// Whether the error can go away by itself, after a correction, or never.
    pub fn class(&self) -> ErrorClass {
        self.row().class
    }

    /// What a connected client does about it.
    pub fn recovery(&self) -> Recovery {
        self.row().recovery
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_code_means_is_what_the_protocol_says() {
        use ErrorClass::{Correctable, Terminal, Transient};
        use Recovery::{
            BackOff, LogAndContinue, Reauthenticate, RemoveResource, ShowAndStop, ShowValidation,
        };
        for (code, status, class, recovery) in [
            ("UNAUTHORIZED", Some(401), Correctable, Reauthenticate),
            ("FORBIDDEN", Some(403), Terminal, ShowAndStop),
            ("RESOURCE_NOT_FOUND", Some(404), Terminal, RemoveResource),
            ("VALIDATION_ERROR", Some(422), Correctable, ShowValidation),
            ("RATE_LIMIT", Some(429), Transient, BackOff),
            ("INTERNAL_SERVER_ERROR", Some(500), Transient, LogAndContinue),
            ("SOMETHING_NEW", None, Transient, LogAndContinue),
        ] {
            let said = ErrorCode::from(code);
            let found = (said.http_status(), said.class(), said.recovery());
            assert_eq!(found, (status, class, recovery), "{code}");
        }
    }
}
