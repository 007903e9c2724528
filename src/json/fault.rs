use std::borrow::Cow;
use std::fmt;

/// Result of reading; the fault is boxed so that the good path moves no more than a pointer.
pub type Read<T> = Result<T, Box<Fault>>;

closed_enum! {
    /// The kind of a decoding error.
    #[non_exhaustive]
    pub enum FaultCode {
        /// Not JSON: bad grammar, a byte-order mark, invalid UTF-8 or a lone surrogate.
        Syntax = "syntax",
        /// More than 131,072 bytes.
        TooLarge = "too_large",
        /// Nested deeper than 64, with the root as 1.
        TooDeep = "too_deep",
        /// The frame, or the `data` of a known event, is not an object.
        NotObject = "not_object",
        /// No key says what the frame is, some keys of a gateway fault are missing, or the action is
        /// not known.
        UnknownShape = "unknown_shape",
        /// A required key is absent.
        Missing = "missing",
        /// A value of another JSON type, null for a required key, or a fraction where a whole number
        /// is required.
        WrongType = "wrong_type",
        /// A number outside its range.
        OutOfRange = "out_of_range",
        /// An empty id, enumeration value, `type` or `token`, or a text that is not a valid date or
        /// time.
        BadFormat = "bad_format",
        /// A key occurs twice, in the same or in two spellings.
        Duplicate = "duplicate",
        /// Two keys that must be equal are not.
        Conflict = "conflict",
    }
}

impl FaultCode {
    /// Whether the text could not be read as JSON within the limits, so that nothing is known of it.
    pub(crate) const fn is_textual(self) -> bool {
        matches!(self, FaultCode::Syntax | FaultCode::TooLarge | FaultCode::TooDeep)
    }
}

/// A fault at a byte of the text; the codec adds the message type and the line.
#[derive(Debug)]
pub struct Fault {
    pub(crate) code: FaultCode,
    pub(crate) at: usize,
    pub(crate) path: String,
    pub(crate) expected: Cow<'static, str>,
    pub(crate) found: String,
}

/// A value that its type refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueError {
    pub(crate) code: FaultCode,
    pub(crate) expected: &'static str,
    pub(crate) found: String,
}

impl ValueError {
    /// A text of the wrong form; only its beginning is kept.
    pub(crate) fn bad_format(expected: &'static str, found: &str) -> Self {
        let found = format!("{:?}", shorten(found));
        ValueError { code: FaultCode::BadFormat, expected, found }
    }
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found {}", self.expected, self.found)
    }
}

impl std::error::Error for ValueError {}

/// At most 40 characters of a text, for use in an error.
pub(crate) fn shorten(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
