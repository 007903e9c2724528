//! Where the token comes from, where it goes, and what becomes of a refused one.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use purposepath_realtime::TenantId;
use purposepath_realtime::client::{Client, TokenError, Update};
use purposepath_realtime::connection::{ConnectionStatus, Reason};
use tokio_tungstenite::tungstenite;

use super::server::{Peer, Server, TOKEN, paused, refusal};
use super::{a_token, config, connect, next_goal, until, until_status};

#[tokio::test]
async fn a_token_that_is_always_refused_is_refreshed_twice() {
    let server = Server::start().await;
    let asked = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&asked);
    let mut client = connect(&server, move |force| {
        log.lock().unwrap().push(force);
        a_token(force)
    });
    let refusing = async {
        loop {
            let mut peer = server.accept().await;
            peer.hear().await;
            peer.say(refusal()).await;
            peer.hear_close().await;
        }
    };
    let snapshot = tokio::select! {
        snapshot = until_status(&mut client, ConnectionStatus::Error) => snapshot,
        () = refusing => unreachable!(),
    };
    assert_eq!(snapshot.reason, Some(Reason::Unauthenticated));
    assert_eq!(*asked.lock().unwrap(), [false, true, true]);

    client.retry_now();
    let mut peer = server.welcome().await;
    until_status(&mut client, ConnectionStatus::Connected).await;
    let (_, ()) = tokio::join!(peer.hear_close(), client.close());
}

#[tokio::test]
#[allow(clippy::result_large_err, reason = "the callback's type is tungstenite's")]
async fn in_query_mode_the_token_is_in_the_url_and_nowhere_else() {
    let server = Server::start().await;
    let config = config(&server.url()).with_query_authentication(TenantId::new("t 1").unwrap());
    assert!(!format!("{config:?}").contains(TOKEN));
    let mut client = Client::connect(config, a_token);
    let mut uri = String::new();
    let stream = server.accept_tcp().await;
    let look = |request: &tungstenite::handshake::server::Request, response| {
        uri = request.uri().to_string();
        Ok(response)
    };
    let mut peer = Peer(tokio_tungstenite::accept_hdr_async(stream, look).await.unwrap());
    until_status(&mut client, ConnectionStatus::Connected).await;
    assert_eq!(uri, format!("/?access_token={TOKEN}&tenant=t%201"));
    let mut ours = paused("a");
    ours["data"]["tenantId"] = "t 1".into();
    peer.say(ours).await;
    assert_eq!(next_goal(&mut client).await.0, "a");
    drop((peer, server));
    until(&mut client, |update| matches!(update, Update::Closed { .. }).then_some(())).await;
    // Refused, and reported without the URL, as `next` has checked.
    until(&mut client, |update| matches!(update, Update::Closed { .. }).then_some(())).await;
    client.close().await;
}

#[tokio::test]
async fn a_provider_may_deny_fail_panic_or_hang() {
    let server = Server::start().await;
    let mut client = connect(&server, async |_| Err(TokenError::Denied));
    let snapshot = until_status(&mut client, ConnectionStatus::Error).await;
    assert_eq!(snapshot.reason, Some(Reason::Unauthenticated));
    client.close().await;

    let count = Arc::new(AtomicUsize::new(0));
    let mut client = connect(&server, move |force| {
        let call = count.fetch_add(1, Ordering::Relaxed);
        async move {
            match call {
                0 => Err(TokenError::Failed),
                1 => panic!("on purpose"),
                _ => a_token(force).await,
            }
        }
    });
    let snapshot = until_status(&mut client, ConnectionStatus::Reconnecting).await;
    assert_eq!(snapshot.reason, Some(Reason::Token));
    let (peer, _) =
        tokio::join!(server.welcome(), until_status(&mut client, ConnectionStatus::Connected));
    drop(peer);
    client.close().await;

    let client = connect(&server, |_| std::future::pending());
    client.close().await;
}

#[test]
fn why_there_is_no_token_is_a_sentence() {
    assert_eq!(TokenError::Denied.to_string(), "nobody is signed in");
    assert_eq!(TokenError::Failed.to_string(), "no token is available for now");
}
