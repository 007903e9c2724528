//! Frames with one fault each.

/// A known event, with one part of its text replaced.
fn bad(from: &str, to: &str) -> Vec<u8> {
    const FRAME: &str = r#"{"type":"kpi.reading.created","timestamp":"2025-11-03T14:30:00.000Z","data":{"tenantId":"t","readingId":"r","kpiId":"k","value":1,"date":"2025-11-03","recordedAt":"2025-11-03T14:30:00.000Z","recordedBy":"u"}}"#;
    assert!(FRAME.contains(from), "{from}");
    FRAME.replacen(from, to, 1).into()
}

/// An event of this type with this data.
pub fn event(wire_type: &str, data: &str) -> Vec<u8> {
    format!(r#"{{"type":"{wire_type}","timestamp":"2025-11-03T14:30:00.000Z","data":{data}}}"#)
        .into()
}

/// Lines that are no frame, each for one reason, by name.
pub fn bad_input() -> Vec<(&'static str, Vec<u8>)> {
    let progress = |value| {
        let data = format!(
            r#"{{"tenantId":"t","actionId":"a","previousProgress":0,"newProgress":{value},"updatedAt":"2025-11-03T14:30:00Z","updatedBy":"u"}}"#
        );
        event("action.progress_updated", &data)
    };
    let file = |size| {
        let data = format!(
            r#"{{"tenantId":"t","attachmentId":"a","entityType":"goal","entityId":"g","fileName":"f","fileSize":{size},"fileType":"text/plain","uploadedAt":"2025-11-03T14:30:00Z","uploadedBy":"u"}}"#
        );
        event("attachment.created", &data)
    };
    vec![
        ("an empty string", b"\"\"".into()),
        ("a number", b"7".into()),
        ("an array of no frames", b"[7]".into()),
        ("null", b"null".into()),
        ("truncated JSON", b"{\"type\":\"goal.created\",\"time".into()),
        ("invalid UTF-8", b"{\"type\":\"p\xc3\x28ng\"}".into()),
        ("a string of 1 MB", format!("\"{}\"", "x".repeat(1_000_000)).into()),
        ("10,000 nested brackets", "[".repeat(10_000).into()),
        ("10,000 nested brackets in a frame", event("x", &"[".repeat(10_000))),
        ("a duplicate key", bad(r#""value":1"#, r#""value":1,"value":1"#)),
        ("data: null", event("goal.created", "null")),
        ("a missing key", bad(r#""value":1,"#, "")),
        ("a wrongly typed key", bad(r#""value":1"#, r#""value":"1""#)),
        ("an array as payload", event("goal.created", "[]")),
        ("a timestamp that is no date", bad("2025-11-03T14:30:00.000Z", "soon")),
        ("an impossible day", bad(r#""date":"2025-11-03""#, r#""date":"2025-02-29""#)),
        ("progress 101", progress("101")),
        ("file size -1", file("-1")),
        ("file size 1.5", file("1.5")),
        ("file size 2^53", file("9007199254740992")),
        (
            "kpiId and measureId that differ",
            bad(r#""kpiId":"k""#, r#""kpiId":"k","measureId":"m""#),
        ),
        ("goalId with goal_id", event("goal.completed", r#"{"goalId":"g","goal_id":"g"}"#)),
        ("an empty id", bad(r#""kpiId":"k""#, r#""kpiId":"""#)),
        ("a lone surrogate", bad(r#""kpiId":"k""#, r#""kpiId":"\ud800""#)),
    ]
}
