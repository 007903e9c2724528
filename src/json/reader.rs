//! The pull reader: one pass over the text, faults located as they are found.
//!
//! Paths cost nothing until a fault: the reader remembers where the current key stands and spells
//! it out only then. Objects of the protocol are at most two deep, so a place is its object, its
//! key and, in a list, its index.

use std::borrow::Cow;

use super::fault::shorten;
use super::{Alias, AliasKind, Fault, FaultCode, Field, MAX_DEPTH, Notes, Read, ValueError, Wire};

/// A position in a text, and the names of what is around it.
#[derive(Debug)]
pub struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// Containers open around `at`.
    depth: usize,
    /// Just behind a `{` or `[`, so that no comma is due.
    fresh: bool,
    /// JSON path of the object whose keys are being read.
    scope: &'static str,
    /// Where the current key's quote opens.
    key_at: usize,
    /// Index of the list element being read, plus one; 0 outside a list.
    element: usize,
    /// A key that needs no note though the object's fields do not list it.
    discriminator: &'static str,
    notes: Option<Box<Notes>>,
}

/// Progress through the known keys of one object.
#[derive(Debug)]
pub struct Cursor {
    fields: &'static [Field],
    /// The key that comes next if the text is in canonical order.
    next: usize,
    seen: u32,
    /// Fields seen under a spelling that may stand beside the canonical one.
    twins: u32,
}

