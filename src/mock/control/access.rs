//! Who may steer the mock: programs on this machine, and pages that this machine serves. A page of
//! the web, whose scripts run on this machine too, is recognised by `Origin`, and by `Host` if it
//! came by a name that someone points here.

use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_MAX_AGE, HOST, ORIGIN, VARY,
};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::super::handle::Handle;
use super::super::host_name::host_name;
use super::super::origin::is_of_this_machine;
use super::Refused;

pub(super) async fn check(State(handle): State<Handle>, request: Request, next: Next) -> Response {
    let host = request.headers().get(HOST).and_then(|it| it.to_str().ok());
    let is_public = handle.config().control_bind.is_some_and(|it| !it.is_loopback());
    if !is_public && host.and_then(host_name).is_none() {
        let error = "this Host is not this machine: ask for localhost or 127.0.0.1, or bind the \
                     control port publicly with --control-bind and --public";
        return Refused::new(StatusCode::FORBIDDEN, error).into_response();
    }
    let origin = request.headers().get(ORIGIN).cloned();
    if let Some(origin) = &origin {
        let is_own = |origin: &str| {
            let host_of_origin = origin.split_once("://").map(|(_, host)| host);
            is_of_this_machine(origin) || (is_public && host_of_origin == host)
        };
        if !origin.to_str().is_ok_and(is_own) {
            let error =
                "pages of this Origin may not steer the mock: serve the page from localhost";
            return Refused::new(StatusCode::FORBIDDEN, error).into_response();
        }
    }
    let is_preflight = *request.method() == Method::OPTIONS;
    let mut response =
        if is_preflight { StatusCode::NO_CONTENT.into_response() } else { next.run(request).await };
    if let Some(origin) = origin {
        let headers = response.headers_mut();
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(VARY, HeaderValue::from_static("Origin"));
        if is_preflight {
            let allowed = HeaderValue::from_static("GET, POST, DELETE");
            headers.insert(ACCESS_CONTROL_ALLOW_METHODS, allowed);
            headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("content-type"));
            headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
        }
    }
    response
}
