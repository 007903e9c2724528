use std::borrow::Borrow;
use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::ValueError;
use crate::json::{IdType, Kind, Read, Reader, Wire, Writer};

/// Any of the id types.
pub(crate) trait Id: AsRef<str> {}

/// Defines id types: opaque, non-empty text that is never parsed and never mixed up.
macro_rules! ids {
    ($($(#[doc = $doc:literal])+ $name:ident;)+) => {$(
        $(#[doc = $doc])+
        ///
        /// Opaque, non-empty text. It is often a UUID, but not always (`goal-222`): do not parse it.
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String")]
        pub struct $name(Box<str>);

        impl $name {
            /// Wraps an id.
            ///
            /// # Errors
            /// When the text is empty.
            pub fn new(text: impl Into<Box<str>>) -> Result<Self, ValueError> {
                let text = text.into();
                if text.is_empty() {
                    return Err(ValueError::bad_format(Self::EXPECTED, ""));
                }
                Ok($name(text))
            }

            /// Mints a random id (UUID version 4, RFC 9562).
            pub fn new_v4() -> Self {
                Uuid::new_v4().into()
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            const EXPECTED: &'static str = concat!("a non-empty id (", stringify!($name), ")");
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0.into_string()
            }
        }

        /// So that a map with such keys is asked with text: `goals.get("goal-222")`.
        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, text: &str) -> bool {
                *self.0 == *text
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, text: &&str) -> bool {
                *self.0 == **text
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                let mut buffer = Uuid::encode_buffer();
                let text: &str = uuid.hyphenated().encode_lower(&mut buffer);
                $name(text.into())
            }
        }

        impl TryFrom<String> for $name {
            type Error = ValueError;

            fn try_from(text: String) -> Result<Self, ValueError> {
                $name::new(text)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = ValueError;

            fn try_from(text: &str) -> Result<Self, ValueError> {
                $name::new(text)
            }
        }

        impl std::str::FromStr for $name {
            type Err = ValueError;

            fn from_str(text: &str) -> Result<Self, ValueError> {
                $name::new(text)
            }
        }

        impl Id for $name {}

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({:?})"), &self.0)
            }
        }

        impl Wire for $name {
            const KIND: Kind =
                Kind::Id(&IdType::new(stringify!($name), concat!($($doc, "\n"),+)));

            fn read(reader: &mut Reader<'_>) -> Read<Self> {
                let text = reader.string(Self::EXPECTED)?;
                $name::new(text).map_err(|error| reader.refused(error))
            }

            fn write(&self, out: &mut Writer<'_>) {
                out.string(&self.0);
            }
        }

        #[cfg(feature = "codegen")]
        crate::describe::described! {
            $name as stringify!($name);
            crate::describe::id(concat!($($doc, "\n"),+))
        }
    )+};
}

ids! {
    /// Identifies an action.
    ActionId;
    /// Identifies an entry in a goal's activity feed.
    ActivityId;
    /// Identifies an attachment.
    AttachmentId;
    /// Identifies a connection of API Gateway.
    ConnectionId;
    /// Identifies a decision.
    DecisionId;
    /// Identifies the goal, action or issue that something is attached to.
    EntityId;
    /// Identifies one sending of an event. A repeat has the same id, so a receiver can drop it.
    EventId;
    /// Identifies a goal.
    GoalId;
    /// Identifies an issue.
    IssueId;
    /// Identifies a KPI, called a measure in older versions.
    KpiId;
    /// Identifies a recorded value of a KPI.
    ReadingId;
    /// Identifies a tenant; every event belongs to one.
    TenantId;
    /// Identifies a user.
    UserId;
}

impl EventId {
    /// Mints a time-ordered id (UUID version 7, RFC 9562).
    pub fn now_v7() -> Self {
        Uuid::now_v7().into()
    }
}
