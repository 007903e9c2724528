//! What becomes due on a connection by the passing of time: a table of moments, and one timer.

use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::time::Instant;

use crate::error_code::ErrorCode;

use super::super::connection::Connection;
use super::super::frames;
use super::super::outbox::{CloseRequest, Order};
use super::super::profile::Rules;
use super::{End, PATIENCE, Session};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Due {
    /// The time for `auth` is over.
    Auth,
    /// No frame came or went for too long.
    Idle,
    /// The connection has lasted as long as one may.
    MaxAge,
    /// The token expires.
    Expiry,
    /// A `ping` is to be sent.
    Ping,
    /// The `pong` has not come.
    Pong,
}

/// When each is due, in milliseconds of the mock's clock.
pub(super) struct Dues {
    pub auth: Option<u64>,
    pub expiry: Option<u64>,
    pub ping: Option<u64>,
    pub pong: Option<u64>,
    idle_after: Option<u64>,
    max_age: Option<u64>,
    /// Since when the client is to take its last frames.
    closing_since: Option<Instant>,
}

impl Dues {
    pub fn new(connection: &Connection, rules: &Rules, auth_deadline: Option<Duration>) -> Self {
        let opened = connection.opened_at_ms;
        let millis = |it: Duration| u64::try_from(it.as_millis()).unwrap_or(u64::MAX);
        Dues {
            auth: auth_deadline.map(|it| opened.saturating_add(millis(it))),
            expiry: None,
            ping: None,
            pong: None,
            idle_after: rules.idle_ms,
            max_age: rules.max_age_ms.map(|age| opened + age),
            closing_since: None,
        }
    }

    /// What is due first, and when; the other part means nothing if nothing is.
    pub fn next(&self, connection: &Connection) -> (Due, Option<u64>) {
        let last_active = connection.last_active_ms.load(Ordering::Relaxed);
        let table = [
            (Due::Auth, self.auth),
            (Due::Expiry, self.expiry),
            (Due::Pong, self.pong),
            (Due::Idle, self.idle_after.map(|after| last_active + after)),
            (Due::MaxAge, self.max_age),
            (Due::Ping, self.ping),
        ];
        let first = table.into_iter().filter(|(_, at)| at.is_some()).min_by_key(|(_, at)| *at);
        first.unwrap_or((Due::Auth, None))
    }

    /// Whether the client has had long enough to take its last frames.
    pub fn is_out_of_patience(&mut self) -> bool {
        self.closing_since.get_or_insert_with(Instant::now).elapsed() >= PATIENCE
    }
}

impl Session {
    pub(super) fn on_due(&mut self, due: Due) -> Option<End> {
        let close = |code, reason, because: String| {
            Some(End::Close(CloseRequest { code, reason, because }))
        };
        const GOING_AWAY: &str = "Going away";
        match due {
            Due::Auth => {
                let deadline = self.handle.config().auth_deadline.as_millis();
                close(self.rules.unauthenticated, "", format!("no auth within {deadline} ms"))
            }
            Due::Idle => close(1001, GOING_AWAY, "silent for too long".to_owned()),
            Due::MaxAge => close(1001, GOING_AWAY, "open for as long as it may be".to_owned()),
            Due::Expiry => {
                self.expire("the token has expired");
                None
            }
            Due::Ping => {
                let now_ms = self.handle.now_ms();
                self.send(&frames::ping(self.handle.clock().now()));
                self.dues.ping = self.rules.ping_every_ms.map(|every| now_ms + every);
                self.dues.pong.get_or_insert(now_ms + self.rules.pong_within_ms);
                None
            }
            Due::Pong => {
                let within = self.rules.pong_within_ms;
                close(self.rules.no_pong, "", format!("no pong within {within} ms"))
            }
        }
    }

    /// Sends `connection.error` for a token that is no longer good, and closes.
    pub(super) fn expire(&mut self, because: &str) {
        self.dues.expiry = None;
        let identity = self.connection.identity();
        let now = self.handle.clock().now();
        let code = ErrorCode::Unauthorized;
        let error = frames::connection_error(code, because, None, identity.as_deref(), now);
        self.send(&error);
        let request = CloseRequest {
            code: self.rules.unauthenticated,
            reason: "",
            because: because.to_owned(),
        };
        self.connection.outbox.with(|it| it.order(Order::Close(request)));
    }
}
