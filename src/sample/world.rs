//! What lasts from one event to the next: time, tenants, users, entities and their state.

use std::collections::BTreeMap;

use fastrand::Rng;
use uuid::Builder;

use super::below;
use crate::value::Timestamp;

/// `2025-11-03T14:30:00.000Z`.
const START: i64 = 1_762_180_200_000;

/// Entities of one kind that a tenant has at a time; older ones are forgotten.
const MAX_ENTITIES: usize = 8;

#[derive(Clone, Debug)]
pub struct World {
    /// Milliseconds since 1970.
    pub now: i64,
    pub tenants: Vec<Tenant>,
}

#[derive(Clone, Debug)]
pub struct Tenant {
    pub id: String,
    pub users: Vec<String>,
    /// The fewest entities of a kind that are picked from; the missing ones are created.
    fewest: usize,
    /// Ids by the word they begin with: `goal`, `action`.
    entities: BTreeMap<String, Vec<String>>,
    /// JSON values by entity and by what they are: `status`, `progress`.
    states: BTreeMap<String, BTreeMap<String, String>>,
}

impl World {
    pub fn new(rng: &mut Rng) -> Self {
        let mut tenants: Vec<_> = (0..3)
            .map(|_| Tenant::new(mint("tenant", rng), (0..5).map(|_| mint("user", rng)).collect()))
            .collect();
        tenants[0].id = "tenant-123".to_owned();
        tenants[0].users[0] = "user-456".to_owned();
        World { now: START, tenants }
    }

    /// Moves on a little, not beyond the last year of the protocol.
    pub fn pass_time(&mut self, rng: &mut Rng) {
        let step = rng.i64(20..2_000) * rng.i64(1..30);
        self.now = (self.now + step).min(Timestamp::MAX.unix_millis());
    }
}

impl Tenant {
    fn new(id: String, users: Vec<String>) -> Self {
        let fewest = MAX_ENTITIES / 2;
        Tenant { id, users, fewest, entities: BTreeMap::new(), states: BTreeMap::new() }
    }

    /// A tenant whose entities of some kinds are given; there is one of every other kind.
    pub fn with(id: String, users: Vec<String>, entities: BTreeMap<String, Vec<String>>) -> Self {
        Tenant { id, users, fewest: 1, entities, states: BTreeMap::new() }
    }

    /// One of the tenant's entities of this kind.
    pub fn pick(&mut self, kind: &str, rng: &mut Rng) -> String {
        while self.entities.get(kind).map_or(0, Vec::len) < self.fewest {
            self.create(kind, rng);
        }
        let entities = &self.entities[kind];
        entities[below(rng, entities.len())].clone()
    }

    /// A new entity of this kind.
    pub fn create(&mut self, kind: &str, rng: &mut Rng) -> String {
        let id = mint(kind, rng);
        let entities = self.entities.entry(kind.to_owned()).or_default();
        if entities.len() == MAX_ENTITIES {
            let forgotten = entities.remove(0);
            self.states.remove(&forgotten);
        }
        entities.push(id.clone());
        id
    }

    pub fn state(&self, entity: &str, topic: &str) -> Option<&str> {
        self.states.get(entity)?.get(topic).map(String::as_str)
    }

    pub fn set_state(&mut self, entity: &str, topic: &str, json: &str) {
        let states = self.states.entry(entity.to_owned()).or_default();
        states.insert(topic.to_owned(), json.to_owned());
    }
}

/// An id: a UUID as often as a readable one.
fn mint(kind: &str, rng: &mut Rng) -> String {
    if rng.bool() {
        return Builder::from_random_bytes(rng.u128(..).to_be_bytes()).into_uuid().to_string();
    }
    format!("{kind}-{}", rng.u32(100..100_000))
}
