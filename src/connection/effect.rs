//! What the machine asks a shell to do, in order.

use serde::Serialize;

use super::input::Generation;
use super::snapshot::Snapshot;
use super::timer::TimerId;
use crate::error_code::ErrorCode;

/// Something to do. A shell does it at once and reports what comes of it as an `Input`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "codegen", derive(serde::Deserialize, schemars::JsonSchema))]
#[serde(tag = "type", rename_all_fields = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub enum Effect {
    /// Ask the provider for a token: `TokenOk`, `TokenDenied` or `TokenFail`.
    FetchToken {
        /// Whether it must be a new token rather than a cached one.
        force: bool,
        /// For the result.
        generation: Generation,
    },
    /// Open a socket, with the token in the URL in query mode: `SocketOpen`, `SocketClose` or
    /// `OpenThrew`, then what arrives on it.
    OpenSocket {
        /// For everything that comes of the socket.
        generation: Generation,
    },
    /// Send the command `auth` with the token.
    SendAuth,
    /// Send the command `ping`.
    SendPing,
    /// Ask for a sign of life: by the command `ping`, or by a WebSocket ping where the machine was
    /// made so.
    SendProbe,
    /// Send the command `pong`.
    SendPong,
    /// Close the socket and forget it: whatever still arrives belongs to an old generation.
    CloseSocket {
        /// The close code.
        code: u16,
    },
    /// Feed `Timer` after `ms`; replaces an earlier setting of the same timer.
    SetTimer {
        /// Which timer.
        id: TimerId,
        /// How long from now, in milliseconds: 0 to 7,200,000, so no browser's timer overflows.
        ms: u64,
        /// For the result.
        generation: Generation,
    },
    /// Cancel the timer.
    ClearTimer {
        /// Which timer.
        id: TimerId,
    },
    /// What a screen shows has changed. The last effect of a step.
    Status {
        /// The new snapshot.
        snapshot: Snapshot,
    },
    /// Connected: events may be missing, so fetch what the screen shows.
    Resync {
        /// Why.
        cause: ResyncCause,
    },
    /// Something for a log, or for the user to see; the connection stays.
    Diagnostic {
        /// The error code, or `GATEWAY_FAULT`.
        code: DiagnosticCode,
    },
}

closed_enum! {
    /// Why everything has to be fetched.
    #[non_exhaustive]
    pub enum ResyncCause {
        /// The first connection since the start.
        Initial = "initial",
        /// A later one: what was sent meanwhile is lost.
        Reconnect = "reconnect",
        /// Connected already, but whoever fetches has only just come. Only a shell says so, to a
        /// handler that is added late: the machine never does.
        Added = "added",
    }
}

/// What the server reported without ending the connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "codegen", derive(serde::Deserialize))]
#[cfg_attr(feature = "codegen", serde(from = "std::borrow::Cow<'_, str>"))]
#[serde(into = "String")]
#[non_exhaustive]
pub enum DiagnosticCode {
    /// A frame with an error code.
    Error(ErrorCode),
    /// A fault of the gateway itself; written `GATEWAY_FAULT`.
    GatewayFault,
    /// An event came before `auth.success` and was dropped; written `EARLY_EVENT`, once a socket.
    EarlyEvent,
}

impl DiagnosticCode {
    const GATEWAY_FAULT: &'static str = "GATEWAY_FAULT";
    const EARLY_EVENT: &'static str = "EARLY_EVENT";

    /// The error code, `GATEWAY_FAULT` or `EARLY_EVENT`.
    pub fn as_str(&self) -> &str {
        match self {
            DiagnosticCode::Error(code) => code.as_str(),
            DiagnosticCode::GatewayFault => Self::GATEWAY_FAULT,
            DiagnosticCode::EarlyEvent => Self::EARLY_EVENT,
        }
    }
}

impl From<DiagnosticCode> for String {
    fn from(code: DiagnosticCode) -> Self {
        code.as_str().to_owned()
    }
}

impl From<std::borrow::Cow<'_, str>> for DiagnosticCode {
    fn from(text: std::borrow::Cow<'_, str>) -> Self {
        match &*text {
            Self::GATEWAY_FAULT => DiagnosticCode::GatewayFault,
            Self::EARLY_EVENT => DiagnosticCode::EarlyEvent,
            code => DiagnosticCode::Error(code.into()),
        }
    }
}

#[cfg(feature = "codegen")]
impl schemars::JsonSchema for DiagnosticCode {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "DiagnosticCode".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "What the server said without ending the connection.",
            "anyOf": [
                generator.subschema_for::<ErrorCode>(),
                { "type": "string", "const": Self::GATEWAY_FAULT },
            ],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diagnostic_is_the_code_that_it_is_read_from() {
        for (text, code) in [
            ("GATEWAY_FAULT", DiagnosticCode::GatewayFault),
            ("EARLY_EVENT", DiagnosticCode::EarlyEvent),
            ("NOT_FOUND", DiagnosticCode::Error(ErrorCode::NotFound)),
            ("NEW", DiagnosticCode::Error("NEW".into())),
        ] {
            assert_eq!(DiagnosticCode::from(std::borrow::Cow::Borrowed(text)), code);
            assert_eq!(code.as_str(), text);
            assert_eq!(String::from(code), text);
        }
    }
}
