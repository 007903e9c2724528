//! Passing over a value of any type: its grammar, its depth and its escapes are checked, nothing is
//! kept, and nothing recurses.

use super::Reader;
use crate::json::plain::plain_end;
use crate::json::{MAX_DEPTH, Read};

impl<'a> Reader<'a> {
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

    pub(super) fn skip_string(&mut self) -> Read<()> {
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

    pub(super) fn skip_number(&mut self) -> Read<()> {
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
}
