//! Values in a format that is not for people and writes no types: a reader has to ask for what was written.

use std::fmt::{Debug, Display};

use purposepath_realtime::{
    CalendarDate, ErrorCode, EventType, FileSize, FiniteNumber, GoalId, Milliseconds, Progress,
    TargetProgress, Timestamp, Token,
};
use serde::de::value::Error;
use serde::de::{DeserializeOwned, Error as _, IntoDeserializer, Visitor};
use serde::ser::Impossible;
use serde::{Deserializer, Serialize, Serializer};

/// One value, as it was written.
#[derive(Clone, Debug, PartialEq)]
enum Written {
    Whole(u64),
    Double(f64),
    Text(String),
}

/// That a value is not of this format.
fn no<T>(what: impl Display) -> Result<T, Error> {
    Err(Error::custom(what))
}

/// What writes one value.
struct Writer;

macro_rules! refuse {
    ($($method:ident: $type:ty,)+) => {
        $(fn $method(self, _: $type) -> Result<Written, Error> {
            no(stringify!($method))
        })+
    };
}

impl Serializer for Writer {
    type Ok = Written;
    type Error = Error;
    type SerializeSeq = Impossible<Written, Error>;
    type SerializeTuple = Impossible<Written, Error>;
    type SerializeTupleStruct = Impossible<Written, Error>;
    type SerializeTupleVariant = Impossible<Written, Error>;
    type SerializeMap = Impossible<Written, Error>;
    type SerializeStruct = Impossible<Written, Error>;
    type SerializeStructVariant = Impossible<Written, Error>;

    fn is_human_readable(&self) -> bool {
        false
    }

    fn serialize_u64(self, value: u64) -> Result<Written, Error> {
        Ok(Written::Whole(value))
    }

    fn serialize_f64(self, value: f64) -> Result<Written, Error> {
        Ok(Written::Double(value))
    }

    fn serialize_str(self, text: &str) -> Result<Written, Error> {
        Ok(Written::Text(text.to_owned()))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Written, Error> {
        value.serialize(self)
    }

    refuse! {
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_f32: f32, serialize_char: char,
        serialize_bytes: &[u8], serialize_unit_struct: &'static str,
    }

    fn serialize_none(self) -> Result<Written, Error> {
        no("none")
    }

    fn serialize_unit(self) -> Result<Written, Error> {
        no("unit")
    }

    fn serialize_some<T: Serialize + ?Sized>(self, _: &T) -> Result<Written, Error> {
        no("some")
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
    ) -> Result<Written, Error> {
        no("unit variant")
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<Written, Error> {
        no("newtype variant")
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, Error> {
        no("list")
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Error> {
        no("tuple")
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Error> {
        no("tuple struct")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Error> {
        no("tuple variant")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Error> {
        no("map")
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct, Error> {
        no("struct")
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Error> {
        no("struct variant")
    }
}

/// What reads it, and knows no more of it than what it is asked for.
struct Reader(Written);

impl<'de> Deserializer<'de> for Reader {
    type Error = Error;

    fn is_human_readable(&self) -> bool {
        false
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        no("no types are written")
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Written::Whole(value) => visitor.visit_u64(value),
            other => no(format_args!("asked for a u64, written was {other:?}")),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Written::Double(value) => visitor.visit_f64(value),
            other => no(format_args!("asked for an f64, written was {other:?}")),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Written::Text(text) => text.into_deserializer().deserialize_any(visitor),
            other => no(format_args!("asked for text, written was {other:?}")),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 f32 char bytes byte_buf option unit unit_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}

/// Writes a value and reads it again.
#[track_caller]
fn stored<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: T) -> Written {
    let written = value.serialize(Writer).unwrap();
    let read = T::deserialize(Reader(written.clone()));
    assert_eq!(read, Ok(value), "{written:?}");
    written
}

#[test]
fn a_number_is_read_as_what_it_was_written_as() {
    for value in [0.0, -1.0, 0.5, 125_000.0, 9_007_199_254_740_991.0, 1e300] {
        assert_eq!(stored(FiniteNumber::new(value).unwrap()), Written::Double(value));
    }
    assert_eq!(stored(Progress::new(40.0).unwrap()), Written::Double(40.0));
    assert_eq!(stored(TargetProgress::new(140.0).unwrap()), Written::Double(140.0));
    for value in [0, 7, FileSize::MAX.get()] {
        assert_eq!(stored(FileSize::new(value).unwrap()), Written::Whole(value));
        assert_eq!(stored(Milliseconds::new(value).unwrap()), Written::Whole(value));
    }
}

#[test]
fn what_is_text_is_text() {
    fn text<T: Serialize + DeserializeOwned + PartialEq + Debug + Display>(value: T) {
        let shown = value.to_string();
        assert_eq!(stored(value), Written::Text(shown));
    }
    text(GoalId::new("goal-222").unwrap());
    text(CalendarDate::new(2025, 11, 3).unwrap());
    text(Timestamp::MAX);
    text(ErrorCode::NotFound);
    text(EventType::GoalPaused);
    assert_eq!(stored(Token::new("secret").unwrap()), Written::Text("secret".to_owned()));
}

#[test]
fn a_number_out_of_range_is_refused() {
    fn refusal<T: DeserializeOwned + Debug>(written: Written) -> String {
        T::deserialize(Reader(written)).unwrap_err().to_string()
    }
    for (written, refused) in [
        (101.0, "expected a number from 0 to 100, found the number 101"),
        (f64::NAN, "expected a number from 0 to 100, found a number that is not finite"),
    ] {
        assert_eq!(refusal::<Progress>(Written::Double(written)), refused);
    }
    assert_eq!(
        refusal::<FileSize>(Written::Whole(1 << 53)),
        "expected a whole number from 0 to 9007199254740991, found the number 9007199254740992"
    );
}
