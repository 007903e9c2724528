#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[macro_use]
mod lifecycle;
#[macro_use]
mod enumeration;
#[macro_use]
mod fact;
#[macro_use]
mod payload;

#[cfg(feature = "gateway")]
pub mod backend;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "client")]
pub mod client;
mod codec;
#[cfg(feature = "codegen")]
pub mod codegen;
mod command;
#[cfg(feature = "cli")]
mod conform;
#[cfg(feature = "codegen")]
pub mod conformance;
pub mod connection;
#[cfg(feature = "codegen")]
pub mod definition;
#[cfg(feature = "codegen")]
mod describe;
mod envelope;
mod error_code;
mod event;
#[cfg(feature = "codegen")]
pub mod evolution;
#[cfg(feature = "gateway")]
pub mod fanout;
#[cfg(any(feature = "codegen", feature = "mock"))]
pub mod fixtures;
pub mod gateway;
mod json;
#[cfg(feature = "mock")]
pub mod mock;
#[cfg(any(feature = "codegen", feature = "mock"))]
pub mod mock_files;
#[cfg(any(feature = "codegen", feature = "mock"))]
mod nearest;
#[cfg(feature = "mock")]
mod os_error;
#[cfg(feature = "mock")]
mod pattern;
mod reserved;
#[cfg(feature = "mock")]
pub mod sample;
mod value;
#[cfg(feature = "codegen")]
pub mod vectors;

pub use codec::{
    DecodeError, Encode, EncodeError, Peek, SharedFrame, decode, decode_bytes, decode_reporting,
    peek,
};
pub use command::Command;
pub use command::payloads::*;
pub use enumeration::{NotListed, Unlisted};
pub use envelope::{Envelope, FrameKind, GatewayFault, GatewayFaultParts, Message, UnknownEvent};
pub use error_code::{ErrorClass, ErrorCode, Recovery};
pub use event::payloads::*;
pub use event::{Event, EventType, OtherEvent, Payload};
pub use json::{
    Alias, AliasKind, FaultCode, MAX_DEPTH, MAX_FRAME_BYTES, Report, UnknownValue, ValueError,
};
pub use value::*;

/// The protocol as tables: every event, command, key, value and error code as a row, for whoever renders
/// or checks something of the whole. A service that sends and receives needs none of it.
///
/// ```
/// use purposepath_realtime::registry::EVENTS;
///
/// for row in EVENTS.iter().filter(|row| row.entity.is_some()) {
///     println!("{}, since {}: {}", row.wire_type, row.since, row.sent);
/// }
/// ```
pub mod registry {
    pub use crate::command::{COMMANDS, CommandRow, CommandVisitor, visit_commands};
    pub use crate::enumeration::{Enumeration, EnumerationValue};
    pub use crate::envelope::Header;
    pub use crate::error_code::ErrorRow;
    pub use crate::event::{EVENTS, EventRow, EventVisitor, Stability, visit_events};
    pub use crate::fact::{Fact, Unit};
    pub use crate::json::{Field, IdType, KeyAlias, Kind, Presence};
    pub use crate::lifecycle::Deprecation;
    pub use crate::payload::Object;
    pub use crate::reserved::{RESERVED, Reserved, ReservedPlace};
}

/// What a service uses that sends or receives: `use purposepath_realtime::prelude::*`.
///
/// Every payload, every value, and the way to a frame and back; neither the tables of the
/// [`registry`] nor the connection.
pub mod prelude {
    pub use crate::codec::{DecodeError, Encode, EncodeError, SharedFrame, decode, decode_bytes};
    pub use crate::command::Command;
    pub use crate::command::payloads::*;
    pub use crate::envelope::{Envelope, GatewayFault, Message, UnknownEvent};
    pub use crate::error_code::{ErrorClass, ErrorCode, Recovery};
    pub use crate::event::payloads::*;
    pub use crate::event::{Event, EventType, OtherEvent, Payload};
    pub use crate::value::*;
}

/// Compiles and runs the Rust code of the publishing guide.
#[cfg(all(doctest, feature = "gateway"))]
#[doc = include_str!("../docs/publishing.md")]
struct PublishingGuide;

/// Compiles and runs the Rust code of the page about the crate.
#[cfg(doctest)]
#[doc = include_str!("../docs/rust.md")]
struct RustPage;

/// Compiles and runs the Rust code of the page about the connection.
#[cfg(doctest)]
#[doc = include_str!("../docs/connection.md")]
struct ConnectionPage;

/// The version of the protocol on the wire; its major part names the schemas.
pub const PROTOCOL_VERSION: &str = "1.0";
