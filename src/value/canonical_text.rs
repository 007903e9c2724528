/// What every value with one canonical ASCII text has in common: a `parse` that may fail and a
/// `canonical` that may not, as text, in serde and on the wire.
macro_rules! canonical_text {
    ($name:ident, $kind:expr) => {
        impl std::str::FromStr for $name {
            type Err = ValueError;

            fn from_str(text: &str) -> Result<Self, ValueError> {
                $name::parse(text).ok_or_else(|| ValueError::bad_format(EXPECTED, text))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(std::str::from_utf8(&self.canonical()).expect("canonical text is ASCII"))
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                struct Text;
                impl serde::de::Visitor<'_> for Text {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str(EXPECTED)
                    }

                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$name, E> {
                        text.parse().map_err(E::custom)
                    }
                }
                from.deserialize_str(Text)
            }
        }

        impl crate::json::Wire for $name {
            const KIND: crate::json::Kind = $kind;

            #[inline]
            fn read(reader: &mut crate::json::Reader<'_>) -> crate::json::Read<Self> {
                let text = reader.string(EXPECTED)?;
                $name::parse(&text).ok_or_else(|| reader.bad_format(EXPECTED, &text))
            }

            fn write(&self, out: &mut crate::json::Writer<'_>) {
                out.ascii(&self.canonical());
            }
        }
    };
}
