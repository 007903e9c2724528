//! What sessions, listeners and the control port need of the server; no part of its public API.

use std::borrow::Cow;
use std::net::SocketAddr;
use std::sync::Arc;

use crate::mock_files::fault::{FaultAction, FaultPoint};
use crate::os_error::why;

use super::super::admission::Admission;
use super::super::clock::Clock;
use super::super::config::Config;
use super::super::connection::{Connection, rng};
use super::super::counters::{Counting, count};
use super::super::faults::{Candidate, FaultId, Faults, is_of_posts};
use super::super::frame::Frame;
use super::super::hub::Hub;
use super::super::lambda::Lambda;
use super::super::log::{LogEntry, LogKind};
use super::super::outbox::{Cut, Order};
use super::super::replaying::Replaying;
use super::super::scenario::Stage;
use super::super::token::Identity;
use super::super::traffic_control::TrafficControl;
use super::{Handle, NotConnected};

/// Why a message of a backend is not taken.
#[derive(Debug)]
pub(in crate::mock) enum NotPosted {
    Gone,
    TooMany,
}

impl Handle {
    /// Sets the faults of the point `live` that await this connection, of one rule or of all.
    pub(in crate::mock) fn arm(&self, connection: &Connection, only: Option<FaultId>) {
        let Some(since) = connection.authenticated_at_ms() else { return };
        let identity = connection.identity();
        let candidate = connection.candidate(identity.as_deref(), None);
        let mut chance = connection.chance();
        connection.outbox.with(|queue| {
            let is_live = |action: &FaultAction| action.row().point == FaultPoint::Live;
            self.0.faults.strike_each(is_live, only, candidate, &mut chance, |rule| {
                let order = Order::Live(rule.action.clone());
                queue.order_at(since + rule.after_ms, order);
                true
            });
        });
    }

    /// The fault of the point `accept` that strikes the next connection, and its ordinal.
    pub(in crate::mock) fn strike_at_accept(&self) -> Option<(FaultAction, u64)> {
        if !self.0.faults.is_any() {
            return None;
        }
        let connection = self.0.hub.next_ordinal();
        let candidate = Candidate { connection, ..Candidate::default() };
        let mut rng = rng(self.0.config.seed, connection);
        let action = self.0.faults.strike(FaultPoint::Accept, candidate, &mut rng)?.action;
        self.0.hub.take_ordinal();
        count(&self.0.counters.refused, 1);
        let entry = LogEntry { connection: Some(connection), ..LogEntry::new(LogKind::Fault) };
        self.fault_struck(action.row().name, entry);
        Some((action, connection))
    }

    /// A connection that a fault left hanging is given up by the client.
    pub(in crate::mock) fn hung_up(&self, ordinal: u64) {
        let entry = LogEntry { connection: Some(ordinal), ..LogEntry::new(LogKind::Closed) };
        self.record(entry.because("given up by the client"));
    }

    /// Takes a message of a backend for a connection.
    pub(in crate::mock) fn post(&self, connection_id: &str, text: &str) -> Result<(), NotPosted> {
        let frame = Frame::read(text);
        let connection = self.0.hub.by_id(connection_id);
        match connection.and_then(|it| self.strike_at_post(&it, &frame)) {
            Some(FaultAction::Gone {}) => return Err(NotPosted::Gone),
            Some(_) => return Err(NotPosted::TooMany),
            None => {}
        }
        if !self.0.posts.admit(self.now_ms()) {
            return Err(NotPosted::TooMany);
        }
        self.relay(connection_id, &frame).map_err(|NotConnected| NotPosted::Gone)
    }

    /// Sends a frame of a backend. Whom that has authenticated, its `auth.success` tells the gateway as
    /// well: nothing is decided by it, but faults, broadcasts and the log go by it from then on.
    pub(in crate::mock) fn relay(
        &self,
        connection_id: &str,
        frame: &Frame,
    ) -> Result<(), NotConnected> {
        let connection = self.0.hub.by_id(connection_id).ok_or(NotConnected)?;
        match Identity::of_success(frame).filter(|_| self.0.lambda.is_some()) {
            Some(identity) => {
                self.authenticate(&connection, identity, |_| self.send_to(&connection, frame));
            }
            None => self.send_to(&connection, frame),
        }
        Ok(())
    }

    /// Makes a connection one of a tenant's. It is welcomed before anybody sends it something as such; true
    /// if nobody of that tenant was there.
    pub(in crate::mock) fn authenticate(
        &self,
        connection: &Arc<Connection>,
        identity: Identity,
        welcome: impl FnOnce(&Identity),
    ) -> bool {
        let identity = Arc::new(identity);
        let before = connection.set_identity(Arc::clone(&identity), self.now_ms());
        if before.is_none() {
            count(&self.0.counters.authenticated, 1);
        }
        let tenant_before = before.as_ref().map(|it| &*it.tenant);
        let is_first = self.0.hub.join(connection, &identity.tenant, tenant_before, || {
            self.record(connection.entry(LogKind::Authenticated));
            welcome(&identity);
        });
        if before.is_none() {
            self.arm(connection, None);
        }
        is_first
    }

