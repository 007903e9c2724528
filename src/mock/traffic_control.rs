//! How much traffic there is, and from which seed; whoever changes it wakes the task that sends it.

use std::sync::{Mutex, PoisonError};

use tokio::sync::Notify;

pub(super) struct TrafficControl {
    settings: Mutex<TrafficSettings>,
    /// Something has changed: the rate, the seed, the clock, or a tenant has come.
    changed: Notify,
}

#[derive(Clone)]
pub(super) struct TrafficSettings {
    /// Events per second and tenant.
    pub rate: f64,
    pub seed: u64,
    /// Counts the seeds: all stories begin anew with each.
    pub generation: u64,
    /// The tenants of which the first connection has come, and when.
    pub arrived: Vec<(String, u64)>,
}

impl TrafficControl {
    pub fn new(rate: f64, seed: u64) -> Self {
        let settings = TrafficSettings { rate, seed, generation: 0, arrived: Vec::new() };
        TrafficControl { settings: Mutex::new(settings), changed: Notify::new() }
    }

    fn with<T>(&self, act: impl FnOnce(&mut TrafficSettings) -> T) -> T {
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

    /// Ends when something has changed since the last time.
    pub async fn changed(&self) {
        self.changed.notified().await;
    }

    /// The settings, and who has arrived since the last time.
    pub fn take(&self) -> TrafficSettings {
        let mut settings = self.settings.lock().unwrap_or_else(PoisonError::into_inner);
        let arrived = std::mem::take(&mut settings.arrived);
        TrafficSettings { arrived, ..settings.clone() }
    }
}
