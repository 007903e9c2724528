use serde_json::{Value, json};

use super::*;

#[test]
fn each_is_written_back_as_it_was_read() {
    let written = [
        json!({"client":"auth"}),
        json!({"client":"auth","count":{"min":1,"max":2}}),
        json!({"client":"ping","count":{"max":0},"from":1,"until":2}),
        json!({"client":"pong","withinMs":100,"of":"ping"}),
        json!({"opens":{"max":1},"from":1,"until":2}),
        json!({"opensSpanMs":{"min":1},"from":1}),
        json!({"concurrent":{"max":1}}),
        json!({"connectedAtEnd":{"min":1}}),
        json!({"authenticated":{"min":1}}),
        json!({"authenticatedAt":{"min":1}}),
        json!({"nothingAfter":"stop"}),
        json!({"longestSilenceMs":{"max":1}}),
        json!({"gapBetweenOpensMs":{"min":1,"averageMax":2}}),
        json!({"reopensAfterMs":{"averageMax":2}}),
    ];
    for json in written {
        let read: Expectation = serde_json::from_value(json.clone()).expect("an expectation");
        assert_eq!(serde_json::to_value(read).ok(), Some(json));
    }
}

#[test]
fn what_is_about_nothing_or_about_two_things_is_none() {
    let error = |json: Value| serde_json::from_value::<Expectation>(json).unwrap_err();
    for json in [json!({}), json!({"opens":{"max":1},"concurrent":{"max":1}})] {
        assert!(error(json).to_string().starts_with("$: expected one of client, opens, "));
    }
    for (json, told) in [
        (
            json!({"client":"auth","count":{"max":1},"withinMs":1,"of":"open"}),
            "$: expected `count`, or `withinMs` and `of`, found all",
        ),
        (
            json!({"client":"auth","withinMs":1,"of":"open","from":1}),
            "$: expected `from` and `until`, or `withinMs` and `of`, found all",
        ),
    ] {
        assert_eq!(error(json).to_string(), told);
    }
}
