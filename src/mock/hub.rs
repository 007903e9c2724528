//! Who is connected, by ordinal, by id and by tenant; and what each tenant was sent last.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::ws::Utf8Bytes;
use tokio::sync::watch;

use super::connection::Connection;

/// How many events are kept per tenant.
const HISTORY: usize = 1000;
/// How many tenants events are kept of; beyond, the first in the alphabet that is not connected
/// goes.
const TENANTS: usize = 10_000;

pub(super) struct Hub {
    inner: Mutex<Inner>,
    sessions: watch::Sender<Sessions>,
}

#[derive(Clone, Copy, Default)]
struct Sessions {
    /// How many run.
    running: usize,
    /// How many have been logged as closed, and still close their socket.
    ending: usize,
}

#[derive(Default)]
struct Inner {
    last_ordinal: u64,
    connections: BTreeMap<u64, Arc<Connection>>,
    ordinals: HashMap<String, u64>,
    tenants: BTreeMap<String, Tenant>,
}

#[derive(Default)]
struct Tenant {
    members: BTreeMap<u64, Arc<Connection>>,
    history: VecDeque<Utf8Bytes>,
}

impl Hub {
    pub fn new() -> Self {
        Hub { inner: Mutex::default(), sessions: watch::Sender::default() }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of the next handshake.
    pub fn next_ordinal(&self) -> u64 {
        self.inner().last_ordinal + 1
    }

    pub fn take_ordinal(&self) -> u64 {
        let mut inner = self.inner();
        inner.last_ordinal += 1;
        inner.last_ordinal
    }

    pub fn enter(&self, connection: &Arc<Connection>) {
        self.sessions.send_modify(|it| it.running += 1);
        let mut inner = self.inner();
        inner.ordinals.insert(connection.id.clone(), connection.ordinal);
        inner.connections.insert(connection.ordinal, Arc::clone(connection));
    }

    /// Makes it a member of the tenant that it is authenticated for; true if it is the first. It is
    /// welcomed first: no member is sent anything meanwhile.
    pub fn join(
        &self,
        connection: &Arc<Connection>,
        tenant: &str,
        before: Option<&str>,
        welcome: impl FnOnce(),
    ) -> bool {
        let mut inner = self.inner();
        welcome();
        if let Some(before) = before.filter(|before| *before != tenant) {
            inner.part(before, connection.ordinal);
        }
        let found = inner.connections.get(&connection.ordinal);
        if !found.is_some_and(|it| Arc::ptr_eq(it, connection)) {
            return false;
        }
        let members = &mut inner.tenants.entry(tenant.to_owned()).or_default().members;
        members.insert(connection.ordinal, Arc::clone(connection));
        members.len() == 1
    }

    /// Forgets a connection; false if it is forgotten already.
    pub fn leave(&self, connection: &Connection) -> bool {
        let tenant = connection.identity();
        let mut inner = self.inner();
        // After a reset, another connection may have its number.
        let found = inner.connections.get(&connection.ordinal);
        if !found.is_some_and(|it| std::ptr::eq(&**it, connection)) {
            return false;
        }
        if let Some(tenant) = tenant {
            inner.part(&tenant.tenant, connection.ordinal);
        }
        inner.ordinals.remove(&connection.id);
        inner.connections.remove(&connection.ordinal);
        true
    }

    /// The end of a connection has been logged.
    pub fn session_ends(&self) {
        self.sessions.send_modify(|it| {
            it.running -= 1;
            it.ending += 1;
        });
    }

    /// The socket is closed.
    pub fn session_ended(&self) {
        self.sessions.send_modify(|it| it.ending -= 1);
    }

    /// Waits until every end has been logged.
    pub async fn all_end(&self) {
        // The sender lives as long as this.
        let _ = self.sessions.subscribe().wait_for(|it| it.running == 0).await;
    }

    /// Waits until every socket is closed.
    pub async fn all_ended(&self) {
        let _ = self.sessions.subscribe().wait_for(|it| it.running + it.ending == 0).await;
    }

    pub fn count(&self) -> usize {
        self.inner().connections.len()
    }

    pub fn connections(&self) -> Vec<Arc<Connection>> {
        self.inner().connections.values().cloned().collect()
    }

    pub fn by_id(&self, id: &str) -> Option<Arc<Connection>> {
        let inner = self.inner();
        inner.connections.get(inner.ordinals.get(id)?).cloned()
    }

    pub fn has_members(&self, tenant: &str) -> bool {
        self.inner().tenants.get(tenant).is_some_and(|it| !it.members.is_empty())
    }

    /// The tenants of which somebody is connected.
    pub fn tenants(&self) -> Vec<String> {
        let inner = self.inner();
        let present = inner.tenants.iter().filter(|(_, it)| !it.members.is_empty());
        present.map(|(tenant, _)| tenant.clone()).collect()
    }

    /// Calls for each member of the tenant, or of every tenant, in order of their ordinals within
    /// each tenant; answers how many there are. Nobody joins or leaves meanwhile.
    pub fn each_member(
        &self,
        tenant: Option<&str>,
        mut call: impl FnMut(&Arc<Connection>),
    ) -> usize {
        let inner = self.inner();
        match tenant {
            Some(tenant) => {
                let members = inner.tenants.get(tenant).map(|it| &it.members);
                members.into_iter().flatten().map(|(_, it)| call(it)).count()
            }
            None => {
                // Not all who are authenticated: some have yet to be told so.
                let all = inner.tenants.values().flat_map(|it| it.members.values());
                all.map(call).count()
            }
        }
    }

    /// Keeps an event of a tenant.
    pub fn remember(&self, tenant: &str, text: &Utf8Bytes) {
        let mut inner = self.inner();
        if inner.tenants.len() >= TENANTS && !inner.tenants.contains_key(tenant) {
            let gone = inner.tenants.iter().find(|(_, it)| it.members.is_empty());
            if let Some(gone) = gone.map(|(tenant, _)| tenant.clone()) {
                inner.tenants.remove(&gone);
            }
        }
        let history = &mut inner.tenants.entry(tenant.to_owned()).or_default().history;
        if history.len() == HISTORY {
            history.pop_front();
        }
        history.push_back(text.clone());
    }

    /// The last events of a tenant, the oldest first.
    pub fn history(&self, tenant: &str, limit: usize) -> Vec<Utf8Bytes> {
        let inner = self.inner();
        let Some(history) = inner.tenants.get(tenant).map(|it| &it.history) else {
            return Vec::new();
        };
        history.iter().skip(history.len().saturating_sub(limit)).cloned().collect()
    }

    /// Forgets what was sent, and begins to count anew.
    pub fn reset(&self) {
        let mut inner = self.inner();
        inner.last_ordinal = 0;
        inner.tenants.retain(|_, it| !it.members.is_empty());
        for tenant in inner.tenants.values_mut() {
            tenant.history.clear();
        }
    }
}

impl Inner {
    fn part(&mut self, tenant: &str, ordinal: u64) {
        if let Some(it) = self.tenants.get_mut(tenant) {
            it.members.remove(&ordinal);
            if it.members.is_empty() && it.history.is_empty() {
                self.tenants.remove(tenant);
            }
        }
    }
}
