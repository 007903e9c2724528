//! What travels in one frame. Nothing here can be built that the decoder would refuse.

use std::borrow::Cow;
use std::fmt;

use crate::command::Command;
use crate::event::{AREA_SUFFIX, Event, EventType, Ping};
use crate::json::{FaultCode, Printable, ValueError};
use crate::value::{EventId, TenantId, Timestamp};

object! {
    /// The keys that every event has besides `type` and `data`.
    pub struct Header {
        /// When the server sent the event.
        pub timestamp: Timestamp,
        /// Identifies this sending of the event. A repeat has the same id, so a receiver can drop
        /// it.
        #[setter(with_event_id)]
        pub event_id: Option<EventId>,
        /// The tenant that the event belongs to. If `data` names one too, they are equal.
        #[setter(with_tenant_id)]
        pub tenant_id: Option<TenantId>,
    }

    /// An error of API Gateway itself, such as "Forbidden" or "Internal server error".
    #[parts(GatewayFaultParts)]
    pub struct GatewayFault {
        /// A description of the error.
        pub message: String,
        /// The gateway's id of the connection.
        pub connection_id: String,
        /// The gateway's id of the request.
        pub request_id: String,
    }
}

closed_enum! {
    /// What a frame is.
    #[non_exhaustive]
    pub enum FrameKind {
        /// A known event.
        Event = "event",
        /// An event that is not known.
        Unknown = "unknown",
        /// A fault of the gateway.
        Gateway = "gateway",
        /// A command.
        Command = "command",
        /// None of these.
        Invalid = "invalid",
    }
}

impl FrameKind {
    /// What a frame is that decoding gave this for.
    pub fn of<E>(decoded: &Result<Message, E>) -> FrameKind {
        decoded.as_ref().map_or(FrameKind::Invalid, Message::kind)
    }
}

/// One frame, decoded.
///
/// ```
/// use purposepath_realtime::prelude::*;
///
/// /// Whom a frame concerns: what a router asks before it looks at anything else.
/// fn tenant(message: &Message) -> Option<&TenantId> {
///     match message {
///         Message::Event(envelope) => envelope.tenant_id(),
///         // Kept whole: `unknown.data()` is its JSON, `unknown.as_str()` the frame as received.
///         Message::Unknown(_) => None,
///         // What the gateway says, and what clients say, concerns one connection.
///         _ => None,
///     }
/// }
///
/// let frame = r#"{"type":"goal.paused","timestamp":"2025-11-03T14:30:00Z",
///     "data":{"tenantId":"tenant-123","goalId":"goal-222"}}"#;
/// let message = decode(frame)?;
/// assert!(tenant(&message).is_some_and(|tenant| *tenant == "tenant-123"));
/// // For a log, without a text that people wrote.
/// assert_eq!(message.to_string(), "goal.paused goal-222 of tenant-123");
/// # Ok::<_, DecodeError>(())
/// ```
#[allow(
    clippy::large_enum_variant,
    reason = "most messages are events; boxing would slow them down"
)]
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Message {
    /// An event that this version of the protocol knows.
    Event(Envelope),
    /// An event that it does not know, kept whole.
    Unknown(UnknownEvent),
    /// An error of the gateway itself.
    Gateway(GatewayFault),
    /// A command of a client.
    Command(Command),
}

impl Message {
    /// What the frame is; never [`FrameKind::Invalid`].
    pub fn kind(&self) -> FrameKind {
        match self {
            Message::Event(_) => FrameKind::Event,
            Message::Unknown(_) => FrameKind::Unknown,
            Message::Gateway(_) => FrameKind::Gateway,
            Message::Command(_) => FrameKind::Command,
        }
    }

    /// The type, canonical except that of an unknown event; of a command, its action.
    pub fn wire_type(&self) -> Option<Cow<'_, str>> {
        match self {
            Message::Event(envelope) => Some(envelope.wire_type()),
            Message::Unknown(unknown) => unknown.wire_type().map(Cow::Borrowed),
            Message::Gateway(_) => None,
            Message::Command(command) => Some(Cow::Borrowed(command.row().wire_type)),
        }
    }
}

