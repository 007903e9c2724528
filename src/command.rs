//! What a client may say ([commands]), one row a command.
//!
//! [commands]: https://github.com/purposepath/realtime/blob/main/docs/reference/protocol.md#commands

use std::fmt;

use crate::json::{Field, Read, Reader, Writer};
use crate::lifecycle::{Deprecation, assert_deprecation};
use crate::payload::{Object, sealed};
use crate::value::{Timestamp, Token};

payload! {
    /// Authenticates the connection. It is the first frame that a client sends.
    pub struct AuthCommand {
        /// The user's access token, a JWT.
        pub token: Token,
    }

    /// Keeps the connection open; the gateway does not answer it.
    pub struct PingCommand {}

    /// The answer to a `ping` event of an older server.
    pub struct PongCommand {
        /// When the `pong` was sent.
        #[setter(with_timestamp)]
        pub timestamp: Option<Timestamp>,
    }
}

/// A command, as its row describes it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CommandRow {
    /// The key that says which command it is: `action` or `type`.
    pub discriminator: &'static str,
    /// The value of that key.
    pub wire_type: &'static str,
    /// The name in Rust, TypeScript and the schemas.
    pub name: &'static str,
    /// What it means, in Markdown.
    pub doc: &'static str,
    /// Its other keys.
    pub fields: &'static [Field],
    /// That it will go, if it will.
    pub deprecation: Option<Deprecation>,
}

/// A visitor of the commands that gets each as a type.
pub trait CommandVisitor {
    /// Called once per row, in order.
    fn visit<C: Object>(&mut self, row: &'static CommandRow);
}

macro_rules! commands {
    ($(
        $(#[deprecated($($deprecated:tt)*)])?
        $discriminator:literal: $type:literal => $variant:ident($command:ident),
    )+) => {
        /// A command: a message from a client to the server.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Command {
            $(
                #[doc = concat!("`{\"", $discriminator, "\":\"", $type, "\"}`")]
                #[doc = deprecation_paragraph!($($($deprecated)*)?)]
                $variant($command),
            )+
        }

        /// What is said with each.
        pub(crate) mod payloads {
            pub use super::{$($command),+};
        }

        /// Every command, one row each.
        pub static COMMANDS: &[CommandRow] = &[$(CommandRow {
            discriminator: $discriminator,
            wire_type: $type,
            name: stringify!($command),
            doc: $command::DOC,
            fields: $command::FIELDS,
            deprecation: deprecation!($($($deprecated)*)?),
        }),+];

        const _: () = {
            const TYPES: &[&str] = &[$($type),+];
            $(assert_deprecation(&deprecation!($($($deprecated)*)?), "", $type, TYPES);)+
        };

        impl Command {
            /// Its row.
            pub fn row(&self) -> &'static CommandRow {
                #[allow(clippy::items_after_statements)]
                enum Row { $($variant),+ }
                &COMMANDS[match self {
                    $(Command::$variant(_) => Row::$variant as usize,)+
                }]
            }

            /// Reads the command with this discriminator from the frame that the reader has just
            /// entered; `None` if there is no such command.
            pub(crate) fn read(
                discriminator: &str,
                wire_type: &str,
                reader: &mut Reader<'_>,
            ) -> Read<Option<Self>> {
                use sealed::Object;
                match (discriminator, wire_type) {
                    $(($discriminator, $type) => {
                        $command::read_fields(reader).map(|it| Some(Command::$variant(it)))
                    })+
                    _ => Ok(None),
                }
            }

            pub(crate) fn write_fields(&self, out: &mut Writer<'_>) {
                use sealed::Object;
                match self {
                    $(Command::$variant(command) => command.write_fields(out),)+
                }
            }
        }

        $(
            impl From<$command> for Command {
                fn from(command: $command) -> Self {
                    Command::$variant(command)
                }
            }

            impl crate::payload::HasRow for $command {}
        )+

        /// Visits every command as a type.
        pub fn visit_commands(visitor: &mut impl CommandVisitor) {
            let mut rows = COMMANDS.iter();
            $(visitor.visit::<$command>(rows.next().expect("one row a command"));)+
        }
    };
}

/// For a log: which command it is, and no token.
impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "command {}", self.row().wire_type)
    }
}

commands! {
    "action": "auth" => Auth(AuthCommand),
    "action": "ping" => Ping(PingCommand),
    "type": "pong" => Pong(PongCommand),
}
