//! What the table reacts to: inputs, with those that mean the same made one.
//!
//! `Visible`, `Focus`, `Resume` and `PageShow` are one wake; `auth.error` and the other errors are
//! one error; a close code is its class. `Hidden` is only noted.

use std::fmt;

use serde::{Serialize, Serializer};

use super::close::CloseClass;
use super::input::Input;
use super::timer::TimerId;
use crate::error_code::{ErrorCode, Recovery};

/// What a row of the table reacts to; written `token_ok`, `closed.retry`, `error.other`,
/// `timer.auth`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Trigger {
    /// `Start`.
    Start,
    /// `Stop`.
    Stop,
    /// `RetryNow`.
    RetryNow,
    /// `TokenChanged`.
    TokenChanged,
    /// `TokenOk`.
    TokenOk,
    /// `TokenDenied`.
    TokenDenied,
    /// `TokenFail`.
    TokenFail,
    /// `OpenThrew`.
    OpenThrew,
    /// `SocketOpen`.
    SocketOpen,
    /// `SocketClose` with a code of this class, or shortly after an error that counts as it.
    Closed(CloseClass),
    /// `SocketClose` right after `FORBIDDEN`, with a code that may stand for it.
    ClosedAfterForbidden,
    /// `AuthOk`.
    AuthOk,
    /// `AuthErr` or `ServerErr` with a code of this kind.
    Error(ErrorKind),
    /// `GatewayFault`.
    GatewayFault,
    /// `ServerPing`.
    ServerPing,
    /// `Frame`.
    Frame,
    /// `Pong`.
    Pong,
    /// `Timer`.
    Timer(TimerId),
    /// `Online`.
    Online,
    /// `Offline`.
    Offline,
    /// `Visible`, `Focus`, `Resume` or `PageShow`.
    Wake,
    /// `PageHide`.
    PageHide,
}

closed_enum! {
    /// What an error means for the connection.
    #[non_exhaustive]
    pub enum ErrorKind {
        /// The token is refused.
        Unauthorized = "unauthorized",
        /// The user lacks the permission.
        Forbidden = "forbidden",
        /// Too much was sent in too short a time.
        RateLimited = "rate_limited",
        /// Anything else.
        Other = "other",
    }
}

impl ErrorKind {
    /// The kind of a code: follows from its [recovery](ErrorCode::recovery).
    pub fn of(code: &ErrorCode) -> Self {
        match code.recovery() {
            Recovery::Reauthenticate => ErrorKind::Unauthorized,
            Recovery::ShowAndStop => ErrorKind::Forbidden,
            Recovery::BackOff => ErrorKind::RateLimited,
            Recovery::RemoveResource | Recovery::ShowValidation | Recovery::LogAndContinue => {
                ErrorKind::Other
            }
        }
    }
}

impl Trigger {
    /// What an input is to the table; a close that no error explains goes by its code.
    pub fn of(input: &Input) -> Option<Self> {
        Some(match input {
            Input::Start { .. } => Trigger::Start,
            Input::Stop => Trigger::Stop,
            Input::RetryNow => Trigger::RetryNow,
            Input::TokenChanged => Trigger::TokenChanged,
            Input::TokenOk { .. } => Trigger::TokenOk,
            Input::TokenDenied { .. } => Trigger::TokenDenied,
            Input::TokenFail { .. } => Trigger::TokenFail,
            Input::OpenThrew { .. } => Trigger::OpenThrew,
            Input::SocketOpen { .. } => Trigger::SocketOpen,
            Input::SocketClose { code, .. } => Trigger::Closed(CloseClass::of(*code)),
            Input::AuthOk { .. } => Trigger::AuthOk,
            Input::AuthErr { code, .. } | Input::ServerErr { code, .. } => {
                Trigger::Error(ErrorKind::of(code))
            }
            Input::GatewayFault { .. } => Trigger::GatewayFault,
            Input::ServerPing { .. } => Trigger::ServerPing,
            Input::Frame { .. } => Trigger::Frame,
            Input::Pong { .. } => Trigger::Pong,
            Input::Timer { id, .. } => Trigger::Timer(*id),
            Input::Online => Trigger::Online,
            Input::Offline => Trigger::Offline,
            Input::Visible { .. }
            | Input::Focus { .. }
            | Input::Resume { .. }
            | Input::PageShow { .. } => Trigger::Wake,
            Input::PageHide => Trigger::PageHide,
            Input::Hidden => return None,
        })
    }
}

impl fmt::Display for Trigger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Trigger::Start => "start",
            Trigger::Stop => "stop",
            Trigger::RetryNow => "retry_now",
            Trigger::TokenChanged => "token_changed",
            Trigger::TokenOk => "token_ok",
            Trigger::TokenDenied => "token_denied",
            Trigger::TokenFail => "token_fail",
            Trigger::OpenThrew => "open_threw",
            Trigger::SocketOpen => "socket_open",
            Trigger::Closed(class) => return write!(f, "closed.{class}"),
            Trigger::ClosedAfterForbidden => "closed_after_forbidden",
            Trigger::AuthOk => "auth_ok",
            Trigger::Error(kind) => return write!(f, "error.{kind}"),
            Trigger::GatewayFault => "gateway_fault",
            Trigger::ServerPing => "server_ping",
            Trigger::Frame => "frame",
            Trigger::Pong => "pong",
            Trigger::Timer(id) => return write!(f, "timer.{id}"),
            Trigger::Online => "online",
            Trigger::Offline => "offline",
            Trigger::Wake => "wake",
            Trigger::PageHide => "page_hide",
        })
    }
}

impl Serialize for Trigger {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
