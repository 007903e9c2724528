//! JSON text from and for any format of serde.
//!
//! A format for people holds it as a tree, from which a reader of this crate could not tell what stood
//! in the text: white space, how a number was written, and in a tree of maps which key stood twice. A
//! binary format holds the text itself. What serde keeps of a value of which it looks for the type first,
//! in an enum with a tag or without and in a flattened struct, says of itself that it is for people
//! whatever the format is: there, a text may be either.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde::ser::{Error as _, SerializeMap, SerializeSeq, Serializer};
use serde::{Deserialize, Serialize};

use super::{Fault, MAX_DEPTH, Reader, Writer};

/// JSON text on its way into a format of serde. The text is what a writer of this crate wrote, or what
/// its reader has read.
pub(crate) struct Outgoing<'a>(pub &'a str);

impl Serialize for Outgoing<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if to.is_human_readable() {
            Value(&RefCell::new(Reader::new(self.0, None))).serialize(to)
        } else {
            to.serialize_str(self.0)
        }
    }
}

/// The value at the reader's position.
struct Value<'r, 'a>(&'r RefCell<Reader<'a>>);

impl Serialize for Value<'_, '_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let first = self.0.borrow_mut().peek();
        let fault = |fault: Box<Fault>| S::Error::custom(format_args!("no JSON: {}", fault.found));
        match first {
            Some(b'{') => {
                self.0.borrow_mut().begin_object();
                let mut map = to.serialize_map(None)?;
                loop {
                    let key = self.0.borrow_mut().next_key().map_err(fault)?;
                    let Some(key) = key else { return map.end() };
                    map.serialize_entry(&key, self)?;
                }
            }
            Some(b'[') => {
                self.0.borrow_mut().begin_list().map_err(fault)?;
                let mut list = to.serialize_seq(None)?;
                loop {
                    let follows = self.0.borrow_mut().next_element().map_err(fault)?;
                    if !follows {
                        return list.end();
                    }
                    list.serialize_element(self)?;
                }
            }
            Some(b'"') => {
                let text = self.0.borrow_mut().string("text").map_err(fault)?;
                to.serialize_str(&text)
            }
            Some(b't' | b'f') => {
                let value = self.0.borrow_mut().bool().map_err(fault)?;
                to.serialize_bool(value)
            }
            Some(b'n') => {
                self.0.borrow_mut().null().map_err(fault)?;
                to.serialize_unit()
            }
            _ => {
                let digits = self.0.borrow_mut().digits_of_number().map_err(fault)?;
                number(digits, to)
            }
        }
    }
}

/// A whole number as one if it fits, any other as the nearest double.
fn number<S: Serializer>(digits: &str, to: S) -> Result<S::Ok, S::Error> {
    if let Ok(whole) = digits.parse::<u64>() {
        return to.serialize_u64(whole);
    }
    if let Ok(whole) = digits.parse::<i64>() {
        return to.serialize_i64(whole);
    }
    match digits.parse::<f64>() {
        Ok(value) if value.is_finite() => to.serialize_f64(value),
        _ => Err(S::Error::custom("a number is beyond a double: store the text of the frame")),
    }
}

/// JSON text that a format of serde held, as a tree or as a text: not yet read.
pub(crate) struct Incoming(pub String);

impl<'de> Deserialize<'de> for Incoming {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        if !from.is_human_readable() {
            return String::deserialize(from).map(Incoming);
        }
        let mut out = String::with_capacity(512);
        Append { out: &mut out, depth: 0 }.deserialize(from)?;
        Ok(Incoming(out))
    }
}

/// Appends the value that it meets, inside of so many others.
struct Append<'o> {
    out: &'o mut String,
    depth: usize,
}

/// The key under which serde_json hands over a number whose digits it keeps, which any crate of a
/// build can switch on for all.
const DIGITS: &str = "$serde_json::private::Number";

impl Append<'_> {
    fn writer(&mut self) -> Writer<'_> {
        Writer::new(self.out)
    }

    /// The seed of a value inside of this one.
    fn inside(&mut self) -> Append<'_> {
        Append { out: self.out, depth: self.depth + 1 }
    }

    /// Opens a list or an object within the limit of depth, so that the stack does not grow without end.
    fn open<E: serde::de::Error>(&mut self, bracket: &str) -> Result<(), E> {
        if self.depth >= MAX_DEPTH {
            return Err(E::custom("expected nesting of at most 64, found deeper nesting"));
        }
        self.writer().raw(bracket);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Append<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Append<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of JSON")
    }

    fn visit_bool<E>(mut self, value: bool) -> Result<(), E> {
        self.writer().raw(if value { "true" } else { "false" });
        Ok(())
    }

    fn visit_i64<E>(mut self, value: i64) -> Result<(), E> {
        self.writer().raw(&value.to_string());
        Ok(())
    }

    fn visit_u64<E>(mut self, value: u64) -> Result<(), E> {
        self.writer().integer(value);
        Ok(())
    }

    fn visit_i128<E>(mut self, value: i128) -> Result<(), E> {
        self.writer().raw(&value.to_string());
        Ok(())
    }

    fn visit_u128<E>(mut self, value: u128) -> Result<(), E> {
        self.writer().raw(&value.to_string());
        Ok(())
    }

    fn visit_f64<E: serde::de::Error>(mut self, value: f64) -> Result<(), E> {
        if !value.is_finite() {
            return Err(E::invalid_value(Unexpected::Float(value), &"a finite number"));
        }
        self.writer().number(value);
        Ok(())
    }

    fn visit_str<E>(mut self, text: &str) -> Result<(), E> {
        if self.depth == 0 && text.trim_ascii_start().starts_with('{') {
            self.writer().raw(text);
        } else {
            self.writer().string(text);
        }
        Ok(())
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_unit<E>(mut self) -> Result<(), E> {
        self.writer().raw("null");
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        self.deserialize(from)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        self.deserialize(from)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        self.open("[")?;
        let start = self.out.len();
        loop {
            let end = self.out.len();
            if end > start {
                self.writer().raw(",");
            }
            if list.next_element_seed(self.inside())?.is_none() {
                self.out.truncate(end);
                self.writer().raw("]");
                return Ok(());
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        self.open("{")?;
        let start = self.out.len();
        while let Some(key) = map.next_key::<Cow<'_, str>>()? {
            if key == DIGITS && self.out.len() == start {
                let digits = map.next_value::<Cow<'_, str>>()?;
                if !is_number(&digits) {
                    return Err(A::Error::invalid_value(Unexpected::Str(&digits), &"a number"));
                }
                self.out.truncate(start - 1);
                self.writer().raw(&digits);
                return Ok(());
            }
            if self.out.len() > start {
                self.writer().raw(",");
            }
            self.writer().string(&key);
            self.writer().raw(":");
            map.next_value_seed(self.inside())?;
        }
        self.writer().raw("}");
        Ok(())
    }
}

/// Whether this is the JSON text of a number.
fn is_number(text: &str) -> bool {
    let mut reader = Reader::new(text, None);
    reader.digits_of_number().is_ok_and(|digits| digits == text)
}
