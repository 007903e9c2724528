//! The answer to `auth`, and what follows from it.

use crate::Token;
use crate::error_code::ErrorCode;
use crate::mock_files::fault::{FaultAction, FaultPoint};

use super::super::counters::count;
use super::super::frames;
use super::super::log::LogKind;
use super::super::outbox::{CloseRequest, Order};
use super::super::token::{Identity, Refusal};
use super::Session;

impl Session {
    /// So that no log shows it.
    pub(super) fn keep_secret(&mut self, token: &Token) {
        let token = token.expose_secret();
        self.secret = (!token.starts_with("eyJ")).then(|| token.into());
    }

    pub(super) fn on_auth(&mut self, token: &Token) {
        self.keep_secret(token);
        let token = token.expose_secret();
        self.dues.auth = None;
        let now_ms = self.handle.now_ms();
        let read = Identity::of_token(token, now_ms);
        let candidate = self.connection.candidate(read.as_ref().ok(), None);
        let rules = self.handle.rules_in_force();
        let fault = rules.strike(FaultPoint::Auth, candidate, &mut self.connection.chance());
        let fault = fault.map(|rule| rule.action);
        if let Some(action) = &fault {
            let name = action.row().name;
            self.handle.fault_struck(name, self.connection.entry(LogKind::Fault));
        }
        match (fault, read) {
            (Some(FaultAction::NoAuthAnswer {}), _) => {}
            (Some(FaultAction::AuthError { code }), _) => {
                let code = code.unwrap_or(ErrorCode::Unauthorized);
                self.refuse(code, "a fault of the mock".to_owned(), true);
            }
            (Some(FaultAction::AcceptExpiredToken {}), Err(Refusal::Expired)) => {
                self.admit(Identity::of_anybody(), 1);
            }
            (Some(FaultAction::AcceptWrongToken {}), Err(refusal))
                if refusal != Refusal::Expired =>
            {
                self.admit(Identity::of_anybody(), 1);
            }
            (Some(FaultAction::StayAfterRefusal {}), Err(refusal)) => {
                self.refuse(ErrorCode::Unauthorized, refusal.to_string(), false);
            }
            (_, Err(refusal)) => self.refuse(ErrorCode::Unauthorized, refusal.to_string(), true),
            (Some(FaultAction::LateAuthAnswer { ms }), Ok(identity)) => {
                let order = Order::Admit(identity);
                self.connection.outbox.with(|it| it.order_at(now_ms + ms.get(), order));
            }
            (Some(FaultAction::DoubleAuthAnswer {}), Ok(identity)) => self.admit(identity, 2),
            (Some(FaultAction::AuthAsOtherTenant {}), Ok(mut identity)) => {
                identity.tenant += "-other";
                self.admit(identity, 1);
            }
            (_, Ok(identity)) => self.admit(identity, 1),
        }
    }

    pub(super) fn on_unusable_auth(&mut self) {
        self.dues.auth = None;
        let why = "auth needs a token that is a text".to_owned();
        self.refuse(ErrorCode::Unauthorized, why, true);
    }

    /// Answers with `auth.error`, and closes but by a fault.
    fn refuse(&mut self, code: ErrorCode, error: String, closes: bool) {
        count(&self.handle.counting().refused, 1);
        let entry = self.connection.entry(LogKind::Refused).because(&*error);
        self.handle.record(entry);
        self.send(&frames::auth_error(code, error.clone(), self.handle.clock().now()));
        if !closes {
            return;
        }
        let code = self.rules.unauthenticated;
        let request = CloseRequest { code, reason: "", because: error };
        self.connection.outbox.with(|it| it.order(Order::Close(request)));
    }

    /// Authenticates the connection, with so many answers: none if the handshake was one.
    pub(super) fn admit(&mut self, identity: Identity, answers: usize) {
        let now_ms = self.handle.now_ms();
        self.dues.auth = None;
        self.dues.expiry = identity.expires_at_ms;
        self.dues.ping = self.rules.ping_every_ms.map(|every| now_ms + every);
        let handle = &self.handle;
        let tenant = identity.tenant.clone();
        // Whoever learns of it and sends an event at once comes behind the answer.
        let is_first = handle.authenticate(&self.connection, identity, |identity| {
            let now = handle.clock().now();
            for _ in 0..answers {
                self.send(&frames::auth_success(&self.connection, identity, now));
            }
        });
        if is_first {
            handle.traffic().tenant_arrived(&tenant, now_ms);
        }
    }
}
