//! The identity that a token states. Nothing is verified: whoever writes a token is who it names.
//! No token is in any error, log or `Debug`.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

use super::frame::Frame;
use crate::Message;

/// Who a connection is authenticated as.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Identity {
    /// The tenant.
    pub tenant: String,
    /// The user.
    pub user: String,
    /// When the token expires, in Unix milliseconds of the mock's clock.
    pub expires_at_ms: Option<u64>,
}

/// Why a token is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    Unreadable,
    NoTenant,
    NoUser,
    Expired,
    OtherTenant,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Refusal::Unreadable => {
                "the token is neither a JWT nor tenant/user nor tenant/user/seconds"
            }
            Refusal::NoTenant => {
                "the token names no tenant: add the claim tenantId, tenant_id or custom:tenant_id"
            }
            Refusal::NoUser => "the token names no user: add the claim sub or userId",
            Refusal::Expired => "the token has expired",
            Refusal::OtherTenant => "the token is for another tenant than the query names",
        })
    }
}

const TENANT_CLAIMS: [&str; 3] = ["tenantId", "tenant_id", "custom:tenant_id"];
const USER_CLAIMS: [&str; 3] = ["sub", "userId", "user_id"];

impl Identity {
    /// Reads a JWT, or the short form for people: `tenant/user`, `tenant/user/seconds`.
    pub(super) fn of_token(token: &str, now_ms: u64) -> Result<Self, Refusal> {
        let identity = match claims(token) {
            Some(claims) => of_claims(&claims)?,
            None => of_short(token, now_ms)?,
        };
        match identity.expires_at_ms {
            Some(at) if at <= now_ms => Err(Refusal::Expired),
            _ => Ok(identity),
        }
    }
}

impl Identity {
    /// Whom a frame of a server says to be authenticated.
    pub(super) fn of_success(frame: &Frame) -> Option<Self> {
        let Ok(Message::Event(envelope)) = frame.reading() else { return None };
        let success = envelope.event().as_auth_success()?;
        let (tenant, user) = (success.tenant_id.to_string(), success.user_id.to_string());
        Some(Identity { tenant, user, expires_at_ms: None })
    }

    /// Whom a server takes somebody for that looks at no token.
    pub(super) fn of_anybody() -> Self {
        let (tenant, user) = ("tenant-123".to_owned(), "user-456".to_owned());
        Identity { tenant, user, expires_at_ms: None }
    }
}

fn claims(token: &str) -> Option<Map<String, Value>> {
    let mut parts = token.split('.').skip(1);
    let claims = parts.next()?.trim_end_matches('=');
    parts.next()?;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()
}

