use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};

use axum::body::{Body, Bytes, to_bytes};
use axum::http::Request;
use futures_util::stream;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;

use super::*;
use crate::mock::Config;

/// Time is the test's: ten seconds are over at once.
#[tokio::test(start_paused = true)]
async fn a_body_that_does_not_come_is_refused_in_the_form_of_the_call() {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let router = router(Handle::new(Config::default(), address, address));
    let told = "the body did not come within 10 s: send it at once";
    for (path, key, name) in [
        ("/broadcast", "error", None),
        ("/@connections/L0SM9cOFvHcCIhw=", "message", Some("RequestTimeoutException")),
    ] {
        let never = Body::from_stream(stream::pending::<Result<Bytes, Infallible>>());
        let request = Request::post(path).header(header::HOST, "localhost").body(never).unwrap();
        let answer = TowerToHyperService::new(router.clone()).call(request).await.unwrap();
        let found = answer.headers().get("x-amzn-errortype").map(|it| it.to_str().unwrap());
        assert_eq!((answer.status(), found), (StatusCode::REQUEST_TIMEOUT, name), "{path}");
        let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        let body: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(body, json!({ key: told }), "{path}");
    }
}
