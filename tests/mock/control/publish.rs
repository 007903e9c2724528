//! What is sent, and who is kicked.

use purposepath_realtime::mock::Profile;
use purposepath_realtime::registry::EVENTS;
use purposepath_realtime::{Message, decode};
use serde_json::{Value, json};

use super::super::client::{Client, paused};
use super::super::{start, still};
use super::{ask, call};

const NOW: &str = "2025-11-03T14:30:00.000Z";

#[tokio::test]
async fn a_broadcast_is_filled_checked_and_sent() {
    let mock = start(still()).await;
    let mut client = Client::welcome(&mock.url(), "t/u").await;
    let mut other = Client::welcome(&mock.url(), "other/u").await;
    // A whole frame, as it stands.
    let answer = call(&mock, "/broadcast", paused("t", "g")).await;
    assert_eq!(answer.json()["receivers"], 1);
    assert_eq!(client.hear().await, paused("t", "g"));
    // Of every event, no more than the type.
    for row in EVENTS {
        let answer = call(&mock, "/broadcast", json!({ "type": row.wire_type })).await;
        assert_eq!((answer.status, &answer.json()["receivers"]), (200, &json!(2)), "{row:?}");
        for (client, tenant) in [(&mut client, "t"), (&mut other, "other")] {
            let text = client.hear_text().await;
            let Ok(Message::Event(envelope)) = decode(&text) else { panic!("{text}") };
            assert_eq!(envelope.event().event_type(), row.event_type);
            let of_event = envelope.tenant_id().map(|it| it.as_str().to_owned());
            assert_eq!(of_event.as_deref(), row.tenant.map(|_| tenant), "{text}");
        }
    }
    // Some of it.
    let part = json!({ "type": "goal.created", "tenantId": "t", "data": { "title": "Mine" } });
    let answer = call(&mock, "/broadcast", part).await;
    assert_eq!(answer.json()["receivers"], 1);
    let heard = client.hear().await;
    assert_eq!(
        (&heard["data"]["title"], &heard["data"]["tenantId"]),
        (&json!("Mine"), &json!("t"))
    );
    assert_eq!(heard["timestamp"], "2025-11-03T14:30:00.000Z");
    // What readers refuse is refused here.
    let part = json!({ "type": "goal.created", "data": { "createdAt": "soon" } });
    let answer = call(&mock, "/broadcast", part).await;
    assert_eq!(answer.status, 422);
    assert_eq!(
        answer.json(),
        json!({
            "error": "goal.created: at $.data.createdAt: expected a date-time like \
                      2025-11-03T14:30:00.000Z, found \"soon\"",
            "path": "$.data.createdAt",
            "expected": "a date-time like 2025-11-03T14:30:00.000Z",
            "found": "\"soon\"",
        })
    );
    let answer = call(&mock, "/broadcast", r#"{"action":"ping"}"#).await;
    assert_eq!(answer.status, 422);
    assert_eq!(call(&mock, "/broadcast", "[]").await.status, 400);
    // As it is, whatever it is.
    let answer = call(&mock, "/broadcast?raw=true&tenant=t", "not {JSON").await;
    assert_eq!(answer.json()["receivers"], 1);
    assert_eq!(client.hear_text().await, "not {JSON");
    let answer = call(&mock, "/broadcast?raw=true", "for all").await;
    assert_eq!(answer.json()["receivers"], 2);
    assert_eq!(
        ask(&mock, "/events?tenant=t&limit=2").await.json(),
        json!(["not {JSON", "for all"])
    );
    assert_eq!(ask(&mock, "/events").await.status, 400);
}

#[tokio::test]
async fn one_connection_gets_a_frame() {
    let mock = start(still()).await;
    let mut client = Client::welcome(&mock.url(), "t/u").await;
    let id = mock.connections()[0].connection_id.clone();
    let emit = |frame: Value| call(&mock, "/emit", json!({ "connectionId": id, "frame": frame }));
    assert_eq!(emit(json!({ "type": "goal.paused" })).await.status, 200);
    let heard = client.hear().await;
    assert_eq!((&heard["type"], &heard["data"]["tenantId"]), (&json!("goal.paused"), &json!("t")));
    assert_eq!(emit(json!("{broken")).await.status, 200);
    assert_eq!(client.hear_text().await, "{broken");
    assert_eq!(emit(json!({ "type": "goal.paused", "timestamp": "x" })).await.status, 422);
    assert_eq!(emit(json!(7)).await.status, 400);
    let nobody = json!({ "connectionId": "nobody", "frame": {} });
    let answer = call(&mock, "/emit", nobody).await;
    assert_eq!(answer.status, 404);
    assert_eq!(
        answer.error(),
        "there is no such connection, or it is closed: GET /connections lists them"
    );
}

/// What was sent is told in the words of the decoder: what kind of frame it is, which type may have
/// been meant by one that nobody knows, and what is wrong with what readers refuse.
#[tokio::test]
async fn whoever_sends_is_told_what_it_is() {
    let mock = start(still()).await;
    let _client = Client::welcome(&mock.url(), "t/u").await;
    let unknown = |wire_type: &str| json!({ "type": wire_type, "timestamp": NOW, "data": {} });
    let wrong = json!({ "type": "goal.paused", "timestamp": "soon", "data": {} });
    let fault = json!({ "message": "Forbidden", "connectionId": "c", "requestId": "r" });
    for (frame, verdict) in [
        (paused("t", "g"), json!({ "verdict": "event" })),
        (unknown("goal.creatd"), json!({ "verdict": "unknown", "nearest": "goal.created" })),
        (unknown("Goal-Created"), json!({ "verdict": "unknown", "nearest": "goal.created" })),
        // By an old spelling, too.
        (
            unknown("measureReadingCreate"),
            json!({ "verdict": "unknown", "nearest": "kpi.reading.created" }),
        ),
        (unknown("zzz"), json!({ "verdict": "unknown" })),
        (fault, json!({ "verdict": "gateway" })),
        (json!({ "action": "ping" }), json!({ "verdict": "command" })),
        (
            wrong.clone(),
            json!({
                "verdict": "invalid",
                "error": "goal.paused: at $.timestamp: expected a date-time like \
                          2025-11-03T14:30:00.000Z, found \"soon\"",
                "path": "$.timestamp",
                "expected": "a date-time like 2025-11-03T14:30:00.000Z",
                "found": "\"soon\"",
            }),
        ),
    ] {
        let mut expected = verdict;
        expected["receivers"] = json!(1);
        assert_eq!(call(&mock, "/broadcast?raw=true", &frame).await.json(), expected, "{frame}");
        let id = &mock.connections()[0].connection_id;
        let emit = json!({ "connectionId": id, "frame": frame.to_string() });
        assert_eq!(call(&mock, "/emit", emit).await.json(), expected, "{frame}");
        let emit = json!({ "connectionId": id, "frame": frame });
        assert_eq!(call(&mock, "/emit?raw=true", &emit).await.json(), expected, "{frame}");
        let is_refused = matches!(expected["verdict"].as_str(), Some("invalid" | "command"));
        if is_refused {
            continue;
        }
        expected["frames"] = json!([frame]);
        assert_eq!(call(&mock, "/emit", &emit).await.json(), expected, "{frame}");
        assert_eq!(call(&mock, "/broadcast", &frame).await.json(), expected, "{frame}");
    }
    // One verdict, however many tenants get a frame of their own; and if nobody is here.
    let _other = Client::welcome(&mock.url(), "other/u").await;
    let answer = call(&mock, "/broadcast", r#"{"type":"goal.creatd","data":{}}"#).await.json();
    assert_eq!(
        (&answer["verdict"], &answer["nearest"]),
        (&json!("unknown"), &json!("goal.created"))
    );
    assert_eq!(answer["frames"].as_array().map(Vec::len), Some(2));
    let nobody = start(still()).await;
    let answer = call(&nobody, "/broadcast", r#"{"type":"goal.paused"}"#).await.json();
    assert_eq!((&answer["verdict"], &answer["receivers"]), (&json!("event"), &json!(0)));
}

/// What a form needs: it says what would be sent, sends what is wrong if that is wanted, leaves out what was
/// left out, and to whom is not what the frame says.
#[tokio::test]
async fn a_frame_is_tried_sent_though_it_is_wrong_and_sent_to_others() {
    let mock = start(still()).await;
    let mut client = Client::welcome(&mock.url(), "t/u").await;
    let mut other = Client::welcome(&mock.url(), "other/u").await;
    let id = mock.connections()[0].connection_id.clone();
    let wrong = json!({ "type": "goal.paused", "data": { "reason": 7 } });
    let emit = json!({ "connectionId": id, "frame": wrong });
    // Tried.
    let answer = call(&mock, "/broadcast?dryRun=true", &wrong).await;
    assert_eq!((answer.status, &answer.json()["path"]), (422, &json!("$.data.reason")));
    let tried = json!({ "type": "goal.paused", "data": { "reason": "Rain" } });
    let answer = call(&mock, "/broadcast?dryRun=true&tenant=t", &tried).await.json();
    assert_eq!((&answer["receivers"], &answer["verdict"]), (&json!(0), &json!("event")));
    assert_eq!(answer["frames"][0]["data"]["tenantId"], "t");
    let emit_tried = json!({ "connectionId": id, "frame": tried });
    let answer = call(&mock, "/emit?dryRun=true", &emit_tried).await.json();
    assert_eq!((&answer["receivers"], &answer["frames"][0]["timestamp"]), (&json!(0), &json!(NOW)));
    assert_eq!(call(&mock, "/broadcast?raw=true&dryRun=true", "{").await.json()["receivers"], 0);
    // Sent, though it is wrong, and completed.
    for (path, body) in [("/broadcast?check=false&tenant=t", &wrong), ("/emit?check=false", &emit)]
    {
        let answer = call(&mock, path, body).await.json();
        assert_eq!(
            (&answer["receivers"], &answer["verdict"], &answer["path"]),
            (&json!(1), &json!("invalid"), &json!("$.data.reason"))
        );
        let heard = client.hear().await;
        assert_eq!((&heard["timestamp"], &heard["data"]["reason"]), (&json!(NOW), &json!(7)));
        assert!(heard["eventId"].is_string() && heard["data"]["tenantId"] == "t", "{heard}");
    }
    // Left out is left out, but for what only the mock knows.
    call(
        &mock,
        "/broadcast?example=false&tenant=t",
        r#"{"type":"goal.cancelled","data":{"goalId":"g","cancelledBy":"u"}}"#,
    )
    .await;
    let heard = client.hear().await;
    assert_eq!(
        heard["data"],
        json!({ "goalId": "g", "cancelledBy": "u", "cancelledAt": NOW, "tenantId": "t" })
    );
    let answer = call(&mock, "/broadcast?example=false", r#"{"type":"goal.paused"}"#).await;
    assert_eq!((answer.status, &answer.json()["path"]), (422, &json!("$.data.goalId")));
    // Of one tenant, to another.
    let leak = json!({ "type": "goal.paused", "data": { "tenantId": "t" } });
    assert_eq!(call(&mock, "/broadcast?tenant=other", leak).await.json()["receivers"], 1);
    assert_eq!(other.hear().await["data"]["tenantId"], "t");
}

#[tokio::test]
async fn a_kick_names_whom_and_how() {
    let mock = start(still()).await;
    let mut client = Client::welcome(&mock.url(), "t/u").await;
    for (body, error) in [
        ("{}", "name whom to kick, by one of connectionId, connection, tenantId, userId or all"),
        (
            r#"{"all":true,"userId":"u"}"#,
            "name whom to kick, by one of connectionId, connection, tenantId, userId or all",
        ),
        (
            r#"{"all":true,"reset":true,"code":1000}"#,
            "a reset has no close code: leave out reset or code",
        ),
        (
            r#"{"all":true,"code":4401}"#,
            "a backend behind the gateway cannot close with 4401, a kick arrives as 1000: leave out the code, start the mock with --profile legacy, or use the fault `close`",
        ),
        (
            r#"{"all":true,"code":1006}"#,
            "no close frame holds the code 1006: name one from 1000 to 4999, or cut with \"reset\":true, which a client sees as 1006",
        ),
    ] {
        let answer = call(&mock, "/kick", body).await;
        assert_eq!((answer.status, &*answer.error()), (400, error));
    }
    let answer = call(&mock, "/kick", r#"{"userId":"u"}"#).await;
    assert_eq!(answer.json(), json!({ "kicked": 1 }));
    assert_eq!(client.hear_close().await, 1000);
    let mut client = Client::welcome(&mock.url(), "t/u").await;
    call(&mock, "/kick", r#"{"connection":2,"reset":true}"#).await;
    assert_eq!(client.hear_close().await, 1006);

    let mock = start(still().with_profile(Profile::Legacy)).await;
    let mut client = Client::welcome(&mock.url(), "t/u").await;
    call(&mock, "/kick", r#"{"tenantId":"t","code":4403}"#).await;
    assert_eq!(client.hear_close().await, 4403);
}
