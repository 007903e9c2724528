//! The vectors of the fan-out, through the driver.

use purposepath_realtime::fanout::{Decision, Fanout, Next};
use purposepath_realtime::vectors::{FanoutVector, FanoutVectors, VECTOR_FILES};

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
fn every_vector_is_replayed() {
    let mut failures = Vec::new();
    let mut replayed = 0;
    for file in VECTOR_FILES.iter().filter(|file| file.folder == "fanout") {
        let read: FanoutVectors = serde_json::from_str(file.text).unwrap();
        for vector in &read.vectors {
            replayed += 1;
            failures.extend(replay(vector).err().map(|it| format!("{}: {it}", vector.name)));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(replayed > 40, "{replayed}");
}
