//! Many clients and one server, in virtual time: the machines are real, the network is made up.
//! Nothing here waits, and the same seed gives the same milliseconds.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use purposepath_realtime::connection::{
    Authentication, BACKOFF_WINDOWS_MS, Effect, Generation, Input, Machine, ProbeKind, State,
    TimerId,
};

use crate::shell::Random;

/// How far away a client is: the time of a round trip, from and up to, in milliseconds.
const ROUND_TRIP_MS: (u64, u64) = (20, 120);
/// A token comes out of a cache.
const TOKEN_MS: u64 = 5;
/// TCP, TLS 1.3 and the upgrade to WebSocket.
const HANDSHAKE_ROUND_TRIPS: u64 = 3;
/// How long the backend takes to check a token.
const AUTH_MS: u64 = 50;

/// The longest that a client takes from the end of its delay to `ready`, if nobody refuses it.
#[allow(dead_code, reason = "a limit for the tests")]
pub const LONGEST_WAY_MS: u64 = TOKEN_MS + (HANDSHAKE_ROUND_TRIPS + 1) * ROUND_TRIP_MS.1 + AUTH_MS;

/// How long clients have been `ready` when they are cut off.
const CALM_MS: u64 = 60_000;
/// Whoever is not back by then never comes back.
const PATIENCE_MS: u64 = 60 * 60_000;

/// The first window, and the widest of a delay that is doubled: those of the machine.
const FIRST_MS: u64 = BACKOFF_WINDOWS_MS[0];
const DOUBLED_MOST_MS: u64 = BACKOFF_WINDOWS_MS[BACKOFF_WINDOWS_MS.len() - 1];

/// How long a client waits before it tries again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backoff {
    /// As the machine says.
    FullJitter,
    /// A second, whatever happened before.
    Fixed,
    /// Doubled with each failure, and the same for everybody.
    WithoutJitter,
}

impl Backoff {
    fn delay(self, ms: u64, attempt: u32) -> u64 {
        match self {
            Backoff::FullJitter => ms,
            Backoff::Fixed => FIRST_MS,
            Backoff::WithoutJitter => {
                (FIRST_MS << attempt.saturating_sub(1).min(16)).min(DOUBLED_MOST_MS)
            }
        }
    }
}

/// Clients that are connected and lose their sockets in the same millisecond.
#[derive(Clone, Copy, Debug)]
pub struct Storm {
    pub clients: usize,
    /// The close code that all of them see.
    pub code: u16,
    /// How many new connections the server takes in each second; it refuses the others.
    pub admitted_per_second: usize,
    /// How long the server refuses everybody, in milliseconds.
    pub outage_ms: u64,
    pub backoff: Backoff,
    pub seed: u64,
}

/// What became of them. Times are milliseconds since the cut.
#[derive(Debug, Default)]
pub struct Recovery {
    /// When each client was `ready` again, the earliest first.
    pub ready_ms: Vec<u64>,
    /// When each handshake reached the server, the refused too.
    pub handshakes_ms: Vec<u64>,
}

impl Storm {
    pub fn run(self) -> Recovery {
        let mut fleet = Fleet::new(self);
        for client in 0..self.clients {
            fleet.feed(client, &Input::Start { offline: false });
        }
        fleet.run_until(CALM_MS);
        assert!(fleet.clients.iter().all(Client::is_ready), "connected before the storm");

        fleet.now_ms = CALM_MS;
        fleet.cut_ms = Some(CALM_MS);
        for client in 0..self.clients {
            let generation = fleet.clients[client].socket;
            fleet.feed(
                client,
                &Input::SocketClose { generation, code: self.code, retry_after_ms: None },
            );
        }
        fleet.run_until(CALM_MS + PATIENCE_MS);
        fleet.recovery
    }
}

impl Recovery {
    /// When so many percent of the clients were back.
    pub fn percentile(&self, percent: usize) -> u64 {
        self.ready_ms[(self.ready_ms.len() * percent).div_ceil(100) - 1]
    }

    pub fn mean_ms(&self) -> u64 {
        self.ready_ms.iter().sum::<u64>() / self.ready_ms.len() as u64
    }

    /// How many handshakes were refused: each client succeeds once.
    pub fn refused(&self) -> usize {
        self.handshakes_ms.len() - self.ready_ms.len()
    }

    /// How many handshakes reached the server in each second.
    pub fn handshakes_per_second(&self) -> Vec<usize> {
        let mut counts = Vec::new();
        for at_ms in &self.handshakes_ms {
            let second = (at_ms / 1000) as usize;
            counts.resize(counts.len().max(second + 1), 0);
            counts[second] += 1;
        }
        counts
    }
}

struct Client {
    machine: Machine,
    round_trip_ms: u64,
    socket: Generation,
}

impl Client {
    fn is_ready(&self) -> bool {
        self.machine.state() == State::Ready
    }
}

