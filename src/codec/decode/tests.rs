use super::*;

const KEYS: [&str; 5] = [
    r#""type":"goal.paused""#,
    r#""timestamp":"2025-11-03T14:30:00.000Z""#,
    r#""eventId":"e-1""#,
    r#""tenantId":"t-1""#,
    r#""data":{"tenantId":"t-1","goalId":"g-1","reason":"\u0022rain\u0022"}"#,
];

/// The frame with its keys turned `by` places, and in reverse if asked.
fn frame(by: usize, reversed: bool, comma: &str) -> String {
    let mut keys = KEYS;
    keys.rotate_left(by);
    if reversed {
        keys.reverse();
    }
    format!("{{{}}}", keys.join(comma))
}

#[test]
fn keys_mean_the_same_in_any_order_and_spacing() {
    let first = decode(&frame(0, false, ",")).unwrap();
    for by in 0..KEYS.len() {
        for (reversed, comma) in [(false, ","), (true, ","), (false, " ,\n"), (true, "\t, ")] {
            assert_eq!(decode(&frame(by, reversed, comma)).as_ref(), Ok(&first));
        }
    }
}

#[test]
fn a_key_that_was_read_in_order_is_refused_a_second_time() {
    for (index, key) in KEYS.iter().enumerate() {
        let text = format!("{{{},{key}}}", KEYS.join(","));
        let error = decode(&text).unwrap_err();
        let name = key.split('"').nth(1).unwrap();
        assert_eq!(error.code(), FaultCode::Duplicate, "{index}");
        assert_eq!(error.path(), format!("$.{name}"));
    }
    let text = frame(0, false, ",").replace("\"goalId\"", "\"goalId\":\"g\",\"goal_id\"");
    assert_eq!(decode(&text).unwrap_err().path(), "$.data.goal_id");
}

#[test]
fn a_tenant_conflict_stands_at_the_key_of_the_payload() {
    for by in 0..KEYS.len() {
        let text =
            frame(by, false, ",\n").replace(r#"{"tenantId":"t-1","g"#, r#"{"tenantId":"t-2","g"#);
        let line = text.lines().position(|line| line.contains("t-2")).unwrap() + 1;
        let error = decode(&text).unwrap_err();
        assert_eq!((error.code(), error.line()), (FaultCode::Conflict, line), "{text}");
    }
}

#[test]
fn behind_the_type_the_first_fault_of_the_text_is_told() {
    let names = ["type", "timestamp", "eventId", "tenantId", "data"];
    for first in 1..names.len() {
        let mut keys = KEYS.map(str::to_owned);
        for (key, name) in keys.iter_mut().zip(names).skip(first) {
            *key = format!("\"{name}\":7");
        }
        let error = decode(&format!("{{{}}}", keys.join(","))).unwrap_err();
        assert_eq!(error.path(), format!("$.{}", names[first]));
    }
}
