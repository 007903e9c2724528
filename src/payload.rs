//! Objects of the protocol, each stated once: a plain struct whose fields, documentation and types
//! give its constructor, its setters, its key table, its reader and its writer.

#[macro_use]
mod construct;
pub(crate) mod name;
#[macro_use]
mod object;
pub(crate) mod stored;

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::json::{Field, Read, Reader, Writer};

/// An object of the protocol: the payload of an event, a command or a gateway fault.
///
/// Sealed: [`EVENTS`](crate::registry::EVENTS) and [`COMMANDS`](crate::registry::COMMANDS) list what there is.
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

/// What a row of [`EVENTS`](crate::registry::EVENTS) or [`COMMANDS`](crate::registry::COMMANDS) sends: only the macros of
/// these two tables implement it, and a struct of [`payload!`] without a row does not compile.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no row, so nothing can send or receive it",
    label = "this payload has no row",
    note = "if it is an event, add a row `\"area.event\" => {Self} {{ … }}` to `registry!` in src/event.rs",
    note = "if it is a command, add a row `\"action\": \"name\" => Name({Self})` to `commands!` in src/command.rs"
)]
pub(crate) trait HasRow {
    /// Can be named of a payload that has a row.
    const ROW: () = ();
}