/// Something that is due.
#[derive(Debug)]
enum Event {
    /// A client hears something.
    Input(Input),
    /// The request for an upgrade reaches the server.
    Handshake { generation: Generation },
}

struct Fleet {
    storm: Storm,
    clients: Vec<Client>,
    random: Random,
    now_ms: u64,
    cut_ms: Option<u64>,
    /// What is due, by time and then in order: the places of the events.
    queue: BinaryHeap<Reverse<(u64, usize)>>,
    events: Vec<Option<(usize, Event)>>,
    /// How many connections the server has taken in this second.
    admitted: (u64, usize),
    recovery: Recovery,
    effects: Vec<Effect>,
}

impl Fleet {
    fn new(storm: Storm) -> Self {
        let mut random = Random(storm.seed);
        let (from, until) = ROUND_TRIP_MS;
        let clients = (0..storm.clients).map(|_| Client {
            machine: Machine::new(Authentication::Frame, ProbeKind::Message),
            round_trip_ms: from + u64::from(random.below((until - from + 1) as u32)),
            socket: 0,
        });
        Fleet {
            storm,
            clients: clients.collect(),
            random,
            now_ms: 0,
            cut_ms: None,
            queue: BinaryHeap::new(),
            events: Vec::new(),
            admitted: (0, 0),
            recovery: Recovery::default(),
            effects: Vec::new(),
        }
    }

    /// Lets time run, until everybody is back at the latest.
    fn run_until(&mut self, until_ms: u64) {
        while self.recovery.ready_ms.len() < self.clients.len()
            && let Some(Reverse((at_ms, place))) = self.queue.pop()
            && at_ms <= until_ms
        {
            self.now_ms = at_ms;
            match self.events[place].take().expect("an event happens once") {
                (client, Event::Input(input)) => self.feed(client, &input),
                (client, Event::Handshake { generation }) => self.receive(client, generation),
            }
        }
    }

    fn push(&mut self, after_ms: u64, client: usize, event: Event) {
        self.queue.push(Reverse((self.now_ms + after_ms, self.events.len())));
        self.events.push(Some((client, event)));
    }

    fn feed(&mut self, client: usize, input: &Input) {
        let mut effects = std::mem::take(&mut self.effects);
        let random = self.random.u32();
        self.clients[client].machine.step(input, self.now_ms, random, &mut effects);
        for effect in effects.drain(..) {
            self.carry_out(client, &effect);
        }
        self.effects = effects;
    }

    fn carry_out(&mut self, client: usize, effect: &Effect) {
        let Client { round_trip_ms, socket, ref machine } = self.clients[client];
        let attempt = machine.snapshot().attempt;
        match *effect {
            Effect::FetchToken { generation, .. } => {
                self.push(TOKEN_MS, client, Event::Input(Input::TokenOk { generation }));
            }
            Effect::OpenSocket { generation } => {
                self.clients[client].socket = generation;
                // The last round trip is half over when the request arrives.
                let after_ms = HANDSHAKE_ROUND_TRIPS * round_trip_ms - round_trip_ms / 2;
                self.push(after_ms, client, Event::Handshake { generation });
            }
            Effect::SendAuth => {
                let input = Input::AuthOk { generation: socket };
                self.push(round_trip_ms + AUTH_MS, client, Event::Input(input));
            }
            // A timer that is set anew or cleared still fires here: the machine drops it.
            Effect::SetTimer { id, ms, generation } => {
                let is_backoff = id == TimerId::Retry && self.cut_ms.is_some();
                let ms = if is_backoff { self.storm.backoff.delay(ms, attempt) } else { ms };
                self.push(ms, client, Event::Input(Input::Timer { id, generation }));
            }
            Effect::Resync { .. } => {
                if let Some(cut_ms) = self.cut_ms {
                    self.recovery.ready_ms.push(self.now_ms - cut_ms);
                }
            }
            _ => {}
        }
    }

    /// The server takes a connection, or refuses the handshake.
    fn receive(&mut self, client: usize, generation: Generation) {
        let mut is_admitted = true;
        if let Some(cut_ms) = self.cut_ms {
            let since_ms = self.now_ms - cut_ms;
            self.recovery.handshakes_ms.push(since_ms);
            let (second, count) = &mut self.admitted;
            if *second != since_ms / 1000 {
                (*second, *count) = (since_ms / 1000, 0);
            }
            *count += 1;
            is_admitted =
                *count <= self.storm.admitted_per_second && since_ms >= self.storm.outage_ms;
        }
        let input = if is_admitted {
            Input::SocketOpen { generation }
        } else {
            Input::SocketClose { generation, code: 1006, retry_after_ms: None }
        };
        let back_ms = self.clients[client].round_trip_ms / 2;
        self.push(back_ms, client, Event::Input(input));
    }
}
