use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use fastrand::Rng;
use serde::Serialize;

use crate::mock_files::fault::FaultAction;

use super::connection_id::new_connection_id;
use super::delivery::Delivery;
use super::faults::{Candidate, Faults, is_of_frames};
use super::frame::Frame;
use super::log::{LogEntry, LogKind};
use super::outbox::Outbox;
use super::token::Identity;
use super::wire::{Peer, WireSwitch};

/// One connection, as everybody but its session sees it.
pub(super) struct Connection {
    /// Counts handshakes; the first is 1.
    pub ordinal: u64,
    /// Never used twice; the one thing of a connection that does not follow from the seed.
    pub id: String,
    pub opened_at_ms: u64,
    pub source_ip: IpAddr,
    pub user_agent: Option<String>,
    pub outbox: Outbox,
    pub switch: Arc<WireSwitch>,
    pub received: AtomicU64,
    pub sent: AtomicU64,
    pub last_active_ms: AtomicU64,
    chance: Mutex<Rng>,
    admitted: Mutex<Option<Admitted>>,
}

#[derive(Clone)]
struct Admitted {
    identity: Arc<Identity>,
    at_ms: u64,
}

impl Connection {
    pub fn new(
        ordinal: u64,
        seed: u64,
        now_ms: u64,
        peer: &Peer,
        user_agent: Option<String>,
        limit: usize,
    ) -> Self {
        Connection {
            ordinal,
            id: new_connection_id(),
            opened_at_ms: now_ms,
            source_ip: peer.address.ip(),
            user_agent,
            outbox: Outbox::new(limit),
            switch: Arc::clone(&peer.switch),
            received: AtomicU64::new(0),
            sent: AtomicU64::new(0),
            last_active_ms: AtomicU64::new(now_ms),
            chance: Mutex::new(rng(seed, ordinal)),
            admitted: Mutex::new(None),
        }
    }

    fn admitted(&self) -> Option<Admitted> {
        self.admitted.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Who it is authenticated as.
    pub fn identity(&self) -> Option<Arc<Identity>> {
        self.admitted().map(|it| it.identity)
    }

    pub fn authenticated_at_ms(&self) -> Option<u64> {
        self.admitted().map(|it| it.at_ms)
    }

    /// Answers with whom it was before.
    pub fn set_identity(&self, identity: Arc<Identity>, at_ms: u64) -> Option<Arc<Identity>> {
        let admitted = Some(Admitted { identity, at_ms });
        let mut place = self.admitted.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *place, admitted).map(|it| it.identity)
    }

    pub fn touch(&self, now_ms: u64) {
        self.last_active_ms.store(now_ms, Ordering::Relaxed);
    }

    /// Chance, drawn in the order of what is sent: whoever draws for a frame holds this until the
    /// frame is in the outbox.
    pub fn chance(&self) -> MutexGuard<'_, Rng> {
        self.chance.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An entry of the log about it.
    pub fn entry(&self, kind: LogKind) -> LogEntry {
        let identity = self.identity();
        LogEntry {
            connection: Some(self.ordinal),
            connection_id: Some(self.id.clone()),
            tenant_id: identity.as_ref().map(|it| it.tenant.clone()),
            user_id: identity.as_ref().map(|it| it.user.clone()),
            ..LogEntry::new(kind)
        }
    }

    /// Sends one event, through the faults that strike at it; `struck` is called with each of them.
    /// Answers how many frames are lost.
    pub fn send(
        &self,
        frame: &Frame,
        faults: &Faults,
        now_ms: u64,
        mut struck: impl FnMut(&'static str),
    ) -> u64 {
        if !faults.is_any() {
            return u64::from(!self.outbox.send(frame.text().clone()));
        }
        let identity = self.identity();
        let wire_type = frame.written_type();
        let candidate = self.candidate(identity.as_deref(), wire_type.as_deref());
        let mut chance = self.chance();
        self.outbox.with(|queue| {
            let mut delivery = Delivery::new(frame);
            let mut of_action = chance.fork();
            faults.strike_each(is_of_frames, None, candidate, &mut chance, |rule| {
                let strikes = if let FaultAction::SlowConsumer { bytes_per_s } = rule.action {
                    queue.set_pace(bytes_per_s.get(), now_ms);
                    true
                } else {
                    delivery.apply(&rule.action, &mut of_action)
                };
                if strikes {
                    struck(rule.action.row().name);
                }
                strikes
            });
            delivery.put(queue, now_ms)
        })
    }

    pub fn candidate<'a>(
        &self,
        identity: Option<&'a Identity>,
        wire_type: Option<&'a str>,
    ) -> Candidate<'a> {
        Candidate {
            wire_type,
            connection: self.ordinal,
            tenant: identity.map(|it| &*it.tenant),
            user: identity.map(|it| &*it.user),
        }
    }
}

/// The numbers of chance of one connection, whatever the others do.
pub(super) fn rng(seed: u64, ordinal: u64) -> Rng {
    let mut rng = Rng::with_seed(seed ^ ordinal.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    rng.fork()
}

/// A connection, as the control API shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ConnectionInfo {
    /// Counts handshakes; the first is 1.
    pub ordinal: u64,
    /// The id that `auth.success` names.
    pub connection_id: String,
    /// `open`, or `authenticated`.
    pub state: &'static str,
    /// The tenant, once authenticated.
    pub tenant_id: Option<String>,
    /// The user, once authenticated.
    pub user_id: Option<String>,
    /// When it opened, in Unix milliseconds of the mock's clock.
    pub connected_at_ms: u64,
    /// When its token expires.
    pub expires_at_ms: Option<u64>,
    /// Frames that came in.
    pub received: u64,
    /// Frames that were written.
    pub sent: u64,
    /// Bytes that wait because the client reads too slowly.
    pub buffered_bytes: usize,
    /// What the client calls itself.
    pub user_agent: Option<String>,
}

impl Connection {
    pub fn info(&self) -> ConnectionInfo {
        let identity = self.identity();
        ConnectionInfo {
            ordinal: self.ordinal,
            connection_id: self.id.clone(),
            state: if identity.is_some() { "authenticated" } else { "open" },
            tenant_id: identity.as_ref().map(|it| it.tenant.clone()),
            user_id: identity.as_ref().map(|it| it.user.clone()),
            connected_at_ms: self.opened_at_ms,
            expires_at_ms: identity.and_then(|it| it.expires_at_ms),
            received: self.received.load(Ordering::Relaxed),
            sent: self.sent.load(Ordering::Relaxed),
            buffered_bytes: self.outbox.bytes(),
            user_agent: self.user_agent.clone(),
        }
    }
}
