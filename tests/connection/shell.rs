//! A shell without sockets or clocks: it carries out a machine's effects against a server that a
//! test makes up, and time runs as fast as the test does.

#![allow(dead_code, reason = "each test crate uses a part of it")]

use std::collections::BTreeMap;

use purposepath_realtime::connection::{
    Authentication, Effect, Generation, Input, Machine, ProbeKind,
};

/// Seeded random numbers: splitmix64.
#[derive(Clone)]
pub struct Random(pub u64);

impl Random {
    pub fn u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn u32(&mut self) -> u32 {
        (self.u64() >> 32) as u32
    }

    /// A number whose range's ends come more often than they would.
    pub fn u32_or_an_end(&mut self) -> u32 {
        match self.below(16) {
            0 => 0,
            1 => u32::MAX,
            _ => self.u32(),
        }
    }

    /// How long nothing happens: mostly an instant, at times minutes.
    pub fn pause_ms(&mut self) -> u64 {
        u64::from(match self.below(8) {
            0 => 0,
            1 => self.below(600_000),
            2..5 => self.below(3000),
            _ => self.below(200),
        })
    }

    /// A number below a bound.
    pub fn below(&mut self, bound: u32) -> u32 {
        ((u64::from(self.u32()) * u64::from(bound)) >> 32) as u32
    }
}

/// What a server, a token provider and a network answer to an effect: inputs, each after so many
/// milliseconds.
pub trait World {
    fn answer(&mut self, effect: &Effect) -> Vec<(u64, Input)>;
}

impl<F: FnMut(&Effect) -> Vec<(u64, Input)>> World for F {
    fn answer(&mut self, effect: &Effect) -> Vec<(u64, Input)> {
        self(effect)
    }
}

/// A machine that is driven.
pub struct Shell<W> {
    pub machine: Machine,
    pub now_ms: u64,
    world: W,
    random: Random,
    /// What is due, by time and in order.
    queue: BTreeMap<(u64, u64), Input>,
    count: u64,
    /// Every effect with its time.
    pub log: Vec<(u64, Effect)>,
}

impl<W: World> Shell<W> {
    pub fn new(seed: u64, world: W) -> Self {
        Shell {
            machine: Machine::new(Authentication::Frame, ProbeKind::Message),
            now_ms: 1_000_000,
            world,
            random: Random(seed),
            queue: BTreeMap::new(),
            count: 0,
            log: Vec::new(),
        }
    }

    /// Feeds one input now.
    pub fn feed(&mut self, input: &Input) {
        let mut effects = Vec::new();
        self.machine.step(input, self.now_ms, self.random.u32(), &mut effects);
        for effect in effects {
            // A timer that is set anew or cleared still fires here: the machine drops it.
            if let Effect::SetTimer { id, ms, generation } = effect {
                self.push(ms, Input::Timer { id, generation });
            }
            for (after_ms, input) in self.world.answer(&effect) {
                self.push(after_ms, input);
            }
            self.log.push((self.now_ms, effect));
        }
    }

    fn push(&mut self, after_ms: u64, input: Input) {
        self.count += 1;
        self.queue.insert((self.now_ms + after_ms, self.count), input);
    }

    /// Lets time run.
    pub fn run_for(&mut self, ms: u64) {
        let until = self.now_ms + ms;
        while let Some(entry) = self.queue.first_entry().filter(|entry| entry.key().0 <= until) {
            self.now_ms = entry.key().0;
            let input = entry.remove();
            self.feed(&input);
        }
        self.now_ms = until;
    }

    /// The socket of now.
    pub fn socket(&self) -> Generation {
        let of = |(_, effect): &(u64, Effect)| match effect {
            Effect::OpenSocket { generation } => Some(*generation),
            _ => None,
        };
        self.log.iter().rev().find_map(of).expect("a socket was opened")
    }

    /// How often an effect occurred.
    pub fn count(&self, of: impl Fn(&Effect) -> bool) -> usize {
        self.log.iter().filter(|(_, effect)| of(effect)).count()
    }
}
