//! Which functions decide behind the mock, where they are, and what they are called.

use std::collections::BTreeMap;
use std::fmt;

use axum::http::Uri;
use serde_json::Value;

/// The route of a handshake.
pub(super) const CONNECT: &str = "$connect";
/// The route of an end.
pub(super) const DISCONNECT: &str = "$disconnect";
/// The route of a frame that no other route is for.
pub(super) const DEFAULT: &str = "$default";

/// Functions behind the mock, as API Gateway has them: each route is a function that is called by
/// Lambda's own path, `/2015-03-31/functions/NAME/invocations`, with API Gateway's own event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Integration {
    /// `127.0.0.1:9000`.
    pub(super) authority: String,
    /// What stands before the path of Lambda; no slash at the end.
    pub(super) path: String,
    functions: BTreeMap<String, String>,
    pub(super) has_route_responses: bool,
}

/// What cannot be an integration: a sentence that says what to do. It quotes nothing, since a URL may
/// hold a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IntegrationError(&'static str);

impl fmt::Display for IntegrationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for IntegrationError {}

const NO_URL: IntegrationError = IntegrationError(
    "expected where functions are invoked, such as http://127.0.0.1:9000: http, a host, a port if it is \
     not 80, neither user nor query",
);
const NO_ROUTE: IntegrationError = IntegrationError(
    "expected ROUTE=NAME, such as $default=messages or auth=authenticate: a route is $connect, \
     $disconnect, $default or an action; a name has letters, digits, - and _",
);

impl Integration {
    /// The functions `connect`, `disconnect` and `default` at this URL, where `cargo lambda watch` or
    /// whatever else speaks Lambda's invocation API listens: `http://127.0.0.1:9000`.
    ///
    /// # Errors
    /// When the URL is not one of http with a host and nothing behind its path.
    pub fn at(url: &str) -> Result<Self, IntegrationError> {
        let uri: Uri = url.trim().parse().map_err(|_| NO_URL)?;
        let authority = uri.authority().filter(|it| !it.as_str().contains('@')).ok_or(NO_URL)?;
        if uri.scheme_str() != Some("http") || uri.query().is_some() {
            return Err(NO_URL);
        }
        let names = [(CONNECT, "connect"), (DISCONNECT, "disconnect"), (DEFAULT, "default")];
        Ok(Integration {
            authority: authority.as_str().to_owned(),
            path: uri.path().trim_end_matches('/').to_owned(),
            functions: names.map(|(route, name)| (route.to_owned(), name.to_owned())).into(),
            has_route_responses: false,
        })
    }

    /// Has a function for a route, in the place of one that it has already: `$default=messages`. A
    /// route whose name has no `$` is for frames with that `action`.
    ///
    /// # Errors
    /// When the text is not a route, an equals sign and a name.
    pub fn with_function(mut self, function: &str) -> Result<Self, IntegrationError> {
        let (route, name) = function.split_once('=').ok_or(NO_ROUTE)?;
        let is_route = if route.starts_with('$') {
            [CONNECT, DISCONNECT, DEFAULT].contains(&route)
        } else {
            !route.is_empty()
        };
        let is_of_a_name = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_');
        if !is_route || name.is_empty() || !name.chars().all(is_of_a_name) {
            return Err(NO_ROUTE);
        }
        self.functions.insert(route.to_owned(), name.to_owned());
        Ok(self)
    }

    /// Sends the `body` that a function answers to the client, as API Gateway does for a route that
    /// has a route response.
    #[must_use]
    pub fn with_route_responses(mut self, has_route_responses: bool) -> Self {
        self.has_route_responses = has_route_responses;
        self
    }

    /// The functions of all routes.
    pub(super) fn functions(&self) -> impl Iterator<Item = &str> {
        self.functions.values().map(String::as_str)
    }

    /// The function of a route.
    pub(super) fn function(&self, route: &str) -> &str {
        self.functions.get(route).map_or("default", String::as_str)
    }

    /// The route of a frame: `$request.body.action`, if it has a function.
    pub(super) fn route<'a>(&'a self, frame: &str) -> &'a str {
        let action = serde_json::from_str(frame).ok();
        let action = action.as_ref().and_then(|it: &Value| it.get("action")?.as_str());
        let action = action.filter(|it| !it.starts_with('$'));
        let route = action.and_then(|it| self.functions.get_key_value(it));
        route.map_or(DEFAULT, |(route, _)| route)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_one_of_http_with_a_host_alone() {
        let at = Integration::at("http://127.0.0.1:9000/").unwrap();
        assert_eq!((&*at.authority, &*at.path), ("127.0.0.1:9000", ""));
        let at = Integration::at(" http://localhost/a/b ").unwrap();
        assert_eq!((&*at.authority, &*at.path), ("localhost", "/a/b"));
        let urls = ["", "localhost:9000", "https://a", "http://u:p@a", "http://a/?x=1", "http://"];
        for url in urls {
            assert_eq!(Integration::at(url), Err(NO_URL), "{url}");
        }
    }

    #[test]
    fn a_frame_takes_the_route_of_its_action_if_there_is_one() {
        let functions = Integration::at("http://a").unwrap();
        let functions = functions.with_function("auth=sign-in").unwrap();
        let functions = functions.with_function("$default=rest").unwrap();
        for (frame, route, name) in [
            (r#"{"action":"auth"}"#, "auth", "sign-in"),
            (r#"{"action":"ping"}"#, DEFAULT, "rest"),
            (r#"{"action":"$connect"}"#, DEFAULT, "rest"),
            (r#"{"action":1}"#, DEFAULT, "rest"),
            ("no JSON", DEFAULT, "rest"),
        ] {
            assert_eq!(functions.route(frame), route, "{frame}");
            assert_eq!(functions.function(route), name, "{frame}");
        }
        for function in ["", "auth", "=x", "auth=", "$other=x", "auth=a/b"] {
            let refused = functions.clone().with_function(function);
            assert_eq!(refused, Err(NO_ROUTE), "{function}");
        }
    }
}
