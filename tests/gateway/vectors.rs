//! The vectors of the backend, and those of the fan-out through the driver.

mod backend;

use purposepath_realtime::fanout::{Decision, Fanout, Next};
use purposepath_realtime::vectors::{FanoutVector, VECTOR_FILES, VectorFile};
use serde::de::DeserializeOwned;

/// The vectors of a folder.
fn of<T: DeserializeOwned>(folder: &str) -> Vec<T> {
    let files = VECTOR_FILES.iter().filter(|file| file.folder == folder);
    let read = |text: &str| serde_json::from_str::<VectorFile<T>>(text).unwrap().vectors;
    files.flat_map(|file| read(file.text)).collect()
}

/// Where the driver does not do as the vector says.
fn replay(vector: &FanoutVector) -> Result<(), String> {
    let mut fanout = Fanout::new(vector.policy.unwrap_or_default(), ["connection"], 0);
    let mut due = 0;
    for (index, step) in vector.steps.iter().enumerate() {
        if due > step.at {
            return Err(format!("step {index} ends before its post is due, at {due}"));
        }
        let Next::Post(post) = fanout.next(due) else {
            return Err(format!("step {index}: nothing is posted at {due}"));
        };
        let decision = fanout.outcome(post, step.posted(), step.at, step.random_u32());
        if decision != step.decision {
            return Err(format!("step {index}: not {:?}, but {decision:?}", step.decision));
        }
        let Decision::Retry { after_ms } = decision else { continue };
        due = step.at + after_ms;
        match fanout.next(due - 1) {
            Next::Wait { until_ms } if until_ms == Some(due) => {}
            other => return Err(format!("step {index}: it does not wait until {due}: {other:?}")),
        }
    }
    let is_over = !matches!(vector.steps.last().unwrap().decision, Decision::Retry { .. });
    match (is_over, fanout.next(due)) {
        (true, Next::Finished) | (false, Next::Post(_)) => Ok(()),
        (_, next) => Err(format!("after the last step: {next:?}")),
    }
}

#[test]
fn every_vector_of_the_fan_out_is_replayed() {
    let vectors = of::<FanoutVector>("fanout");
    let failures: Vec<_> = vectors
        .iter()
        .filter_map(|vector| Some(format!("{}: {}", vector.name, replay(vector).err()?)))
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(vectors.len() > 40, "{}", vectors.len());
}
