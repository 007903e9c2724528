//! Frames that are two things at once: the keys of several shapes, or one key twice.

use purposepath_realtime::fixtures::Fixture;
use serde_json::Value;

/// Frames that have the keys of several shapes, with which each of them says what it is.
pub fn mixtures() -> Vec<String> {
    const TIME: &str = "\"timestamp\":\"2025-11-03T14:30:00.000Z\"";
    let keys: [&[&str]; 7] = [
        &[
            "",
            "\"type\":\"goal.paused\"",
            "\"type\":\"ping\"",
            "\"type\":\"pong\"",
            "\"type\":\"a.error\"",
            "\"type\":\"x.y\"",
            "\"type\":null",
        ],
        &["", "\"action\":\"ping\"", "\"action\":\"auth\"", "\"action\":\"x\"", "\"action\":null"],
        &["", "\"token\":\"t\""],
        &["", "\"eventType\":7", "\"eventType\":null"],
        &["", TIME],
        &["", "\"message\":\"m\",\"connectionId\":\"c\",\"requestId\":\"r\"", "\"message\":\"m\""],
        &[
            "",
            "\"data\":[]",
            "\"data\":{}",
            "\"data\":{\"tenantId\":\"t\",\"goalId\":\"g\"}",
            "\"data\":{\"code\":\"X\"}",
        ],
    ];
    let mut frames = vec![String::new()];
    for choices in keys {
        let with = |frame: &String| -> Vec<String> {
            let parts = choices.iter().map(|key| [frame.as_str(), *key]);
            parts
                .map(|it| it.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(","))
                .collect()
        };
        frames = frames.iter().flat_map(with).collect();
    }
    frames.into_iter().map(|keys| format!("{{{keys}}}")).collect()
}

/// Frames in which a key of the envelope or the payload stands twice in the same spelling, each with
/// the frame that `JSON.parse` makes of it.
pub fn repeats(fixture: &Fixture) -> Vec<(String, String)> {
    let frame = fixture.frame();
    let value: Value = serde_json::from_str(&frame).expect("a fixture is JSON");
    let keys = ["type", "timestamp", "eventId", "tenantId", "data"].into_iter();
    let of_data = value.get("data").and_then(Value::as_object).into_iter().flatten();
    let deep = format!("{}{}", "[".repeat(62), "]".repeat(62));
    let mut out = Vec::new();
    for key in keys.chain(of_data.map(|(key, _)| key.as_str())) {
        let key = format!("\"{key}\":");
        // A key that the envelope and the payload have is left alone.
        if frame.matches(&key).count() != 1 {
            continue;
        }
        for first in ["null", "0", "\"other\"", "{\"code\":\"X\"}", deep.as_str()] {
            out.push((frame.replacen(&key, &format!("{key}{first},{key}"), 1), frame.clone()));
        }
    }
    out
}
