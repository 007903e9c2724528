//! JSON text, read and written without a tree in between.
//!
//! This layer knows the grammar of RFC 8259, the protocol's limits on a message and how to name a
//! place in it. It does not know any event, payload or key. Nothing here allocates while the text
//! is in order, and nothing here can panic on text that is not.

mod fault;
mod field;
mod foreign;
mod plain;
mod printable;
mod reader;
mod report;
mod writer;

pub use fault::{FaultCode, ValueError};
pub use field::{Field, IdType, KeyAlias, Kind, Presence};
pub use report::{Alias, AliasKind, Report, UnknownValue};

pub(crate) use fault::{Fault, Read, shorten};
pub(crate) use field::{assert_deprecations, is_same_key, prefix_bytes, prefix_len, snake_text};
pub(crate) use foreign::{Incoming, Outgoing};
pub(crate) use printable::Printable;
#[cfg(all(test, feature = "mock"))]
pub(crate) use reader::READINGS;
#[cfg(feature = "mock")]
pub(crate) use reader::child_path;
pub(crate) use reader::{Cursor, Reader};
pub(crate) use report::Notes;
pub(crate) use writer::Writer;

/// The largest message, in bytes of UTF-8 ([limits]).
///
/// [limits]: https://github.com/purposepath/realtime/blob/main/docs/reference/protocol.md#limits-of-a-message
pub const MAX_FRAME_BYTES: usize = crate::gateway::MAX_MESSAGE_BYTES as usize;

/// The deepest nesting of a message, with the root object as 1 ([limits]).
///
/// [limits]: https://github.com/purposepath/realtime/blob/main/docs/reference/protocol.md#limits-of-a-message
pub const MAX_DEPTH: usize = 64;

/// What stands at one place in a message: how it reads, how it is written, and what it is called.
pub trait Wire: Sized {
    /// What readers of other languages need to know to check such a value.
    const KIND: Kind;
    /// Whether the key may be absent or null.
    const PRESENCE: Presence = Presence::Required;

    /// Reads the value at the reader's position.
    fn read(reader: &mut Reader<'_>) -> Read<Self>;

    /// Appends the canonical JSON text.
    fn write(&self, out: &mut Writer<'_>);

    /// The value of an absent key; `None` where the key is required.
    fn absent() -> Option<Self> {
        None
    }

    /// Whether the key is left out when written.
    fn is_absent(&self) -> bool {
        false
    }
}

impl Wire for String {
    const KIND: Kind = Kind::Text;

    fn read(reader: &mut Reader<'_>) -> Read<Self> {
        Ok(reader.string("text")?.into_owned())
    }

    fn write(&self, out: &mut Writer<'_>) {
        out.string(self);
    }
}

impl Wire for bool {
    const KIND: Kind = Kind::Bool;

    fn read(reader: &mut Reader<'_>) -> Read<Self> {
        reader.bool()
    }

    fn write(&self, out: &mut Writer<'_>) {
        out.raw(if *self { "true" } else { "false" });
    }
}

impl<T: Wire> Wire for Option<T> {
    const KIND: Kind = T::KIND;
    const PRESENCE: Presence = Presence::Optional;

    fn read(reader: &mut Reader<'_>) -> Read<Self> {
        if reader.null()? { Ok(None) } else { T::read(reader).map(Some) }
    }

    fn write(&self, out: &mut Writer<'_>) {
        if let Some(value) = self {
            value.write(out);
        }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Wire> Wire for Vec<T> {
    const KIND: Kind = Kind::List(&T::KIND);

    fn read(reader: &mut Reader<'_>) -> Read<Self> {
        let mut list = Vec::new();
        reader.begin_list()?;
        while reader.next_element()? {
            list.push(T::read(reader)?);
        }
        Ok(list)
    }

    fn write(&self, out: &mut Writer<'_>) {
        out.raw("[");
        for (index, value) in self.iter().enumerate() {
            if index > 0 {
                out.raw(",");
            }
            value.write(out);
        }
        out.raw("]");
    }
}
