//! From stage and override to the URL of the socket, or to an error that says what to write instead.

use std::fmt;

use super::fault::{EndpointError, UrlFault};
use super::{Authentication, Stage};
use crate::connection::gateway::MAX_URL_CHARACTERS;
use crate::value::{TenantId, Token};

closed_enum! {
    /// How the client was built, which decides what an unset stage means.
    pub enum Build {
        /// On a developer's machine.
        Development = "development",
        /// For users.
        Production = "production",
    }
}

/// Where a client connects: a URL that a socket can be opened with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    url: String,
}

impl Endpoint {
    /// The endpoint of a stage.
    pub fn of(stage: Stage) -> Self {
        Endpoint { url: stage.url().to_owned() }
    }

    /// The endpoint that the configuration names. A text of white space only counts as unset.
    ///
    /// A stage that is none is an error even where `url` overrides it: it was meant for something.
    ///
    /// # Errors
    /// When the stage is none of the three, when it is unset in a production build without `url`,
    /// and when `url` is no `wss://` URL, or a `ws://` one to another machine.
    pub fn resolve(
        stage: Option<&str>,
        url: Option<&str>,
        build: Build,
    ) -> Result<Self, EndpointError> {
        let stage = match stage.filter(|text| !text.trim().is_empty()) {
            Some(text) => Some(text.parse::<Stage>().map_err(EndpointError::UnknownStage)?),
            None => None,
        };
        match (url.map(str::trim).filter(|url| !url.is_empty()), stage, build) {
            (Some(url), _, _) => Self::at(url),
            (None, Some(stage), _) => Ok(Self::of(stage)),
            (None, None, Build::Development) => Ok(Self::of(Stage::Dev)),
            (None, None, Build::Production) => Err(EndpointError::NoStage),
        }
    }

    /// The endpoint at a URL; white space around it is dropped.
    ///
    /// # Errors
    /// When it is no `wss://` URL, or a `ws://` one to another machine.
    pub fn at(url: &str) -> Result<Self, EndpointError> {
        let url = url.trim();
        check(url).map_err(|fault| EndpointError::Url { fault, url: url.to_owned() })?;
        Ok(Endpoint { url: url.to_owned() })
    }

    /// The URL, without a token.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The URL to open a socket with: with the token and the tenant in it in query mode.
    ///
    /// # Errors
    /// When it would be longer than the gateway takes.
    pub fn socket_url(
        &self,
        authentication: Authentication,
        token: &Token,
        tenant: &TenantId,
    ) -> Result<SocketUrl, EndpointError> {
        let mut url = self.url.clone();
        if authentication == Authentication::Query {
            url.push(if url.contains('?') { '&' } else { '?' });
            url.push_str("access_token=");
            encode(token.expose_secret(), &mut url);
            url.push_str("&tenant=");
            encode(tenant.as_ref(), &mut url);
        }
        let characters = url.chars().count() as u64;
        if characters > MAX_URL_CHARACTERS {
            return Err(EndpointError::TooLong { characters });
        }
        Ok(SocketUrl(url))
    }
}

/// A URL that may hold a token: `Debug` does not show it, and it has no `Display`.
#[derive(Clone, PartialEq, Eq)]
pub struct SocketUrl(String);

impl SocketUrl {
    /// The text, for the one who opens the socket.
    pub fn expose_secret(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SocketUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SocketUrl(…)")
    }
}

/// Everything but letters, digits and `-._~` as `%XX`, byte by byte.
fn encode(text: &str, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.extend([byte >> 4, byte & 15].map(|digit| char::from(HEX[usize::from(digit)])));
        }
    }
}

/// Whether a socket can be opened with this, and safely.
fn check(url: &str) -> Result<(), UrlFault> {
    let (scheme, rest) = url.split_once("://").ok_or(UrlFault::Scheme)?;
    let is_plain = match scheme.to_ascii_lowercase().as_str() {
        "wss" => false,
        "ws" => true,
        _ => return Err(UrlFault::Scheme),
    };
    // A browser reads `\` as `/`, drops tabs and line breaks, and refuses a fragment.
    let is_wrong =
        |char: char| char.is_control() || char.is_whitespace() || matches!(char, '\\' | '#');
    if rest.contains(is_wrong) {
        return Err(UrlFault::Character);
    }
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    if authority.contains('@') {
        return Err(UrlFault::UserInfo);
    }
    // The colons of an IPv6 address stand in brackets.
    let behind_brackets = authority.rfind(']').map_or(0, |at| at + 1);
    let (host, port) = match authority[behind_brackets..].find(':') {
        Some(at) => authority.split_at(behind_brackets + at),
        None => (authority, ":0"),
    };
    let port = &port[1..];
    let is_port = port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok();
    if host.is_empty() || !is_port {
        return Err(UrlFault::Host);
    }
    if is_plain && !is_loopback(host) { Err(UrlFault::Insecure) } else { Ok(()) }
}

