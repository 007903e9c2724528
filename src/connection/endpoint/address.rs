//! From stage and override to the URL of the socket, or to an error that says what to write instead.

use std::fmt;

use super::fault::{EndpointError, UrlFault};
use super::{Authentication, Stage};
use crate::gateway::MAX_URL_CHARACTERS;
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
    /// An unknown stage is an error even where `url` overrides it: it is a mistake in the configuration.
    ///
    /// # Errors
    /// When the stage is not one of the three, when it is unset in a production build without `url`,
    /// and when `url` does not begin with `wss://` or is a `ws://` URL to another machine.
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
    /// When the URL does not begin with `wss://`, or is a `ws://` URL to another machine.
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
    let behind_host = match authority.strip_prefix('[') {
        Some(address) => address.find(']').ok_or(UrlFault::Host)? + "[]".len(),
        None => authority.find(':').unwrap_or(authority.len()),
    };
    let (host, port) = authority.split_at(behind_host);
    if !is_host(host) || !is_port(port) {
        return Err(UrlFault::Host);
    }
    if is_plain && !is_loopback(host) { Err(UrlFault::Insecure) } else { Ok(()) }
}

fn is_host(host: &str) -> bool {
    match host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(address) => {
            let is_part = |char: char| char.is_ascii_hexdigit() || matches!(char, ':' | '.');
            !address.is_empty() && address.chars().all(is_part)
        }
        None => !host.is_empty() && !host.contains(['[', ']']),
    }
}

/// Nothing, or `:` and a number up to 65535.
fn is_port(port: &str) -> bool {
    let Some(digits) = port.strip_prefix(':') else {
        return port.is_empty();
    };
    digits.bytes().all(|byte| byte.is_ascii_digit()) && digits.parse::<u16>().is_ok()
}

/// `localhost`, `127.x.x.x` and `[::1]`, as written.
fn is_loopback(host: &str) -> bool {
    let parts: Vec<&str> = host.split('.').collect();
    // No `01`, which is octal to some, and no `+1`, which is a name.
    let is_octet = |part: &&str| part.parse::<u8>().is_ok_and(|octet| octet.to_string() == **part);
    let is_ipv4 = parts.len() == 4 && parts.iter().all(is_octet);
    host.eq_ignore_ascii_case("localhost") || host == "[::1]" || (is_ipv4 && parts[0] == "127")
}

#[cfg(test)]
mod tests {
    use super::*;

    // Which configuration leads where, the vectors of `tests/fixtures/endpoint/` say.

    #[test]
    fn a_stage_that_is_missing_or_unknown_is_reported_with_the_three_that_there_are() {
        let text =
            |stage| Endpoint::resolve(stage, None, Build::Production).unwrap_err().to_string();
        assert_eq!(
            text(None),
            "no stage: a production build has to name one of dev, staging, prod in \
             REACT_APP_STAGE, or a URL in REACT_APP_REALTIME_WS_URL"
        );
        assert_eq!(
            text(Some("production")),
            "Stage: expected one of dev, staging, prod; found \"production\": correct \
             REACT_APP_STAGE, or a token goes to the wrong stage"
        );
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
        assert_eq!(
            text("wss://a:99999"),
            "expected a host behind ://, with no port or one up to 65535; found \"wss://a:99999\": \
             correct REACT_APP_REALTIME_WS_URL"
        );
        assert_eq!(
            text("wss://a#b"),
            "expected no white space, no backslash and no #; found \"wss://a#b\": correct \
             REACT_APP_REALTIME_WS_URL"
        );
        let url = "wss://user:secret@example.com";
        let error = Endpoint::at(url).unwrap_err();
        assert_eq!(
            format!("{error:?}"),
            "EndpointError(expected no user and no password, since the token says who connects: \
             correct REACT_APP_REALTIME_WS_URL)"
        );
        assert!(!error.to_string().contains("secret"), "{error}");
    }

    #[test]
    fn a_url_is_kept_without_the_white_space_around_it() {
        assert_eq!(Endpoint::at(" wss://a.example/x?y \n").unwrap().url(), "wss://a.example/x?y");
    }

    #[test]
    fn a_url_with_a_token_is_not_shown() {
        let (token, tenant) = (Token::new("secret").unwrap(), TenantId::new("t").unwrap());
        let url = Endpoint::of(Stage::Dev).socket_url(Authentication::Query, &token, &tenant);
        assert_eq!(format!("{:?}", url.unwrap()), "SocketUrl(…)");
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
