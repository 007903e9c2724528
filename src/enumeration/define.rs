//! The macros that make an enumeration of one table: its texts, its list of values, its parser and
//! what renders it.

/// Defines a closed enumeration: its texts, its list of all values and its parser are one table.
///
/// `#[non_exhaustive]` says that another version of this crate may have more values; it stands on all but
/// those of which the protocol says that they are all there are.
macro_rules! closed_enum {
    ($(#[doc = $doc:literal])+ #[non_exhaustive] pub enum $name:ident { $($values:tt)+ }) => {
        closed_enum! { @define [#[non_exhaustive]] [$($doc)+] $name $($values)+ }
    };
    ($(#[doc = $doc:literal])+ pub enum $name:ident { $($values:tt)+ }) => {
        closed_enum! { @define [] [$($doc)+] $name $($values)+ }
    };
    (@define [$($growth:tt)*] [$($doc:literal)+] $name:ident
        $($(#[doc = $value_doc:literal])+ $value:ident = $text:literal,)+
    ) => {
        $(#[doc = $doc])+
        $($growth)*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[doc = $value_doc])+ $value,)+
        }

        impl $name {
            /// Every value, in the order of their definition.
            pub const ALL: &'static [$name] = &[$($name::$value),+];

            /// The values with their meaning.
            pub const ENUMERATION: $crate::enumeration::Enumeration =
                $crate::enumeration::Enumeration {
                    name: stringify!($name),
                    doc: concat!($($doc, "\n"),+),
                    open: false,
                    values: &[$($crate::enumeration::EnumerationValue {
                        text: $text,
                        doc: concat!($($value_doc, "\n"),+),
                        aliases: &[],
                        deprecation: None,
                    }),+],
                };

            /// The text of this value.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $($name::$value => $text,)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::enumeration::NotListed;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($text => Ok($name::$value),)+
                    _ => Err($crate::enumeration::NotListed::new(&Self::ENUMERATION, text)),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        #[cfg(feature = "codegen")]
        $crate::describe::described! {
            $name as stringify!($name);
            $crate::describe::enumeration(&$name::ENUMERATION)
        }
    };
}

/// Defines an open enumeration: canonical texts, old spellings and meanings are one table, and a
/// value that the table lacks is kept and written back unchanged ([reading]).
///
/// [reading]: https://github.com/purposepath/realtime/blob/main/docs/reference/protocol.md#unknown-and-malformed
macro_rules! open_enum {
    (
        $(#[doc = $doc:literal])+
        pub enum $name:ident {
            $(
                $(#[doc = $value_doc:literal])+
                $(#[deprecated($($deprecated:tt)*)])?
                $value:ident = $text:literal $(| $alias:literal)*,
            )+
        }
    ) => {
        $(#[doc = $doc])+
        ///
        /// An open enumeration: a text that is not listed becomes `Unknown` and is written back
        /// unchanged. Build one with `From<&str>` or `parse`, which also read the old spellings.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $(
                $(#[doc = $value_doc])+
                #[doc = deprecation_paragraph!($($($deprecated)*)?)]
                $value,
            )+
            /// A value that this version of the protocol does not list.
            Unknown($crate::enumeration::Unlisted),
        }

        impl $name {
            /// Every listed value, in the order of their definition.
            pub const ALL: &'static [$name] = &[$($name::$value),+];

            /// The listed values with their meaning and old spellings.
            pub const ENUMERATION: $crate::enumeration::Enumeration =
                $crate::enumeration::Enumeration {
                    name: stringify!($name),
                    doc: concat!($($doc, "\n"),+),
                    open: true,
                    values: &[$($crate::enumeration::EnumerationValue {
                        text: $text,
                        doc: concat!($($value_doc, "\n"),+),
                        aliases: &[$($alias),*],
                        deprecation: deprecation!($($($deprecated)*)?),
                    }),+],
                };

            /// The canonical text, or the unknown value as received.
            pub fn as_str(&self) -> &str {
                match self {
                    $($name::$value => $text,)+
                    $name::Unknown(text) => text.as_str(),
                }
            }

            const EXPECTED: &'static str = concat!("non-empty text (", stringify!($name), ")");

            /// Whether this version of the protocol lists the value.
            pub fn is_known(&self) -> bool {
                !matches!(self, $name::Unknown(_))
            }
        }

        const _: () = {
            const TEXTS: &[&str] = &[$($text),+];
            $($crate::lifecycle::assert_deprecation(
                &deprecation!($($($deprecated)*)?), stringify!($name), $text, TEXTS,
            );)+
        };

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text $(| $alias)* => $name::$value,)+
                    _ => $name::Unknown($crate::enumeration::Unlisted::new(text)),
                }
            }
        }

        /// As `From<&str>`, but refuses an empty text, as every reader does.
        impl std::str::FromStr for $name {
            type Err = $crate::json::ValueError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                if text.is_empty() {
                    return Err($crate::json::ValueError::bad_format(Self::EXPECTED, text));
                }
                Ok($name::from(text))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                struct Text;
                impl serde::de::Visitor<'_> for Text {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str($name::EXPECTED)
                    }

                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$name, E> {
                        text.parse().map_err(E::custom)
                    }
                }
                from.deserialize_str(Text)
            }
        }

        impl $crate::json::Wire for $name {
            const KIND: $crate::json::Kind = $crate::json::Kind::Enum(&Self::ENUMERATION);

            fn read(reader: &mut $crate::json::Reader<'_>) -> $crate::json::Read<Self> {
                let at = reader.at();
                let text = reader.string(Self::EXPECTED)?;
                if text.is_empty() {
                    return Err(reader.bad_format(Self::EXPECTED, &text));
                }
                let value = $name::from(&*text);
                if value.as_str() != text {
                    reader.note_alias($crate::json::AliasKind::Value, at, value.as_str());
                } else if !value.is_known() {
                    reader.note_unknown_value(value.as_str());
                }
                Ok(value)
            }

            fn write(&self, out: &mut $crate::json::Writer<'_>) {
                out.value_of(stringify!($name), self.as_str());
            }
        }

        #[cfg(feature = "codegen")]
        $crate::describe::described! {
            $name as stringify!($name);
            $crate::describe::enumeration(&$name::ENUMERATION)
        }
    };
}
