//! Objects of the protocol, each stated once: a plain struct whose fields, documentation and types
//! give its constructor, its key table, its reader and its writer.

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::json::{Field, Read, Reader, Writer};

/// An object of the protocol: the payload of an event, a command or a gateway fault.
///
/// Sealed: [`EVENTS`](crate::EVENTS) and [`COMMANDS`](crate::COMMANDS) list what there is.
pub trait Object:
    Clone + Debug + PartialEq + Serialize + DeserializeOwned + sealed::Object
{
    /// The name of the type, the same in Rust, TypeScript and the schemas.
    const NAME: &'static str;
    /// What it means, in Markdown.
    const DOC: &'static str;
    /// Its keys, in the order in which they are written.
    const FIELDS: &'static [Field];
}

pub(crate) mod sealed {
    use super::{Read, Reader, Writer};

    /// What the artifacts need to know of an object.
    #[cfg(feature = "codegen")]
    pub trait Rendered: Sized + schemars::JsonSchema + crate::describe::Described {}
    #[cfg(feature = "codegen")]
    impl<T: schemars::JsonSchema + crate::describe::Described> Rendered for T {}

    #[cfg(not(feature = "codegen"))]
    pub trait Rendered: Sized {}
    #[cfg(not(feature = "codegen"))]
    impl<T> Rendered for T {}

    pub trait Object: Rendered {
        /// Reads the keys of the object that the reader has just entered.
        fn read_fields(reader: &mut Reader<'_>) -> Read<Self>;

        /// Writes the keys behind an opening brace or another key.
        fn write_fields(&self, out: &mut Writer<'_>);
    }
}

/// A struct without a row in a registry does not compile.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no row in a registry, so nothing can send or receive it",
    label = "this payload has no row",
    note = "add a row `\"area.event\" => {Self} {{ … }}` to the registry in src/event.rs"
)]
pub(crate) trait Registered {}

pub(crate) const fn assert_registered<T: Registered>() {}