/// `localhost`, `127.x.x.x` and `[::1]`, as written.
fn is_loopback(host: &str) -> bool {
    let parts: Vec<&str> = host.split('.').collect();
    let is_ipv4 = parts.len() == 4 && parts.iter().all(|part| part.parse::<u8>().is_ok());
    host.eq_ignore_ascii_case("localhost") || host == "[::1]" || (is_ipv4 && parts[0] == "127")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(url: &str) -> UrlFault {
        match Endpoint::at(url) {
            Err(EndpointError::Url { fault, .. }) => fault,
            other => panic!("{url}: {other:?}"),
        }
    }

    #[test]
    fn what_is_unset_is_dev_in_development_and_an_error_in_production() {
        for unset in [None, Some(""), Some("  ")] {
            let endpoint = Endpoint::resolve(unset, unset, Build::Development).unwrap();
            assert_eq!(endpoint, Endpoint::of(Stage::Dev));
            assert_eq!(
                Endpoint::resolve(unset, unset, Build::Production).unwrap_err().to_string(),
                "no stage: a production build has to name one of dev, staging, prod in \
                 REACT_APP_STAGE, or a URL in REACT_APP_REALTIME_WS_URL"
            );
        }
    }

    #[test]
    fn an_unknown_stage_is_always_an_error_that_lists_the_three() {
        let url = Some("wss://example.com/realtime");
        for stage in ["production", "Prod", " dev"] {
            for (url, build) in [(None, Build::Development), (url, Build::Production)] {
                assert_eq!(
                    Endpoint::resolve(Some(stage), url, build).unwrap_err().to_string(),
                    format!(
                        "Stage: expected one of dev, staging, prod; found {stage:?}: correct \
                         REACT_APP_STAGE, or a token goes to the wrong stage"
                    )
                );
            }
        }
    }

    #[test]
    fn an_override_wins_over_the_stage_and_is_trimmed() {
        let endpoint =
            Endpoint::resolve(Some("prod"), Some(" wss://example.com/x?y=1\n"), Build::Production);
        assert_eq!(endpoint.unwrap().url(), "wss://example.com/x?y=1");
        let endpoint = Endpoint::resolve(Some("prod"), None, Build::Development).unwrap();
        assert_eq!(endpoint.url(), "wss://api.purposepath.app/realtime");
    }

    #[test]
    fn without_encryption_only_this_machine_is_reached() {
        for url in [
            "ws://localhost:5055",
            "WS://LOCALHOST/x",
            "ws://127.0.0.1:5055/realtime",
            "ws://127.1.2.3",
            "ws://[::1]:5055?x",
        ] {
            assert_eq!(Endpoint::at(url).unwrap().url(), url);
        }
        for url in [
            "ws://example.com",
            "ws://localhost.example.com",
            "ws://127.0.0.1.example.com",
            "ws://[::1]example.com",
            "ws://0.0.0.0:5055",
            "ws://192.168.0.1",
        ] {
            assert_eq!(fault(url), UrlFault::Insecure, "{url}");
        }
        assert_eq!(fault("ws://localhost@example.com/"), UrlFault::UserInfo);
        assert_eq!(fault("ws://localhost\\@example.com/"), UrlFault::Character);
    }

    #[test]
    fn what_is_no_url_of_a_socket_is_refused() {
        for url in ["api.purposepath.app", "https://example.com", "//example.com", "wss:example"] {
            assert_eq!(fault(url), UrlFault::Scheme, "{url}");
        }
        for url in ["wss://", "wss:///x", "wss://:80", "wss://a:x", "wss://a:", "wss://a:65536"] {
            assert_eq!(fault(url), UrlFault::Host, "{url}");
        }
        for url in ["wss://a b", "wss://a/#x", "wss://a\t"] {
            let inside = format!("{url}c");
            assert_eq!(fault(&inside), UrlFault::Character, "{url}");
        }
        assert_eq!(fault("wss://user:secret@example.com"), UrlFault::UserInfo);
    }

    #[test]
    fn errors_say_what_to_write_and_show_no_password() {
        let text = |url: &str| Endpoint::at(url).unwrap_err().to_string();
        assert_eq!(
            text("ws://example.com"),
            "expected wss://, since ws:// is for this machine only; found \"ws://example.com\": \
             correct REACT_APP_REALTIME_WS_URL"
        );
        assert_eq!(
            text("example.com"),
            "expected a URL that begins with wss://; found \"example.com\": correct \
             REACT_APP_REALTIME_WS_URL"
        );
        let url = "wss://user:secret@example.com";
        let error = Endpoint::at(url).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
    }

    #[test]
    fn a_token_stands_in_the_url_in_query_mode_only_percent_encoded_and_unseen() {
        let token = Token::new("a.b-c_d~e+/=&é").unwrap();
        let tenant = TenantId::new("t 1").unwrap();
        let url = |url: &str, authentication| {
            Endpoint::at(url).unwrap().socket_url(authentication, &token, &tenant).unwrap()
        };
        let plain = url("wss://example.com/x", Authentication::Frame);
        assert_eq!(plain.expose_secret(), "wss://example.com/x");
        let query = "access_token=a.b-c_d~e%2B%2F%3D%26%C3%A9&tenant=t%201";
        let with = url("wss://example.com/x", Authentication::Query);
        assert_eq!(with.expose_secret(), format!("wss://example.com/x?{query}"));
        assert_eq!(format!("{with:?}"), "SocketUrl(…)");
        let with = url("wss://example.com/x?y=1", Authentication::Query);
        assert_eq!(with.expose_secret(), format!("wss://example.com/x?y=1&{query}"));
    }

    #[test]
    fn a_url_longer_than_the_gateway_takes_is_refused_without_showing_it() {
        let tenant = TenantId::new("t").unwrap();
        let token = Token::new("a".repeat(4096)).unwrap();
        let error = Endpoint::of(Stage::Dev)
            .socket_url(Authentication::Query, &token, &tenant)
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "the URL with the token has 4157 characters, the gateway takes 4096: send the token \
             in a frame"
        );
    }
}
