//! The ids of connections, in the gateway's form. No seed has a part in them, and none comes back: what
//! is posted to one that is gone would else reach whoever has it now, of whichever tenant.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE;
use uuid::Uuid;

/// How many characters of base64 stand before the `=`.
const CHARACTERS: usize = 15;

/// An id that nobody had, `L0SM9cOFvHcCIhw=`: 88 bits of the operating system's randomness.
pub(super) fn new_connection_id() -> String {
    // What of a UUID is chance: its version and its variant stand in between.
    let [a, b, c, d, e, f, _, _, _, g, h, i, j, k, ..] = Uuid::new_v4().into_bytes();
    URL_SAFE.encode([a, b, c, d, e, f, g, h, i, j, k])
}

/// Whether a text has the form of an id, whoever may have it.
pub(super) fn is_connection_id(text: &str) -> bool {
    let is_of_base64 = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_');
    let characters = text.strip_suffix('=').map(str::as_bytes);
    characters.is_some_and(|it| it.len() == CHARACTERS && it.iter().copied().all(is_of_base64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_the_gateway_s_form() {
        for _ in 0..1000 {
            let id = new_connection_id();
            assert!(is_connection_id(&id), "{id}");
        }
        for text in
            ["", "=", "L0SM9cOFvHcCIhw", "L0SM9cOFvHcCIhw==", "L0SM9cOFvHcCIh/=", "ééééééé="]
        {
            assert!(!is_connection_id(text), "{text}");
        }
    }

    #[test]
    fn each_bit_of_an_id_is_chance() {
        let (mut all, mut any) = ([0xFF; 11], [0; 11]);
        for _ in 0..1000 {
            let bytes = URL_SAFE.decode(new_connection_id()).unwrap();
            for (at, byte) in bytes.into_iter().enumerate() {
                all[at] &= byte;
                any[at] |= byte;
            }
        }
        assert_eq!((all, any), ([0; 11], [0xFF; 11]));
    }
}
