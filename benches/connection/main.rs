//! What a step costs, by input: the common ones, those that change nothing, and a whole reconnect;
//! and what it costs to say which input a message is.
//!
//! A step writes its effects into a buffer that is used again. Asserts that the common inputs
//! allocate nothing, and prints the time, of which nothing is asserted.

#[path = "../codec/counting.rs"]
mod counting;

use std::hint::black_box;
use std::time::Instant;

use counting::{Counting, allocations};
use purposepath_realtime::connection::{
    Authentication, Effect, Input, Machine, ProbeKind, State, TimerId,
};
use purposepath_realtime::{ErrorCode, decode};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const ROUNDS: usize = 200;
const STEPS: usize = 5000;

/// A machine after some inputs.
fn after(inputs: &[Input]) -> Machine {
    let mut machine = Machine::new(Authentication::Frame, ProbeKind::Message);
    for (at, input) in inputs.iter().enumerate() {
        machine.step(input, at as u64 * 2000, 1 << 31, &mut Vec::new());
    }
    machine
}

/// One line: an input in a state.
fn measure_step(name: &str, machine: &Machine, input: &Input, effects: &mut Vec<Effect>) {
    measure(name, || {
        let mut machine = *machine;
        effects.clear();
        machine.step(black_box(input), black_box(100_000), black_box(1 << 31), effects);
        black_box(&machine);
    });
}

/// One line: which input a frame is.
fn measure_message(name: &str, frame: &str) {
    let message = decode(frame).expect("a frame of the protocol");
    measure(name, || drop(black_box(Input::of(black_box(&message), 1))));
}

/// One line: something that is measured by itself again and again.
fn measure(name: &str, mut step: impl FnMut()) {
    step();
    let allocated = allocations(&mut step);
    let mut nanos: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let begin = Instant::now();
            (0..STEPS).for_each(|_| step());
            begin.elapsed().as_nanos() as f64 / STEPS as f64
        })
        .collect();
    nanos.sort_by(f64::total_cmp);
    println!("{name:<52} {:>7.0} ns {allocated:>4} allocations", nanos[ROUNDS / 2]);
    assert_eq!(allocated, 0, "{name} allocates");
}

fn main() {
    let start = [
        Input::Start { offline: false },
        Input::TokenOk { generation: 1 },
        Input::SocketOpen { generation: 1 },
        Input::AuthOk { generation: 1 },
        Input::Timer { id: TimerId::Stable, generation: 1 },
    ];
    let [idle, credentials, opening, authenticating, ready] =
        [0, 1, 2, 3, 5].map(|count| after(&start[..count]));
    assert_eq!(ready.state(), State::Ready);
    let lost = Input::SocketClose { generation: 1, code: 1006, retry_after_ms: None };
    let mut backoff = ready;
    backoff.step(&lost, 100_000, 1 << 31, &mut Vec::new());
    let limited = Input::ServerErr {
        generation: 1,
        code: ErrorCode::RateLimitExceeded,
        retry_after_ms: None,
    };
    let mut effects = Vec::with_capacity(16);
    let mut row = |name, machine, input| measure_step(name, machine, input, &mut effects);
    row("idle: start", &idle, &start[0]);
    row("credentials: token", &credentials, &start[1]);
    row("opening: open", &opening, &start[2]);
    row("authenticating: auth.success", &authenticating, &start[3]);
    row("ready: keep-alive", &ready, &Input::Timer { id: TimerId::KeepAlive, generation: 1 });
    row("ready: ping", &ready, &Input::ServerPing { generation: 1 });
    row("ready: rate limit", &ready, &limited);
    row("ready: focus, which changes nothing", &ready, &Input::Focus { asleep_ms: 0 });
    row("ready: hidden, which changes nothing", &ready, &Input::Hidden);
    row(
        "ready: an old socket's close, which changes nothing",
        &ready,
        &Input::SocketClose { generation: 0, code: 1006, retry_after_ms: None },
    );
    row("ready: close", &ready, &lost);
    row("backoff: retry", &backoff, &Input::Timer { id: TimerId::Retry, generation: 1 });
    row("backoff: stop", &backoff, &Input::Stop);
    measure_message(
        "message: goal.paused, which is no input",
        r#"{"type":"goal.paused","timestamp":"2025-11-03T14:30:00Z","data":{"tenantId":"t","goalId":"g"}}"#,
    );
    measure_message(
        "message: broadcast.error with a rate limit",
        r#"{"type":"broadcast.error","timestamp":"2025-11-03T14:30:00Z","data":{"code":"RATE_LIMIT_EXCEEDED"}}"#,
    );
}
