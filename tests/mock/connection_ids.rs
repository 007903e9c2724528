//! Ids of connections: none comes back, so what is posted to an old one reaches nobody.

use std::collections::BTreeSet;

use purposepath_realtime::mock::Mock;
use serde_json::json;

use super::client::Client;
use super::http::post;
use super::management::exception;
use super::{start, still};

fn ids(mock: &Mock) -> Vec<String> {
    mock.connections().into_iter().map(|it| it.connection_id).collect()
}

/// `L0SM9cOFvHcCIhw=`.
fn is_of_the_gateway_s_form(id: &str) -> bool {
    let is_of_base64 = |it: char| it.is_ascii_alphanumeric() || it == '-' || it == '_';
    let text = id.strip_suffix('=');
    text.is_some_and(|it| it.chars().count() == 15 && it.chars().all(is_of_base64))
}

#[tokio::test]
async fn an_id_is_never_used_twice_whatever_the_seed_a_restart_or_a_reset() {
    let mut seen = BTreeSet::new();
    for seed in [7, 7, 8] {
        let mock = start(still().with_seed(seed)).await;
        for reset in [false, true] {
            let mut clients = Vec::new();
            for _ in 0..20 {
                clients.push(Client::welcome(&mock.url(), "t/u").await);
            }
            let ids = ids(&mock);
            assert_eq!(ids.len(), clients.len());
            for id in ids {
                assert!(is_of_the_gateway_s_form(&id), "{id}");
                assert!(seen.insert(id), "seed {seed}, reset: {reset}: an id came back");
            }
            mock.reset().await;
        }
    }
}

#[tokio::test]
async fn what_is_posted_to_an_old_id_reaches_nobody_of_another_tenant() {
    let mock = start(still()).await;
    let _gone = Client::welcome(&mock.url(), "tenant-a/u").await;
    let [old] = &ids(&mock)[..] else { panic!() };
    let restarted = start(still()).await;
    mock.reset().await;
    for mock in [&mock, &restarted] {
        let mut other = Client::welcome(&mock.url(), "tenant-b/u").await;
        let answer = post(&format!("{}/@connections/{old}", mock.control_url()), "for a").await;
        assert_eq!(exception(&answer), (410, Some("GoneException")));
        let emit = json!({ "connectionId": old, "frame": "for a" });
        assert_eq!(post(&format!("{}/emit", mock.control_url()), emit).await.status, 404);
        mock.broadcast_text(None, "for all");
        assert_eq!(other.hear_text().await, "for all");
    }
}
