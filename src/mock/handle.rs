use std::borrow::Cow;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{Stream, stream};
use tokio::sync::watch;

use crate::gateway::MAX_POSTS_PER_SECOND;
use crate::mock_files::fault::FaultRule;
use crate::{EncodeError, Envelope, Message};

use super::admission::Admission;
use super::clock::Clock;
use super::config::Config;
use super::connection::{Connection, ConnectionInfo};
use super::counters::{Counters, Counting, count};
use super::doubt::of_type;
use super::faults::{ActiveFault, FaultId, Faults};
use super::frame::Frame;
use super::hub::Hub;
use super::kick::{Close, KickError, Selector};
use super::lambda::Lambda;
use super::log::{Log, LogEntry, LogKind};
use super::outbox::{CloseRequest, Cut, Order};
use super::replaying::Replaying;
use super::scenario::{Played, Stage};
use super::token::mint;
use super::traffic_control::TrafficControl;

mod internal;

pub(super) use internal::NotPosted;

/// How long clients and servers have to end, really.
pub(super) const PATIENCE: Duration = Duration::from_secs(3);

/// Controls a running mock server: whatever its control API does is a method here. Clones are the
/// same server.
#[derive(Clone)]
pub struct Handle(Arc<Shared>);

struct Shared {
    config: Config,
    data: SocketAddr,
    control: SocketAddr,
    clock: Clock,
    log: Log,
    hub: Hub,
    faults: Faults,
    traffic: TrafficControl,
    admission: Admission,
    /// Messages from a backend, through `@connections`.
    posts: Admission,
    counters: Counting,
    stopping: watch::Sender<bool>,
    stage: Stage,
    lambda: Option<Lambda>,
    replaying: Replaying,
}

/// There is no such connection, or it is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotConnected;

impl std::fmt::Display for NotConnected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("there is no such connection, or it is closed: GET /connections lists them")
    }
}

impl std::error::Error for NotConnected {}

impl Handle {
    pub(super) fn new(config: Config, data: SocketAddr, control: SocketAddr) -> Self {
        let faults = Faults::default();
        faults.replace(&config.faults);
        let clock = Clock::new(config.start, config.time_scale);
        let log = Log::new();
        // Nobody is there yet, of whom more could be in doubt.
        for rule in &config.faults {
            if let Some(doubt) = rule.matches.wire_type.as_deref().and_then(of_type) {
                let note = LogEntry::new(LogKind::Note);
                log.record(clock.now_ms(), note.because(format!("{}: {doubt}", rule.to_json())));
            }
        }
        Handle(Arc::new(Shared {
            admission: Admission::new(config.admission.into(), clock.now_ms()),
            posts: Admission::new(MAX_POSTS_PER_SECOND, clock.now_ms()),
            traffic: TrafficControl::new(config.rate, config.seed),
            lambda: config.integration.as_ref().map(Lambda::new),
            clock,
            config,
            data,
            control,
            log,
            hub: Hub::new(),
            faults,
            counters: Counting::default(),
            stopping: watch::Sender::new(false),
            stage: Stage::default(),
            replaying: Replaying::default(),
        }))
    }

    /// Where to connect, `ws://127.0.0.1:5055`.
    pub fn url(&self) -> String {
        format!("ws://{}", self.0.data)
    }

    /// Where the control API is, `http://127.0.0.1:5056`.
    pub fn control_url(&self) -> String {
        format!("http://{}", self.0.control)
    }

    /// What it was started with; ports as asked for.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// The mock's clock, in Unix milliseconds.
    pub fn now_ms(&self) -> u64 {
        self.0.clock.now_ms()
    }

    /// How many seconds of the mock's clock pass in a real one.
    pub fn time_scale(&self) -> f64 {
        self.0.clock.scale()
    }

    /// Puts the mock's clock forward: what becomes due by that happens at once.
    pub fn advance(&self, by: Duration) {
        self.0.clock.advance(by);
        self.clock_changed();
    }

