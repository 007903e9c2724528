use std::time::Duration;

use purposepath_realtime::mock::Profile;
use serde_json::json;

use super::client::{Client, NotOpen, paused};
use super::{START_MS, closed, logged, start, still};

#[tokio::test]
async fn the_first_frame_authenticates_and_only_then_events_come() {
    let mock = start(still()).await;
    let mut client = Client::connect(&mock.url()).await;
    client.say("{}").await;
    assert_eq!(client.hear().await["message"], "Forbidden");
    assert_eq!(mock.broadcast_text(None, &paused("t", "lost").to_string()), 0);
    let answer = client.authenticate("t/u").await;
    let id = mock.connections()[0].connection_id.clone();
    assert_eq!(
        answer,
        json!({
            "type": "auth.success",
            "timestamp": "2025-11-03T14:30:00.000Z",
            "data": { "tenantId": "t", "userId": "u", "connectionId": id },
        })
    );
    assert_eq!(mock.broadcast_text(None, &paused("t", "g").to_string()), 1);
    assert_eq!(client.hear().await, paused("t", "g"));
    // Who authenticates again may be somebody else.
    assert_eq!(client.authenticate("other/u").await["data"]["tenantId"], "other");
    assert_eq!(mock.broadcast_text(Some("t"), "{}"), 0);
    assert_eq!(mock.broadcast_text(Some("other"), "{}"), 1);
}

#[tokio::test]
async fn a_token_that_is_none_is_refused() {
    for (profile, code) in [(Profile::Gateway, 1000), (Profile::Legacy, 4401)] {
        let mock = start(still().with_profile(profile)).await;
        let expired = mock.token("t", "u", Duration::ZERO);
        for token in ["nonsense", "t/u/0", &*expired, ""] {
            let mut client = Client::connect(&mock.url()).await;
            let answer = client.authenticate(token).await;
            assert_eq!(
                (&answer["type"], &answer["data"]["code"]),
                (&json!("auth.error"), &json!("UNAUTHORIZED"))
            );
            assert_eq!(client.hear_close().await, code);
        }
        let mut client = Client::connect(&mock.url()).await;
        client.say(r#"{"action":"auth"}"#).await;
        assert_eq!(client.hear().await["data"]["code"], "UNAUTHORIZED");
        assert_eq!(client.hear_close().await, code);
        assert_eq!(mock.counters().refused, 5);
    }
}

#[tokio::test]
async fn nobody_stays_who_does_not_authenticate_in_time() {
    for (profile, code) in [(Profile::Gateway, 1000), (Profile::Legacy, 4401)] {
        let mock = start(still().with_profile(profile)).await;
        let mut late = Client::connect(&mock.url()).await;
        let mut in_time = Client::welcome(&mock.url(), "t/u").await;
        mock.advance(Duration::from_millis(9_999));
        late.say(r#"{"action":"ping"}"#).await;
        logged(&mock, |it| it.wire_type.as_deref() == Some("ping") && it.connection == Some(1))
            .await;
        mock.advance(Duration::from_millis(1));
        assert_eq!(late.hear_close().await, code);
        assert_eq!(closed(&mock, 1).await, (code, "no auth within 10000 ms".to_owned()));
        mock.broadcast_text(Some("t"), "fence");
        assert_eq!(in_time.hear_text().await, "fence");
    }
}

#[tokio::test]
async fn a_token_expires_while_the_connection_is_open() {
    for (profile, code) in [(Profile::Gateway, 1000), (Profile::Legacy, 4401)] {
        let mock = start(still().with_profile(profile)).await;
        let token = mock.token("t", "u", Duration::from_secs(9));
        let mut client = Client::welcome(&mock.url(), &token).await;
        assert_eq!(mock.connections()[0].expires_at_ms, Some(START_MS + 9000));
        mock.advance(Duration::from_secs(9));
        let error = client.hear().await;
        assert_eq!(
            (&error["type"], &error["data"]["code"]),
            (&json!("connection.error"), &json!("UNAUTHORIZED"))
        );
        assert_eq!(client.hear_close().await, code);
    }
}

#[tokio::test]
async fn a_token_in_the_query_authenticates_the_handshake() {
    let mock = start(still()).await;
    let url = |query: &str| format!("{}/realtime?{query}", mock.url());
    let mut client = Client::connect(&url("access_token=t%2Fu&tenant=t")).await;
    logged(&mock, |it| it.kind.as_str() == "authenticated").await;
    assert_eq!(mock.broadcast_text(Some("t"), "first"), 1);
    assert_eq!(client.hear_text().await, "first");
    for query in ["access_token=nonsense", "access_token=t%2Fu&tenant=other", "access_token=t/u/0"]
    {
        let refused = Client::try_connect(&url(query)).await.err();
        assert_eq!(refused, Some(NotOpen::Status(401)), "{query}");
    }
    // Whoever has no token there has another chance.
    let mut client = Client::connect(&url("tenant=t")).await;
    assert_eq!(client.authenticate("t/u").await["type"], "auth.success");
}

#[tokio::test]
async fn no_token_is_ever_shown() {
    const SECRET: &str = "tenant-of-secrets/user-of-secrets";
    let mock = start(still()).await;
    let jwt = mock.token("t", "u", Duration::from_secs(60));
    for token in [SECRET, &*jwt] {
        let mut client = Client::welcome(&mock.url(), token).await;
        for frame in [
            json!({ "action": "auth", "token": token, "extra": token }).to_string(),
            format!(r#"{{"action":"auth","token":"{token}""#),
            format!(r#"{{"type":"x","timestamp":"2025-11-03T14:30:00Z","data":"{token}"}}"#),
            format!(r#"{{"type":"{token}","timestamp":"2025-11-03T14:30:00Z"}}"#),
            format!(r#"{{"action":"{token}"}}"#),
            token.to_owned(),
        ] {
            client.say(&frame).await;
            client.hear().await;
        }
        let query = token.replace('/', "%2F");
        Client::connect(&format!("{}/?access_token={query}", mock.url())).await;
        let wrong = format!("{}/?access_token={query}&tenant=other", mock.url());
        assert!(Client::try_connect(&wrong).await.is_err());
        client.0.close(None).await.unwrap();
    }
    mock.broadcast_text(None, &json!({ "action": "auth", "token": SECRET }).to_string());
    let shown = format!(
        "{:?}\n{:?}\n{}",
        mock.log_since(0, usize::MAX),
        mock.connections(),
        super::http::get(&format!("{}/log", mock.control_url())).await.body
    );
    for secret in [SECRET, &*jwt, jwt.split('.').nth(1).unwrap()] {
        assert!(!shown.contains(secret), "{secret} is in\n{shown}");
    }
}
