//! Whom a backend has authenticated, the mock learns from the answer that it hands on.

use std::time::Duration;

use purposepath_realtime::mock::{Integration, Mock, StartError};
use serde_json::json;

use super::super::client::{Client, paused};
use super::super::{http, start, still};
use super::functions::Functions;

fn success(id: &str, tenant: &str, user: &str) -> String {
    let data = json!({ "tenantId": tenant, "userId": user, "connectionId": id });
    let timestamp = "2025-11-03T14:30:00.000Z";
    json!({ "type": "auth.success", "timestamp": timestamp, "data": data }).to_string()
}

/// What the backend posts, with the status of the answer.
async fn post(mock: &Mock, id: &str, frame: impl ToString) -> u16 {
    http::post(&format!("{}/@connections/{id}", mock.control_url()), frame).await.status
}

async fn fault(mock: &Mock, rule: &str) -> http::Answer {
    http::post(&format!("{}/faults", mock.control_url()), rule).await
}

/// A mock with a client of each of these, whom the functions have authenticated.
async fn with_clients<const N: usize>(who: [(&str, &str); N]) -> (Mock, [(String, Client); N]) {
    let mut functions = Functions::start().await;
    let mock = start(functions.config()).await;
    let mut clients = Vec::new();
    for (tenant, user) in who {
        let url = mock.url();
        let (mut client, event) = tokio::join!(Client::connect(&url), async {
            functions.next_of("connect").await.accept()
        });
        let id = event["requestContext"]["connectionId"].as_str().unwrap().to_owned();
        assert_eq!(post(&mock, &id, &success(&id, tenant, user)).await, 200);
        assert_eq!(client.hear().await["type"], "auth.success");
        clients.push((id, client));
    }
    (mock, clients.try_into().unwrap_or_else(|_| unreachable!("one each")))
}

#[tokio::test]
async fn faults_strike_by_tenant_and_by_user() {
    let (mock, [(a, mut of_a), (b, mut of_b), (c, mut of_c)]) =
        with_clients([("tenant-a", "user-1"), ("tenant-b", "user-2"), ("tenant-b", "user-3")])
            .await;
    for rule in ["drop,tenant=tenant-a", "duplicate,user=user-2"] {
        assert_eq!(fault(&mock, rule).await.status, 200, "{rule}");
    }
    let [first, last] = ["first", "last"].map(|it| paused("t", it));
    for id in [&a, &b, &c] {
        assert_eq!(post(&mock, id, &first).await, 200);
    }
    mock.clear_faults();
    for id in [&a, &b, &c] {
        assert_eq!(post(&mock, id, &last).await, 200);
    }
    assert_eq!(of_a.hear().await, last);
    assert_eq!(
        [of_b.hear().await, of_b.hear().await, of_b.hear().await],
        [&first, &first, &last].map(Clone::clone)
    );
    assert_eq!([of_c.hear().await, of_c.hear().await], [first, last]);

    // On the call of the backend too.
    fault(&mock, "limit_exceeded,tenant=tenant-a").await;
    fault(&mock, "gone,user=user-3").await;
    let mut statuses = Vec::new();
    for id in [&a, &b, &c] {
        statuses.push(post(&mock, id, paused("t", "g")).await);
    }
    assert_eq!(statuses, [429, 200, 410]);
}

#[tokio::test]
async fn what_goes_by_who_somebody_is_goes_by_it() {
    let (mock, [(_, mut of_a), (_, mut of_b)]) =
        with_clients([("tenant-a", "user-1"), ("tenant-b", "user-2")]).await;
    let known: Vec<_> = mock
        .connections()
        .into_iter()
        .map(|it| (it.state, it.tenant_id.unwrap(), it.user_id.unwrap(), it.expires_at_ms))
        .collect();
    assert_eq!(
        known,
        [
            ("authenticated", "tenant-a".to_owned(), "user-1".to_owned(), None),
            ("authenticated", "tenant-b".to_owned(), "user-2".to_owned(), None),
        ]
    );
    assert_eq!(mock.counters().authenticated, 2);
    assert_eq!(mock.broadcast_text(Some("tenant-a"), &paused("tenant-a", "g").to_string()), 1);
    assert_eq!(of_a.hear().await["type"], "goal.paused");

    // Once in the life of an authenticated connection, and by its tenant.
    fault(&mock, "token_expiry,tenant=tenant-b,afterMs=1000").await;
    mock.advance(Duration::from_secs(1));
    assert_eq!(of_b.hear().await["type"], "connection.error");
    assert_eq!(of_b.hear_close().await, 1000);
    // Nothing of it is traffic of the mock's own.
    mock.advance(Duration::from_secs(60));
    assert!(of_a.hears_nothing());
}