/// For a log: what it is, without a token or a text that people wrote.
impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Message::Event(envelope) => envelope.fmt(f),
            Message::Unknown(unknown) => unknown.fmt(f),
            Message::Gateway(fault) => fault.fmt(f),
            Message::Command(command) => command.fmt(f),
        }
    }
}

/// An event with its timestamp, event id and tenant.
///
/// Build one with [`Envelope::new`] or [`Envelope::now`]. Its parts are private, so that an envelope
/// never contradicts its payload.
///
/// ```
/// use purposepath_realtime::prelude::*;
///
/// let paused = GoalPaused::new(TenantId::new("tenant-123")?, GoalId::new("goal-222")?)
///     .with_reason("Waiting for the budget.".to_owned());
/// // The current time and an id of its own: once a change, also if it is sent again.
/// let envelope = Envelope::now(paused);
/// // Encoded once, shared by all receivers.
/// let frame: SharedFrame = envelope.encode_shared()?;
/// assert_eq!(decode(&frame)?, Message::Event(envelope));
///
/// // With a moment of one's own, for a test or an outbox.
/// let sent: Timestamp = "2025-11-03T14:30:00Z".parse()?;
/// let error = Envelope::new(ErrorEvent::new(ErrorCode::NotFound), sent).with_area("billing")?;
/// assert_eq!(
///     error.encode()?,
///     r#"{"type":"billing.error","timestamp":"2025-11-03T14:30:00.000Z","data":{"code":"NOT_FOUND"}}"#,
/// );
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// Absent only from a `ping`.
    pub(crate) timestamp: Option<Timestamp>,
    pub(crate) event_id: Option<EventId>,
    /// The tenant of the envelope, which equals the payload's if both are there.
    pub(crate) tenant_id: Option<TenantId>,
    /// The area of an `error`, if its type names one.
    pub(crate) area: Option<Box<str>>,
    pub(crate) event: Event,
}

impl Envelope {
    /// Puts an event in an envelope without an event id.
    pub fn new(event: impl Into<Event>, timestamp: Timestamp) -> Self {
        Envelope {
            timestamp: Some(timestamp),
            event_id: None,
            tenant_id: None,
            area: None,
            event: event.into(),
        }
    }

    /// Puts an event in an envelope with the current time and a new event id.
    pub fn now(event: impl Into<Event>) -> Self {
        Envelope::new(event, Timestamp::now()).with_event_id(EventId::now_v7())
    }

    /// A bare `ping`: the one event that needs no timestamp.
    pub fn ping() -> Self {
        let event = Event::Ping(Ping::new());
        Envelope { timestamp: None, event_id: None, tenant_id: None, area: None, event }
    }

    /// Sets the event id.
    #[must_use]
    pub fn with_event_id(mut self, event_id: EventId) -> Self {
        self.event_id = Some(event_id);
        self
    }

    /// Sets the envelope's own tenant id.
    ///
    /// # Errors
    /// When the payload names another tenant.
    pub fn with_tenant_id(mut self, tenant_id: TenantId) -> Result<Self, ValueError> {
        if self.event.tenant_id().is_some_and(|of_payload| *of_payload != tenant_id) {
            return Err(ValueError {
                code: FaultCode::Conflict,
                expected: "the tenant of the payload",
                found: "another tenant".to_owned(),
            });
        }
        self.tenant_id = Some(tenant_id);
        Ok(self)
    }

