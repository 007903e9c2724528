//! The control port: controls the mock over HTTP, in JSON.
//!
//! Each call is a method of [`Handle`] and its shape on the wire; nothing is decided here. What is
//! refused is answered with `{"error":"a sentence that says what to do"}`.

use axum::extract::DefaultBodyLimit;
use axum::http::{StatusCode, header};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use axum::{Extension, Router};
use serde::Serialize;
use serde_json::{Value, json};

use super::handle::Handle;

mod access;
mod asked;
mod captures;
mod faults;
mod fill;
mod listener;
mod management;
mod page;
mod publish;
mod queries;
mod scenarios;
mod sent;
mod server;

use asked::MAX_BODY_BYTES;
pub(super) use listener::ControlListener;

/// What `GET /calls` answers.
const INDEX: &str = "\
The control port of the mock server; a page is at /.

GET    /health /state /connections /log /events /fixtures /token /clock /traffic
GET    /capture /replay /faults /faults/catalogue /scenarios /scenarios/result /schema/events/{type}
POST   /emit /broadcast /kick /faults /scenarios /clock /traffic /replay /reset
DELETE /faults /faults/{id} /scenarios /replay
POST, GET, DELETE /@connections/{connectionId}
";

fn router(handle: Handle) -> Router {
    let mut router = Router::new()
        .merge(page::routes())
        .route("/calls", get(|| async { INDEX }))
        .route("/health", get(server::health))
        .route("/state", get(server::state))
        .route("/clock", get(server::clock).post(server::set_clock))
        .route("/traffic", get(server::traffic).post(server::set_traffic))
        .route("/token", get(server::token))
        .route("/reset", post(server::reset))
        .route("/connections", get(queries::connections))
        .route("/log", get(queries::log))
        .route("/events", get(queries::events))
        .route("/fixtures", get(queries::fixtures))
        .route("/schema/events/{type}", get(queries::schema))
        .route("/emit", post(publish::emit))
        .route("/broadcast", post(publish::broadcast))
        .route("/kick", post(publish::kick))
        .route("/faults", get(faults::list).post(faults::add).delete(faults::clear))
        .route("/scenarios", get(scenarios::list).post(scenarios::play).delete(scenarios::stop))
        .route("/capture", get(captures::capture))
        .route(
            "/replay",
            get(captures::progress)
                .post(captures::replay)
                .delete(captures::stop)
                .layer(DefaultBodyLimit::max(captures::MAX_CAPTURE_BYTES)),
        )
        .route("/scenarios/result", get(scenarios::result))
        .route("/faults/catalogue", get(faults::catalogue))
        .route("/faults/{id}", delete(faults::remove));
    for folder in management::FOLDERS {
        for path in [format!("/{folder}/{{id}}"), format!("/{{stage}}/{folder}/{{id}}")] {
            let calls = post(management::send).get(management::show).delete(management::close);
            router = router.route(&path, calls);
        }
    }
    router
        .fallback(no_such_call)
        .method_not_allowed_fallback(no_such_method)
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(middleware::from_fn(asked::in_time))
        .layer(middleware::from_fn_with_state(handle.clone(), access::check))
        .layer(middleware::from_fn(management::in_amazon_s_form))
        .with_state(handle)
}

async fn no_such_call() -> Refused {
    Refused::new(StatusCode::NOT_FOUND, "there is no such call: GET /calls lists them")
}

async fn no_such_method() -> Refused {
    let error = "there is no such method here: GET /calls lists the calls";
    Refused::new(StatusCode::METHOD_NOT_ALLOWED, error)
}

/// A refusal: a status and a sentence that says what to do.
#[derive(Debug)]
struct Refused {
    status: StatusCode,
    body: Value,
}

impl Refused {
    fn new(status: StatusCode, error: impl Into<String>) -> Self {
        Refused { status, body: json!({ "error": error.into() }) }
    }

    fn bad_request(error: impl Into<String>) -> Self {
        Refused::new(StatusCode::BAD_REQUEST, error)
    }

    fn not_found(error: impl Into<String>) -> Self {
        Refused::new(StatusCode::NOT_FOUND, error)
    }
}

/// The sentence of a refusal, kept beside the answer for those who put it in another form.
#[derive(Clone)]
struct Sentence(String);

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let sentence = Sentence(self.body["error"].as_str().unwrap_or_default().to_owned());
        (self.status, Extension(sentence), Json(self.body)).into_response()
    }
}

/// An answer in JSON, and a line of its own in a terminal.
struct Json<T>(T);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        // Strings, numbers and maps with texts as keys: it cannot fail.
        let text = serde_json::to_string(&self.0).unwrap_or_default() + "\n";
        ([(header::CONTENT_TYPE, "application/json")], text).into_response()
    }
}

#[cfg(test)]
mod tests;
