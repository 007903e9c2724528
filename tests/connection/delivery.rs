//! Replays the vectors of `tests/fixtures/delivery/`: what is a repeat, what is stale, and when both
//! are forgotten. That a reconnect forgets nothing is for a shell to keep.

use std::collections::BTreeSet;

use purposepath_realtime::connection::{Arrival, Dedupe};
use purposepath_realtime::decode;
use purposepath_realtime::vectors::{DeliveryStep, DeliveryVector, DeliveryVectors, Interruption};
use serde::Deserialize;

use crate::vectors;

fn replay(vector: &DeliveryVector) -> Result<(), String> {
    let mut dedupe = Dedupe::new();
    for (index, step) in vector.steps.iter().enumerate() {
        match step {
            DeliveryStep::Arrives(step) => {
                for frame in step.frames() {
                    let message = decode(&frame).map_err(|error| format!("{error}: {frame}"))?;
                    let found = dedupe.note(&message, step.at);
                    if found != step.arrival {
                        let expected = step.arrival;
                        return Err(format!("step {index}: not {expected}, but {found}: {frame}"));
                    }
                }
            }
            DeliveryStep::Happens(step) if step.happens == Interruption::Restart => dedupe.clear(),
            DeliveryStep::Happens(_) => {}
        }
    }
    Ok(())
}

#[test]
fn every_vector_is_replayed() {
    let mut names = BTreeSet::new();
    let mut failures = Vec::new();
    for file in vectors::files("delivery") {
        let read = DeliveryVectors::deserialize(vectors::json(&file)).unwrap();
        for vector in &read.vectors {
            assert!(names.insert(vector.name.clone()), "two vectors are called `{}`", vector.name);
            if let Err(failure) = replay(vector) {
                failures.push(format!("{}: {failure}", vector.name));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(!names.is_empty());
}

#[test]
fn commands_and_faults_of_the_gateway_always_pass() {
    let mut dedupe = Dedupe::new();
    for frame in
        [r#"{"action":"ping"}"#, r#"{"message":"Forbidden","connectionId":"c","requestId":"r"}"#]
    {
        for now_ms in 0..2 {
            assert_eq!(dedupe.note(&decode(frame).unwrap(), now_ms), Arrival::Fresh, "{frame}");
        }
    }
}