    /// Names the area of an [`ErrorEvent`](crate::ErrorEvent), which is then sent as `<area>.error`.
    ///
    /// # Errors
    /// When the event is not an `ErrorEvent`, or when the area is empty or has an error event of its own.
    pub fn with_area(mut self, area: &str) -> Result<Self, ValueError> {
        const EXPECTED: &str = "an area of `error` events that has no event of its own";
        let fits = self.event.event_type() == EventType::ErrorEvent
            && !area.is_empty()
            && EventType::parse(&format!("{area}{AREA_SUFFIX}")).is_none();
        if !fits {
            return Err(ValueError::bad_format(EXPECTED, area));
        }
        self.area = Some(area.into());
        Ok(self)
    }

    /// When the server sent it; `None` only for a `ping`.
    pub fn timestamp(&self) -> Option<Timestamp> {
        self.timestamp
    }

    /// Identifies this sending, if the server gave it an id.
    pub fn event_id(&self) -> Option<&EventId> {
        self.event_id.as_ref()
    }

    /// The tenant that the event belongs to: the payload's, else the envelope's.
    pub fn tenant_id(&self) -> Option<&TenantId> {
        self.event.tenant_id().or(self.tenant_id.as_ref())
    }

    /// The area of an `error`: `billing` for the type `billing.error`.
    pub fn area(&self) -> Option<&str> {
        self.area.as_deref()
    }

    /// The event.
    pub fn event(&self) -> &Event {
        &self.event
    }

    /// The event, by value.
    pub fn into_event(self) -> Event {
        self.event
    }

    /// The type as it is written: the event's, or `<area>.error`.
    pub fn wire_type(&self) -> Cow<'static, str> {
        match &self.area {
            Some(area) => Cow::Owned(format!("{area}{AREA_SUFFIX}")),
            None => Cow::Borrowed(self.event.event_type().as_str()),
        }
    }
}

/// For a log: type, entity and tenant, without a text that people wrote.
impl fmt::Display for Envelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Printable(&self.wire_type()))?;
        if let Some(entity) = self.event.entity_id() {
            write!(f, " {}", Printable(entity))?;
        }
        if let Some(tenant) = self.tenant_id() {
            write!(f, " of {}", Printable(tenant.as_str()))?;
        }
        Ok(())
    }
}

/// An event of a type that this version does not know, or a message of another product on the same
/// socket (with `eventType` instead of `type`). It is kept whole and written back byte for byte.
#[derive(Clone, PartialEq, Eq)]
pub struct UnknownEvent {
    pub(crate) text: Box<str>,
    pub(crate) wire_type: Option<Box<str>>,
    pub(crate) timestamp: Option<Timestamp>,
    /// The position of the value of `data` in the text.
    pub(crate) data: Option<(usize, usize)>,
}

impl UnknownEvent {
    /// The type as received; `None` for a message of another product.
    pub fn wire_type(&self) -> Option<&str> {
        self.wire_type.as_deref()
    }

    /// When the server sent it; `None` for a message of another product.
    pub fn timestamp(&self) -> Option<Timestamp> {
        self.timestamp
    }

    /// The JSON text of `data`, `null` included; `None` if there is no such key.
    pub fn data(&self) -> Option<&str> {
        self.data.map(|(start, end)| &self.text[start..end])
    }

    /// The whole frame as received.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// Shows no content: nothing is known of it, so it may hold a secret.
impl fmt::Debug for UnknownEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnknownEvent")
            .field("wire_type", &self.wire_type)
            .field("timestamp", &self.timestamp)
            .field("bytes", &self.text.len())
            .finish_non_exhaustive()
    }
}

/// For a log: its type, as received.
impl fmt::Display for UnknownEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.wire_type {
            Some(wire_type) => write!(f, "unknown event {}", Printable(wire_type)),
            None => f.write_str("message of another product"),
        }
    }
}

/// For a log: what the gateway says, and the ids by which its logs are searched.
impl fmt::Display for GatewayFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let GatewayFault { message, connection_id, request_id } = self;
        let [message, connection, request] =
            [message, connection_id, request_id].map(|it| Printable(it));
        write!(f, "gateway fault: {message} (connection {connection}, request {request})")
    }
}
