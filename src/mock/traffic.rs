//! Seeded traffic: a story per tenant, told while somebody of the tenant is connected.
//!
//! An event is due at a moment of the mock's clock and bears that time, so a seed gives the same
//! frames however busy the machine is.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

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
    let mut teller = Teller::default();
    loop {
        let wait = teller.tell(&handle);
        let changed = handle.traffic().changed.notified();
        match wait {
            Some(wait) => drop(tokio::time::timeout(wait, changed).await),
            None => changed.await,
        }
    }
}

/// A moment of the mock's clock, in microseconds since 1970.
type Micros = u64;

#[derive(Default)]
struct Teller {
    rate: f64,
    seed: u64,
    generation: u64,
    stories: HashMap<String, Story>,
    /// When the next event of each tenant is due; at one moment, in the order of the tenants.
    schedule: BinaryHeap<Reverse<(Micros, String)>>,
    scheduled: HashSet<String>,
}

impl Teller {
    fn interval(&self) -> Micros {
        (1_000_000.0 / self.rate).max(1.0) as Micros
    }

    /// Sends what is due; answers how long it takes until something is.
    fn tell(&mut self, handle: &Handle) -> Option<Duration> {
        let now = handle.now_ms() * 1000;
        self.settle(handle.traffic().take(), now);
        if self.rate == 0.0 {
            return None;
        }
        let interval = self.interval();
        let oldest = now.saturating_sub(interval.saturating_mul(CATCH_UP).max(1_000_000));
        while let Some(Reverse((due, tenant))) = self.schedule.pop() {
            if due > now {
                self.schedule.push(Reverse((due, tenant)));
                return handle.clock().until(due.div_ceil(1000));
            }
            if !handle.hub().has_members(&tenant) {
                self.scheduled.remove(&tenant);
                continue;
            }
            let due = due.max(oldest);
            let event = self.story(&tenant).next(timestamp(due / 1000));
            publish(handle, &tenant, &event);
            self.schedule.push(Reverse((due.saturating_add(interval), tenant)));
        }
        None
    }

    fn settle(&mut self, settings: Settings, now: Micros) {
        let is_anew = settings.generation != self.generation;
        let is_new_rate = self.rate.to_bits() != settings.rate.to_bits();
        if is_anew {
            self.stories.clear();
        }
        (self.rate, self.seed, self.generation) =
            (settings.rate, settings.seed, settings.generation);
        let interval = self.interval();
        if is_anew || is_new_rate {
            let due = now.saturating_add(interval);
            let anew = |Reverse((_, tenant))| Reverse((due, tenant));
            self.schedule = std::mem::take(&mut self.schedule).into_iter().map(anew).collect();
        }
        for (tenant, at_ms) in settings.arrived {
            if self.scheduled.insert(tenant.clone()) {
                self.schedule.push(Reverse(((at_ms * 1000).saturating_add(interval), tenant)));
            }
        }
    }

    fn story(&mut self, tenant: &str) -> &mut Story {
        self.stories.entry(tenant.to_owned()).or_insert_with(|| {
            let id = TenantId::new(tenant).unwrap_or_else(|_| unreachable!("never empty"));
            Story::new(id, self.seed ^ hash(tenant))
        })
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
