//! What follows from an event, and from what a service finds of a token.

use std::time::Duration;

use super::answer;
use super::effect::{Effect, Reaction};
use super::happened::Happened;
use super::record::{Identity, Record};
use super::request::Request;
use super::terms::Terms;
use crate::codec::EncodeError;
use crate::command::Command;
use crate::error_code::ErrorCode;
use crate::gateway::MAX_CONNECTION_AGE_MS;
use crate::value::{ConnectionId, Timestamp, Token};

/// What comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Do this.
    React(Reaction),
    /// Verify the token of the claim, then do what it says.
    Verify(Claim),
}

/// Somebody claims to be whom a token names. Whether the token is good, the service finds out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a claim that is neither accepted nor refused leaves a client waiting"]
pub struct Claim {
    connection: ConnectionId,
    token: Token,
    tenant: Option<String>,
    /// When the gateway will have closed the connection.
    oldest: Timestamp,
    is_handshake: bool,
}

impl Claim {
    /// The token, for the code that verifies it: its signature and `exp` first, then its claims.
    pub fn token(&self) -> &Token {
        &self.token
    }

    /// The tenant that the query names, of an older client: refuse the token of another.
    pub fn tenant(&self) -> Option<&str> {
        self.tenant.as_deref()
    }

    /// What follows from a good token: the connection is remembered, then told.
    ///
    /// With `expires`, the connection gets no event after that moment, so that a sweep has to end it
    /// ([`Record::due`]). Without, it stays as long as the gateway lets it, whatever becomes of the
    /// token.
    ///
    /// # Errors
    /// When the ids are so long that the answer would be larger than a frame may be.
    pub fn accepted(
        self,
        identity: Identity,
        expires: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<Reaction, EncodeError> {
        let until = expires.map_or(self.oldest, |expires| expires.min(self.oldest));
        let answer = match self.is_handshake {
            // The handshake is the answer; the connection is open after it only.
            true => None,
            false => Some(Effect::Answer(answer::success(&self.connection, &identity, now)?)),
        };
        let remember = Effect::Remember(Record::new(Some(identity), until));
        Ok(Reaction::of(&self.connection, [Some(remember), answer].into_iter().flatten()))
    }

    /// What follows from a bad token (`UNAUTHORIZED`), from a user who may not connect (`FORBIDDEN`), or
    /// from a failure to find out (`INTERNAL_ERROR`): the connection is forgotten, told why, and closed.
    ///
    /// The text is for logs, cut to 1,000 characters; it must not hold the token.
    ///
    /// # Errors
    /// When the code is an empty text.
    pub fn refused(
        self,
        code: ErrorCode,
        why: &str,
        now: Timestamp,
    ) -> Result<Reaction, EncodeError> {
        if self.is_handshake {
            return Ok(Reaction { status: 401, ..Reaction::of(&self.connection, []) });
        }
        let answer = answer::refusal(code, why, now)?;
        Ok(refusal(&self.connection, Some(answer)))
    }
}

/// Forgotten first: no event follows a refusal.
fn refusal(connection: &ConnectionId, answer: Option<super::effect::Answer>) -> Reaction {
    let effects = [Some(Effect::Forget), answer.map(Effect::Answer), Some(Effect::Close)];
    Reaction::of(connection, effects.into_iter().flatten())
}

impl Request<'_> {
    /// What comes next, on these terms: [the reference] says it of each event.
    ///
    /// [the reference]: https://github.com/purposepath/realtime/blob/main/docs/reference/protocol.md#events-of-the-gateway
    pub fn next(&self, terms: &Terms, now: Timestamp) -> Next {
        let connection = self.connection;
        let react = |effect: Option<Effect>| Next::React(Reaction::of(connection, effect));
        let verify = |token, tenant, is_handshake| {
            let connection = connection.clone();
            let oldest = later(self.connected_at.unwrap_or(now), MAX_CONNECTION_AGE_MS);
            Next::Verify(Claim { connection, token, tenant, oldest, is_handshake })
        };
        match self.happened() {
            Happened::Connected { token: Some(token), tenant } if terms.reads_query => {
                verify(token, tenant, true)
            }
            Happened::Connected { .. } => {
                let until = later(now, terms.auth_within_ms.clamp(1, MAX_CONNECTION_AGE_MS));
                react(Some(Effect::Remember(Record::new(None, until))))
            }
            Happened::Gone { .. } => react(Some(Effect::Forget)),
            Happened::Command(Command::Auth(auth)) => verify(auth.token, None, false),
            Happened::Command(Command::Ping(_)) => {
                let pong = terms.answers_ping.then(|| answer::pong(now)).flatten();
                react(pong.map(Effect::Answer))
            }
            Happened::Command(Command::Pong(_)) => react(None),
            Happened::Unroutable(why) if why.is_auth() => {
                let answer = answer::refusal(ErrorCode::Unauthorized, &why.to_string(), now);
                Next::React(refusal(connection, answer.ok()))
            }
            Happened::Unroutable(why) => {
                react(answer::unroutable(&why.to_string(), now).map(Effect::Answer))
            }
        }
    }
}

fn later(from: Timestamp, ms: u64) -> Timestamp {
    from.checked_add(Duration::from_millis(ms)).unwrap_or(Timestamp::MAX)
}