fn of_claims(claims: &Map<String, Value>) -> Result<Identity, Refusal> {
    let text = |names: &[&str]| {
        let found = names.iter().find_map(|name| claims.get(*name)?.as_str());
        found.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    Ok(Identity {
        tenant: text(&TENANT_CLAIMS).ok_or(Refusal::NoTenant)?,
        user: text(&USER_CLAIMS).ok_or(Refusal::NoUser)?,
        // A JWT counts in seconds, with fractions if it likes; a negative time is long past.
        expires_at_ms: claims.get("exp").and_then(Value::as_f64).map(|exp| (exp * 1000.0) as u64),
    })
}

fn of_short(token: &str, now_ms: u64) -> Result<Identity, Refusal> {
    let mut parts = token.split('/');
    let mut part = || parts.next().filter(|part| !part.is_empty());
    let (tenant, user) = (part(), part());
    let expires_at_ms = match part().map(str::parse::<u32>) {
        None => None,
        Some(Ok(seconds)) => Some(now_ms + u64::from(seconds) * 1000),
        Some(Err(_)) => return Err(Refusal::Unreadable),
    };
    let is_printable = |text: &&str| !text.chars().any(|it| it.is_control() || it == ' ');
    match (tenant.filter(is_printable), user.filter(is_printable), parts.next()) {
        (Some(tenant), Some(user), None) => {
            Ok(Identity { tenant: tenant.to_owned(), user: user.to_owned(), expires_at_ms })
        }
        _ => Err(Refusal::Unreadable),
    }
}

/// An unsigned JWT.
pub(super) fn mint(tenant: &str, user: &str, issued_at_s: u64, expires_in_s: u64) -> String {
    let encode = |json: Value| URL_SAFE_NO_PAD.encode(json.to_string());
    let header = encode(json!({ "alg": "none", "typ": "JWT" }));
    let claims = encode(json!({
        "tenantId": tenant, "sub": user, "iat": issued_at_s, "exp": issued_at_s + expires_in_s,
    }));
    format!("{header}.{claims}.")
}

/// Stands for a token in logs and captures.
const REDACTED: &str = "‹redacted›";

/// What stands for a text that may hold a token.
pub(crate) const WITHHELD: &str = "‹not shown: it may hold a token›";

/// Text for logs and captures: without the token, and nothing at all if there could be one in it.
pub(super) fn without_token(text: &str, secret: Option<&str>) -> String {
    let text = match secret {
        Some(secret) if !secret.is_empty() => text.replace(secret, REDACTED),
        _ => text.to_owned(),
    };
    // A JWT begins with the letters of `{"`.
    let marks = ["token", "eyJ", "bearer"];
    if marks.iter().any(|mark| contains(&text, mark)) {
        return WITHHELD.to_owned();
    }
    text
}

fn contains(text: &str, mark: &str) -> bool {
    text.as_bytes().windows(mark.len()).any(|it| it.eq_ignore_ascii_case(mark.as_bytes()))
}

/// An `auth` frame for logs and captures.
pub(super) fn redacted_auth() -> String {
    format!(r#"{{"action":"auth","token":"{REDACTED}"}}"#)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_762_180_200_000;

    fn identity(tenant: &str, user: &str, expires_at_ms: Option<u64>) -> Identity {
        Identity { tenant: tenant.to_owned(), user: user.to_owned(), expires_at_ms }
    }

    fn jwt(claims: Value) -> String {
        format!("e30.{}.signature", URL_SAFE_NO_PAD.encode(claims.to_string()))
    }

    #[test]
    fn a_token_is_read_and_never_verified() {
        let read = |token: &str| Identity::of_token(token, NOW);
        assert_eq!(read("t/u"), Ok(identity("t", "u", None)));
        assert_eq!(read("t/u/900"), Ok(identity("t", "u", Some(NOW + 900_000))));
        for tenant in TENANT_CLAIMS {
            for user in USER_CLAIMS {
                assert_eq!(
                    read(&jwt(json!({ tenant: "t", user: "u" }))),
                    Ok(identity("t", "u", None))
                );
            }
        }
        let own = mint("t", "u", NOW / 1000, 60);
        assert_eq!(read(&own), Ok(identity("t", "u", Some(NOW + 60_000))));
    }

    #[test]
    fn anything_else_is_refused() {
        let read = |token: &str| Identity::of_token(token, NOW).expect_err(token);
        for token in ["", "t", "t/", "/u", "t/u/soon", "t/u/1/2", "t /u", "a.b.c", "e30.e30"] {
            assert_eq!(read(token), Refusal::Unreadable, "{token}");
        }
        assert_eq!(read("t/u/0"), Refusal::Expired);
        assert_eq!(read(&mint("t", "u", NOW / 1000 - 61, 60)), Refusal::Expired);
        assert_eq!(read(&jwt(json!({ "sub": "u" }))), Refusal::NoTenant);
        assert_eq!(read(&jwt(json!({ "tenantId": "", "sub": "u" }))), Refusal::NoTenant);
        assert_eq!(read(&jwt(json!({ "tenantId": "t" }))), Refusal::NoUser);
        for (claims, told) in [
            (
                json!({ "sub": "u" }),
                "the token names no tenant: add the claim tenantId, tenant_id or custom:tenant_id",
            ),
            (json!({ "tenantId": "t" }), "the token names no user: add the claim sub or userId"),
        ] {
            assert_eq!(read(&jwt(claims)).to_string(), told);
        }
    }

    #[test]
    fn what_may_hold_a_token_is_withheld() {
        assert_eq!(without_token("{\"a\":\"t/u\"}", Some("t/u")), "{\"a\":\"‹redacted›\"}");
        for text in ["{\"accessToken\":1}", "x eyJhbGciOi", "Bearer x"] {
            assert_eq!(without_token(text, None), "‹not shown: it may hold a token›");
        }
    }
}
