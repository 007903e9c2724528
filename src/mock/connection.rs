use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::ws::{Message, Utf8Bytes};
use fastrand::Rng;
use serde::Serialize;

use crate::mock_files::fault::FaultAction;

use super::faults::{Candidate, Faults, is_of_frames};
use super::mutate::mutate;
use super::outbox::Outbox;
use super::token::{Identity, connection_id};
use super::wire::{Peer, WireSwitch};

/// One connection, as everybody but its session sees it.
pub(super) struct Connection {
    /// Counts handshakes; the first is 1.
    pub ordinal: u64,
    pub id: String,
    pub opened_at_ms: u64,
    pub source_ip: IpAddr,
    pub user_agent: Option<String>,
    pub outbox: Outbox,
    pub switch: Arc<WireSwitch>,
    pub received: AtomicU64,
    pub sent: AtomicU64,
    pub last_active_ms: AtomicU64,
    admitted: Mutex<Option<Admitted>>,
}

#[derive(Clone)]
struct Admitted {
    identity: Arc<Identity>,
    at_ms: u64,
}

/// A frame on its way to any number of connections.
#[derive(Clone)]
pub(super) struct Outgoing {
    pub text: Utf8Bytes,
    /// Its type, if it has one.
    pub wire_type: Option<String>,
}

impl Outgoing {
    pub fn new(text: &str) -> Self {
        let wire_type = crate::peek(text).ok().and_then(|it| Some(it.wire_type?.into_owned()));
        Outgoing { text: text.into(), wire_type }
    }
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
        let mut rng = rng(seed, ordinal);
        Connection {
            ordinal,
            id: connection_id(&mut rng),
            opened_at_ms: now_ms,
            source_ip: peer.address.ip(),
            user_agent,
            outbox: Outbox::new(rng, limit),
            switch: Arc::clone(&peer.switch),
            received: AtomicU64::new(0),
            sent: AtomicU64::new(0),
            last_active_ms: AtomicU64::new(now_ms),
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

    /// Sends one event, through the faults that strike on it; each that does is told.
    /// Answers how many frames are lost.
    pub fn send(
        &self,
        outgoing: &Outgoing,
        faults: &Faults,
        now_ms: u64,
        mut struck: impl FnMut(&'static str),
    ) -> u64 {
        if !faults.is_any() {
            return u64::from(!self.outbox.send(outgoing.text.clone()));
        }
        let identity = self.identity();
        let candidate = self.candidate(identity.as_deref(), outgoing.wire_type.as_deref());
        self.outbox.with(|outbox| {
            let mut plan = Plan { texts: vec![outgoing.text.clone()], delay_ms: 0, is_held: false };
            let mut lost = 0;
            let mut rng = outbox.rng.clone();
            let mut of_action = rng.fork();
            faults.strike_each(is_of_frames, None, candidate, &mut rng, |rule| {
                let strikes = if let FaultAction::SlowConsumer { bytes_per_s } = rule.action {
                    outbox.set_pace(bytes_per_s.get(), now_ms);
                    true
                } else {
                    plan.apply(&rule.action, &mut of_action)
                };
                if strikes {
                    struck(rule.action.row().name);
                }
                strikes
            });
            outbox.rng = rng;
            if plan.texts.is_empty() {
                lost += 1;
            }
            for text in plan.texts {
                let message = Message::Text(text);
                let is_taken = match (plan.is_held, plan.delay_ms) {
                    (true, _) => outbox.hold(now_ms, message),
                    (false, 0) => outbox.push(message),
                    (false, delay_ms) => outbox.push_at(now_ms + delay_ms, message),
                };
                lost += u64::from(!is_taken);
            }
            lost
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

/// What becomes of one event.
struct Plan {
    texts: Vec<Utf8Bytes>,
    delay_ms: u64,
    is_held: bool,
}

impl Plan {
    /// Whether the fault changes anything.
    fn apply(&mut self, action: &FaultAction, rng: &mut Rng) -> bool {
        if self.texts.is_empty() {
            return false;
        }
        match action {
            FaultAction::Drop {} => self.texts.clear(),
            FaultAction::Duplicate {} => self.texts.push(self.texts[0].clone()),
            FaultAction::Reorder {} => self.is_held = true,
            FaultAction::Delay { ms, jitter_ms } => {
                let jitter = jitter_ms.map_or(0, |it| rng.u64(..=it.get()));
                self.delay_ms += ms.get() + jitter;
            }
            action => {
                let Some(text) = mutate(action, &self.texts[0], rng) else { return false };
                let text = Utf8Bytes::from(text);
                self.texts.fill(text);
            }
        }
        true
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
