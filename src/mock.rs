//! The mock server: this protocol on a port, with the behaviour of API Gateway, and faults on demand.
//!
//! Two ports. On the data port is a WebSocket that speaks the protocol, made from the crate's types;
//! whatever goes wrong there by a [rule](crate::mock_files::fault), the control port stays reachable.
//! Time is the mock's own: it can run faster, stand still and be put forward. No token is verified,
//! shown or logged.
//!
//! A whole test of a service, by the crate's own client or any other:
//!
#![cfg_attr(feature = "client", doc = "```")]
#![cfg_attr(not(feature = "client"), doc = "```ignore")]
//! use purposepath_realtime::client::{Client, Config, TokenError, Update};
//! use purposepath_realtime::connection::Endpoint;
//! use purposepath_realtime::mock::{self, Close, Mock, Selector};
//! use purposepath_realtime::prelude::*;
//!
//! /// The service: says which goal is paused next, whatever else arrives or breaks.
//! async fn next_paused(client: &mut Client) -> Option<GoalId> {
//!     while let Some(update) = client.next().await {
//!         let Update::Message { message: Message::Event(envelope), .. } = update else { continue };
//!         let Ok(paused) = GoalPaused::try_from(envelope.into_event()) else { continue };
//!         return Some(paused.goal_id);
//!     }
//!     None
//! }
//!
//! # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
//! # runtime.block_on(async {
//! let mock = Mock::start(mock::Config::default()).await?;
//! let token = |_| async { Token::new("tenant-123/user-456").map_err(|_| TokenError::Denied) };
//! let mut client = Client::connect(Config::new(Endpoint::at(&mock.url())?), token);
//! for goal in ["goal-1", "goal-2"] {
//!     // The events of a tenant go to its connections, so one has to be there.
//!     while !matches!(client.next().await, Some(Update::Resync(_))) {}
//!     let paused = GoalPaused::new(TenantId::new("tenant-123")?, GoalId::new(goal)?);
//!     assert_eq!(mock.broadcast(&Envelope::now(paused))?, 1);
//!     assert!(next_paused(&mut client).await.is_some_and(|paused| paused == goal));
//!     // The network fails, and the client comes back.
//!     mock.kick(&Selector::All, Close::Reset)?;
//! }
//! mock.shutdown().await;
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! # })?;
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! ```
//!
//! By default it runs on free ports and in real time, without traffic, and answers no `ping`: see
//! [`Config`].

use std::ops::Deref;
use std::time::Duration;

use tokio::task::JoinHandle;

mod admission;
mod backend;
mod bind;
mod capture;
mod clock;
mod config;
mod connection;
mod connection_id;
mod control;
mod counters;
mod data_listener;
mod data_port;
#[cfg(test)]
mod declared;
mod delivery;
mod doubt;
mod faults;
mod file_error;
mod frame;
mod frames;
mod handle;
mod host_name;
mod hub;
mod integration;
mod kick;
mod lambda;
mod listeners;
mod log;
mod mutate;
mod origin;
mod outbox;
mod profile;
mod proxy_event;
mod replaying;
mod scenario;
mod serve;
mod session;
mod template;
mod token;
mod traffic;
mod traffic_control;
mod wire;

pub use capture::{Recorder, Replay, ReplayError};
pub use config::{AUTH_DEADLINE_MS, Config, StartError};
pub use connection::ConnectionInfo;
pub use counters::Counters;
pub use faults::{ActiveFault, FaultId};
pub use file_error::FileError;
pub use handle::{Handle, NotConnected};
pub use integration::{Integration, IntegrationError};
pub use kick::{Close, KickError, Selector};
#[cfg(feature = "cli")]
pub(crate) use log::CUT;
pub use log::{LogEntry, LogKind};
pub use origin::read_origin;
pub use profile::Profile;
pub use scenario::{
    ClientCommand, ClientError, Outcome, Plan, Played, SCENARIOS, Shipped, StageError, Verdict,
};
pub use token::Identity;
#[cfg(feature = "cli")]
pub(crate) use token::WITHHELD;

use control::ControlListener;
use data_listener::DataListener;
use handle::PATIENCE;

/// A running mock server. Dropping it cuts every connection; [`shutdown`](Mock::shutdown) closes
/// them.
pub struct Mock {
    handle: Handle,
    tasks: Vec<JoinHandle<()>>,
}

impl Mock {
    /// Starts a server in the background of the present tokio runtime.
    ///
    /// # Errors
    /// When a port cannot be had, or the configuration makes no sense.
    ///
    /// # Panics
    /// Outside a tokio runtime.
    #[allow(clippy::unused_async, reason = "to be called inside a runtime")]
    pub async fn start(config: Config) -> Result<Mock, StartError> {
        for (name, value) in [("rate", config.rate), ("time scale", config.time_scale)] {
            if !value.is_finite() || value < 0.0 {
                return Err(StartError::OutOfRange { name });
            }
        }
        let functions = config.integration.as_ref();
        let never = config.faults.iter().find_map(|rule| faults::never_strikes(rule, functions));
        if let Some(why) = never {
            return Err(StartError::NeverStrikes { why });
        }
        let (data, data_at) = bind::listen(config.bind, config.port, config.public, "data")?;
        let behind = if config.port == 0 { 0 } else { config.port.wrapping_add(1) };
        let port = config.control_port.unwrap_or(behind);
        let (control, control_at) =
            bind::listen(config.control_bind, port, config.public, "control")?;
        let handle = Handle::new(config, data_at, control_at);

        let data = DataListener { listeners: data, handle: handle.clone() };
        let control = ControlListener::new(control, handle.clone());
        let tasks = vec![
            tokio::spawn(serve::serve(data, handle.clone())),
            tokio::spawn(serve::serve(control, handle.clone())),
            tokio::spawn(traffic::run(handle.clone())),
        ];
        Ok(Mock { handle, tasks })
    }

    /// The server, to be controlled from anywhere; it ends with this, not with the handle.
    pub fn handle(&self) -> Handle {
        self.handle.clone()
    }

    /// Closes every connection with 1001, and frees the ports.
    pub async fn shutdown(mut self) {
        self.handle.stop();
        let _ = tokio::time::timeout(PATIENCE, self.handle.hub().all_ended()).await;
        self.handle.cut_all();
        let mut tasks = std::mem::take(&mut self.tasks);
        // Traffic never ends by itself.
        if let Some(traffic) = tasks.pop() {
            traffic.abort();
        }
        for mut task in tasks {
            if tokio::time::timeout(Duration::from_millis(500), &mut task).await.is_err() {
                task.abort();
            }
        }
    }
}

impl Deref for Mock {
    type Target = Handle;

    fn deref(&self) -> &Handle {
        &self.handle
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        self.handle.cut_all();
        for task in &self.tasks {
            task.abort();
        }
    }
}
