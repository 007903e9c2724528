//! The page: its files, embedded, and the policy that they and nothing else run.

use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Router, http::header::CACHE_CONTROL};

/// A client may send markup; whatever happens, none of it becomes a script.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
                      connect-src 'self'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

macro_rules! files {
    ($($path:literal: $type:literal = $file:literal,)+) => {
        &[$(($path, $type, include_str!(concat!("../page/", $file)))),+]
    };
}

/// Path, type and text of each file.
const FILES: &[(&str, &str, &str)] = files! {
    "/": "text/html; charset=utf-8" = "index.html",
    "/page/page.css": "text/css; charset=utf-8" = "page.css",
    "/page/parts.css": "text/css; charset=utf-8" = "parts.css",
    "/page/panels.css": "text/css; charset=utf-8" = "panels.css",
    "/page/screens.css": "text/css; charset=utf-8" = "screens.css",
    "/page/api.js": "text/javascript; charset=utf-8" = "api.js",
    "/page/captures.js": "text/javascript; charset=utf-8" = "captures.js",
    "/page/clock.js": "text/javascript; charset=utf-8" = "clock.js",
    "/page/connections.js": "text/javascript; charset=utf-8" = "connections.js",
    "/page/dom.js": "text/javascript; charset=utf-8" = "dom.js",
    "/page/entry.js": "text/javascript; charset=utf-8" = "entry.js",
    "/page/faults.js": "text/javascript; charset=utf-8" = "faults.js",
    "/page/fields.js": "text/javascript; charset=utf-8" = "fields.js",
    "/page/force.js": "text/javascript; charset=utf-8" = "force.js",
    "/page/log.js": "text/javascript; charset=utf-8" = "log.js",
    "/page/open.js": "text/javascript; charset=utf-8" = "open.js",
    "/page/page.js": "text/javascript; charset=utf-8" = "page.js",
    "/page/playable.js": "text/javascript; charset=utf-8" = "playable.js",
    "/page/presets.js": "text/javascript; charset=utf-8" = "presets.js",
    "/page/saved.js": "text/javascript; charset=utf-8" = "saved.js",
    "/page/scenarios.js": "text/javascript; charset=utf-8" = "scenarios.js",
    "/page/send.js": "text/javascript; charset=utf-8" = "send.js",
    "/page/sending.js": "text/javascript; charset=utf-8" = "sending.js",
    "/page/whom.js": "text/javascript; charset=utf-8" = "whom.js",
};

pub(super) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    FILES.iter().fold(Router::new(), |router, (path, content_type, text)| {
        let headers = [
            (CONTENT_TYPE, *content_type),
            (CONTENT_SECURITY_POLICY, POLICY),
            // The next version of the mock has another page.
            (CACHE_CONTROL, "no-cache"),
        ];
        router.route(path, get(move || async move { (headers, *text).into_response() }))
    })
}
