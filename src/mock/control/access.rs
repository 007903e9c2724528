//! Who may steer the mock: programs on this machine, and pages that this machine serves. A page of
//! the web, whose scripts run on this machine too, is told apart by `Origin`, and by `Host` if it
//! came by a name that someone points here.

use std::net::{IpAddr, Ipv4Addr};

use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_MAX_AGE, HOST, ORIGIN, VARY,
};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::super::handle::Handle;
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
            is_loopback_origin(origin) || (is_public && host_of_origin == host)
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

fn is_loopback_origin(origin: &str) -> bool {
    let host = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    host.and_then(host_name).is_some()
}

/// The name in a `Host`, without the port, if it is one of this machine.
pub(in super::super) fn host_name(host: &str) -> Option<&str> {
    let (name, port) = match host.rfind(':').filter(|at| !host[*at..].contains(']')) {
        Some(at) => (&host[..at], &host[at + 1..]),
        None => (host, ""),
    };
    let is_port = port.bytes().all(|it| it.is_ascii_digit());
    let lower = name.to_ascii_lowercase();
    let is_v4 = || lower.parse().is_ok_and(|it: Ipv4Addr| it.is_loopback());
    let is_v6 = || {
        let inner = lower.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
        inner.and_then(|it| it.parse().ok()).is_some_and(|it: IpAddr| it.is_loopback())
    };
    let is_label = |it: u8| it.is_ascii_alphanumeric() || b"-.".contains(&it);
    let is_name = || {
        let labels = lower.strip_suffix(".localhost").unwrap_or("x");
        (lower == "localhost" || lower.ends_with(".localhost")) && labels.bytes().all(is_label)
    };
    (is_port && (is_name() || is_v4() || is_v6())).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_of_this_machine_is_told_from_others() {
        for (host, name) in [
            ("localhost", "localhost"),
            ("LOCALHOST:5056", "LOCALHOST"),
            ("app.localhost:1", "app.localhost"),
            ("127.0.0.1:5056", "127.0.0.1"),
            ("127.9.9.9", "127.9.9.9"),
            ("[::1]:5056", "[::1]"),
            ("[::1]", "[::1]"),
        ] {
            assert_eq!(host_name(host), Some(name), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "10.0.0.1",
            "evil-localhost",
            "[::2]",
            "localhost:evil",
            "localhost@evil.example",
            "evil.example/.localhost",
        ] {
            assert_eq!(host_name(host), None, "{host}");
        }
    }

    #[test]
    fn an_origin_of_this_machine_is_told_from_others() {
        assert!(is_loopback_origin("http://localhost:3000"));
        assert!(is_loopback_origin("https://127.0.0.1"));
        for origin in
            ["null", "http://evil.example", "file://localhost", "http://localhost.evil.example"]
        {
            assert!(!is_loopback_origin(origin), "{origin}");
        }
    }
}
