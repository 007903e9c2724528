//! Seeded traffic: a story per tenant, which goes on while somebody of the tenant is connected.
//!
//! An event is due at a moment of the mock's clock and bears that time, so a seed gives the same
//! frames however busy the machine is.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};
use std::time::Duration;

use crate::Message;
use crate::sample::Story;
use crate::value::TenantId;

use super::clock::timestamp;
use super::frame::Frame;
use super::handle::Handle;
use super::traffic_control::TrafficSettings;

/// How many events of a tenant are made up for at once when the clock was put forward.
const CATCH_UP: u64 = 100;

/// Sends the events of the stories as they become due, until the task is ended.
pub(super) async fn run(handle: Handle) {
    let mut generator = Generator::default();
    loop {
        let wait = generator.send_due(&handle);
        let changed = handle.traffic().changed();
        match wait {
            Some(wait) => drop(tokio::time::timeout(wait, changed).await),
            None => changed.await,
        }
    }
}

/// A moment of the mock's clock, in microseconds since 1970.
type Micros = u64;

#[derive(Default)]
struct Generator {
    rate: f64,
    seed: u64,
    generation: u64,
    stories: HashMap<String, Story>,
    /// When the next event of each tenant is due; at one moment, in the order of the tenants.
    schedule: BinaryHeap<Reverse<(Micros, String)>>,
    scheduled: HashSet<String>,
}

impl Generator {
    fn interval(&self) -> Micros {
        (1_000_000.0 / self.rate).max(1.0) as Micros
    }

    /// Sends what is due; answers how long it takes until something is.
    fn send_due(&mut self, handle: &Handle) -> Option<Duration> {
        let now = handle.now_ms() * 1000;
        self.apply(handle.traffic().take(), now);
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
            // A story's events are far below the limit.
            if let Ok(frame) = Frame::write(Message::Event(event)) {
                handle.publish(Some(&tenant), &frame);
            }
            self.schedule.push(Reverse((due.saturating_add(interval), tenant)));
        }
        None
    }

    fn apply(&mut self, settings: TrafficSettings, now: Micros) {
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

/// FNV-1a: the same on every machine and with every compiler.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}
