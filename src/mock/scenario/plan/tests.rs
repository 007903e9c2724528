use serde_json::{Value, json};

use super::*;
use crate::value::{EventId, Timestamp};

/// A scenario that can be played, with changes.
fn scenario(changes: Value) -> String {
    let mut it = json!({
        "name": "The client authenticates.",
        "endAt": 1000,
        "expect": [{ "opens": { "max": 1 } }],
    });
    it.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    format!("{it:#}")
}

fn refusal(changes: Value) -> String {
    match Plan::parse("a.json", &scenario(changes.clone())) {
        Ok(_) => panic!("{changes} is accepted"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn what_cannot_be_played_is_refused_with_its_place() {
    let step = |step: Value| json!({ "timeline": [step] });
    let expect = |it: Value| json!({ "expect": [it] });
    for (changes, error) in [
        (
            json!({"nam":1}),
            "a.json:10: at $.nam: expected `name` or another of $schema, name, requirements, profile, answersPing, timeScale, seed, rate, authDeadlineMs, clients, faults, timeline, expect, endAt, found the unknown key `nam`",
        ),
        (json!({"name":" "}), "a.json:10: at $.name: expected a sentence, found nothing"),
        (
            json!({"endAt":"soon"}),
            "a.json:2: at $.endAt: expected a whole number of at least 0, found the text \"soon\"",
        ),
        (json!({"endAt":0}), "a.json:2: at $.endAt: expected 1 to 86400000, found 0"),
        (
            json!({"profile":"gatway"}),
            "a.json:11: at $.profile: expected `gateway` or another of gateway, legacy, found the unknown name `gatway`",
        ),
        (json!({"timeScale":-1}), "a.json:11: at $.timeScale: expected 0.001 to 10000, found -1.0"),
        (json!({"clients":1000}), "a.json:2: at $.clients: expected 1 to 100, found 1000"),
        (
            json!({"expect":[]}),
            "a.json:3: at $.expect: expected at least one expectation, found none",
        ),
        (
            expect(json!({})),
            "a.json:4: at $.expect[0]: expected one of client, opens, concurrent, connectedAtEnd, authenticated, authenticatedAt, nothingAfter, longestSilenceMs, gapBetweenOpensMs, reopensAfterMs, opensSpanMs, found none",
        ),
        (
            expect(json!({"opens":{"max":1},"client":"auth"})),
            "a.json:4: at $.expect[0]: expected one of client, opens, concurrent, connectedAtEnd, authenticated, authenticatedAt, nothingAfter, longestSilenceMs, gapBetweenOpensMs, reopensAfterMs, opensSpanMs, found both `client` and `opens`",
        ),
        (
            expect(json!({"opens":{}})),
            "a.json:5: at $.expect[0].opens: expected a bound such as \"max\":1, found none",
        ),
        (
            expect(json!({"opens":{"min":2,"max":1}})),
            "a.json:5: at $.expect[0].opens: expected `min` below `max`, found it above",
        ),
        (
            expect(json!({"opens":{"max":1},"count":{"max":1}})),
            "a.json:4: at $.expect[0]: expected nothing but `opens`, found `count`",
        ),
        (
            expect(json!({"client":"auth","of":"open"})),
            "a.json:4: at $.expect[0]: expected `withinMs` and `of` together, found one of them",
        ),
        (
            expect(json!({"nothingAfter":"stop"})),
            "a.json:5: at $.expect[0].nothingAfter: expected a step `stopClient` in the timeline, found none",
        ),
        (
            step(json!({"at":1})),
            "a.json:12: at $.timeline[0]: expected one of send, sendRaw, fault, clearFaults, kick, clock, rate, stopClient, found none",
        ),
        (
            step(json!({"sendRaw":"x"})),
            "a.json:12: at $.timeline[0]: expected one of `at` and `every`, found neither",
        ),
        (
            step(json!({"at":1,"every":1,"sendRaw":"x"})),
            "a.json:12: at $.timeline[0]: expected one of `at` and `every`, found both",
        ),
        (
            step(json!({"at":1,"until":2,"sendRaw":"x"})),
            "a.json:12: at $.timeline[0]: expected `from` and `until` beside `every` only, found `at`",
        ),
        (
            step(json!({"at":1,"clock":{}})),
            "a.json:14: at $.timeline[0].clock: expected advanceMs or timeScale, found neither",
        ),
        (
            step(json!({"at":1001,"sendRaw":"x"})),
            "a.json:13: at $.timeline[0].at: expected 0 to 1000, found 1001",
        ),
        (
            step(json!({"every":20,"from":30,"until":20,"sendRaw":"x"})),
            "a.json:14: at $.timeline[0].from: expected 0 to 20, found 30",
        ),
        (
            step(json!({"at":1,"clearFaults":false})),
            "a.json:14: at $.timeline[0].clearFaults: expected true, or no such key, found false",
        ),
        (
            step(json!({"at":1,"kick":{"code":4401}})),
            "a.json:15: at $.timeline[0].kick.code: a backend behind the gateway cannot close with 4401, a kick arrives as 1000: leave out the code, start the mock with --profile legacy, or use the fault `close`",
        ),
        (
            step(json!({"at":1,"fault":{"action":"drp"}})),
            "a.json:15: at $.timeline[0].fault.action: there is no fault \"drp\"; nearest: drop",
        ),
        (
            step(json!({"at":1,"fault":{"action":"delay","ms":-1}})),
            "a.json:16: at $.timeline[0].fault.ms: expected a whole number from 0 to 86400000, found -1",
        ),
        (
            step(json!({"at":1,"send":{"type":"goal.creatd"}})),
            "a.json:15: at $.timeline[0].send.type: expected a known event such as goal.created (`sendRaw` sends anything), found \"goal.creatd\"",
        ),
        (
            step(json!({"at":1,"send":{}})),
            "a.json:14: at $.timeline[0].send.type: expected the type of an event, found none",
        ),
        (
            step(json!({"at":1,"send":{"type":"goal.created","data":{"goalId":7}}})),
            "a.json:16: at $.timeline[0].send.data.goalId: expected a non-empty id (GoalId), found the number 7",
        ),
        (
            step(json!({"at":1,"sned":1})),
            "a.json:14: at $.timeline[0].sned: expected `send` or another of at, every, from, until, send, sendRaw, fault, clearFaults, kick, clock, rate, stopClient, found the unknown key `sned`",
        ),
    ] {
        assert_eq!(refusal(changes), error);
    }
}

#[test]
fn what_is_no_json_is_refused_with_its_line() {
    for (text, error) in [
        ("", "a.json:1: at $: expected a JSON value, found the end of the text"),
        ("{\n\"name\": \"a\",\n}", "a.json:3: at $: expected a key in double quotes, found `}`"),
        ("[]", "a.json:1: at $: expected an object, found a list"),
        ("{}", "a.json:1: at $: expected the key `name`, found none"),
        (
            &format!("{}\n7", scenario(json!({}))),
            "a.json:12: at $: expected the end of the text, found more",
        ),
    ] {
        assert_eq!(Plan::parse("a.json", text).unwrap_err().to_string(), error);
    }
}

#[test]
fn what_is_long_is_shortened() {
    let long = "x".repeat(5000);
    let step = |step: Value| json!({ "timeline": [step] });
    for changes in [
        json!({ (&long): 1 }),
        json!({ "endAt": long }),
        json!({ "profile": long }),
        json!({ "faults": [long] }),
        json!({ "faults": [{ "action": long }] }),
        json!({ "faults": [{ "action": "drop", (&long): 1 }] }),
        json!({ "faults": [{ "action": "drop", "times": long }] }),
        json!({ "faults": [{ "action": "drop", "match": { (&long): 1 } }] }),
        step(json!({ "at": 1, "send": { "type": long } })),
        step(json!({ "at": 1, "send": { "type": [long] } })),
        step(json!({ "at": 1, "send": { "type": "goal.created", "timestamp": long } })),
        step(json!({ "at": 1, (&long): 1 })),
    ] {
        let error = refusal(changes);
        assert!(error.len() < 400 && error.contains(['…', 'a']), "{error}");
        assert!(!error.contains(&"x".repeat(200)), "{error}");
    }
}

#[test]
fn an_event_is_completed_by_its_fixture() {
    let step = json!({"at":1,"send":{"type":"goal.canceled","data":{"reason":"Rain"}}});
    let plan = Plan::parse("a.json", &scenario(json!({ "timeline": [step] }))).unwrap();
    let Action::Send(event) = &plan.steps[0].action else { panic!("{plan:?}") };
    let now = Timestamp::from_unix_millis(0).unwrap();
    let envelope =
        template::fill(event, "tenant-9", now, EventId::new("event-7").unwrap()).unwrap();
    assert_eq!(envelope.tenant_id().unwrap().as_str(), "tenant-9");
    assert_eq!(
        (envelope.timestamp(), envelope.event_id().unwrap().as_str()),
        (Some(now), "event-7")
    );
    let crate::Event::GoalCancelled(it) = envelope.event() else { panic!("{envelope:?}") };
    assert_eq!(it.reason.as_deref(), Some("Rain"));
}
