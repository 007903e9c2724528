//! What the rows of the registry become. This file does not know any event.

mod conversions;

use crate::json::Field;
use crate::lifecycle::{Deprecation, equal};
use crate::payload::Object;
use crate::value::{Id, TenantId};

use super::{Event, EventType};

pub use conversions::OtherEvent;

closed_enum! {
    /// Whether an event's definition may still change.
    #[non_exhaustive]
    pub enum Stability {
        /// Changes only in ways that existing readers accept.
        Stable = "stable",
        /// May still change: it is announced but not yet fully specified.
        Provisional = "provisional",
    }
}

/// The payload of an event.
///
/// ```
/// use purposepath_realtime::{Event, OtherEvent, Payload, Ping};
///
/// /// One function, whatever the payload.
/// fn handle<P: Payload>(event: Event, handler: impl Fn(P)) -> Result<(), OtherEvent> {
///     event.try_into().map(handler)
/// }
/// assert!(handle(Ping::new().into(), |_: Ping| ()).is_ok());
/// ```
pub trait Payload: Object + Into<Event> + TryFrom<Event, Error = OtherEvent> {
    /// The event that it belongs to.
    const TYPE: EventType;
}

/// An event, as its row of the registry describes it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct EventRow {
    /// The event.
    pub event_type: EventType,
    /// Its type on the wire.
    pub wire_type: &'static str,
    /// Old spellings of its type.
    pub aliases: &'static [&'static str],
    /// The name of its payload in Rust, TypeScript and the schemas.
    pub name: &'static str,
    /// What it means, in Markdown.
    pub doc: &'static str,
    /// When the server sends it.
    pub sent: &'static str,
    /// The keys of its payload.
    pub fields: &'static [Field],
    /// The key of the payload that says whose event it is; none for `ping`.
    pub tenant: Option<&'static Field>,
    /// The key of the payload that identifies what the event is about, if it is about something.
    pub entity: Option<&'static Field>,
    /// The key of the payload that names the user who caused it, if a user did.
    pub actor: Option<&'static Field>,
    /// Whether it is about the connection on which it arrives rather than about what the tenant
    /// works on; then the connection reacts to it, and another run says it anew.
    pub is_about_connection: bool,
    /// The protocol version that introduced it.
    pub since: &'static str,
    /// Whether its definition may still change.
    pub stability: Stability,
    /// That it will go, if it will.
    pub deprecation: Option<Deprecation>,
}

