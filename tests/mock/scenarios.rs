//! Scenarios on a server that runs already, by the control API. What scenarios judge, and how, stands
//! in `shipped.rs`.

use purposepath_realtime::mock::{LogKind, Mock, SCENARIOS};
use serde_json::{Value, json};

use super::client::Client;
use super::http::{delete, get, post};
use super::{logged, start, still};

async fn result(mock: &Mock) -> Value {
    get(&format!("{}/scenarios/result", mock.control_url())).await.json()
}

async fn play(mock: &Mock, body: Value) -> (u16, Value) {
    let answer = post(&format!("{}/scenarios", mock.control_url()), body).await;
    (answer.status, answer.json())
}

fn scenario() -> Value {
    json!({
        "name": "The client comes back.",
        "timeline": [{ "at": 100, "send": { "type": "goal.paused" } }],
        "expect": [{ "client": "auth", "count": { "max": 1 } }, { "connectedAtEnd": { "max": 0 } }],
        "endAt": 200,
    })
}

#[tokio::test]
async fn a_scenario_is_played_against_whoever_comes_back() {
    let mock = start(still()).await;
    assert_eq!(result(&mock).await, json!({ "running": null, "outcome": null }));
    let mut before = Client::welcome(&mock.url(), "t/u").await;
    let running = json!({ "running": "The client comes back." });
    assert_eq!(play(&mock, scenario()).await, (200, running));
    assert_eq!(before.hear_close().await, 1000);
    let (status, refused) = play(&mock, json!({ "name": "one-socket" })).await;
    assert_eq!(status, 409);
    let told = "a scenario is being played: wait for its result, or end it with DELETE /scenarios";
    assert_eq!(refused, json!({ "error": told }));

    let mut client = Client::welcome(&mock.url(), "t/u").await;
    assert_eq!(client.hear().await["type"], "goal.paused");
    logged(&mock, |it| {
        it.kind == LogKind::Note && it.reason.as_deref() == Some("the scenario is unmet")
    })
    .await;
    let played = result(&mock).await;
    assert_eq!(played["running"], Value::Null);
    let met: Vec<_> = played["outcome"]["verdicts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|verdict| verdict["met"].as_bool().unwrap())
        .collect();
    assert_eq!((met, &played["outcome"]["met"]), (vec![true, false], &json!(false)), "{played}");
    // The clock stands again, as configured.
    assert_eq!(mock.time_scale(), 0.0);
}

#[tokio::test]
async fn it_is_stopped_without_a_reset() {
    let mock = start(still()).await;
    let stop = async || delete(&format!("{}/scenarios", mock.control_url())).await.json();
    assert_eq!(stop().await, json!({ "stopped": null }));
    let faulty = json!({
        "name": "Nobody comes.", "faults": [{ "action": "drop" }], "timeScale": 3,
        "expect": [{ "connectedAtEnd": { "max": 0 } }], "endAt": 1,
    });
    play(&mock, faulty).await;
    logged(&mock, |it| it.reason.as_deref() == Some("the scenario begins: Nobody comes.")).await;
    assert_eq!(stop().await, json!({ "stopped": "Nobody comes." }));
    assert_eq!(result(&mock).await, json!({ "running": null, "outcome": null }));
    assert_eq!((mock.time_scale(), mock.faults().len()), (0.0, 0));
    assert_eq!(play(&mock, scenario()).await.0, 200);
}

#[tokio::test]
async fn a_reset_ends_it() {
    let mock = start(still()).await;
    play(&mock, scenario()).await;
    mock.reset().await;
    assert_eq!(result(&mock).await, json!({ "running": null, "outcome": null }));
    assert_eq!(play(&mock, scenario()).await.0, 200);
}

#[tokio::test]
async fn those_that_ship_are_listed_and_what_cannot_be_played_is_refused() {
    let mock = start(still()).await;
    let listed = get(&format!("{}/scenarios", mock.control_url())).await.json();
    let names: Vec<_> =
        listed.as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(names, SCENARIOS.iter().map(|it| it.name).collect::<Vec<_>>());

    let named = |name: &str| {
        let rows = listed.as_array().unwrap();
        let row = rows.iter().find(|it| it["name"] == name).unwrap();
        assert_eq!(row["waitMs"], 30_000, "{row}");
        json!([row["clients"], row["timeScale"], row["ends"], row["refused"].is_string()])
    };
    assert_eq!(named("one-socket"), json!([1, 1.0, null, false]));
    assert_eq!(named("spreads-after-going-away"), json!([8, 1.0, null, false]));
    assert_eq!(named("keeps-alive"), json!([1, 30.0, null, false]));
    assert_eq!(named("stop-is-final"), json!([1, 1.0, "stop", false]));
    assert_eq!(named("stops-when-forbidden"), json!([1, 1.0, "close", false]));
    assert_eq!(named("stops-when-unauthorized"), json!([1, 1.0, "close", false]));
    assert_eq!(named("answers-ping"), json!([1, 1.0, null, true]));

    for (body, status, error) in [
        (
            json!({ "name": "one-sockt" }),
            404,
            "no scenario of this name ships; nearest: one-socket",
        ),
        (
            json!({ "name": "answers-ping" }),
            409,
            "this scenario needs a server with another profile, answer to `ping` or deadline for \
             `auth`: start one with `realtime mock --scenario`",
        ),
        (
            json!({ "name": "A client.", "endAt": 1, "expect": [{ "opens": {} }] }),
            422,
            "scenario:1: at $.expect[0].opens: expected a bound such as \"max\":1, found none",
        ),
    ] {
        let (found, told) = play(&mock, body).await;
        let told = told["error"].as_str().unwrap_or_default();
        assert!(found == status && told.starts_with(error), "{found} {told}");
    }
}
