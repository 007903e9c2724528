//! Verifies tokens, JWTs that are signed with HMAC and SHA-256. Put your own in its place: of whoever
//! signs your users in. No error shows a token.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use purposepath_realtime::backend::Identity;
use purposepath_realtime::{TenantId, Timestamp, Token, UserId};
use ring::hmac;
use serde_json::Value;

use crate::{Error, setting};

/// What verifies tokens.
pub struct Tokens(hmac::Key);

impl Tokens {
    /// Of the secret in the environment.
    ///
    /// # Errors
    /// When there is none.
    pub fn from_env() -> Result<Self, Error> {
        Ok(Tokens::new(&setting("TOKEN_SECRET")?))
    }

    fn new(secret: &str) -> Self {
        Tokens(hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()))
    }

    /// Whom a token names, and until when it is good.
    ///
    /// # Errors
    /// Why it is refused.
    pub fn verify(
        &self,
        token: &Token,
        now: Timestamp,
    ) -> Result<(Identity, Timestamp), &'static str> {
        const NONE: &str = "The token is none that this service signs.";
        let (signed, signature) = token.expose_secret().rsplit_once('.').ok_or(NONE)?;
        let (header, claims) = signed.split_once('.').ok_or(NONE)?;
        let bytes = |part| URL_SAFE_NO_PAD.decode(part).map_err(|_| NONE);
        let json = |part| serde_json::from_slice::<Value>(&bytes(part)?).map_err(|_| NONE);
        // Before anything is believed. What else the header says does not choose how.
        let verified = hmac::verify(&self.0, signed.as_bytes(), &bytes(signature)?);
        if verified.is_err() || json(header)?["alg"] != "HS256" {
            return Err(NONE);
        }
        let claims = json(claims)?;
        let expires = claims["exp"].as_i64().and_then(|it| it.checked_mul(1000));
        let expires = expires.and_then(|it| Timestamp::from_unix_millis(it).ok());
        let expires = expires.ok_or("The token has no time at which it expires.")?;
        if expires <= now {
            return Err("The token has expired.");
        }
        let text = |name: &str| claims[name].as_str().unwrap_or_default();
        let tenant = TenantId::new(text("tenantId")).map_err(|_| "The token names no tenant.")?;
        let user = UserId::new(text("sub")).map_err(|_| "The token names no user.")?;
        Ok((Identity::new(tenant, user), expires))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(header: &str, claims: &str, secret: &str) -> Token {
        let encode = |part: &[u8]| URL_SAFE_NO_PAD.encode(part);
        let signed = format!("{}.{}", encode(header.as_bytes()), encode(claims.as_bytes()));
        let tag = hmac::sign(&Tokens::new(secret).0, signed.as_bytes());
        Token::new(format!("{signed}.{}", encode(tag.as_ref()))).unwrap()
    }

    #[test]
    fn a_token_is_believed_if_it_is_signed_and_of_now() {
        let now = Timestamp::from_unix_millis(1_000_000_000).unwrap();
        let verify = |token: &Token| Tokens::new("secret").verify(token, now);
        let (header, good) = (r#"{"alg":"HS256"}"#, r#"{"tenantId":"t","sub":"u","exp":1000001}"#);
        let (identity, expires) = verify(&signed(header, good, "secret")).unwrap();
        assert_eq!((identity.tenant.as_str(), identity.user.as_str()), ("t", "u"));
        assert_eq!(expires.unix_millis(), 1_000_001_000);

        let none = "The token is none that this service signs.";
        for (token, why) in [
            (signed(header, good, "other"), none),
            (signed(r#"{"alg":"none"}"#, good, "secret"), none),
            (signed(header, "[", "secret"), none),
            (Token::new("a.b.c").unwrap(), none),
            (Token::new("tenant/user").unwrap(), none),
            (
                signed(header, r#"{"tenantId":"t","sub":"u"}"#, "secret"),
                "The token has no time at which it expires.",
            ),
            (
                signed(header, r#"{"tenantId":"t","sub":"u","exp":1000000}"#, "secret"),
                "The token has expired.",
            ),
            (
                signed(header, r#"{"sub":"u","exp":1000001}"#, "secret"),
                "The token names no tenant.",
            ),
            (
                signed(header, r#"{"tenantId":"t","sub":"","exp":1000001}"#, "secret"),
                "The token names no user.",
            ),
        ] {
            assert_eq!(verify(&token).unwrap_err(), why);
        }
    }
}
