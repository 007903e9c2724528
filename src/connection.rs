//! The connection of a client: its endpoint, its state machine and its timing, as data and pure
//! functions.
//!
//! [`Machine`] decides, by [`TABLE`]; a shell feeds it inputs, of which [`Input::of`] makes those that
//! arrive in frames, and carries out its effects. Nothing here opens a socket, reads a clock, draws a
//! random number or waits.

mod action;
mod backoff;
pub(crate) mod close;
mod dedupe;
mod delivery;
mod effect;
mod endpoint;
mod guard;
mod input;
mod machine;
mod message;
mod probe;
mod snapshot;
mod state;
mod status;
mod table;
mod timer;
pub mod timing;
mod trigger;

pub use action::Action;
pub use backoff::{BACKOFF_WINDOWS_MS, Window};
pub use close::{CLIENT_CLOSE_CODE, CLOSE_CODES, CloseClass, CloseRow, FORBIDDEN_CLOSE_CODES};
pub use dedupe::{Arrival, Dedupe};
pub use delivery::{DELIVERY, DeliveryRule};
pub use effect::{DiagnosticCode, Effect, ResyncCause};
pub use endpoint::{
    Authentication, Build, Endpoint, EndpointError, MOCK_URL, SocketUrl, Stage, UrlFault, Variable,
};
pub use guard::Guard;
pub use input::{Generation, Input};
pub use machine::Machine;
pub use message::{MESSAGES, MessageKind, MessageRow};
pub use probe::{ProbeCause, ProbeKind};
pub use snapshot::{Reason, Snapshot};
pub use state::{Entry, STATES, State, StateRow};
pub use status::ConnectionStatus;
pub use table::{Row, TABLE};
pub use timer::{Length, TIMERS, TimerId, TimerRow};
pub use trigger::{ErrorKind, Trigger};
