//! The invariants of the connection over random lives: any input at any time, likely ones more
//! often.

use std::collections::BTreeSet;
use std::io::{self, Write};

use purposepath_realtime::connection::{Authentication, ProbeKind, State};

use crate::model::Model;
use crate::shell::Random;

const SEED: u64 = 0x5eed;
const STEPS: u64 = 1000;

/// One life; says which states it saw and how many steps changed something.
fn live(seed: u64, seen: &mut BTreeSet<(State, &'static str)>) -> u64 {
    let mut random = Random(seed);
    let authentication = Authentication::ALL[random.below(2) as usize];
    let probe = ProbeKind::ALL[random.below(2) as usize];
    let mut model = Model::new(authentication, probe);
    let mut changes = 0;
    for step in 0..STEPS {
        let (input, random_u32) = model.next(&mut random);
        let before = (model.machine.state(), model.machine);
        let run = std::panic::AssertUnwindSafe(|| model.step(&input, random_u32));
        if let Err(panic) = std::panic::catch_unwind(run) {
            eprintln!("life {seed:#x}, step {step}: {input:?} in {before:?}");
            std::panic::resume_unwind(panic);
        }
        changes += u64::from(model.machine != before.1);
        seen.insert((before.0, authentication.as_str()));
    }
    changes
}

/// How many lives: `CONNECTION_LIVES=100000 cargo test --test connection invariants` runs more.
fn lives() -> u64 {
    let asked = std::env::var("CONNECTION_LIVES");
    asked.map_or(2000, |count| count.parse().expect("CONNECTION_LIVES is a count"))
}

#[test]
fn ten_invariants_hold_over_random_lives() {
    let lives = lives();
    let mut seen = BTreeSet::new();
    let changes: u64 = (SEED..SEED + lives).map(|seed| live(seed, &mut seen)).sum();
    let states = State::ALL.len() * Authentication::ALL.len();
    // In query mode nothing is ever `authenticating`.
    assert_eq!(seen.len(), states - 1, "some states were never reached: {seen:?}");
    // Seen of a test that passes, too: the harness keeps what macros print.
    let _ = writeln!(
        io::stdout(),
        "connection: {} random steps in {lives} lives (seeds {SEED:#x} to {:#x}), {changes} of them \
         changed something, 0 violations of 10 invariants",
        lives * STEPS,
        SEED + lives - 1,
    );
}
