//! The macros that turn a plain struct into an object of the protocol.

/// Defines the payloads of events and commands, each of which has a row in a table. Each is written
/// as the plain struct that it becomes:
///
/// - every struct and field has a doc comment, which goes into JSDoc, schema and reference;
/// - `Option<T>` is a key that may be absent, `Nullable<T>` one that may be null;
/// - `#[alias("old")]` names an old spelling of a key; `#[twin("old")]` one that may stand beside
///   the canonical key if both are equal. snake_case spellings are read by rule;
/// - `#[deprecated("1.1", replaced_by: "newKey", remove_after: "2.0")]` says that a key will go;
/// - `#[setter(with_reason)]` names the method that sets a key which may be absent: a macro cannot make
///   a name, but the compiler checks this one;
/// - `#[parts(GoalPausedParts)]` above the struct names a second one of the required keys alone, from
///   which `new` builds: the compiler demands it where two of them share a type, since swapped
///   arguments would compile.
///
/// For example
///
/// ```ignore
/// payload! {
///     /// A goal was paused.
///     pub struct GoalPaused {
///         /// The goal.
///         pub goal_id: GoalId,
///         /// Why it was paused.
///         #[alias("pauseReason")]
///         #[setter(with_reason)]
///         pub reason: Option<String>,
///     }
/// }
/// ```
///
/// becomes, in outline,
///
/// ```ignore
/// /// A goal was paused.
/// #[derive(Clone, Debug, PartialEq, Eq)]
/// #[non_exhaustive]
/// pub struct GoalPaused {
///     /// The goal.
///     pub goal_id: GoalId,
///     /// Why it was paused.
///     pub reason: Option<String>,
/// }
///
/// impl GoalPaused {
///     // The required keys only; with `#[parts(…)]` from a struct of them.
///     pub fn new(goal_id: GoalId) -> Self {
///         GoalPaused { goal_id, reason: None }
///     }
///
///     pub fn with_reason(mut self, reason: impl Into<Option<String>>) -> Self {
///         self.reason = reason.into();
///         self
///     }
/// }
///
/// const _: () = <GoalPaused as HasRow>::ROW;
///
/// impl Object for GoalPaused {
///     const NAME: &'static str = "GoalPaused";
///     const DOC: &'static str = " A goal was paused.\n";
///     const FIELDS: &'static [Field] = &[
///         Field::new(b"\"goalId\":", "goal_id", " The goal.\n", Presence::Required, Kind::Id(…), &[], None),
///         Field::new(
///             b"\"reason\":", "reason", " Why it was paused.\n", Presence::Optional, Kind::Text,
///             &[KeyAlias::new("pauseReason", false)], None,
///         ),
///     ];
/// }
///
/// impl sealed::Object for GoalPaused {
///     fn read_fields(reader: &mut Reader<'_>) -> Read<Self> {
///         let (mut goal_id, mut reason) = (None, None);
///         // First in the order of the writer, by comparing bytes, …
///         if reader.take_key("\"goalId\":") { reader.fill(&mut goal_id)?; }
///         if reader.take_key("\"reason\":") { reader.fill(&mut reason)?; }
///         // … then whatever is left, in any order and spelling.
///         while let Some(index) = reader.next_field(…)? {
///             match KEYS[index] {
///                 Key::goal_id => reader.fill(&mut goal_id)?,
///                 Key::reason => reader.fill(&mut reason)?,
///             }
///         }
///         // A required key that is missing is an error, an optional one `None`.
///         Ok(GoalPaused { goal_id: …, reason: … })
///     }
///
///     fn write_fields(&self, out: &mut Writer<'_>) {
///         // Each key that is not absent, in the order of the struct.
///     }
/// }
/// ```
///
/// serde's two traits, which go through that reader and that writer, and, with the feature `codegen`,
/// its JSON Schema and its TypeScript.
macro_rules! payload {
    ($($(#[doc = $doc:literal])* $(#[parts($parts:ident)])? pub struct $name:ident { $($body:tt)* })*) => {
        object! { $($(#[doc = $doc])* $(#[parts($parts)])? pub struct $name { $($body)* })* }

        $(const _: () = <$name as crate::payload::HasRow>::ROW;)*
    };
}

/// [`payload!`] for objects that no row sends: what an envelope carries, what the gateway says.
macro_rules! object {
    () => {};
    (
        $(#[doc = $doc:literal])+
        $(#[parts($parts:ident)])?
        pub struct $name:ident { $($body:tt)* }
        $($more:tt)*
    ) => {
        object! { @field $name [$($doc)+] [$($parts)?] [] [] [] $($body)* }
        object! { $($more)* }
    };
    ($(#[parts($parts:ident)])? pub struct $name:ident $($rest:tt)*) => {
        compile_error!(concat!(
            "`", stringify!($name), "` has no doc comment: add a `///` line above it that says ",
            "what it means; it becomes the JSDoc, the schema description and the reference"
        ));
    };

    // One field at a time, since a key that may be absent is told from one that is required.
    (@field $name:ident $docs:tt $parts:tt [$($fields:tt)*] [$($required:tt)*] [$($optional:tt)*]
        $(#[doc = $doc:literal])+ $(#[alias($alias:literal)])* $(#[twin($twin:literal)])*
        $(#[deprecated($($deprecated:tt)*)])? #[setter($setter:ident)]
        pub $field:ident: Option<$type:ty>, $($rest:tt)*
    ) => {
        object! { @field $name $docs $parts
            [$($fields)* {
                [$($doc)+] [$($alias)*] [$($twin)*] [$($($deprecated)*)?] $field [Option<$type>] [$type]
            }]
            [$($required)*]
            [$($optional)* { [$($doc)+] [$($($deprecated)*)?] $setter $field [$type] }]
            $($rest)* }
    };
    (@field $name:ident $docs:tt $parts:tt $fields:tt $required:tt $optional:tt
        $(#[doc = $doc:literal])+ $(#[alias($alias:literal)])* $(#[twin($twin:literal)])*
        $(#[deprecated($($deprecated:tt)*)])?
        pub $field:ident: Option<$type:ty>, $($rest:tt)*
    ) => {
        compile_error!(concat!(
            "`", stringify!($name), ".", stringify!($field), "` may be absent and has no setter: add ",
            "`#[setter(with_", stringify!($field), ")]` above it"
        ));
    };
    (@field $name:ident $docs:tt $parts:tt [$($fields:tt)*] [$($required:tt)*] $optional:tt
        $(#[doc = $doc:literal])+ $(#[alias($alias:literal)])* $(#[twin($twin:literal)])*
        $(#[deprecated($($deprecated:tt)*)])?
        pub $field:ident: $type:ty, $($rest:tt)*
    ) => {
        object! { @field $name $docs $parts
            [$($fields)* {
                [$($doc)+] [$($alias)*] [$($twin)*] [$($($deprecated)*)?] $field [$type] [$type]
            }]
            [$($required)* { [$($doc)+] [$($($deprecated)*)?] $field [$type] }]
            $optional $($rest)* }
    };
    (@field $name:ident $docs:tt $parts:tt $fields:tt $required:tt $optional:tt
        $(#[alias($alias:literal)])* $(#[twin($twin:literal)])*
        $(#[deprecated($($deprecated:tt)*)])? $(#[setter($setter:ident)])?
        pub $field:ident: $($rest:tt)*
    ) => {
        compile_error!(concat!(
            "`", stringify!($name), ".", stringify!($field), "` has no doc comment: add a `///` ",
            "line above it that says what it means; it becomes the JSDoc, the schema description ",
            "and the reference"
        ));
    };

    (@field $name:ident [$($doc:literal)+] $parts:tt
        [$({ [$($field_doc:literal)+] [$($alias:literal)*] [$($twin:literal)*] [$($deprecated:tt)*]
            $field:ident [$type:ty] [$present:ty] })*]
        $required:tt $optional:tt
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct $name {
            $(
                $(#[doc = $field_doc])+
                #[doc = deprecation_paragraph!($($deprecated)*)]
                pub $field: $type,
            )*
        }

        constructor! { $parts $name $required $optional }
        setters! { $name $optional }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                crate::payload::stored::serialize(self, to)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                crate::payload::stored::deserialize(from)
            }
        }

        const _: () = {
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
                        deprecation!($($deprecated)*),
                    )
                }),*];
            }

            crate::json::assert_deprecations(
                stringify!($name),
                <$name as crate::payload::Object>::FIELDS,
                &[$(<$name as crate::payload::Object>::FIELDS[Key::$field as usize].key),*],
            );

            impl crate::payload::sealed::Object for $name {
                fn read_fields(reader: &mut crate::json::Reader<'_>) -> crate::json::Read<Self> {
                    use crate::payload::Object;

                    struct Slots { $($field: Option<$type>),* }

                    let fields = <$name as Object>::FIELDS;
                    #[allow(unused_mut, unused_variables)]
                    let mut slots = Slots { $($field: None),* };
                    let object_at = reader.at();
                    // In the order of the writer, then in any order and spelling.
                    #[allow(unused_mut)]
                    let mut seen = 0;
                    $(
                        if reader.take_key(const { Self::FIELDS[Key::$field as usize].quoted }) {
                            seen |= 1 << Key::$field as u32;
                            reader.fill(&mut slots.$field)?;
                        }
                    )*
                    let mut cursor = crate::json::Cursor::new(fields, seen);
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
