//! Seeded traffic: a story per tenant, told while somebody of the tenant is connected.
//!
//! An event is due at a moment of the mock's clock and bears that time, so a seed gives the same
//! frames however busy the machine is.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use axum::extract::ws::Utf8Bytes;
use tokio::sync::Notify;

use crate::sample::Story;
use crate::value::TenantId;
use crate::{Encode, Envelope};

use super::clock::timestamp;
use super::connection::Outgoing;
use super::handle::Handle;

/// How many events of a tenant are made up for at once when the clock was put forward.
const CATCH_UP: u64 = 100;

pub(super) struct Traffic {
    settings: Mutex<Settings>,
    /// Something has changed: the rate, the seed, the clock, or a tenant has come.
    changed: Notify,
}

#[derive(Clone)]
struct Settings {
    rate: f64,
    seed: u64,
    /// Counts the seeds: all stories begin anew with each.
    generation: u64,
    arrived: Vec<(String, u64)>,
}

impl Traffic {
    pub fn new(rate: f64, seed: u64) -> Self {
        let settings = Settings { rate, seed, generation: 0, arrived: Vec::new() };
        Traffic { settings: Mutex::new(settings), changed: Notify::new() }
    }

    fn with<T>(&self, act: impl FnOnce(&mut Settings) -> T) -> T {
        let result = act(&mut self.settings.lock().unwrap_or_else(PoisonError::into_inner));
        self.changed.notify_one();
        result
    }

    pub fn settings(&self) -> (f64, u64) {
        let settings = self.settings.lock().unwrap_or_else(PoisonError::into_inner);
        (settings.rate, settings.seed)
    }

    pub fn set_rate(&self, rate: f64) {
        self.with(|it| it.rate = rate);
    }

    pub fn set_seed(&self, seed: u64) {
        self.with(|it| {
            it.seed = seed;
            it.generation += 1;
        });
    }

    /// The first of a tenant is connected.
    pub fn tenant_arrived(&self, tenant: &str, at_ms: u64) {
        self.with(|it| it.arrived.push((tenant.to_owned(), at_ms)));
    }

    pub fn wake(&self) {
        self.changed.notify_one();
    }

    fn take(&self) -> Settings {
        let mut settings = self.settings.lock().unwrap_or_else(PoisonError::into_inner);
        let arrived = std::mem::take(&mut settings.arrived);
        Settings { arrived, ..settings.clone() }
    }
}

/// Tells the stories, until the task is ended.
pub(super) async fn run(handle: Handle) {
    let mut stories: HashMap<String, Story> = HashMap::new();
    // When the next event of each tenant is due, in microseconds; at once for equal times, in the
    // order of the tenants.
    let mut schedule: BinaryHeap<Reverse<(u64, String)>> = BinaryHeap::new();
    let mut scheduled: HashSet<String> = HashSet::new();
    let (mut rate, mut generation) = (0.0_f64, 0);
    loop {
        let settings = handle.traffic().take();
        let now_us = handle.now_ms() * 1000;
        let interval_us = (1_000_000.0 / settings.rate).max(1.0) as u64;
        let is_new_rate = rate.to_bits() != settings.rate.to_bits();
        if settings.generation != generation {
            stories.clear();
        }
        (rate, generation) = (settings.rate, settings.generation);
        if is_new_rate {
            schedule = schedule
                .into_iter()
                .map(|Reverse((_, tenant))| Reverse((now_us.saturating_add(interval_us), tenant)))
                .collect();
        }
        for (tenant, at_ms) in settings.arrived {
            if scheduled.insert(tenant.clone()) {
                schedule.push(Reverse(((at_ms * 1000).saturating_add(interval_us), tenant)));
            }
        }
        let mut next_us = None;
        while rate > 0.0 {
            let Some(Reverse((due_us, _))) = schedule.peek() else { break };
            if *due_us > now_us {
                next_us = Some(*due_us);
                break;
            }
            let Some(Reverse((due_us, tenant))) = schedule.pop() else { break };
            if !handle.hub().has_members(&tenant) {
                scheduled.remove(&tenant);
                continue;
            }
            let most_late_us = interval_us.saturating_mul(CATCH_UP).max(1_000_000);
            let due_us = due_us.max(now_us.saturating_sub(most_late_us));
            let story = stories.entry(tenant.clone()).or_insert_with(|| {
                let id = TenantId::new(&*tenant).unwrap_or_else(|_| unreachable!("never empty"));
                Story::new(id, settings.seed ^ hash(&tenant))
            });
            publish(&handle, &tenant, &story.next(timestamp(due_us / 1000)));
            schedule.push(Reverse((due_us.saturating_add(interval_us), tenant)));
        }
        let wait = next_us.and_then(|us| handle.clock().until(us.div_ceil(1000)));
        match wait {
            Some(wait) => {
                let _ = tokio::time::timeout(wait, handle.traffic().changed.notified()).await;
            }
            None => handle.traffic().changed.notified().await,
        }
    }
}

fn publish(handle: &Handle, tenant: &str, envelope: &Envelope) {
    // A story's events are far below the limit.
    let Ok(text) = envelope.encode() else { return };
    let wire_type = Some(envelope.wire_type().into_owned());
    handle.publish(Some(tenant), &Outgoing { text: Utf8Bytes::from(text), wire_type });
}

/// FNV-1a: the same on every machine and with every compiler.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}