/// Defines objects of the protocol. Each is written as the plain struct that it becomes:
///
/// - every struct and field has a doc comment, which goes into JSDoc, schema and reference;
/// - `Option<T>` is a key that may be absent, `Nullable<T>` one that may be null;
/// - `#[alias("old")]` names an old spelling of a key; `#[twin("old")]` one that may stand beside
///   the canonical key if both are equal. snake_case spellings are read by rule.
macro_rules! payload {
    () => {};
    (
        $(#[doc = $doc:literal])+
        pub struct $name:ident { $($body:tt)* }
        $($more:tt)*
    ) => {
        payload! { @field $name [$($doc)+] [] [] [] $($body)* }
        payload! { $($more)* }
    };
    (pub struct $name:ident $($rest:tt)*) => {
        compile_error!(concat!(
            "`", stringify!($name), "` has no doc comment: add a `///` line above it that says ",
            "what it means; it becomes the JSDoc, the schema description and the reference"
        ));
    };

    // One field at a time, since a key that may be absent is told from one that is required.
    (@field $name:ident $docs:tt [$($fields:tt)*] [$($params:tt)*] [$($inits:tt)*]
        $(#[doc = $doc:literal])+ $(#[alias($alias:literal)])* $(#[twin($twin:literal)])*
        pub $field:ident: Option<$type:ty>, $($rest:tt)*
    ) => {
        payload! { @field $name $docs
            [$($fields)* { [$($doc)+] [$($alias)*] [$($twin)*] $field [Option<$type>] [$type] }]
            [$($params)*] [$($inits)* $field: None,] $($rest)* }
    };
    (@field $name:ident $docs:tt [$($fields:tt)*] [$($params:tt)*] [$($inits:tt)*]
        $(#[doc = $doc:literal])+ $(#[alias($alias:literal)])* $(#[twin($twin:literal)])*
        pub $field:ident: $type:ty, $($rest:tt)*
    ) => {
        payload! { @field $name $docs
            [$($fields)* { [$($doc)+] [$($alias)*] [$($twin)*] $field [$type] [$type] }]
            [$($params)* $field: $type,] [$($inits)* $field,] $($rest)* }
    };
    (@field $name:ident $docs:tt $fields:tt $params:tt $inits:tt
        pub $field:ident: $($rest:tt)*
    ) => {
        compile_error!(concat!(
            "`", stringify!($name), ".", stringify!($field), "` has no doc comment: add a `///` ",
            "line above it that says what it means; it becomes the JSDoc, the schema description ",
            "and the reference"
        ));
    };

    (@field $name:ident [$($doc:literal)+]
        [$({ [$($field_doc:literal)+] [$($alias:literal)*] [$($twin:literal)*]
            $field:ident [$type:ty] [$present:ty] })*]
        [$($params:tt)*] [$($inits:tt)*]
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[non_exhaustive]
        pub struct $name {
            $(
                $(#[doc = $field_doc])+
                #[serde(skip_serializing_if = "crate::json::Wire::is_absent")]
                pub $field: $type,
            )*
        }

        impl $name {
            /// Builds it from its required keys; the optional ones are absent until set.
            #[allow(clippy::new_without_default, clippy::too_many_arguments)]
            pub fn new($($params)*) -> Self {
                $name { $($inits)* }
            }
        }

        const _: () = {
            crate::payload::assert_registered::<$name>();

            #[allow(non_camel_case_types)]
            #[derive(Clone, Copy)]
            enum Key { $($field),* }

            const KEYS: &[Key] = &[$(Key::$field),*];

            impl crate::payload::Object for $name {
                const NAME: &'static str = stringify!($name);
                const DOC: &'static str = concat!($($doc, "\n"),+);
                const FIELDS: &'static [crate::json::Field] = &[$({
                    use crate::json::{Field, Wire, prefix_bytes, prefix_len, snake_text};
                    const SNAKE: &str = snake_text(stringify!($field));
                    const PREFIX: [u8; prefix_len(SNAKE)] = prefix_bytes(SNAKE);
                    Field::new(
                        &PREFIX,
                        SNAKE,
                        concat!($($field_doc, "\n"),+),
                        <$type as Wire>::PRESENCE,
                        <$type as Wire>::KIND,
                        &[$(crate::json::KeyAlias::new($alias, false),)* $(crate::json::KeyAlias::new($twin, true),)*],
                    )
                }),*];
            }

            impl crate::payload::sealed::Object for $name {
                fn read_fields(reader: &mut crate::json::Reader<'_>) -> crate::json::Read<Self> {
                    struct Slots { $($field: Option<$type>),* }

                    let fields = <$name as crate::payload::Object>::FIELDS;
                    #[allow(unused_mut, unused_variables)]
                    let mut slots = Slots { $($field: None),* };
                    let object_at = reader.at();
                    let mut cursor = crate::json::Cursor::new(fields);
                    while let Some(index) = reader.next_field(&mut cursor)? {
                        match KEYS[index] {
                            $(Key::$field => reader.fill(&mut slots.$field)?,)*
                        }
                    }
                    let _ = object_at;
                    Ok($name {
                        $($field: match slots.$field {
                            Some(value) => value,
                            None => reader.absent(&fields[Key::$field as usize], object_at)?,
                        },)*
                    })
                }

                #[allow(unused_variables)]
                fn write_fields(&self, out: &mut crate::json::Writer<'_>) {
                    let fields = <$name as crate::payload::Object>::FIELDS;
                    $(
                        if !crate::json::Wire::is_absent(&self.$field) {
                            out.key(&fields[Key::$field as usize]);
                            crate::json::Wire::write(&self.$field, out);
                        }
                    )*
                }
            }

            #[cfg(feature = "codegen")]
            impl crate::describe::Described for $name {
                fn typescript(config: &ts_rs::Config) -> Vec<String> {
                    let _ = config;
                    vec![$(<$present as ts_rs::TS>::name(config)),*]
                }

                fn schemas(generator: &mut schemars::SchemaGenerator) -> Vec<schemars::Schema> {
                    let _ = &generator;
                    vec![$(generator.subschema_for::<$present>()),*]
                }
            }

            #[cfg(feature = "codegen")]
            impl schemars::JsonSchema for $name {
                fn schema_name() -> std::borrow::Cow<'static, str> {
                    stringify!($name).into()
                }

                fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                    use crate::{describe::{self, Described}, payload::Object};
                    let schemas = <$name as Described>::schemas(generator);
                    describe::object(<$name as Object>::DOC, <$name as Object>::FIELDS, schemas)
                }
            }
        };
    };
}
