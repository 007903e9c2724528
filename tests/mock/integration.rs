//! Functions behind the mock, as behind API Gateway. What a function answers and when, each test
//! decides; time stands still.

mod functions;
mod learnt;

use std::time::Duration;

use axum::http::StatusCode;
use axum::response::IntoResponse;
use purposepath_realtime::mock::{Integration, LogKind};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::client::{Client, NotOpen};
use super::{START_MS, http, logged, start, still};
use functions::Functions;

/// With what is new in each event in its place.
fn fixed(mut event: Value) -> Value {
    let context = &mut event["requestContext"];
    for id in ["connectionId", "requestId", "extendedRequestId", "messageId"] {
        if let Some(text) = context.get(id).and_then(Value::as_str) {
            assert_eq!(text.len(), 16, "{id}");
            context[id] = id.into();
        }
    }
    event
}

#[tokio::test]
async fn the_events_are_those_of_the_gateway() {
    let mut functions = Functions::start().await;
    let mock = start(functions.config()).await;
    let control = mock.control_url();
    let domain = control.strip_prefix("http://").unwrap();
    let context = |route: &str, event_type: &str, more: Value| {
        let mut context = json!({
            "routeKey": route, "eventType": event_type, "messageDirection": "IN",
            "connectionId": "connectionId", "connectedAt": START_MS,
            "requestId": "requestId", "extendedRequestId": "extendedRequestId",
            "requestTimeEpoch": START_MS, "identity": { "sourceIp": "127.0.0.1" },
            "domainName": domain, "stage": "mock", "apiId": "mock",
        });
        context.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        context
    };

    let url = format!("{}/realtime?tenant=a&tenant=b%26c&access_token=t", mock.url());
    let (mut client, connect) =
        tokio::join!(Client::connect(&url), async { functions.next_of("connect").await.accept() });
    let id = connect["requestContext"]["connectionId"].clone();
    let connect = fixed(connect);
    assert_eq!(connect["requestContext"], context("$connect", "CONNECT", json!({})));
    let query = json!({ "tenant": "b&c", "access_token": "t" });
    assert_eq!(connect["queryStringParameters"], query);
    let query = json!({ "tenant": ["a", "b&c"], "access_token": ["t"] });
    assert_eq!(connect["multiValueQueryStringParameters"], query);
    assert_eq!(connect["headers"]["upgrade"], "websocket");
    assert_eq!(connect["multiValueHeaders"]["upgrade"], json!(["websocket"]));
    assert_eq!(connect["isBase64Encoded"], false);
    assert!(connect.get("body").is_none());

    client.say(r#"{"action":"auth","token":"secret-text"}"#).await;
    let message = functions.next_of("default").await.accept();
    assert_eq!(message["requestContext"]["connectionId"], id);
    let expected = json!({
        "requestContext": context("$default", "MESSAGE", json!({ "messageId": "messageId" })),
        "body": r#"{"action":"auth","token":"secret-text"}"#,
        "isBase64Encoded": false,
    });
    assert_eq!(fixed(message), expected);

    // A backend answers as it does through the gateway.
    let post = format!("http://{domain}/mock/@connections/{}", id.as_str().unwrap());
    assert_eq!(http::post(&post, "welcome").await.status, 200);
    assert_eq!(client.hear_text().await, "welcome");

    client.0.close(None).await.unwrap();
    let gone = functions.next_of("disconnect").await.accept();
    assert_eq!(gone["requestContext"]["connectionId"], id);
    let reason = json!({
        "disconnectStatusCode": 1005,
        "disconnectReason": "Client-side close frame status not set",
    });
    let gone = fixed(gone);
    assert_eq!(gone["requestContext"], context("$disconnect", "DISCONNECT", reason));
    assert_eq!(gone["headers"], json!({ "host": domain }));
    let log = mock.log_since(0, 100);
    assert!(!format!("{log:?}").contains("secret-text"), "{log:?}");
    assert!(!format!("{log:?}").contains("access_token"), "{log:?}");
}

#[tokio::test]
async fn a_handshake_is_refused_as_the_function_says_or_for_want_of_an_answer() {
    let mut functions = Functions::start().await;
    let mock = start(functions.config()).await;
    let failed = ([("x-amz-function-error", "Unhandled")], r#"{"errorMessage":"secret"}"#);
    let whole = |answer: Value| answer.to_string().into_response();
    for (answer, status, why) in [
        (whole(json!({ "statusCode": 401 })), 401, "the function `connect` refuses it"),
        (
            whole(json!({ "statusCode": 403, "body": "x" })),
            403,
            "the function `connect` refuses it",
        ),
        (whole(json!({ "statusCode": 500 })), 500, "the function `connect` refuses it"),
        (whole(json!("ok")), 502, "Internal server error"),
        // No answer to a handshake: a client would take it for the switch of protocols.
        (whole(json!({ "statusCode": 101 })), 502, "Internal server error"),
        ("x".repeat((6 << 20) + 1).into_response(), 502, "Internal server error"),
        (failed.into_response(), 502, "Internal server error"),
        (StatusCode::NOT_FOUND.into_response(), 502, "Internal server error"),
    ] {
        let url = mock.url();
        let (refused, _) = tokio::join!(Client::try_connect(&url), async {
            functions.next_of("connect").await.respond(answer)
        });
        assert_eq!(refused.err(), Some(NotOpen::Status(status)));
        let entries = mock.log_since(0, 100);
        let entry = entries.iter().rfind(|it| it.kind == LogKind::Refused).unwrap();
        assert_eq!((entry.code, entry.reason.as_deref()), (Some(status), Some(why)));
    }
    let errors: Vec<_> = mock.log_since(0, 100).into_iter().filter_map(|it| it.error).collect();
    let no_answer = "the function `connect`, route $connect: its answer is none of a proxy integration: return \
                     an object with a number statusCode from 200 to 599";
    assert_eq!(
        errors,
        [
            no_answer,
            no_answer,
            "the function `connect`, route $connect: the call broke off, or its answer has more than 6 MB: \
             see what the function logs",
            "the function `connect`, route $connect: it failed (HTTP 200): see what the function logs",
            "the function `connect`, route $connect: it failed (HTTP 404): see what the function logs",
        ]
    );
    let url = mock.url();
    let (refused, call) = tokio::join!(Client::try_connect(&url), async {
        let call = functions.next_of("connect").await;
        mock.advance(Duration::from_millis(28_999));
        mock.advance(Duration::from_millis(1));
        call
    });
    assert_eq!(refused.err(), Some(NotOpen::Status(504)));
    call.accept();
    // Nobody was let in, so nobody is gone.
    assert!(functions.calls.try_recv().is_err());
}

#[tokio::test]
async fn a_function_that_does_not_answer_is_told_by_the_gateway() {
    let mut functions = Functions::start().await;
    let (mock, mut client) = Functions::with_client(functions.config(), &mut functions).await;
    client.say("first").await;
    let event = functions.next_of("default").await.respond(StatusCode::INTERNAL_SERVER_ERROR);
    let context = &event["requestContext"];
    let fault = |message: &str, context: &Value| {
        json!({
            "message": message,
            "connectionId": context["connectionId"],
            "requestId": context["requestId"],
        })
    };
    assert_eq!(client.hear().await, fault("Internal server error", context));

    client.say("second").await;
    let call = functions.next_of("default").await;
    mock.advance(Duration::from_secs(29));
    let expected = fault("Endpoint request timed out", &call.event["requestContext"]);
    assert_eq!(client.hear().await, expected);
    let late = "the function `default`, route $default: it did not answer within 29000 ms";
    logged(&mock, |it| it.error.as_deref() == Some(late)).await;

    // An error that a function answers with is an answer.
    client.say("third").await;
    functions.next_of("default").await.answer(json!({ "statusCode": 500, "body": "lost" }));
    client.say("fourth").await;
    functions.next_of("default").await.accept();
    assert!(client.hears_nothing());
}

#[tokio::test]
async fn each_action_may_have_its_function_and_each_route_its_answer() {
    let mut functions = Functions::start().await;
    let integration = Integration::at(&functions.url).unwrap().with_route_responses(true);
    let integration = integration.with_function("auth=sign-in").unwrap();
    let config = still().with_integration(integration);
    let (_mock, mut client) = Functions::with_client(config, &mut functions).await;
    client.say(r#"{"action":"auth","token":"t/u"}"#).await;
    let call = functions.next_of("sign-in").await;
    assert_eq!(call.event["requestContext"]["routeKey"], "auth");
    call.answer(json!({ "statusCode": 200, "body": "welcome" }));
    assert_eq!(client.hear_text().await, "welcome");
    client.say(r#"{"action":"ping"}"#).await;
    let call = functions.next_of("default").await;
    assert_eq!(call.event["requestContext"]["routeKey"], "$default");
    call.accept();
    assert!(client.hears_nothing());
}

#[tokio::test]
async fn a_function_that_does_not_answer_keeps_no_other_waiting() {
    let mut functions = Functions::start().await;
    let (mock, mut client) = Functions::with_client(functions.config(), &mut functions).await;
    for number in 0..65 {
        client.say(number).await;
    }
    let mut calls = Vec::new();
    for _ in 0..64 {
        calls.push(functions.next_of("default").await);
    }
    super::received(&mock, 65).await;
    client.0.close(None).await.unwrap();
    // The last frame still waits for its place.
    functions.next_of("disconnect").await.accept();
    calls.pop().unwrap().accept();
    functions.next_of("default").await.accept();
}

#[tokio::test]
async fn every_end_is_told_with_its_code() {
    let mut functions = Functions::start().await;
    let mut ends = Vec::new();
    for end in ["kick", "cut", "idle"] {
        let (mock, mut client) = Functions::with_client(functions.config(), &mut functions).await;
        match end {
            "kick" => {
                let id = &mock.connections()[0].connection_id;
                let url = format!("{}/@connections/{id}", mock.control_url());
                assert_eq!(http::delete(&url).await.status, 204);
                assert_eq!(client.hear_close().await, 1000);
            }
            "cut" => drop(client.0.into_inner()),
            _ => {
                mock.advance(Duration::from_secs(600));
                assert_eq!(client.hear_close().await, 1001);
            }
        }
        let context = functions.next_of("disconnect").await.accept()["requestContext"].clone();
        ends.push((
            end,
            context["disconnectStatusCode"].clone(),
            context["disconnectReason"].clone(),
        ));
    }
    assert_eq!(
        ends,
        [
            ("kick", json!(1000), json!("")),
            ("cut", json!(1006), json!("")),
            ("idle", json!(1001), json!("Going away")),
        ]
    );
}

#[tokio::test]
async fn a_gateway_that_stops_tells_of_everybody_and_waits_for_nobody_for_long() {
    let mut functions = Functions::start().await;
    let (mock, mut client) = Functions::with_client(functions.config(), &mut functions).await;
    let stop = mock.shutdown();
    let told = async {
        let call = functions.next_of("disconnect").await;
        call.accept()["requestContext"]["disconnectStatusCode"].clone()
    };
    let ((), code, told) = tokio::join!(stop, client.hear_close(), told);
    assert_eq!((code, told), (1001, json!(1001)));
}

#[tokio::test]
async fn functions_that_are_not_there() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let mock = start(still().with_integration(Integration::at(&url).unwrap())).await;
    assert_eq!(Client::try_connect(&mock.url()).await.err(), Some(NotOpen::Status(502)));
    let entry = logged(&mock, |it| it.error.is_some()).await;
    let expected = "the function `connect`, route $connect: it cannot be reached: Connection refused: \
                    start it, or correct --integration";
    assert_eq!(entry.error.as_deref(), Some(expected));
}

/// Whoever accepts each connection and closes it is asked once, and not for ever.
#[tokio::test]
async fn functions_that_hang_up() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (accepted, mut accepts) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            drop(stream);
            let _ = accepted.send(());
        }
    });
    let mock = start(still().with_integration(Integration::at(&url).unwrap())).await;
    assert_eq!(Client::try_connect(&mock.url()).await.err(), Some(NotOpen::Status(502)));
    let entry = logged(&mock, |it| it.error.is_some()).await;
    let expected = "the function `connect`, route $connect: the call broke off, or its answer has more than \
                    6 MB: see what the function logs";
    assert_eq!(entry.error.as_deref(), Some(expected));
    assert_eq!((accepts.recv().await, accepts.try_recv().is_err()), (Some(()), true));
}
