//! `@connections`, as a backend calls it.

use std::time::Duration;

use serde_json::{Value, json};

use super::client::{Client, paused};
use super::http::{Answer, delete, get, post, request};
use super::{failing, start, still};

/// Of the form of an id, and nobody's.
const NOBODY: &str = "L0SM9cOFvHcCIhw=";

pub fn exception(answer: &Answer) -> (u16, Option<&str>) {
    (answer.status, answer.header("x-amzn-errortype"))
}

#[tokio::test]
async fn a_backend_sends_to_its_connections_asks_and_closes() {
    let mock = start(still()).await;
    let mut client = Client::welcome(&mock.url(), "t/u").await;
    let id = mock.connections()[0].connection_id.clone();
    let escaped = id.replace('=', "%3D");
    for path in ["@connections", "%40connections", "dev/@connections", "prod/%40connections"] {
        for id in [&id, &escaped] {
            let url = format!("{}/{path}/{id}", mock.control_url());
            let answer = post(&url, "any text").await;
            assert_eq!((answer.status, &*answer.body), (200, ""), "{url}");
            assert_eq!(client.hear_text().await, "any text");
        }
    }
    mock.advance(Duration::from_secs(1));
    let url = format!("{}/@connections/{id}", mock.control_url());
    let shown = get(&url).await.json();
    assert_eq!(shown["connectedAt"], "2025-11-03T14:30:00.000Z");
    assert_eq!(shown["lastActiveAt"], "2025-11-03T14:30:00.000Z");
    assert_eq!(shown["identity"]["sourceIp"], "127.0.0.1");

    let limit = "x".repeat(128 << 10);
    assert_eq!(post(&url, &limit).await.status, 200);
    assert_eq!(client.hear_text().await, limit);
    let answer = post(&url, limit + "x").await;
    assert_eq!(exception(&answer), (413, Some("PayloadTooLargeException")));

    let answer = delete(&url).await;
    assert_eq!((answer.status, &*answer.body), (204, ""));
    for answer in [post(&url, "lost").await, get(&url).await, delete(&url).await] {
        assert_eq!(exception(&answer), (410, Some("GoneException")));
        assert!(answer.json()["message"].is_string());
    }
    assert_eq!(client.hear_close().await, 1000);
}