#[tokio::test]
async fn a_post_that_is_refused_teaches_nothing_and_a_dropped_one_does() {
    let mut functions = Functions::start().await;
    let (mock, mut client) = Functions::with_client(functions.config(), &mut functions).await;
    let id = mock.connections()[0].connection_id.clone();
    fault(&mock, "limit_exceeded,times=1").await;
    assert_eq!(post(&mock, &id, &success(&id, "tenant-a", "user-1")).await, 429);
    assert_eq!(mock.connections()[0].tenant_id, None);
    // The answer is lost; the backend has authenticated all the same.
    fault(&mock, "drop,type=auth.success,tenant=tenant-a").await;
    assert_eq!(post(&mock, &id, &success(&id, "tenant-a", "user-1")).await, 200);
    assert_eq!(mock.connections()[0].tenant_id.as_deref(), Some("tenant-a"));
    // Authenticated again, as somebody else.
    assert_eq!(post(&mock, &id, &success(&id, "tenant-b", "user-2")).await, 200);
    assert_eq!(client.hear().await["data"]["tenantId"], "tenant-b");
    assert_eq!(mock.broadcast_text(Some("tenant-a"), &paused("tenant-a", "g").to_string()), 0);
    assert_eq!(mock.broadcast_text(Some("tenant-b"), &paused("tenant-b", "g").to_string()), 1);
    assert_eq!(mock.counters().authenticated, 1);
}

#[tokio::test]
async fn the_answer_of_a_route_teaches_as_well() {
    let mut functions = Functions::start().await;
    let integration = Integration::at(&functions.url).unwrap().with_route_responses(true);
    let config = still().with_integration(integration);
    let (mock, mut client) = Functions::with_client(config, &mut functions).await;
    client.say(r#"{"action":"auth","token":"t"}"#).await;
    let call = functions.next_of("default").await;
    let id = call.event["requestContext"]["connectionId"].as_str().unwrap().to_owned();
    call.answer(json!({ "statusCode": 200, "body": success(&id, "tenant-a", "user-1") }));
    assert_eq!(client.hear().await["type"], "auth.success");
    assert_eq!(mock.connections()[0].user_id.as_deref(), Some("user-1"));
}

/// Where the mock decides itself, what anybody posts says nothing of who somebody is.
#[tokio::test]
async fn without_functions_nothing_is_learnt() {
    let mock = start(still()).await;
    let mut client = Client::connect(&mock.url()).await;
    let id = mock.connections()[0].connection_id.clone();
    assert_eq!(post(&mock, &id, &success(&id, "tenant-a", "user-1")).await, 200);
    assert_eq!(client.hear().await["type"], "auth.success");
    assert_eq!(mock.connections()[0].tenant_id, None);
}

#[tokio::test]
async fn a_fault_that_could_not_strike_is_refused_with_a_sentence() {
    let functions = Functions::start().await;
    let told = "`no_auth_answer` would never strike, since a function answers `auth`, and not the mock: leave \
                it out, or take a fault that strikes at the answer, such as drop,type=auth.success";
    let mock = start(functions.config()).await;
    let refused = fault(&mock, "no_auth_answer,tenant=tenant-a").await;
    assert_eq!((refused.status, refused.error()), (400, told.to_owned()));
    assert!(mock.faults().is_empty());
    let config = functions.config().with_faults(vec!["no_auth_answer".parse().unwrap()]);
    let error = Mock::start(config).await.err().unwrap();
    assert!(matches!(&error, StartError::NeverStrikes { .. }), "{error:?}");
    assert_eq!(error.to_string(), told);
}
