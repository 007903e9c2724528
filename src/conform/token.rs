//! What a token says of itself. It is read and not verified: that is the server's work.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use crate::Token;

/// The claims by which a backend may name the tenant.
const TENANT: [&str; 3] = ["tenantId", "tenant_id", "custom:tenant_id"];

/// The claims of a JWT.
pub struct Claims(Map<String, Value>);

impl Claims {
    /// Reads them; `None` if the token is no JWT.
    pub fn of(token: &Token) -> Option<Self> {
        let [_, claims, _] = parts(token)?;
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok().map(Claims)
    }

    /// The tenant that the token is for.
    pub fn tenant(&self) -> Option<&str> {
        TENANT.iter().find_map(|name| self.0.get(*name)?.as_str()).filter(|it| !it.is_empty())
    }

    /// When it expires, in Unix seconds.
    pub fn expires(&self) -> Option<f64> {
        self.0.get("exp")?.as_f64()
    }
}

fn parts(token: &Token) -> Option<[&str; 3]> {
    let mut parts = token.expose_secret().split('.');
    let three = [parts.next()?, parts.next()?.trim_end_matches('='), parts.next()?];
    parts.next().is_none().then_some(three)
}

/// What no server takes for a token.
pub fn wrong() -> Token {
    Token::new("this-is-not-a-token").expect("it is not empty")
}

/// The same token with a signature that cannot be right; `None` if it is no JWT.
pub fn forged(token: &Token) -> Option<Token> {
    Claims::of(token)?;
    let [_, _, signature] = parts(token)?;
    let text = token.expose_secret();
    let signed = text.strip_suffix(signature)?;
    let other = |letter: char| if letter == 'A' { 'B' } else { 'A' };
    let forged: String = signature.chars().map(other).collect();
    let forged = if forged.is_empty() { "A".repeat(43) } else { forged };
    Token::new(format!("{signed}{forged}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jwt(claims: &str, signature: &str) -> Token {
        Token::new(format!("e30.{}.{signature}", URL_SAFE_NO_PAD.encode(claims))).unwrap()
    }

    #[test]
    fn the_claims_of_a_jwt_are_read() {
        let claims = Claims::of(&jwt(r#"{"tenant_id":"t","exp":7.5}"#, "s")).unwrap();
        assert_eq!((claims.tenant(), claims.expires()), (Some("t"), Some(7.5)));
        for claims in ["{}", r#"{"tenantId":""}"#, r#"{"tenantId":1}"#] {
            assert_eq!(Claims::of(&jwt(claims, "s")).unwrap().tenant(), None, "{claims}");
        }
        for token in ["tenant/user", "a.b.c", "e30.e30", "e30.e30.s.s"] {
            assert!(Claims::of(&Token::new(token).unwrap()).is_none(), "{token}");
        }
    }

    #[test]
    fn a_forged_token_differs_in_its_signature_alone() {
        for (signature, expected) in [("xAy", "ABA"), ("", &*"A".repeat(43))] {
            let token = forged(&jwt("{}", signature)).unwrap();
            assert_eq!(token.expose_secret(), format!("e30.e30.{expected}"));
        }
        assert!(forged(&wrong()).is_none());
    }
}
