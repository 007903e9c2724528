//! TLS: which servers are trusted.

use std::sync::Arc;

use purposepath_realtime::Message;
use purposepath_realtime::client::{Client, RootCertStore, Update};
use purposepath_realtime::connection::ConnectionStatus;
use serde_json::json;

use super::server::{Peer, Server, event};
use super::{a_token, config, until, until_status};

#[tokio::test]
async fn over_tls_the_root_that_is_configured_is_trusted_and_no_other() {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(tls));
    let server = Server::start().await;
    let url = format!("wss://localhost:{}", server.address().port());

    let mut client = Client::connect(config(&url), a_token);
    let accepting = async {
        let stream = server.accept_tcp().await;
        assert!(acceptor.accept(stream).await.is_err(), "the client refuses");
    };
    let closed = until(&mut client, |update| match update {
        Update::Closed { code: 1006, error } => error,
        _ => None,
    });
    let (fault, ()) = tokio::join!(closed, accepting);
    assert!(fault.to_string().contains("certificate"), "{fault}");
    client.close().await;

    let mut roots = RootCertStore::empty();
    roots.add(made.cert.der().clone()).unwrap();
    let mut client = Client::connect(config(&url).with_roots(roots), a_token);
    let stream = acceptor.accept(server.accept_tcp().await).await.expect("trusted");
    let mut peer = Peer(tokio_tungstenite::accept_async(stream).await.unwrap());
    peer.authenticate().await;
    peer.say(event("some.new", json!({}))).await;
    until_status(&mut client, ConnectionStatus::Connected).await;
    until(&mut client, |update| {
        matches!(update, Update::Message { message: Message::Unknown(_), .. }).then_some(())
    })
    .await;
    let (code, ()) = tokio::join!(peer.hear_close(), client.close());
    assert_eq!(code, Some(1000));
}