    /// The fault that strikes a message of a backend for this connection.
    fn strike_at_post(&self, connection: &Connection, frame: &Frame) -> Option<FaultAction> {
        let identity = connection.identity();
        let wire_type = frame.written_type();
        let candidate = connection.candidate(identity.as_deref(), wire_type.as_deref());
        let mut chance = connection.chance();
        let rule = self.0.faults.strike_first(is_of_posts, candidate, &mut chance)?;
        let wire_type = wire_type.map(Cow::into_owned);
        let entry = LogEntry { wire_type, ..connection.entry(LogKind::Fault) };
        self.fault_struck(rule.action.row().name, entry);
        Some(rule.action)
    }

    /// Sends an event of a tenant to those of others whom the fault `leak` strikes.
    pub(super) fn leak(&self, tenant: &str, frame: &Frame) {
        let is_leak = |action: &FaultAction| matches!(action, FaultAction::Leak {});
        let wire_type = frame.written_type();
        self.0.hub.each_member(None, |it| {
            let Some(identity) = it.identity().filter(|it| it.tenant != tenant) else { return };
            let candidate = it.candidate(Some(&identity), wire_type.as_deref());
            self.0.faults.strike_each(is_leak, None, candidate, &mut it.chance(), |rule| {
                self.fault_struck(rule.action.row().name, it.entry(LogKind::Fault));
                it.outbox.send(frame.text().clone())
            });
        });
    }

    pub(in crate::mock) fn fault_struck(&self, name: &'static str, entry: LogEntry) {
        self.record(LogEntry { fault: Some(name), ..entry });
    }

    pub(in crate::mock) fn replaying(&self) -> &Replaying {
        &self.0.replaying
    }

    /// The number of the last entry of the log.
    pub(in crate::mock) fn last_logged(&self) -> u64 {
        self.0.log.last()
    }

    pub(in crate::mock) fn stage(&self) -> &Stage {
        &self.0.stage
    }

    /// Sets faults, traffic and the pace of the clock as this says.
    pub(in crate::mock) fn reconfigure(&self, config: &Config) {
        self.0.faults.replace(&config.faults);
        self.0.traffic.set_rate(config.rate);
        self.0.traffic.set_seed(config.seed);
        self.set_time_scale(config.time_scale);
    }

    /// Sends each entry of the log from now on with its whole frame.
    pub(in crate::mock) fn tap(&self, tap: std::sync::mpsc::Sender<LogEntry>) {
        self.0.log.set_tap(tap);
    }

    /// Answers with its number.
    pub(in crate::mock) fn record(&self, entry: LogEntry) -> u64 {
        self.0.log.record(self.now_ms(), entry)
    }

    pub(in crate::mock) fn clock(&self) -> &Clock {
        &self.0.clock
    }

    pub(in crate::mock) fn hub(&self) -> &Hub {
        &self.0.hub
    }

    /// The functions, if something else than the mock decides.
    pub(in crate::mock) fn lambda(&self) -> Option<&Lambda> {
        self.0.lambda.as_ref()
    }

    pub(in crate::mock) fn rules_in_force(&self) -> &Faults {
        &self.0.faults
    }

    pub(in crate::mock) fn traffic(&self) -> &TrafficControl {
        &self.0.traffic
    }

    pub(in crate::mock) fn admission(&self) -> &Admission {
        &self.0.admission
    }

    pub(in crate::mock) fn counting(&self) -> &Counting {
        &self.0.counters
    }

    pub(in crate::mock) fn control_address(&self) -> SocketAddr {
        self.0.control
    }

    pub(in crate::mock) fn cannot_accept(&self, error: &std::io::Error) {
        let why = why(error);
        let error = format!(
            "cannot accept connections: {why}: raise the limit on open files with `ulimit -n 65536`"
        );
        self.record(LogEntry { error: Some(error), ..LogEntry::new(LogKind::Note) });
    }

    pub(in crate::mock) fn opened(&self, connection: &Arc<Connection>) {
        self.0.hub.enter(connection);
        count(&self.0.counters.opened, 1);
        self.record(connection.entry(LogKind::Opened));
        if self.is_stopping() {
            connection.outbox.cut(Cut::Asked("the server stops".to_owned()));
        }
    }

    pub(in crate::mock) fn is_stopping(&self) -> bool {
        *self.0.stopping.borrow()
    }

    pub(in crate::mock) async fn stopped(&self) {
        let _ = self.0.stopping.subscribe().wait_for(|stopping| *stopping).await;
    }

    /// Closes everybody; new handshakes are refused.
    pub(in crate::mock) fn stop(&self) {
        self.0.stopping.send_replace(true);
        for connection in self.0.hub.connections() {
            self.close(&connection, 1001, "Going away", "the server stops");
            self.0.hub.leave(&connection);
        }
    }

    /// Cuts everybody, and ends whoever follows the log.
    pub(in crate::mock) fn cut_all(&self) {
        self.0.stopping.send_replace(true);
        for connection in self.0.hub.connections() {
            connection.outbox.cut(Cut::Asked("the server stops".to_owned()));
        }
        self.0.log.close();
    }
}
