//! What the operating system refuses, in words.

use std::borrow::Cow;
use std::io::{Error, ErrorKind};
use std::str::Utf8Error;

/// Why, without the number that the system gives it; what has no words here is told in the system's.
pub(crate) fn why(error: &Error) -> Cow<'static, str> {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file".into(),
        ErrorKind::PermissionDenied => "permission denied".into(),
        ErrorKind::IsADirectory => "it is a directory".into(),
        ErrorKind::NotADirectory => "it is no directory, or something above it is none".into(),
        ErrorKind::StorageFull => "the disk is full".into(),
        ErrorKind::AddrNotAvailable => "this machine has no such address".into(),
        ErrorKind::InvalidData if error.get_ref().is_some_and(|it| it.is::<Utf8Error>()) => {
            "it is not UTF-8".into()
        }
        _ => without_number(error.to_string()).into(),
    }
}

fn without_number(mut text: String) -> String {
    if let Some(at) = text.rfind(" (os error ") {
        text.truncate(at);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_words_here_is_told_in_the_system_s() {
        let text = why(&Error::from_raw_os_error(24)).to_lowercase();
        assert!(!text.is_empty() && !text.contains("os error"), "{text}");
        assert_eq!(why(&Error::from(ErrorKind::NotFound)), "there is no such file");
        let no_text = String::from_utf8(vec![0xff]).unwrap_err().utf8_error();
        assert_eq!(why(&Error::new(ErrorKind::InvalidData, no_text)), "it is not UTF-8");
        assert_eq!(why(&Error::new(ErrorKind::InvalidData, "it is long")), "it is long");
    }
}
