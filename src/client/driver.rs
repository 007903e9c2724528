//! The task that drives the machine: feeds it every input, carries out every effect, adds nothing.

mod incoming;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::task::{JoinError, JoinSet};
use tokio::time::{Instant, sleep_until};

use super::config::Config;
use super::socket::{Socket, SocketEvent};
use super::timers::{Clock, Timers};
use super::token::{TokenError, TokenProvider};
use super::{Update, WAITING_UPDATES};
use crate::codec::Encode;
use crate::command::{AuthCommand, Command, PingCommand, PongCommand};
use crate::connection::{
    Authentication, Dedupe, Effect, Generation, Input, Machine, ProbeKind, Snapshot, State,
    TimerId, timing,
};
use crate::envelope::Message;
use crate::value::{Timestamp, Token};

/// How often something is done at least, so that a longer gap is a sleep: of the machine, or of this
/// process alone.
const TICK: Duration = Duration::from_secs(5);

pub struct Driver<P> {
    config: Config,
    provider: Arc<P>,
    snapshot: watch::Sender<Snapshot>,
    /// Updates that the application has not read yet.
    waiting: VecDeque<Update>,
    machine: Machine,
    /// A buffer that is used again.
    effects: Vec<Effect>,
    clock: Clock,
    random: fastrand::Rng,
    timers: Timers,
    /// The next tick; none in a state in which nothing is awaited.
    tick: Option<Instant>,
    dedupe: Dedupe,
    /// The request for a token, with its generation; at most one.
    request: JoinSet<(Generation, Result<Token, TokenError>)>,
    /// The generation of the last request, for one that panics.
    requested: Generation,
    /// From the answer of the provider until it is sent.
    token: Option<Token>,
    socket: Option<Socket>,
    /// The socket on which an event came too early.
    early: Generation,
    /// The tasks of the sockets, including those that are closing.
    tasks: JoinSet<()>,
}

impl<P: TokenProvider> Driver<P> {
    pub fn new(config: Config, provider: P, snapshot: watch::Sender<Snapshot>) -> Self {
        Driver {
            machine: Machine::new(config.authentication, ProbeKind::Control),
            clock: Clock::new(Arc::clone(&config.wall_clock), config.time_scale),
            config,
            provider: Arc::new(provider),
            snapshot,
            waiting: VecDeque::new(),
            effects: Vec::new(),
            random: fastrand::Rng::new(),
            timers: Timers::default(),
            tick: None,
            dedupe: Dedupe::new(),
            request: JoinSet::new(),
            requested: 0,
            token: None,
            socket: None,
            early: 0,
            tasks: JoinSet::new(),
        }
    }

    /// Runs until the client stops it or is gone.
    pub async fn run(
        mut self,
        mut inputs: mpsc::UnboundedReceiver<Input>,
        updates: mpsc::Sender<Update>,
    ) {
        self.feed(&Input::Start { offline: false });
        loop {
            self.set_tick();
            let due = self.timers.next().into_iter().chain(self.tick).min();
            let has_room = self.waiting.len() < WAITING_UPDATES;
            let callback = tokio::select! {
                biased;
                input = inputs.recv() => match input {
                    None | Some(Input::Stop) => break,
                    Some(input) => Callback::Input(input),
                },
                () = until(due) => Callback::Timer,
                Some(answer) = self.request.join_next() => Callback::Token(answer),
                room = updates.reserve(), if !self.waiting.is_empty() => {
                    let (Ok(room), Some(update)) = (room, self.waiting.pop_front()) else { break };
                    room.send(update);
                    continue;
                },
                (generation, event) = next_event(&mut self.socket, has_room) => {
                    Callback::Socket(generation, event)
                },
                Some(_) = self.tasks.join_next() => continue,
            };
            // A sleep is told before what ended it: it may have been buffered meanwhile.
            self.notice_sleep();
            match callback {
                Callback::Input(input) => self.feed(&input),
                Callback::Timer => self.on_time(),
                Callback::Token(answer) => self.on_token(answer),
                Callback::Socket(generation, event) => self.on_socket(generation, event),
            }
        }
        self.feed(&Input::Stop);
        self.request.abort_all();
        while self.tasks.join_next().await.is_some() {}
    }

    /// Ticks in every state but those in which nothing is awaited.
    fn set_tick(&mut self) {
        if matches!(self.machine.state(), State::Idle | State::Failed) {
            self.tick = None;
        } else if self.tick.is_none() {
            // What passed until now is no sleep.
            self.clock.gap_ms();
            self.tick = Some(Instant::now() + TICK);
        }
    }

    fn notice_sleep(&mut self) {
        let asleep_ms = self.clock.gap_ms();
        if self.tick.is_some() && asleep_ms >= timing::PROBE_AFTER_SLEEP_MS {
            self.feed(&Input::Resume { asleep_ms });
        }
    }

