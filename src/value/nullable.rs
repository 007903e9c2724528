use std::ops::Deref;

use serde::{Deserialize, Serialize};

use crate::json::{Kind, Presence, Read, Reader, Wire, Writer};

/// The value of a key that is always there and may be null.
///
/// An `Option` means something else: a key that may be absent and is never written as null.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Nullable<T>(pub Option<T>);

impl<T> Nullable<T> {
    /// Null.
    pub const NULL: Self = Nullable(None);

    /// The value, or `None` for null.
    pub fn into_option(self) -> Option<T> {
        self.0
    }
}

impl<T> Deref for Nullable<T> {
    type Target = Option<T>;

    fn deref(&self) -> &Option<T> {
        &self.0
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Nullable(Some(value))
    }
}

impl<T> From<Option<T>> for Nullable<T> {
    fn from(value: Option<T>) -> Self {
        Nullable(value)
    }
}

impl<T: Wire> Wire for Nullable<T> {
    const KIND: Kind = T::KIND;
    const PRESENCE: Presence = Presence::Nullable;

    fn read(reader: &mut Reader<'_>) -> Read<Self> {
        Option::read(reader).map(Nullable)
    }

    fn write(&self, out: &mut Writer<'_>) {
        match &self.0 {
            Some(value) => value.write(out),
            None => out.raw("null"),
        }
    }
}
