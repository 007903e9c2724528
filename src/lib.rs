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
pub use command::*;
pub use enumeration::{Enumeration, EnumerationValue, NotListed, Unlisted};
pub use envelope::{Envelope, FrameKind, GatewayFault, Header, Message, UnknownEvent};
pub use error_code::{ErrorClass, ErrorCode, ErrorRow, Recovery};
pub use event::*;
pub use fact::{Fact, Unit};
pub use json::{
    Alias, AliasKind, FaultCode, Field, IdType, KeyAlias, Kind, MAX_DEPTH, MAX_FRAME_BYTES,
    Presence, Report, UnknownValue, ValueError,
};
pub use lifecycle::Deprecation;
pub use payload::Object;
pub use reserved::{RESERVED, Reserved, ReservedPlace};
pub use value::*;

/// Compiles the Rust code of the publishing guide.
#[cfg(doctest)]
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
