//! Opens a WebSocket: TCP, TLS if the URL says so, the handshake; and what a server says that
//! refuses the handshake.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use chrono::DateTime;
use rustls::RootCertStore;
use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::error::UrlError;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, http};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use super::wire::Wire;

/// The request that opens a WebSocket; `None` if the URL is refused.
pub fn request(url: String) -> Option<Request> {
    with_path(url).into_client_request().ok()
}

/// The certificate authorities that Mozilla trusts.
pub fn public_roots() -> RootCertStore {
    let mut roots = RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    roots
}

/// TLS that trusts these authorities. `ring` by name: which provider is used must not depend on what
/// else is in the build.
pub fn trusting(roots: RootCertStore) -> Arc<rustls::ClientConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("ring supports the default versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    Arc::new(config)
}

/// Opens a WebSocket.
pub async fn dial(
    request: Request,
    tls: Arc<rustls::ClientConfig>,
    limits: WebSocketConfig,
) -> Result<WebSocketStream<Wire>, Error> {
    let uri = request.uri();
    let is_secure = match uri.scheme_str() {
        Some("wss") => true,
        Some("ws") => false,
        _ => return Err(Error::Url(UrlError::UnsupportedUrlScheme)),
    };
    let host = uri.host().ok_or(Error::Url(UrlError::NoHostName))?;
    let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    let port = uri.port_u16().unwrap_or(if is_secure { 443 } else { 80 });
    let stream = TcpStream::connect((host.as_str(), port)).await?;
    stream.set_nodelay(true)?;
    let wire = if is_secure {
        let name = ServerName::try_from(host).map_err(|_| Error::Url(UrlError::NoHostName))?;
        Wire::new(TlsConnector::from(tls).connect(name, stream).await?)
    } else {
        Wire::new(stream)
    };
    let (socket, _) = client_async_with_config(request, wire, Some(limits)).await?;
    Ok(socket)
}

/// A URL with a query has a path too: without, a request is written that servers refuse.
fn with_path(mut url: String) -> String {
    let authority = url.find("://").map_or(0, |at| at + "://".len());
    if let Some(at) = url[authority..].find(['/', '?'])
        && url[authority + at..].starts_with('?')
    {
        url.insert(authority + at, '/');
    }
    url
}

/// The close code that an HTTP status at the handshake stands for, as
/// [`Input::SocketClose`](crate::connection::Input::SocketClose) says.
pub const fn close_code(status: http::StatusCode) -> u16 {
    match status.as_u16() {
        401 => 4401,
        403 => 4403,
        429 => 4429,
        503 => 1013,
        _ => 1006,
    }
}

/// How long the server asks to wait, in milliseconds: `Retry-After`, in seconds or as a date. A date
/// is compared with the server's own, if it says what that is.
pub fn retry_after_ms<T>(response: &http::Response<T>, now: SystemTime) -> Option<u64> {
    let text = |name| response.headers().get(name)?.to_str().ok().map(str::trim);
    let asked = text(http::header::RETRY_AFTER)?;
    if let Ok(seconds) = asked.parse::<u64>() {
        return Some(seconds.saturating_mul(1000));
    }
    let date = |text: &str| Some(DateTime::parse_from_rfc2822(text).ok()?.timestamp_millis());
    let now_ms = text(http::header::DATE).and_then(date).or_else(|| {
        let since = now.duration_since(UNIX_EPOCH).as_ref().map_or(0, Duration::as_millis);
        i64::try_from(since).ok()
    })?;
    // One that is over already means: now.
    Some(u64::try_from(date(asked)?.saturating_sub(now_ms)).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_with_a_query_gets_a_path() {
        for (url, expected) in [
            ("ws://localhost:1?a=/b", "ws://localhost:1/?a=/b"),
            ("ws://localhost/x?a", "ws://localhost/x?a"),
            ("wss://localhost", "wss://localhost"),
        ] {
            assert_eq!(with_path(url.to_owned()), expected);
        }
    }

    #[test]
    fn retry_after_is_read_in_seconds_and_as_a_date() {
        const DATE: &str = "Wed, 21 Oct 2015 07:28:00 GMT";
        let now = SystemTime::from(DateTime::parse_from_rfc2822(DATE).unwrap());
        for (asked, date, expected) in [
            (None, None, None),
            (Some("120"), None, Some(120_000)),
            (Some(" 0 "), None, Some(0)),
            (Some("18446744073709551615"), None, Some(u64::MAX)),
            (Some("Wed, 21 Oct 2015 07:29:30 GMT"), None, Some(90_000)),
            (Some("Wed, 21 Oct 2015 07:27:00 GMT"), None, Some(0)),
            // The clock of this machine is an hour wrong.
            (
                Some("Wed, 21 Oct 2015 08:28:05 GMT"),
                Some("Wed, 21 Oct 2015 08:28:00 GMT"),
                Some(5000),
            ),
            (Some("-1"), None, None),
            (Some("soon"), None, None),
        ] {
            let mut response = http::Response::builder();
            for (name, value) in [("Retry-After", asked), ("Date", date)] {
                if let Some(value) = value {
                    response = response.header(name, value);
                }
            }
            let response = response.body(()).unwrap();
            assert_eq!(retry_after_ms(&response, now), expected, "{asked:?}, {date:?}");
        }
    }
}
