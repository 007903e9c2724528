//! What a call brings: its path, its query, its body. What is not understood is refused in this
//! project's words, whatever library noticed it.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use axum::body::{Bytes, HttpBody};
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde::de::{self, DeserializeOwned, Deserializer};
use serde_json::Map;

use crate::fact::Unit;
use crate::json::shorten;

use super::super::file_error::Problem;
use super::Refused;

/// The longest body: a message of the gateway's greatest size whose every byte is escaped, and more.
pub(super) const MAX_BODY_BYTES: usize = 2 << 20;
/// How long a call may take to send its body, in real time.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);

/// Refuses a call whose body does not come.
pub(super) async fn in_time(request: Request, next: Next) -> Response {
    tokio::time::timeout(BODY_TIMEOUT, next.run(request)).await.unwrap_or_else(|_| {
        let error = "the body did not come within 10 s: send it at once";
        Refused::new(StatusCode::REQUEST_TIMEOUT, error).into_response()
    })
}

/// The query of a call.
pub(super) struct Asked<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let refused = |why: &dyn fmt::Display| {
            Refused::bad_request(format!("the query is not understood: {why}"))
        };
        let pairs = Query::<Vec<(String, String)>>::from_request_parts(parts, state).await;
        let Query(pairs) =
            pairs.map_err(|_| refused(&"write it as key=value&key=value, in UTF-8"))?;
        let mut object = Map::new();
        for (key, value) in pairs {
            if object.contains_key(&key) {
                return Err(refused(&format_args!(
                    "{:?} stands twice: leave one out",
                    shorten(&key)
                )));
            }
            object.insert(key, value.into());
        }
        Problem::read_value(object.into()).map(Asked).map_err(|problem| refused(&problem))
    }
}

/// A whole number in a query.
#[derive(Clone, Copy, Default)]
pub(super) struct Whole<T>(pub T);

impl<'de, T: FromStr> Deserialize<'de> for Whole<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map(Whole).map_err(|_| expected("a whole number of at least 0", &text))
    }
}

/// `true` or `false` in a query.
#[derive(Clone, Copy, Default)]
pub(super) struct Flag(pub bool);

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map(Flag).map_err(|_| expected("true or false", &text))
    }
}

pub(super) fn expected<E: de::Error>(expected: &str, found: &str) -> E {
    E::custom(format_args!("$: expected {expected}, found {:?}", shorten(found)))
}

/// A part of the path of a call.
pub(super) struct Named(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Named {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let path = Path::<String>::from_request_parts(parts, state).await;
        path.map(|Path(name)| Named(name)).map_err(|_| {
            Refused::bad_request("the path is not understood: escape its parts as UTF-8")
        })
    }
}

/// Why there is no body to read.
pub(super) enum NoBody {
    TooLong,
    BrokenOff,
}

impl NoBody {
    fn refusal(self, most: usize) -> Refused {
        match self {
            NoBody::TooLong => {
                let most = Unit::Bytes.show(most as u64);
                let error = format!("a body has {most} at most: send less, or in parts");
                Refused::new(StatusCode::PAYLOAD_TOO_LARGE, error)
            }
            NoBody::BrokenOff => Refused::bad_request("the body broke off: send it whole"),
        }
    }
}

/// The bytes of a body of a call.
pub(super) async fn bytes_of(request: Request) -> Result<Bytes, NoBody> {
    read(request, MAX_BODY_BYTES).await
}

/// The body as text, of so many bytes at most.
pub(super) async fn text_within(request: Request, most: usize) -> Result<String, Refused> {
    let bytes = read(request, most).await.map_err(|no_body| no_body.refusal(most))?;
    String::from_utf8(bytes.into())
        .map_err(|_| Refused::bad_request("the body is not UTF-8: write it as such"))
}

/// Whoever announces too many bytes is told so before they come.
async fn read(request: Request, most: usize) -> Result<Bytes, NoBody> {
    if request.body().size_hint().lower() > most as u64 {
        return Err(NoBody::TooLong);
    }
    Bytes::from_request(request, &()).await.map_err(|rejection| {
        let is_too_long = rejection.status() == StatusCode::PAYLOAD_TOO_LARGE;
        if is_too_long { NoBody::TooLong } else { NoBody::BrokenOff }
    })
}

/// The body of a call as text, whatever type it says it has.
pub(super) struct Body(pub String);

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = Refused;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refused> {
        text_within(request, MAX_BODY_BYTES).await.map(Body)
    }
}

impl Body {
    /// Reads it as JSON.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Refused> {
        Problem::read(&self.0).map_err(|(_, problem)| {
            Refused::bad_request(format!("the body is not understood: {problem}"))
        })
    }
}
