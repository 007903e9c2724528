//! The pull reader: one pass over the text, faults located as they are found.
//!
//! Paths cost nothing until a fault: the reader remembers where the current key stands and spells
//! it out only then. Objects of the protocol are at most two deep, so a place is its object, its
//! key and, in a list, its index.

mod fault;
mod scalar;
mod skip;

#[cfg(feature = "mock")]
pub(crate) use fault::child_path;

use std::borrow::Cow;

use super::{AliasKind, Field, Notes, Read, Wire};

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
    pub(crate) const fn new(fields: &'static [Field], seen: u32) -> Self {
        assert!(fields.len() <= 32, "a payload has at most 32 keys");
        let next = (u32::BITS - seen.leading_zeros()) as usize;
        Cursor { fields, next, seen, twins: 0 }
    }
}

#[cfg(test)]
thread_local! {
    /// How many texts this thread has begun to read: tests count what is read more than once.
    pub(crate) static READINGS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a str, notes: Option<Box<Notes>>) -> Self {
        #[cfg(test)]
        READINGS.with(|readings| readings.set(readings.get() + 1));
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

    /// What is not read yet.
    pub(crate) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
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

    /// Enters an object; false if something else stands here, which is left unread.
    ///
    /// Objects of the protocol are too few levels deep for the limit, so that `skip` alone looks at it.
    #[inline]
    pub(crate) fn begin_object(&mut self) -> bool {
        if self.peek() != Some(b'{') {
            return false;
        }
        self.at += 1;
        self.depth += 1;
        self.fresh = true;
        true
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

    /// Consumes a key with its quotes and colon, if just this comes next.
    #[inline(always)]
    pub(crate) fn take_key(&mut self, key: &'static str) -> bool {
        let bytes = self.text.as_bytes();
        let at = self.at + usize::from(!self.fresh);
        let comes = (self.fresh || self.byte() == Some(b','))
            && bytes.get(at..).is_some_and(|rest| rest.starts_with(key.as_bytes()));
        if comes {
            self.key_at = at;
            self.at = at + key.len();
            self.fresh = false;
        }
        comes
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_taken_only_just_where_it_comes() {
        let mut reader = Reader::new(r#"{"a":1,"b":2, "c":3}"#, None);
        assert!(reader.begin_object());
        assert!(!reader.take_key(r#""b":"#));
        assert!(reader.take_key(r#""a":"#));
        assert_eq!((reader.key_at(), reader.number("").unwrap()), (1, 1.0));
        assert!(reader.take_key(r#""b":"#));
        assert_eq!((reader.key_at(), reader.number("").unwrap()), (7, 2.0));
        assert!(!reader.take_key(r#""c":"#), "white space is for `next_key`");
        assert_eq!(reader.next_key().unwrap().as_deref(), Some("c"));
    }
}