impl Cursor {
    pub(crate) const fn new(fields: &'static [Field]) -> Self {
        assert!(fields.len() <= 32, "a payload has at most 32 keys");
        Cursor { fields, next: 0, seen: 0, twins: 0 }
    }
}

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a str, notes: Option<Box<Notes>>) -> Self {
        Reader {
            text,
            at: 0,
            depth: 0,
            fresh: false,
            scope: "$",
            key_at: 0,
            element: 0,
            discriminator: "",
            notes,
        }
    }

    pub(crate) fn into_notes(self) -> Option<Box<Notes>> {
        self.notes
    }

    pub(crate) fn at(&self) -> usize {
        self.at
    }

    pub(crate) fn key_at(&self) -> usize {
        self.key_at
    }

    pub(crate) fn is_noting(&self) -> bool {
        self.notes.is_some()
    }

    /// Goes back behind the opening brace of the frame, to read its keys again.
    ///
    /// The key that was the frame's discriminator is neither known nor ignored then.
    pub(crate) fn rewind(&mut self, discriminator: &'static str) {
        self.at = self.text.find('{').map_or(self.text.len(), |at| at + 1);
        self.depth = 1;
        self.fresh = true;
        self.scope = "$";
        self.element = 0;
        self.discriminator = discriminator;
    }

    /// Goes back to the value of one of the frame's keys.
    pub(crate) fn revisit(&mut self, key_at: usize, value_at: usize) {
        self.at = value_at;
        self.depth = 1;
        self.scope = "$";
        self.key_at = key_at;
        self.element = 0;
    }

    pub(crate) fn set_scope(&mut self, scope: &'static str) {
        self.scope = scope;
    }

    #[inline]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Skips white space and returns the byte behind it without consuming it.
    #[inline]
    pub(crate) fn peek(&mut self) -> Option<u8> {
        while let Some(byte) = self.byte() {
            if byte > b' ' || !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(byte);
            }
            self.at += 1;
        }
        None
    }

    /// The rest must be white space.
    pub(crate) fn end(&mut self) -> Read<()> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.syntax("the end of the frame")),
        }
    }

    // ---- objects -------------------------------------------------------------------------------

    /// Enters an object; `Ok(false)` if another valid value stands here, which is left unread.
    #[inline]
    pub(crate) fn begin_object(&mut self) -> Read<bool> {
        if self.peek() != Some(b'{') {
            return Ok(false);
        }
        self.at += 1;
        self.depth += 1;
        self.fresh = true;
        if self.depth > MAX_DEPTH { Err(self.too_deep()) } else { Ok(true) }
    }

    /// The next key of the object, with its colon; `None` behind the closing brace.
    #[inline]
    pub(crate) fn next_key(&mut self) -> Read<Option<Cow<'a, str>>> {
        let mut byte = self.peek();
        if std::mem::take(&mut self.fresh) {
            if byte == Some(b'}') {
                return self.close();
            }
        } else if byte == Some(b',') {
            self.at += 1;
            byte = self.peek();
        } else if byte == Some(b'}') {
            return self.close();
        } else {
            return Err(self.syntax("`,` or `}`"));
        }
        if byte != Some(b'"') {
            return Err(self.syntax("a key in double quotes"));
        }
        self.key_at = self.at;
        let key = self.quoted()?;
        if self.peek() != Some(b':') {
            return Err(self.syntax("`:`"));
        }
        self.at += 1;
        Ok(Some(key))
    }

    fn close<T>(&mut self) -> Read<Option<T>> {
        self.at += 1;
        self.depth -= 1;
        Ok(None)
    }

    /// The next known key of the object as an index into the cursor's fields.
    ///
    /// Unknown keys are passed over and noted, old spellings noted, and a second spelling refused.
    #[inline]
    pub(crate) fn next_field(&mut self, cursor: &mut Cursor) -> Read<Option<usize>> {
        while let Some(key) = self.next_key()? {
            let expected = cursor.next;
            if cursor.fields.get(expected).is_some_and(|field| field.key == &*key)
                && cursor.seen & (1 << expected) == 0
            {
                cursor.seen |= 1 << expected;
                cursor.next = expected + 1;
                return Ok(Some(expected));
            }
            if let Some(index) = self.find_field(cursor, &key)? {
                cursor.next = index + 1;
                return Ok(Some(index));
            }
            self.skip()?;
        }
        Ok(None)
    }

    fn find_field(&mut self, cursor: &mut Cursor, key: &str) -> Read<Option<usize>> {
        let mut alias = None;
        let found = cursor.fields.iter().position(|field| {
            if field.key == key {
                return true;
            }
            alias = field.aliases.iter().find(|alias| alias.accepts(key));
            alias.is_some() || field.snake == key
        });
        let Some(index) = found else {
            if key.is_empty() || key != self.discriminator {
                self.note_ignored();
            }
            return Ok(None);
        };
        let bit = 1 << index;
        let seen = if alias.is_some_and(|alias| alias.twin) {
            &mut cursor.twins
        } else {
            &mut cursor.seen
        };
        if *seen & bit != 0 {
            return Err(self.duplicate());
        }
        *seen |= bit;
        if key != cursor.fields[index].key {
            self.note_alias(AliasKind::Key, self.key_at, cursor.fields[index].key);
        }
        Ok(Some(index))
    }

    /// Reads the current key's value into its slot; one that is taken must hold the same.
    #[inline]
    pub(crate) fn fill<T: Wire + PartialEq>(&mut self, slot: &mut Option<T>) -> Read<()> {
        let value = T::read(self)?;
        if slot.as_ref().is_some_and(|first| *first != value) {
            return Err(self.conflict());
        }
        *slot = Some(value);
        Ok(())
    }

    /// The value of a key that the object, which opened at `at`, does not have.
    #[inline]
    pub(crate) fn absent<T: Wire>(&self, field: &Field, at: usize) -> Read<T> {
        T::absent().ok_or_else(|| self.missing(field.key, at))
    }

    // ---- lists ---------------------------------------------------------------------------------

    pub(crate) fn begin_list(&mut self) -> Read<()> {
        if self.peek() != Some(b'[') {
            return Err(self.wrong_type("an array"));
        }
        self.at += 1;
        self.depth += 1;
        self.fresh = true;
        self.element = 0;
        Ok(())
    }

    /// Whether an element follows; false behind the closing bracket.
    pub(crate) fn next_element(&mut self) -> Read<bool> {
        let byte = self.peek();
        let fresh = std::mem::take(&mut self.fresh);
        if byte == Some(b']') {
            self.at += 1;
            self.depth -= 1;
            self.element = 0;
            return Ok(false);
        }
        if !fresh {
            if byte != Some(b',') {
                return Err(self.syntax("`,` or `]`"));
            }
            self.at += 1;
        }
        self.element += 1;
        Ok(true)
    }

    // ---- scalars -------------------------------------------------------------------------------

    /// A string; another JSON type is a fault that names what was expected.
    #[inline]
    pub(crate) fn string(&mut self, expected: &'static str) -> Read<Cow<'a, str>> {
        if self.peek() != Some(b'"') {
            return Err(self.wrong_type(expected));
        }
        self.quoted()
    }

    /// Consumes a `null`; leaves anything else.
    pub(crate) fn null(&mut self) -> Read<bool> {
        if self.peek() != Some(b'n') {
            return Ok(false);
        }
        self.literal("null")?;
        Ok(true)
    }

    pub(crate) fn bool(&mut self) -> Read<bool> {
        match self.peek() {
            Some(b't') => self.literal("true").map(|()| true),
            Some(b'f') => self.literal("false").map(|()| false),
            _ => Err(self.wrong_type("true or false")),
        }
    }

    /// A number as the nearest double; infinite when it overflows.
    pub(crate) fn number(&mut self, expected: &'static str) -> Read<f64> {
        if !matches!(self.peek(), Some(b'-' | b'0'..=b'9')) {
            return Err(self.wrong_type(expected));
        }
        let start = self.at;
        self.skip_number()?;
        let digits = &self.text[start..self.at];
        // Up to 15 digits fit an integer exactly, and that is what most numbers are.
        if digits.len() <= 15 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(
                digits.bytes().fold(0, |sum: u64, byte| sum * 10 + u64::from(byte - b'0')) as f64
            );
        }
        Ok(digits.parse().unwrap_or(f64::INFINITY))
    }

    #[inline]
    fn literal(&mut self, word: &'static str) -> Read<()> {
        if self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            Ok(())
        } else {
            Err(self.syntax("a JSON value"))
        }
    }

    /// The string that opens at the reader's position; borrowed unless it holds an escape.
    #[inline]
    fn quoted(&mut self) -> Read<Cow<'a, str>> {
        let start = self.at + 1;
        let end = plain_end(self.text.as_bytes(), start);
        if self.text.as_bytes().get(end) == Some(&b'"') {
            self.at = end + 1;
            return Ok(Cow::Borrowed(&self.text[start..end]));
        }
        self.escaped(start, end)
    }

    #[cold]
    fn escaped(&mut self, start: usize, end: usize) -> Read<Cow<'a, str>> {
        let mut out = String::from(&self.text[start..end]);
        self.at = end;
        loop {
            match self.byte() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(Cow::Owned(out));
                }
                Some(b'\\') => out.push(self.escape()?),
                _ => return Err(self.syntax("the closing double quote of a string")),
            }
            let end = plain_end(self.text.as_bytes(), self.at);
            out.push_str(&self.text[self.at..end]);
            self.at = end;
        }
    }

    /// The character of the escape at the reader's position.
    fn escape(&mut self) -> Read<char> {
        let start = self.at;
        let byte = self.text.as_bytes().get(start + 1).copied();
        self.at += 2;
        Ok(match byte {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(start),
            _ => {
                self.at = start;
                return Err(self.syntax("a JSON escape"));
            }
        })
    }

    fn unicode_escape(&mut self, start: usize) -> Read<char> {
        let mut unit = self.hex4();
        if let Some(high @ 0xD800..=0xDBFF) = unit {
            let pair = self.text.as_bytes()[self.at..].starts_with(b"\\u");
            self.at += 2;
            unit = match self.hex4() {
                Some(low @ 0xDC00..=0xDFFF) if pair => {
                    Some(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
                }
                _ => None,
            };
        }
        match unit.and_then(char::from_u32) {
            Some(character) => Ok(character),
            None => {
                self.at = start;
                Err(self.syntax("an escape that stands for a character"))
            }
        }
    }

    fn hex4(&mut self) -> Option<u32> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4)?;
        self.at += 4;
        digits.iter().try_fold(0, |sum, digit| Some(sum * 16 + char::from(*digit).to_digit(16)?))
    }

    // ---- passing over --------------------------------------------------------------------------

    /// Passes over one value of any type, checking its grammar, its depth and its escapes.
    pub(crate) fn skip(&mut self) -> Read<()> {
        let outer = self.depth;
        // One bit per container opened here, set for an object; the depth limit keeps it in range.
        let mut objects: u64 = 0;
        loop {
            match self.peek() {
                Some(b'"') => self.skip_string()?,
                Some(b'-' | b'0'..=b'9') => self.skip_number()?,
                Some(b't') => self.literal("true")?,
                Some(b'f') => self.literal("false")?,
                Some(b'n') => self.literal("null")?,
                Some(open @ (b'{' | b'[')) => {
                    if self.depth == MAX_DEPTH {
                        return Err(self.too_deep());
                    }
                    self.at += 1;
                    self.depth += 1;
                    let object = open == b'{';
                    objects = objects << 1 | u64::from(object);
                    // `[` and `{` differ from their closing brackets by two.
                    if self.peek() != Some(open + 2) {
                        if object {
                            self.skip_key()?;
                        }
                        continue;
                    }
                }
                _ => return Err(self.syntax("a JSON value")),
            }
            loop {
                if self.depth == outer {
                    return Ok(());
                }
                let object = objects & 1 == 1;
                match (self.peek(), object) {
                    (Some(b','), true) => {
                        self.at += 1;
                        self.peek();
                        self.skip_key()?;
                        break;
                    }
                    (Some(b','), false) => {
                        self.at += 1;
                        break;
                    }
                    (Some(b'}'), true) | (Some(b']'), false) => {
                        self.at += 1;
                        self.depth -= 1;
                        objects >>= 1;
                    }
                    (_, true) => return Err(self.syntax("`,` or `}`")),
                    (_, false) => return Err(self.syntax("`,` or `]`")),
                }
            }
        }
    }

    fn skip_key(&mut self) -> Read<()> {
        if self.byte() != Some(b'"') {
            return Err(self.syntax("a key in double quotes"));
        }
        self.skip_string()?;
        if self.peek() != Some(b':') {
            return Err(self.syntax("`:`"));
        }
        self.at += 1;
        Ok(())
    }

    fn skip_string(&mut self) -> Read<()> {
        self.at += 1;
        loop {
            self.at = plain_end(self.text.as_bytes(), self.at);
            match self.byte() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => self.escape().map(drop)?,
                _ => return Err(self.syntax("the closing double quote of a string")),
            }
        }
    }

    fn skip_number(&mut self) -> Read<()> {
        if self.byte() == Some(b'-') {
            self.at += 1;
        }
        if self.byte() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.byte(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(())
    }

    fn digits(&mut self) -> Read<()> {
        let start = self.at;
        while matches!(self.byte(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start { Err(self.syntax("a digit")) } else { Ok(()) }
    }

    // ---- faults and notes ----------------------------------------------------------------------

    /// JSON path of the current key or list element, as written.
    fn path(&self) -> String {
        let mut reader = Reader::new(self.text, None);
        reader.at = self.key_at;
        let key = reader.quoted().unwrap_or_default();
        let mut path = child_path(self.scope, &key);
        if self.element > 0 {
            path.push_str(&format!("[{}]", self.element - 1));
        }
        path
    }

    #[cold]
    fn syntax(&mut self, expected: &'static str) -> Box<Fault> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let found = match rest.chars().next() {
            None => "the end of the text".to_owned(),
            Some('\u{feff}') => "a byte-order mark".to_owned(),
            Some('\\') => format!("`{}`", rest.chars().take(6).collect::<String>().escape_debug()),
            Some(character) => format!("`{}`", character.escape_debug()),
        };
        self.frame_fault(FaultCode::Syntax, expected, found)
    }

    #[cold]
    fn too_deep(&mut self) -> Box<Fault> {
        self.frame_fault(FaultCode::TooDeep, "nesting of at most 64", "deeper nesting".to_owned())
    }

    /// A fault of the frame as a whole, at the reader's position.
    #[cold]
    pub(crate) fn frame_fault(
        &self,
        code: FaultCode,
        expected: &'static str,
        found: String,
    ) -> Box<Fault> {
        let expected = Cow::Borrowed(expected);
        Box::new(Fault { code, at: self.at, path: "$".to_owned(), expected, found })
    }

    /// A fault of the current key's value.
    #[cold]
    pub(crate) fn fault(
        &self,
        code: FaultCode,
        expected: impl Into<Cow<'static, str>>,
        found: String,
    ) -> Box<Fault> {
        Box::new(Fault {
            code,
            at: self.key_at,
            path: self.path(),
            expected: expected.into(),
            found,
        })
    }

    /// The current key's text is not of the form that its value needs.
    #[cold]
    pub(crate) fn bad_format(&self, expected: &'static str, found: &str) -> Box<Fault> {
        self.fault(FaultCode::BadFormat, expected, format!("{:?}", shorten(found)))
    }

    /// The current key's value is one that its type refuses.
    #[cold]
    pub(crate) fn refused(&self, error: ValueError) -> Box<Fault> {
        self.fault(error.code, error.expected, error.found)
    }

    /// The value at the reader's position is of another JSON type, if it is a value at all.
    #[cold]
    pub(crate) fn wrong_type(&mut self, expected: &'static str) -> Box<Fault> {
        match self.describe() {
            Ok(found) => self.fault(FaultCode::WrongType, expected, found),
            Err(fault) => fault,
        }
    }

    /// Says in words what value stands at the reader's position, and passes over it.
    ///
    /// Texts are not quoted: what stands in the wrong place may be a secret.
    pub(crate) fn describe(&mut self) -> Read<String> {
        let first = self.peek();
        let start = self.at;
        self.skip()?;
        Ok(match first {
            Some(b'{') => "an object".to_owned(),
            Some(b'[') => "an array".to_owned(),
            Some(b'"') => "text".to_owned(),
            Some(b'-' | b'0'..=b'9') => {
                format!("the number {}", shorten(&self.text[start..self.at]))
            }
            _ => self.text[start..self.at].to_owned(),
        })
    }

    /// A required key that the current object lacks.
    #[cold]
    pub(crate) fn missing(&self, key: &str, at: usize) -> Box<Fault> {
        Box::new(Fault {
            code: FaultCode::Missing,
            at,
            path: child_path(self.scope, key),
            expected: Cow::Owned(format!("the key {key:?}")),
            found: "no such key".to_owned(),
        })
    }

    #[cold]
    fn conflict(&self) -> Box<Fault> {
        let expected = "the same value as under its other name";
        self.fault(FaultCode::Conflict, expected, "another value".to_owned())
    }

    /// The envelope and the payload name different tenants.
    #[cold]
    pub(crate) fn tenant_conflict(&self) -> Box<Fault> {
        let (expected, found) = ("the tenant of the envelope", "another tenant".to_owned());
        let mut fault = self.fault(FaultCode::Conflict, expected, found);
        fault.path = "$.data.tenantId".to_owned();
        fault
    }

    #[cold]
    pub(crate) fn duplicate(&self) -> Box<Fault> {
        self.fault(FaultCode::Duplicate, "this key once", "it a second time".to_owned())
    }

    /// Notes that the current key is not known.
    #[cold]
    pub(crate) fn note_ignored(&mut self) {
        if self.notes.is_some() {
            let path = self.path();
            let at = self.key_at;
            self.notes.as_mut().expect("checked above").ignored.push((at, path));
        }
    }

    /// Notes that the current key, or its value, is an old spelling.
    #[cold]
    pub(crate) fn note_alias(&mut self, kind: AliasKind, at: usize, canonical: &str) {
        if self.notes.is_some() {
            let alias = Alias { path: self.path(), kind, canonical: canonical.to_owned() };
            self.notes.as_mut().expect("checked above").aliases.push((at, alias));
        }
    }
}

/// JSON path of a key (RFC 9535): dotted for an identifier, in brackets otherwise.
fn child_path(scope: &str, key: &str) -> String {
    let identifier = !key.is_empty()
        && !key.starts_with(|first: char| first.is_ascii_digit())
        && key.chars().all(|char| char.is_ascii_alphanumeric() || char == '_' || char == '$');
    if identifier {
        format!("{scope}.{key}")
    } else {
        let mut path = format!("{scope}[");
        super::writer::write_string(key, &mut path);
        path.push(']');
        path
    }
}

/// Index of the first byte at or behind `from` that ends a run of plain string characters: a
/// quote, a backslash, a control character or the end of the text.
#[inline]
pub(crate) fn plain_end(bytes: &[u8], from: usize) -> usize {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
    let mut at = from;
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let word = u64::from_le_bytes(*chunk);
        let quote = word ^ (ONES * b'"' as u64);
        let backslash = word ^ (ONES * b'\\' as u64);
        // The lowest marked byte is right; borrows reach only the bytes above it.
        let marks = (word.wrapping_sub(ONES * 0x20) & !word)
            | (quote.wrapping_sub(ONES) & !quote)
            | (backslash.wrapping_sub(ONES) & !backslash);
        let marks = marks & HIGH;
        if marks != 0 {
            return at + marks.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    while at < bytes.len() && bytes[at] >= 0x20 && bytes[at] != b'"' && bytes[at] != b'\\' {
        at += 1;
    }
    at
}
