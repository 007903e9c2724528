//! An event of API Gateway, by its strings.

use std::fmt;

use super::happened::{Happened, Unroutable};
use crate::codec::decode;
use crate::envelope::Message;
use crate::value::{ConnectionId, Timestamp, Token};

/// The names that the older protocol gives the token and the tenant in a query.
const TOKEN: &str = "access_token";
const TENANT: &str = "tenant";

/// An event that API Gateway hands to a backend. Where each part stands in the event is said with the
/// method that takes it; whatever else the event holds, no decision needs.
///
/// `Debug` shows neither body nor query: both may hold a token.
#[derive(Clone)]
pub struct Request<'a> {
    pub(super) connection: &'a ConnectionId,
    route: &'a str,
    body: Option<&'a str>,
    is_base64: bool,
    token: Option<&'a str>,
    tenant: Option<&'a str>,
    code: Option<u16>,
    reason: Option<&'a str>,
    pub(super) connected_at: Option<Timestamp>,
}

impl<'a> Request<'a> {
    /// An event of this connection (`requestContext.connectionId`) on this route
    /// (`requestContext.routeKey`): `$connect`, `$disconnect`, `$default` or one of your own, such as
    /// `auth`. The event's type (`requestContext.eventType`: `CONNECT`, `DISCONNECT`, `MESSAGE`) does
    /// as well.
    pub fn new(connection: &'a ConnectionId, route: &'a str) -> Self {
        Request {
            connection,
            route,
            body: None,
            is_base64: false,
            token: None,
            tenant: None,
            code: None,
            reason: None,
            connected_at: None,
        }
    }

    /// The frame that a client sent (`body`), if there is one.
    #[must_use]
    pub fn with_body(mut self, body: impl Into<Option<&'a str>>) -> Self {
        self.body = body.into();
        self
    }

    /// Whether the body is Base64 (`isBase64Encoded`): then the client sent a binary frame, which no
    /// client of this protocol does.
    #[must_use]
    pub fn with_base64(mut self, is_base64: bool) -> Self {
        self.is_base64 = is_base64;
        self
    }

    /// A parameter of the query of the handshake (`queryStringParameters`), decoded; call it for each.
    /// All but the token and the tenant are passed over.
    #[must_use]
    pub fn with_query(mut self, name: &str, value: &'a str) -> Self {
        match name {
            TOKEN => self.token = Some(value),
            TENANT => self.tenant = Some(value),
            _ => {}
        }
        self
    }

    /// The close code of a connection that is gone (`requestContext.disconnectStatusCode`).
    #[must_use]
    pub fn with_close_code(mut self, code: impl Into<Option<u16>>) -> Self {
        self.code = code.into();
        self
    }

    /// The reason that was given for the close (`requestContext.disconnectReason`).
    #[must_use]
    pub fn with_close_reason(mut self, reason: impl Into<Option<&'a str>>) -> Self {
        self.reason = reason.into();
        self
    }

    /// When the connection was opened (`requestContext.connectedAt`, in milliseconds since 1970): from
    /// then on the gateway counts the two hours that a connection may last. Without it, they count from
    /// the event, and a row of the table may outlive its connection by as much.
    #[must_use]
    pub fn with_connected_at(mut self, at: impl Into<Option<Timestamp>>) -> Self {
        self.connected_at = at.into();
        self
    }

    /// What happened, for a log or for a service with rules of its own; [`next`](Self::next) follows
    /// from it.
    pub fn happened(&self) -> Happened {
        match self.route {
            "$connect" | "CONNECT" => Happened::Connected {
                token: self.token.and_then(|token| Token::new(token).ok()),
                tenant: self.tenant.filter(|it| !it.is_empty()).map(str::to_owned),
            },
            "$disconnect" | "DISCONNECT" => {
                let reason = self.reason.unwrap_or_default().to_owned();
                Happened::Gone { code: self.code, reason }
            }
            _ => self.frame().map_or_else(Happened::Unroutable, Happened::Command),
        }
    }

    fn frame(&self) -> Result<crate::Command, Unroutable> {
        let body = self.body.ok_or(Unroutable::Empty)?;
        if self.is_base64 {
            return Err(Unroutable::Binary);
        }
        match decode(body).map_err(Unroutable::Invalid)? {
            Message::Command(command) => Ok(command),
            other => Err(Unroutable::NoCommand(other.kind())),
        }
    }
}

impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("connection", &self.connection.as_str())
            .field("route", &self.route)
            .field("body", &self.body.map(|it| format!("{} bytes", it.len())))
            .field("has_token", &self.token.is_some())
            .field("code", &self.code)
            .finish_non_exhaustive()
    }
}
