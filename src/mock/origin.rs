//! Which pages may connect: those that this machine serves. A browser names the page in `Origin`; a
//! program sends none.

use crate::json::shorten;

use super::host_name::host_name;

/// Whether an `Origin` is a page that this machine serves.
pub(super) fn is_of_this_machine(origin: &str) -> bool {
    let host = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    host.and_then(host_name).is_some()
}

/// An origin to be allowed, if the text is one: `https://app.example`, `https://app.example:8443`.
///
/// # Errors
/// A sentence that says what to do.
pub fn read_origin(text: &str) -> Result<String, String> {
    if text == "null" {
        return Err("every page without an origin of its own sends null: serve the page from \
                    localhost"
            .to_owned());
    }
    let host = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"));
    let is_host = |it: &str| {
        !it.is_empty() && it.bytes().all(|it| it.is_ascii_alphanumeric() || b"-.:[]".contains(&it))
    };
    if host.is_some_and(is_host) {
        return Ok(text.to_ascii_lowercase());
    }
    Err("expected an origin such as https://app.example, without a path".to_owned())
}

/// Why a page may not connect; `None` if it may.
pub(super) fn refusal(origin: &[u8], allowed: &[String], is_public: bool) -> Option<String> {
    let text = String::from_utf8_lossy(origin);
    // A sandboxed frame, a file: whoever wrote the page.
    let is_null = text == "null";
    let is_allowed = is_of_this_machine(&text)
        || allowed.iter().any(|it| it.eq_ignore_ascii_case(&text))
        || is_public;
    if is_allowed && !is_null {
        return None;
    }
    let text = shorten(&text);
    Some(if is_null {
        "pages without an Origin may not connect: serve the page from localhost".to_owned()
    } else {
        format!(
            "pages of {text:?} may not connect: serve the page from localhost, or start the mock \
             with --allow-origin"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_of_this_machine_is_told_from_others() {
        for origin in ["http://localhost:3000", "https://127.0.0.1", "http://[::1]:8080"] {
            assert!(is_of_this_machine(origin), "{origin}");
        }
        for origin in [
            "null",
            "http://evil.example",
            "file://localhost",
            "localhost",
            "ws://localhost",
            "http://localhost.evil.example",
        ] {
            assert!(!is_of_this_machine(origin), "{origin}");
        }
    }

    #[test]
    fn an_origin_has_no_path() {
        assert_eq!(
            read_origin("https://App.example:8443").as_deref(),
            Ok("https://app.example:8443")
        );
        for text in ["", "app.example", "https://", "https://app.example/", "null", "ws://a", "*"] {
            assert!(read_origin(text).is_err(), "{text}");
        }
    }
}