    fn on_time(&mut self) {
        let now = Instant::now();
        self.tick = self.tick.map(|at| if at <= now { now + TICK } else { at });
        while let Some((id, generation)) = self.timers.take_due() {
            // A server is not silent because the application does not take what it said.
            if let (TimerId::Probe | TimerId::Silence, Some(socket)) = (id, &self.socket)
                && socket.has_events()
            {
                let generation = socket.generation;
                self.feed(&Input::Frame { generation });
            }
            self.feed(&Input::Timer { id, generation });
        }
    }

    fn feed(&mut self, input: &Input) {
        let mut effects = std::mem::take(&mut self.effects);
        let random = self.random.u32(..);
        self.machine.step(input, self.clock.now_ms(), random, &mut effects);
        // An effect that fails immediately is reported as an input after all effects of the step.
        let mut refused = None;
        for effect in effects.drain(..) {
            self.carry_out(effect, &mut refused);
        }
        self.effects = effects;
        if let Some(generation) = refused {
            self.feed(&Input::OpenThrew { generation });
        }
    }

    fn carry_out(&mut self, effect: Effect, refused: &mut Option<Generation>) {
        match effect {
            Effect::FetchToken { force, generation } => {
                self.request.abort_all();
                self.requested = generation;
                let provider = Arc::clone(&self.provider);
                self.request.spawn(async move { (generation, provider.token(force).await) });
            }
            Effect::OpenSocket { generation } => match self.url() {
                Some(url) => {
                    let Config { tls, wall_clock, .. } = &self.config;
                    let (tls, wall_clock) = (Arc::clone(tls), Arc::clone(wall_clock));
                    let (socket, task) = Socket::open(generation, url, tls, wall_clock);
                    self.tasks.spawn(task);
                    self.socket = Some(socket);
                }
                None => *refused = Some(generation),
            },
            Effect::SendAuth => {
                if let Some(token) = self.token.take() {
                    self.send(AuthCommand::new(token).into());
                }
            }
            Effect::SendPing => self.send(PingCommand::new().into()),
            Effect::SendProbe => {
                if let Some(socket) = &self.socket {
                    socket.ping();
                }
            }
            Effect::SendPong => {
                self.send(PongCommand::new().with_timestamp(Timestamp::now()).into());
            }
            Effect::CloseSocket { code } => {
                if let Some(socket) = self.socket.take() {
                    socket.close(code);
                }
            }
            Effect::SetTimer { id, ms, generation } => {
                self.timers.set(id, self.clock.after(ms), generation);
            }
            Effect::ClearTimer { id } => self.timers.clear(id),
            Effect::Status { snapshot } => {
                self.snapshot.send_replace(snapshot);
                self.waiting.push_back(Update::Status(snapshot));
            }
            Effect::Resync { cause } => self.waiting.push_back(Update::Resync(cause)),
            Effect::Diagnostic { code } => self.waiting.push_back(Update::Diagnostic(code)),
        }
    }

    /// The URL to open a socket with; contains the token in query mode. `None` if it cannot be built.
    fn url(&self) -> Option<String> {
        let Config { endpoint, authentication, tenant, .. } = &self.config;
        if *authentication == Authentication::Frame {
            return Some(endpoint.url().to_owned());
        }
        let (token, tenant) = (self.token.as_ref()?, tenant.as_ref()?);
        let url = endpoint.socket_url(*authentication, token, tenant).ok()?;
        Some(url.expose_secret().to_owned())
    }

    /// A command is small and holds no enumeration, so that only a token may make it too large.
    fn send(&self, command: Command) {
        if let (Some(socket), Ok(frame)) = (&self.socket, Message::Command(command).encode()) {
            socket.send(frame);
        }
    }

    fn on_token(&mut self, answer: Result<(Generation, Result<Token, TokenError>), JoinError>) {
        let input = match answer {
            Ok((generation, Ok(token))) => {
                if generation == self.requested {
                    self.token = Some(token);
                }
                Input::TokenOk { generation }
            }
            Ok((generation, Err(TokenError::Denied))) => Input::TokenDenied { generation },
            Ok((generation, Err(TokenError::Failed))) => Input::TokenFail { generation },
            Err(error) if error.is_panic() => Input::TokenFail { generation: self.requested },
            Err(_) => return,
        };
        self.feed(&input);
    }
}

/// What the driver is woken by.
enum Callback {
    Input(Input),
    Timer,
    Token(Result<(Generation, Result<Token, TokenError>), JoinError>),
    Socket(Generation, Option<SocketEvent>),
}

/// Waits for a moment; for ever if there is none.
async fn until(due: Option<Instant>) {
    match due {
        Some(due) => sleep_until(due).await,
        None => std::future::pending().await,
    }
}

/// The next event of the socket, with its generation; waits for ever if there is no socket.
async fn next_event(
    socket: &mut Option<Socket>,
    has_room: bool,
) -> (Generation, Option<SocketEvent>) {
    match socket {
        Some(socket) => (socket.generation, socket.next_event(has_room).await),
        None => std::future::pending().await,
    }
}