    /// Makes the mock's clock run faster, slower, or stand (0). Negative and infinite numbers count
    /// as 0.
    pub fn set_time_scale(&self, scale: f64) {
        self.0.clock.set_scale(if scale.is_finite() { scale.max(0.0) } else { 0.0 });
        self.clock_changed();
    }

    fn clock_changed(&self) {
        for connection in self.0.hub.connections() {
            connection.outbox.wake();
        }
        self.0.traffic.wake();
    }

    /// Events per second and tenant, and the seed that they follow from.
    pub fn traffic_settings(&self) -> (f64, u64) {
        self.0.traffic.settings()
    }

    /// Sets how many events a second each tenant gets. Negative and infinite numbers count as 0.
    pub fn set_rate(&self, rate: f64) {
        self.0.traffic.set_rate(if rate.is_finite() { rate.max(0.0) } else { 0.0 });
    }

    /// Begins all stories anew, from another seed.
    pub fn set_seed(&self, seed: u64) {
        self.0.traffic.set_seed(seed);
    }

    /// Sends an event to every connection of its tenant, or to all if it names none; answers how
    /// many there are. Encoded once, whoever receives it.
    ///
    /// # Errors
    /// When the event cannot be written.
    pub fn broadcast(&self, envelope: &Envelope) -> Result<usize, EncodeError> {
        let frame = Frame::write(Message::Event(envelope.clone()))?;
        Ok(self.publish(envelope.tenant_id().map(|it| it.as_str()), &frame))
    }

    /// Sends any text to every connection of the tenant, or of every tenant.
    pub fn broadcast_text(&self, tenant: Option<&str>, text: &str) -> usize {
        self.publish(tenant, &Frame::read(text))
    }

    /// Sends any text to one connection.
    ///
    /// # Errors
    /// When there is no such connection.
    pub fn send_text(&self, connection_id: &str, text: &str) -> Result<(), NotConnected> {
        self.send(connection_id, &Frame::read(text))
    }

    pub(super) fn send(&self, connection_id: &str, frame: &Frame) -> Result<(), NotConnected> {
        let connection = self.0.hub.by_id(connection_id).ok_or(NotConnected)?;
        self.send_to(&connection, frame);
        Ok(())
    }

    fn send_to(&self, connection: &Connection, frame: &Frame) {
        self.record(connection.entry(LogKind::Out).with_frame(frame, None));
        self.deliver(connection, frame);
    }

    pub(super) fn publish(&self, tenant: Option<&str>, frame: &Frame) -> usize {
        let mut entry = LogEntry::new(LogKind::Out).with_frame(frame, None);
        for tenant in tenant.map_or_else(|| self.0.hub.tenants(), |it| vec![it.to_owned()]) {
            self.0.hub.remember(&tenant, frame.text());
        }
        let receivers = self.0.hub.each_member(tenant, |it| self.deliver(it, frame));
        if let Some(tenant) = tenant.filter(|_| self.0.faults.is_any()) {
            self.leak(tenant, frame);
        }
        entry.receivers = Some(receivers);
        entry.tenant_id = tenant.map(str::to_owned);
        self.record(entry);
        receivers
    }

    fn deliver(&self, connection: &Connection, frame: &Frame) {
        let lost = connection.send(frame, &self.0.faults, self.now_ms(), |fault| {
            let wire_type = frame.written_type().map(Cow::into_owned);
            let entry = LogEntry { wire_type, ..connection.entry(LogKind::Fault) };
            self.fault_struck(fault, entry);
        });
        if lost > 0 {
            count(&self.0.counters.dropped, lost);
        }
    }

    /// Closes connections; answers how many.
    ///
    /// # Errors
    /// When the profile cannot close with such a code.
    pub fn kick(&self, selector: &Selector, close: Close) -> Result<usize, KickError> {
        if let Close::Code(code) = close {
            super::kick::check(code, self.0.config.profile)?;
        }
        let connections: Vec<_> =
            self.0.hub.connections().into_iter().filter(|it| selector.fits(it)).collect();
        for connection in &connections {
            match close {
                Close::Code(code) => self.close(connection, code, "", "kicked"),
                Close::Reset => connection.outbox.cut(Cut::Asked("kicked by a reset".to_owned())),
            }
            self.0.hub.leave(connection);
        }
        Ok(connections.len())
    }

