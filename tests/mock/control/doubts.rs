//! What a rule about faults concerns, and what in it may be a slip.

use serde_json::{Value, json};

use super::super::client::Client;
use super::super::{start, still};
use super::{ask, call};

#[tokio::test]
async fn a_rule_says_what_it_concerns_and_what_in_it_may_be_a_slip() {
    let mock = start(still()).await;
    let dry = async |rule: &str| {
        let answer = call(&mock, "/faults?dryRun=true", rule).await.json();
        assert_eq!(answer.get("id"), None, "{rule}");
        answer
    };
    // Before anybody comes, anybody may.
    assert_eq!(
        dry("drop,tenant=t,user=u,connection=1").await,
        json!({ "connections": [], "doubts": [] })
    );
    let _first = Client::welcome(&mock.url(), "tenant-1/user-456").await;
    let gone = Client::welcome(&mock.url(), "tenant-1/user-789").await;
    let _third = Client::welcome(&mock.url(), "tenant-2/user-1").await;
    drop(gone);
    while mock.connections().len() > 2 {
        tokio::task::yield_now().await;
    }
    // What strikes somebody.
    for (rule, types, connections) in [
        ("drop", json!(null), json!([1, 3])),
        ("drop,type=*.activity.*,tenant=tenant-1", json!(["goal.activity.created"]), json!([1])),
        // By an old spelling, too.
        ("drop,type=activityCreated", json!(["goal.activity.created"]), json!([1, 3])),
        ("drop,type=*success,user=user-1", json!(["auth.success"]), json!([3])),
        ("refuse,connection=4", json!(null), json!([])),
    ] {
        let answer = dry(rule).await;
        assert_eq!((&answer["types"], &answer["connections"]), (&types, &connections), "{rule}");
        let is_said = rule.contains("success");
        assert_eq!(answer["doubts"] == json!([]), !is_said, "{rule}");
    }
    // What strikes nobody.
    let unknown =
        "no event has this type, so it strikes only what somebody sends with it all the same";
    let said = "the mock says this by itself, past all faults, so it strikes only what somebody else sends";
    for (rule, key, doubt, nearest) in [
        ("drop,type=goal.", ".type", unknown, json!("goal.*")),
        ("drop,type=goal", ".type", unknown, json!("goal.*")),
        ("drop,type=Goal.*", ".type", unknown, json!("goal.*")),
        ("drop,type=goal.creatd", ".type", unknown, json!("goal.created")),
        ("drop,type=kpi.readings.*", ".type", unknown, json!("kpi.reading.*")),
        ("drop,type=zzz", ".type", unknown, json!(null)),
        ("drop,type=auth.*", ".type", said, json!(null)),
        (
            "drop,tenant=tenant1",
            ".tenant",
            "nobody who is connected has this tenant",
            json!("tenant-1"),
        ),
        ("drop,user=user-45", ".user", "nobody who is connected has this user", json!("user-456")),
        (
            "drop,user=tenant-1/user-456",
            ".user",
            "this is more than a user: tenant and user are two keys",
            json!("user-456"),
        ),
        (
            "drop,tenant=tenant-9/u/900",
            ".tenant",
            "this is more than a tenant: tenant and user are two keys",
            json!("tenant-1"),
        ),
        (
            "drop,user=user-4*",
            ".user",
            "a user is named whole: `*` stands for itself",
            json!("user-456"),
        ),
        (
            "drop,connection=2",
            ".connection",
            "this connection is gone for good: the next one is 4",
            json!(null),
        ),
        (
            "drop,connection=5",
            ".connection",
            "this connection has yet to come: the next one is 4",
            json!(null),
        ),
        (
            "drop,tenant=tenant-2,user=user-456",
            "",
            "each of these is there, but no connection has them all",
            json!(null),
        ),
    ] {
        let mut expected = json!([{ "path": format!("$.match{key}"), "doubt": doubt }]);
        if nearest != Value::Null {
            expected[0]["nearest"] = nearest;
        }
        assert_eq!(dry(rule).await["doubts"], expected, "{rule}");
    }
    assert_eq!(ask(&mock, "/faults").await.json(), json!([]));
    // It is taken all the same.
    let answer = call(&mock, "/faults", "drop,type=goal.").await.json();
    assert_eq!((&answer["id"], &answer["types"]), (&json!(1), &json!([])));
    assert_eq!(answer["doubts"][0]["nearest"], "goal.*");
    let answer = call(&mock, "/faults?dryRun=maybe", "drop").await;
    let told = "the query is not understood: at $.dryRun: expected true or false, found \"maybe\"";
    assert_eq!((answer.status, answer.error()), (400, told.to_owned()));
}

#[tokio::test]
async fn a_slip_in_an_option_is_in_the_log() {
    let faults = ["drop,type=goal.", "drop,type=goal.*"].map(|it| it.parse().unwrap());
    let mock = start(still().with_faults(faults.to_vec())).await;
    let notes: Vec<_> = mock.log_since(0, 9).into_iter().filter_map(|it| it.reason).collect();
    let told = "{\"action\":\"drop\",\"match\":{\"type\":\"goal.\"}}: $.match.type: no event has this \
                type, so it strikes only what somebody sends with it all the same; nearest: goal.*";
    assert_eq!(notes, [told]);
}
