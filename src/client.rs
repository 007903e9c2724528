//! A client: the [connection](crate::connection) driven over a real socket, with tokio.
//!
//! The machine decides what to do; this module provides the clock, the random numbers, the socket and
//! the timers. A [`Client`] connects, authenticates, keeps alive, and comes back by itself after a loss,
//! until it is closed or dropped.
//!
//! - **Alive.** After 30 s without a frame, and after a sleep of 10 s or more, the server is probed with a
//!   WebSocket ping; without an answer within 10 s the connection is replaced. A frozen process counts as
//!   asleep. Pings of the server are answered also while no update is taken.
//! - **Memory.** At most 256 updates and 32 frames wait for the application, then the socket is not read
//!   and the server has to wait, which is never taken for its silence. At most 256 KiB wait for a server
//!   that does not read. A message may have 1 MiB.
//! - **Handshake.** An HTTP status counts as a close code: 401 as 4401, 403 as 4403, 429 as 4429, 503 as
//!   1013, any other as 1006. `Retry-After` is obeyed, in seconds or as a date.
//! - **Proxies** are not used: the environment variables that name one are not read.
//!
#![cfg_attr(feature = "mock", doc = "```")]
#![cfg_attr(not(feature = "mock"), doc = "```ignore")]
//! use purposepath_realtime::client::{Client, Config, TokenError, Update};
//! use purposepath_realtime::connection::Endpoint;
//! use purposepath_realtime::prelude::*;
//!
//! # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
//! # runtime.block_on(async {
//! # use purposepath_realtime::mock::{self, Mock};
//! # let server = Mock::start(mock::Config::default()).await?;
//! # let url = server.url();
//! # let paused = GoalPaused::new(TenantId::new("tenant-123")?, GoalId::new("goal-222")?);
//! // In production `Endpoint::of(Stage::Prod)`, in a test where a mock server is.
//! let config = Config::new(Endpoint::at(&url)?).with_tenant(TenantId::new("tenant-123")?);
//! // Called for every attempt; `force` if a cached token will not do.
//! let token = |_force: bool| async { Token::new("tenant-123/user-456").map_err(|_| TokenError::Denied) };
//! let mut client = Client::connect(config, token);
//! while let Some(update) = client.next().await {
//!     match update {
//!         Update::Status(snapshot) => println!("{}", snapshot.status),
//!         // Events may be missing: fetch, and only then go on. What arrives meanwhile waits.
//!         Update::Resync(cause) => {
//!             println!("fetch: {cause}");
//! #           server.broadcast(&Envelope::now(paused.clone()))?;
//!         }
//!         Update::Message { message: Message::Event(envelope), is_stale: false } => {
//!             println!("{envelope}");
//! #           if envelope.event().as_goal_paused().is_some() { break }
//!         }
//!         _ => {}
//!     }
//! }
//! client.close().await;
//! # server.shutdown().await;
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! # })?;
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! ```

mod config;
pub(crate) mod dial;
mod driver;
mod socket;
mod timers;
mod token;
pub(crate) mod wire;

use std::fmt;

use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

use crate::codec::DecodeError;
use crate::connection::{DiagnosticCode, Input, ResyncCause, Snapshot};
use crate::envelope::Message;

pub use config::{Config, RootCertStore, rustls};
pub use socket::SocketError;
pub use token::{TokenError, TokenProvider};

/// How many updates wait for a slow reader. Beyond that the socket is not read, so that the server
/// has to wait; timers and keep-alive go on.
const WAITING_UPDATES: usize = 256;

/// What a client reports to the application, in the order in which it happened.
///
/// A connection that comes up reports the message `auth.success`, then [`Resync`](Update::Resync), then
/// the [`Status`](Update::Status) `connected`: whoever fetches at Resync has what is on the screen before
/// it says so, and every event that follows comes later. One that is lost reports
/// [`Closed`](Update::Closed), then the status `reconnecting`. Of one frame, the message comes before what
/// follows from it.
#[derive(Clone, Debug)]
#[allow(
    clippy::large_enum_variant,
    reason = "most updates are messages; boxing them would cost an allocation each"
)]
#[non_exhaustive]
pub enum Update {
    /// The status of the connection has changed. Its times are Unix milliseconds.
    Status(Snapshot),
    /// Connected: events may be missing, so fetch what the screen shows. Whatever arrives before the
    /// next call of [`Client::next`] waits.
    Resync(ResyncCause),
    /// A message, unless it is a repeat or belongs to another tenant.
    Message {
        /// The message.
        message: Message,
        /// Whether a newer event of the same type and entity was seen before.
        is_stale: bool,
    },
    /// A text frame that breaks a rule of the protocol; the connection stays open.
    Invalid(DecodeError),
    /// A binary frame, which the protocol does not use; the connection stays open.
    Binary {
        /// Its length in bytes.
        bytes: usize,
    },
    /// The server reported an error that does not end the connection.
    Diagnostic(DiagnosticCode),
    /// The socket was closed, or never opened. The next status says what follows.
    Closed {
        /// The close code; 1005 if the close frame had none, 1006 if there was no close frame. A
        /// handshake that is answered with the HTTP status 401, 403 or 429 counts as 4401, 4403 or
        /// 4429, one answered with 503 as 1013.
        code: u16,
        /// Why, if more than the code is known.
        error: Option<SocketError>,
    },
}

/// A connection that is kept open, and opened again after a loss, until it is closed or dropped.
pub struct Client {
    inputs: mpsc::UnboundedSender<Input>,
    updates: mpsc::Receiver<Update>,
    snapshot: watch::Receiver<Snapshot>,
    driver: JoinHandle<()>,
}

impl Client {
    /// Starts to connect and returns immediately; the first update has the status `connecting`.
    ///
    /// # Panics
    /// Outside a tokio runtime that has time and IO enabled.
    pub fn connect(config: Config, token_provider: impl TokenProvider) -> Self {
        let (inputs, from_client) = mpsc::unbounded_channel();
        let (to_client, updates) = mpsc::channel(1);
        let (latest, snapshot) = watch::channel(Snapshot::DISCONNECTED);
        let driver = driver::Driver::new(config, token_provider, latest);
        let driver = tokio::spawn(driver.run(from_client, to_client));
        Client { inputs, updates, snapshot, driver }
    }

    /// Waits for the next update; updates come in order. Cancel-safe: dropping the future loses none.
    ///
    /// `None` only after the runtime has shut down.
    pub async fn next(&mut self) -> Option<Update> {
        self.updates.recv().await
    }

    /// The present status of the connection; it may be newer than the updates read so far. Its times are
    /// Unix milliseconds.
    pub fn snapshot(&self) -> Snapshot {
        *self.snapshot.borrow()
    }

    /// Connects again immediately; also after the client has given up.
    pub fn retry_now(&self) {
        self.feed(Input::RetryNow);
    }

    /// To be called when somebody signs in or the token is replaced: a client that has given up
    /// connects again.
    pub fn token_changed(&self) {
        self.feed(Input::TokenChanged);
    }

    /// To be called when the operating system reports the network up or down.
    pub fn network(&self, is_up: bool) {
        self.feed(if is_up { Input::Online } else { Input::Offline });
    }

    /// Closes the socket with code 1000 and waits at most 1 s for the server's answer.
    pub async fn close(self) {
        self.feed(Input::Stop);
        drop(self.updates);
        // A panic of the driver was printed on stderr already.
        let _ = self.driver.await;
    }

    fn feed(&self, input: Input) {
        // Nobody receives it after the runtime has shut down.
        let _ = self.inputs.send(input);
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("snapshot", &self.snapshot()).finish_non_exhaustive()
    }
}