    fn close(&self, connection: &Connection, code: u16, reason: &'static str, why: &str) {
        let request = CloseRequest { code, reason, because: why.to_owned() };
        connection.outbox.with(|it| it.order(Order::Close(request)));
    }

    /// Puts a rule in force; one about live connections strikes those that it finds. Where functions decide
    /// ([`Integration`](super::Integration)), one of the point `auth` never strikes.
    pub fn add_fault(&self, rule: FaultRule) -> FaultId {
        let id = self.0.faults.add(rule);
        self.0.hub.each_member(None, |connection| self.arm(connection, Some(id)));
        id
    }

    /// Takes a rule out of force; false if there is no such rule.
    pub fn remove_fault(&self, id: FaultId) -> bool {
        self.0.faults.remove(id)
    }

    /// Takes every rule out of force.
    pub fn clear_faults(&self) {
        self.0.faults.replace(&[]);
    }

    /// The rules in force, in the order in which they came.
    pub fn faults(&self) -> Vec<ActiveFault> {
        self.0.faults.list()
    }

    /// Who is connected, by ordinal.
    pub fn connections(&self) -> Vec<ConnectionInfo> {
        self.0.hub.connections().iter().map(|it| it.info()).collect()
    }

    /// The last events that a tenant was sent, the oldest first: 1,000 at most.
    pub fn events(&self, tenant: &str, limit: usize) -> Vec<String> {
        let events = self.0.hub.history(tenant, limit);
        events.iter().map(|it| it.as_str().to_owned()).collect()
    }

    /// What has happened since the start or the last reset.
    pub fn counters(&self) -> Counters {
        self.0.counters.now()
    }

    /// The entries of the log behind a number, the oldest first, at most so many.
    pub fn log_since(&self, seq: u64, limit: usize) -> Vec<LogEntry> {
        self.0.log.since(seq, limit)
    }

    /// The entries of the log behind a number, and all that come, until the server stops. Whoever
    /// is 10,000 entries behind misses some, and sees that by their numbers.
    pub fn log(&self, since: u64) -> impl Stream<Item = LogEntry> + Send + use<> {
        let cursor = self.0.log.follow(since);
        let start = (self.clone(), cursor, Vec::new().into_iter());
        stream::unfold(start, |(handle, mut cursor, mut entries)| async move {
            loop {
                if let Some(entry) = entries.next() {
                    return Some((entry, (handle, cursor, entries)));
                }
                entries = cursor.next(&handle.0.log).await?.into_iter();
            }
        })
    }

    /// An unsigned token that this server accepts for so long.
    pub fn token(&self, tenant: &str, user: &str, expires_in: Duration) -> String {
        mint(tenant, user, self.now_ms() / 1000, expires_in.as_secs())
    }

    /// Makes it as it was at the start: no scenario, everybody kicked; faults, log, counters, clock
    /// and traffic as configured. Takes as long as it takes to kick, a few seconds at most.
    pub async fn reset(&self) {
        let Shared { config, clock, log, hub, faults, traffic, admission, stage, .. } = &*self.0;
        stage.clear();
        self.0.replaying.end();
        let _ = self.kick(&Selector::All, Close::Code(1000));
        let _ = tokio::time::timeout(PATIENCE, hub.all_end()).await;
        faults.replace(&config.faults);
        clock.reset(config.start, config.time_scale);
        admission.reset(self.now_ms());
        traffic.set_rate(config.rate);
        traffic.set_seed(config.seed);
        hub.reset();
        log.clear();
        self.0.counters.reset();
        self.clock_changed();
    }

    /// What became of the last scenario that was played on this server.
    pub fn played(&self) -> Played {
        self.0.stage.played()
    }
}
