//! A client: the [connection](crate::connection) driven over a real socket, with tokio.
//!
//! What to do next, the machine decides; here are only the clock, the dice, the socket and the
//! timers. A [`Client`] connects, authenticates, keeps alive, and comes back by itself after a loss,
//! until it is closed or dropped.
//!
//! ```no_run
//! use purposepath_realtime::client::{Client, Config, TokenError, Update};
//! use purposepath_realtime::connection::{Endpoint, Stage};
//! use purposepath_realtime::{Message, Token};
//!
//! # async fn run() {
//! let config = Config::new(Endpoint::of(Stage::Dev));
//! // Called for every attempt; `force` if a cached token will not do.
//! let token = async |_force: bool| Token::new("…").map_err(|_| TokenError::Denied);
//! let mut client = Client::connect(config, move |force| token(force));
//! while let Some(update) = client.next().await {
//!     match update {
//!         Update::Status(snapshot) => println!("{}", snapshot.status),
//!         // Events may be missing: fetch, and only then go on. What arrives meanwhile waits.
//!         Update::Resync(_) => {}
//!         Update::Message { message: Message::Event(envelope), is_stale: false } => {
//!             println!("{}", envelope.wire_type());
//!         }
//!         _ => {}
//!     }
//! }
//! # }
//! ```

mod config;
mod driver;
mod socket;
mod timers;
mod token;

use std::fmt;

use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

use crate::codec::DecodeError;
use crate::connection::{DiagnosticCode, Input, ResyncCause, Snapshot};
use crate::envelope::Message;

pub use config::{Config, RootCertStore, rustls};
pub use socket::Fault;
pub use token::{TokenError, TokenProvider};

/// How many updates wait for a slow reader. Beyond that the socket is not read, and the server
/// notices; timers and keep-alive go on.
const WAITING_UPDATES: usize = 256;

/// Something that a client has to tell.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant, reason = "a message is the usual case; a box would cost it")]
#[non_exhaustive]
pub enum Update {
    /// What a screen shows has changed. Its times are Unix milliseconds.
    Status(Snapshot),
    /// Connected: events may be missing, so fetch what the screen shows.
    Resync(ResyncCause),
    /// A message, unless it is a repeat or belongs to another tenant.
    Message {
        /// The message.
        message: Message,
        /// Whether a newer event of the same type and entity was seen before.
        is_stale: bool,
    },
    /// A frame that is none of the protocol; the connection stays.
    Invalid(DecodeError),
    /// A binary frame, of which the protocol has none; the connection stays.
    Binary {
        /// Its length.
        bytes: usize,
    },
    /// What the server said without ending the connection.
    Diagnostic(DiagnosticCode),
    /// The socket is closed, or never opened. What follows from it, the next status says.
    Closed {
        /// The close code; 1006 without a close frame.
        code: u16,
        /// What went wrong, if more than the code is known.
        fault: Option<Fault>,
    },
}

/// A connection that is kept up until it is closed or dropped.
pub struct Client {
    inputs: mpsc::UnboundedSender<Input>,
    updates: mpsc::Receiver<Update>,
    snapshot: watch::Receiver<Snapshot>,
    driver: JoinHandle<()>,
}

impl Client {
    /// Starts to connect, and returns at once: the first update says `connecting`.
    ///
    /// # Panics
    /// Outside a tokio runtime with its time and IO enabled.
    pub fn connect(config: Config, token_provider: impl TokenProvider) -> Self {
        let (inputs, from_client) = mpsc::unbounded_channel();
        let (to_client, updates) = mpsc::channel(1);
        let (show, snapshot) = watch::channel(Snapshot::DISCONNECTED);
        let driver = driver::Driver::new(config, token_provider, show);
        let driver = tokio::spawn(driver.run(from_client, to_client));
        Client { inputs, updates, snapshot, driver }
    }

    /// The next update, in order; waits for it. Giving up the wait loses nothing.
    ///
    /// `None` only after the runtime has ended the client.
    pub async fn next(&mut self) -> Option<Update> {
        self.updates.recv().await
    }

    /// What a screen shows, now; it may be ahead of the updates that were read.
    pub fn snapshot(&self) -> Snapshot {
        *self.snapshot.borrow()
    }

    /// Tries at once, by hand: also after it was given up.
    pub fn retry_now(&self) {
        self.tell(Input::RetryNow);
    }

    /// Somebody signed in, or the token is a new one.
    pub fn token_changed(&self) {
        self.tell(Input::TokenChanged);
    }

    /// The network is reported up or down.
    pub fn network(&self, is_up: bool) {
        self.tell(if is_up { Input::Online } else { Input::Offline });
    }

    /// Closes the socket with 1000 and waits a moment for the server to agree. Final.
    pub async fn close(self) {
        self.tell(Input::Stop);
        drop(self.updates);
        // It ends by itself; that it panicked is told on stderr already.
        let _ = self.driver.await;
    }

    fn tell(&self, input: Input) {
        // Nobody hears it after the runtime has ended the client.
        let _ = self.inputs.send(input);
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("snapshot", &self.snapshot()).finish_non_exhaustive()
    }
}
