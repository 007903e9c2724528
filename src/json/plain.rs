/// Index of the first byte at or behind `from` that ends a run of plain string characters: a
/// quote, a backslash, a control character or the end of the text.
#[inline]
pub(crate) fn plain_end(bytes: &[u8], from: usize) -> usize {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
    let rest = bytes.get(from..).unwrap_or_default();
    let (words, tail) = rest.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let quote = word ^ (ONES * b'"' as u64);
        let backslash = word ^ (ONES * b'\\' as u64);
        // The lowest marked byte is right; borrows reach only the bytes above it.
        let marks = word.wrapping_sub(ONES * b' ' as u64)
            | quote.wrapping_sub(ONES)
            | backslash.wrapping_sub(ONES);
        let marks = marks & !word & HIGH;
        if marks != 0 {
            return from + index * 8 + marks.trailing_zeros() as usize / 8;
        }
    }
    let plain = |byte: &&u8| **byte >= b' ' && **byte != b'"' && **byte != b'\\';
    bytes.len() - tail.len() + tail.iter().take_while(plain).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_of_plain_characters_ends_at_the_first_that_is_not() {
        for length in 0..40 {
            for end in ["\"", "\\", "\u{1f}", "\0", ""] {
                for behind in ["", "\"", "\\\\\\\\\\\\\\\\\\", "üüüüüüüü"] {
                    let plain = "a\u{7f}é !#[]".chars().cycle().take(length).collect::<String>();
                    let text = format!("{plain}{end}{behind}");
                    let expected = text.find(['"', '\\', '\u{1f}', '\0']).unwrap_or(text.len());
                    assert_eq!(plain_end(text.as_bytes(), 0), expected, "{text:?}");
                }
            }
        }
        assert_eq!(plain_end(b"\"a\"", 1), 2);
        assert_eq!(plain_end(b"a", 1), 1);
    }
}