/// Each call that there is on a connection.
async fn each_call(url: &str) -> [(&'static str, Answer); 3] {
    [("POST", post(url, "lost").await), ("GET", get(url).await), ("DELETE", delete(url).await)]
}

#[tokio::test]
async fn an_id_that_is_none_is_told_from_one_that_is_gone() {
    let mock = start(still()).await;
    let long = "x".repeat(5000);
    for (escaped, told) in [
        ("nobody", "nobody"),
        ("L0SM9cOFvHcCIhw", "L0SM9cOFvHcCIhw"),
        ("L0SM9cOFvHcCIhw%3D%3D", "L0SM9cOFvHcCIhw=="),
        ("L0SM9cOFvHcCI+w%3D", "L0SM9cOFvHcCI+w="),
        ("L0SM9cOFvHcCI%2Fw=", "L0SM9cOFvHcCI/w="),
        ("L0SM9cOFvHcCIh%C3%A9=", "L0SM9cOFvHcCIhé="),
        ("%ff", "%ff"),
        ("x%0Ay", r"x\ny"),
        (&long, &format!("{}…", &long[..40])),
    ] {
        for path in ["@connections", "dev/%40connections"] {
            let url = format!("{}/{path}/{escaped}", mock.control_url());
            for (method, answer) in each_call(&url).await {
                let expected = (400, Some("BadRequestException"));
                assert_eq!(exception(&answer), expected, "{method} {escaped}");
                let message = json!({ "message": format!("Invalid connectionId: {told}") });
                assert_eq!(answer.json(), message, "{method} {escaped}");
            }
        }
    }
    for id in [NOBODY, "L0SM9cOFvHcCIhw%3D", "A-_45678901234z="] {
        let url = format!("{}/@connections/{id}", mock.control_url());
        for (method, answer) in each_call(&url).await {
            assert_eq!(exception(&answer), (410, Some("GoneException")), "{method} {id}");
            let message = "There is no such connection, or it is closed.";
            assert_eq!(answer.json(), json!({ "message": message }));
        }
    }
}

/// Whatever refuses: `{"message"}` and the name of an exception where Amazon's SDKs call, `{"error"}`
/// on every other call.
#[tokio::test]
async fn every_refusal_has_the_form_of_the_api_that_was_called() {
    let mock = start(still()).await;
    let _client = Client::welcome(&mock.url(), "t/u").await;
    let id = mock.connections()[0].connection_id.clone();
    let huge = "x".repeat((2 << 20) + 1);
    let large = "x".repeat((128 << 10) + 1);
    let own = format!("/@connections/{id}");
    let foreign = ["origin: https://evil.example"];
    let none = [""; 0];
    let wrong_host = "this Host is not this machine: ask for localhost or 127.0.0.1, or bind the \
                      control port publicly with --control-bind and --public";
    let wrong_origin = "pages of this Origin may not steer the mock: serve the page from localhost";
    let no_call = "there is no such call: GET /calls lists them";
    let no_method = "there is no such method here: GET /calls lists the calls";
    let too_large = "A message has 128 KB at most: send less, or in parts.";
    for (method, path, headers, body, status, name, message) in [
        ("POST", &*own, &none[..], &*large, 413, "PayloadTooLargeException", too_large),
        ("POST", &own, &none, &huge, 413, "PayloadTooLargeException", too_large),
        ("PUT", &own, &none, "", 405, "MethodNotAllowedException", no_method),
        ("PATCH", "/dev/%40connections/x", &none, "", 405, "MethodNotAllowedException", no_method),
        ("POST", "/@connections", &none, "", 404, "NotFoundException", no_call),
        ("GET", "/dev/@connections/", &none, "", 404, "NotFoundException", no_call),
        ("GET", &format!("{own}/x"), &none, "", 404, "NotFoundException", no_call),
        ("GET", &own, &["host: evil.example"], "", 403, "ForbiddenException", wrong_host),
        ("GET", &own, &foreign, "", 403, "ForbiddenException", wrong_origin),
    ] {
        let answer = request(method, &format!("{}{path}", mock.control_url()), headers, body).await;
        assert_eq!(exception(&answer), (status, Some(name)), "{method} {path}");
        assert_eq!(answer.json(), json!({ "message": message }), "{method} {path}");
        assert_eq!(answer.header("allow").is_some(), status == 405, "{answer:?}");
    }
    for (method, path, headers, body, status) in [
        ("POST", "/broadcast", &none[..], &*huge, 413),
        ("POST", "/broadcast", &none, "{", 400),
        ("PUT", "/broadcast", &none, "", 405),
        ("GET", "/nothing", &none, "", 404),
        ("GET", "/nothing/at/@connections/all", &none, "", 404),
        ("GET", "/schema/events/%ff", &none, "", 400),
        ("GET", "/state", &foreign, "", 403),
    ] {
        let answer = request(method, &format!("{}{path}", mock.control_url()), headers, body).await;
        assert_eq!(exception(&answer), (status, None), "{method} {path}");
        assert!(answer.json()["error"].is_string(), "{method} {path}: {answer:?}");
        assert_eq!(answer.json()["message"], Value::Null, "{method} {path}: {answer:?}");
    }
}

/// What a rule says of the type holds for what a backend posts.
#[tokio::test]
async fn a_fault_of_posts_strikes_those_that_it_names() {
    for (fault, status, name) in
        [("gone", 410, "GoneException"), ("limit_exceeded", 429, "LimitExceededException")]
    {
        let mock = failing(&[&format!("{fault},type=goal.*,user=u,after=1,times=1")]).await;
        let mut clients = Vec::new();
        for token in ["t/u", "t/other"] {
            clients.push(Client::welcome(&mock.url(), token).await);
        }
        let connections = mock.connections();
        let url = |at: usize| {
            format!("{}/@connections/{}", mock.control_url(), connections[at].connection_id)
        };
        let frame = paused("t", "g");
        assert_eq!(post(&url(1), &frame).await.status, 200, "{fault}: another user");
        assert_eq!(post(&url(0), "no goal").await.status, 200, "{fault}: another type");
        assert_eq!(post(&url(0), &frame).await.status, 200, "{fault}: spared");
        let answer = post(&url(0), &frame).await;
        assert_eq!(exception(&answer), (status, Some(name)));
        assert_eq!(mock.faults()[0].struck, 1);
        // The connection stays.
        assert_eq!(get(&url(0)).await.status, 200);
        assert_eq!(post(&url(0), "again").await.status, 200);
        assert_eq!(clients[0].hear_text().await, "no goal");
        assert_eq!(clients[0].hear().await, frame);
        assert_eq!(clients[0].hear_text().await, "again");
        assert_eq!(clients[1].hear().await, frame);
    }
}
