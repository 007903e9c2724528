//! Objects in any format of serde, by way of the reader and the writer of this crate: what serde gives
//! is read as a frame is, old spellings included, and what it gets is canonical.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Object;
use crate::json::{Fault, FaultCode, Incoming, Outgoing, Read, Reader, Writer};

pub(crate) fn serialize<T: Object, S: Serializer>(object: &T, to: S) -> Result<S::Ok, S::Error> {
    Outgoing(&text(object).map_err(serde::ser::Error::custom)?).serialize(to)
}

pub(crate) fn deserialize<'de, T: Object, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let Incoming(text) = Incoming::deserialize(from)?;
    read(&text).map_err(|fault| {
        let Fault { path, expected, found, .. } = *fault;
        let sentence = format!("{}: at {path}: expected {expected}, found {found}", T::NAME);
        serde::de::Error::custom(sentence)
    })
}

fn text<T: Object>(object: &T) -> Result<String, String> {
    let mut text = "{".to_owned();
    let mut writer = Writer::new(&mut text);
    object.write_fields(&mut writer);
    writer.raw("}");
    match writer.empty_value_of() {
        None => Ok(text),
        Some(enumeration) => Err(empty_value(enumeration)),
    }
}

/// That a value of an open enumeration was made from an empty text.
pub(crate) fn empty_value(enumeration: &str) -> String {
    format!("{enumeration}: made from an empty text, which no reader accepts: name a value")
}

fn read<T: Object>(text: &str) -> Read<T> {
    let mut reader = Reader::new(text, None);
    if !reader.begin_object() {
        let found = reader.describe()?;
        return Err(reader.frame_fault(FaultCode::NotObject, "an object", found));
    }
    let object = T::read_fields(&mut reader)?;
    reader.end()?;
    Ok(object)
}
