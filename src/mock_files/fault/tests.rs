use serde_json::json;

use super::*;

fn error(text: &str) -> String {
    text.parse::<FaultRule>().expect_err(text).to_string()
}

#[test]
fn the_short_form_is_the_object() {
    let short: FaultRule =
        "delay,ms=200,jitterMs=50,type=goal.*,connection=2,user=7,times=3".parse().unwrap();
    let object = json!({
        "action": "delay", "ms": 200, "jitterMs": 50, "times": 3,
        "match": { "type": "goal.*", "connection": 2, "user": "7" },
    });
    assert_eq!(short.to_json(), object);
    assert_eq!(FaultRule::from_json(&object), Ok(short));

    let always: FaultRule = "drop".parse().unwrap();
    assert_eq!(FaultRule::new(always.action.clone()), always);
    let seldom: FaultRule = "drop,after=2,probability=0.5".parse().unwrap();
    assert_eq!(seldom.to_json(), json!({ "action": "drop", "after": 2, "probability": 0.5 }));
    let error = FaultRule::from_json(&json!({ "action": "drop", "match": { "type": 7 } }));
    assert_eq!(error.unwrap_err().to_string(), "$.match.type: expected a text, found 7");
}

#[test]
fn each_row_reads_with_what_it_requires_and_is_written_back() {
    for row in CATALOGUE {
        let mut object = json!({ "action": row.name });
        for it in row.parameters() {
            let value = match it.kind {
                ParameterKind::Whole { max, .. } => max.into(),
                ParameterKind::CloseCode => 4000.into(),
                ParameterKind::ErrorCode => "UNAUTHORIZED".into(),
            };
            object[it.name] = value;
        }
        let rule = FaultRule::from_json(&object).expect(row.name);
        assert_eq!((rule.action.row().name, rule.to_json()), (row.name, object));
        for it in row.parameters().filter(|it| it.required) {
            let mut without = rule.to_json();
            without.as_object_mut().unwrap().remove(it.name);
            let error = FaultRule::from_json(&without).unwrap_err().to_string();
            assert_eq!(error, format!("$.{}: expected {}, found nothing", it.name, it.kind));
        }
    }
}

#[test]
fn what_makes_no_sense_is_refused_with_a_sentence() {
    for (text, expected) in [
        ("drp", "$.action: there is no fault \"drp\"; nearest: drop"),
        ("zzz", "$.action: there is no fault \"zzz\"; `realtime mock --list-faults` lists them"),
        (
            "{",
            "the rule is not JSON: line 1: expected a key in double quotes, found the end of the text",
        ),
        (
            "close,code=1006",
            "$.code: expected a close code from 1000 to 4999 (not 1004, 1005, 1006, 1015), found 1006",
        ),
        ("delay,ms=soon", "$.ms: expected a whole number from 0 to 86400000, found \"soon\""),
        (
            "drop,ms=1",
            "$.ms: no key of `drop`, whose keys are after, times, probability: leave it out",
        ),
        ("drop,twice", "`twice`: expected key=value, as in `drop,type=goal.*,times=3`"),
        ("drop,times=1,times=2", "`times` stands twice: leave one out"),
        (
            "refuse,tenant=t",
            "$.match.tenant: `refuse` acts when the TCP connection arrives, before there is a tenant: leave it out",
        ),
        (
            "close,type=goal.*",
            "$.match.type: `close` acts once per authenticated connection, `afterMs` from then (default 0), before there is a type: leave it out",
        ),
        (
            "drop,connection=0",
            "$.match.connection: expected the number of a connection, the first being 1, found 0",
        ),
        ("drop,probability=2", "$.probability: expected a number from 0 to 1, found 2"),
        (
            r#"{"action":"drop","match":{"typ":"x"}}"#,
            "$.match.typ: a match has the keys type, connection, tenant, user: leave it out",
        ),
        (
            r#"{"action":"drop","match":7}"#,
            "$.match: expected an object such as {\"type\":\"goal.*\"}, found 7",
        ),
        ("{}", "$.action: name a fault; `realtime mock --list-faults` lists them"),
    ] {
        assert_eq!(error(text), expected);
    }
}