/// A visitor of the registry that gets each payload as a type.
pub trait EventVisitor {
    /// Called once per row, in order.
    fn visit<P: Payload>(&mut self, row: &'static EventRow);
}

/// The field with this name in Rust.
pub(super) const fn field(fields: &'static [Field], snake: &str) -> &'static Field {
    let mut index = 0;
    while index < fields.len() {
        if equal(fields[index].snake, snake) {
            return &fields[index];
        }
        index += 1;
    }
    panic!("a row names a key that its payload does not have")
}

/// The value of a key that a row names: an id, or an id that may be absent.
pub(super) trait RowKey<T: ?Sized> {
    fn get(&self) -> Option<&T>;
}

impl<T: Id> RowKey<str> for T {
    fn get(&self) -> Option<&str> {
        Some(self.as_ref())
    }
}

impl<T: Id> RowKey<str> for Option<T> {
    fn get(&self) -> Option<&str> {
        self.as_ref().map(AsRef::as_ref)
    }
}

impl RowKey<TenantId> for TenantId {
    fn get(&self) -> Option<&TenantId> {
        Some(self)
    }
}

impl RowKey<TenantId> for Option<TenantId> {
    fn get(&self) -> Option<&TenantId> {
        self.as_ref()
    }
}

macro_rules! registry {
    ($(
        $(#[deprecated($($deprecated:tt)*)])?
        $type:literal $(| $alias:literal)* => $payload:ident as $accessor:ident {
            $(tenant: $tenant:ident,)? $(entity: $entity:ident,)? $(actor: $actor:ident,)?
            $(about: $about:ident,)?
            since: $since:literal, $stability:ident, $sent:literal,
        }
    )+) => {
        /// An event: its type and its payload.
        ///
        /// ```
        /// use purposepath_realtime::prelude::*;
        ///
        /// let paused = GoalPaused::new(TenantId::new("tenant-123")?, GoalId::new("goal-222")?);
        /// let event = Event::from(paused);
        /// assert_eq!(event.event_type(), EventType::GoalPaused);
        /// assert_eq!((event.entity_id(), event.actor_id()), (Some("goal-222"), None));
        /// assert!(event.as_goal_paused().is_some_and(|paused| paused.goal_id == "goal-222"));
        /// let other = GoalCreated::try_from(event).expect_err("it is a pause");
        /// assert_eq!(other.to_string(), "expected the event goal.created, found goal.paused");
        /// # Ok::<_, ValueError>(())
        /// ```
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Event {
            $(
                #[doc = concat!("`", $type, "`: ", $sent)]
                #[doc = registry!(@stability $stability)]
                #[doc = deprecation_paragraph!($($($deprecated)*)?)]
                $payload($payload),
            )+
        }

        /// The type of an event.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum EventType {
            $(
                #[doc = concat!("`", $type, "`")]
                #[doc = registry!(@stability $stability)]
                #[doc = deprecation_paragraph!($($($deprecated)*)?)]
                $payload,
            )+
        }

        /// The registry: every [event] that the server sends, in the order of the reference.
        ///
        /// [event]: https://github.com/purposepath/realtime/blob/main/docs/reference/protocol.md#events
        pub static EVENTS: &[EventRow] = &[$(EventRow {
            event_type: EventType::$payload,
            wire_type: $type,
            aliases: &[$($alias),*],
            name: stringify!($payload),
            doc: <$payload as crate::payload::Object>::DOC,
            sent: $sent,
            fields: <$payload as crate::payload::Object>::FIELDS,
            tenant: registry!(@key $payload $($tenant)?),
            entity: registry!(@key $payload $($entity)?),
            actor: registry!(@key $payload $($actor)?),
            is_about_connection: registry!(@about $($about)?),
            since: $since,
            stability: Stability::$stability,
            deprecation: deprecation!($($($deprecated)*)?),
        }),+];

        $(const _: () = crate::lifecycle::assert_since(concat!("`", $type, "`"), $since);)+
        $(const _: () = crate::payload::name::assert_accessor(
            stringify!($payload), stringify!($accessor),
        );)+

        const _: () = {
            const TYPES: &[&str] = &[$($type),+];
            $(crate::lifecycle::assert_deprecation(
                &deprecation!($($($deprecated)*)?), "", $type, TYPES,
            );)+
        };

        impl EventType {
            /// Every type, in the order of the reference.
            pub const ALL: &'static [EventType] = &[$(EventType::$payload),+];

            /// The type on the wire.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(EventType::$payload => $type,)+
                }
            }

            /// The event with this type, under its canonical or an old spelling.
            pub fn parse(text: &str) -> Option<Self> {
                match text {
                    $($type $(| $alias)* => Some(EventType::$payload),)+
                    _ => None,
                }
            }

            /// Reads the payload of this event, whose object the reader has just entered.
            pub(crate) fn read_payload(
                self,
                reader: &mut crate::json::Reader<'_>,
            ) -> crate::json::Read<Event> {
                use crate::payload::sealed::Object;
                match self {
                    $(EventType::$payload => $payload::read_fields(reader).map(Event::$payload),)+
                }
            }
        }

        impl Event {
            /// Its type.
            pub const fn event_type(&self) -> EventType {
                match self {
                    $(Event::$payload(_) => EventType::$payload,)+
                }
            }

            /// The tenant that the payload names, by the row's tenant key.
            pub fn tenant_id(&self) -> Option<&crate::value::TenantId> {
                match self {
                    $(Event::$payload(_payload) => {
                        None$(.or_else(|| registry::RowKey::get(&_payload.$tenant)))?
                    })+
                }
            }

            /// The id of what the event is about, by the row's entity key.
            pub fn entity_id(&self) -> Option<&str> {
                match self {
                    $(Event::$payload(_payload) => {
                        None$(.or_else(|| registry::RowKey::get(&_payload.$entity)))?
                    })+
                }
            }

            /// The id of the user who caused it, by the row's actor key.
            pub fn actor_id(&self) -> Option<&str> {
                match self {
                    $(Event::$payload(_payload) => {
                        None$(.or_else(|| registry::RowKey::get(&_payload.$actor)))?
                    })+
                }
            }

            $(
                #[doc = concat!("The payload of `", $type, "`, if it is this event.")]
                pub fn $accessor(&self) -> Option<&$payload> {
                    match self {
                        Event::$payload(payload) => Some(payload),
                        _ => None,
                    }
                }
            )+

            pub(crate) fn write_payload(&self, out: &mut crate::json::Writer<'_>) {
                use crate::payload::sealed::Object;
                match self {
                    $(Event::$payload(payload) => payload.write_fields(out),)+
                }
            }
        }

        $(
            impl From<$payload> for Event {
                fn from(payload: $payload) -> Self {
                    Event::$payload(payload)
                }
            }

            impl TryFrom<Event> for $payload {
                type Error = OtherEvent;

                fn try_from(event: Event) -> Result<Self, OtherEvent> {
                    match event {
                        Event::$payload(payload) => Ok(payload),
                        other => Err(OtherEvent::new(EventType::$payload, other)),
                    }
                }
            }

            impl crate::payload::HasRow for $payload {}

            #[doc = concat!("The payload of `", $type, "`.")]
            #[doc = registry!(@stability $stability)]
            #[doc = deprecation_paragraph!($($($deprecated)*)?)]
            impl Payload for $payload {
                const TYPE: EventType = EventType::$payload;
            }
        )+

        /// Visits every row of the registry, with its payload as a type.
        pub fn visit_events(visitor: &mut impl EventVisitor) {
            $(visitor.visit::<$payload>(EventType::$payload.row());)+
        }
    };
    (@stability Stable) => { "" };
    (@stability Provisional) => { "\n\n**Provisional**: its definition may still change." };
    (@about) => { false };
    (@about connection) => { true };
    (@key $payload:ident) => { None };
    (@key $payload:ident $key:ident) => {
        Some(registry::field(<$payload as crate::payload::Object>::FIELDS, stringify!($key)))
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::envelope::Header;
    use crate::payload::Object;

    #[test]
    fn a_key_is_found_by_the_whole_name_of_its_field() {
        for expected in Header::FIELDS {
            assert_eq!(field(Header::FIELDS, expected.snake).key, expected.key);
        }
    }

    #[test]
    #[should_panic(expected = "a row names a key that its payload does not have")]
    fn a_key_that_there_is_not_stops_the_compiler() {
        field(Header::FIELDS, "event_i");
    }
}
