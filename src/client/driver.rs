//! The task that drives the machine: feeds it every input, carries out every effect, adds nothing.

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
use crate::codec::{Encode, decode, peek};
use crate::command::{AuthCommand, Command, PingCommand, PongCommand};
use crate::connection::{
    Arrival, Authentication, Dedupe, Effect, Generation, Input, Machine, ProbeKind, Snapshot,
};
use crate::envelope::Message;
use crate::value::{Timestamp, Token};

/// How often the clocks are compared, to notice that the machine was asleep.
const LOOK_FOR_SLEEP: Duration = Duration::from_secs(10);

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
    dedupe: Dedupe,
    /// The request for a token, with its generation; at most one.
    request: JoinSet<(Generation, Result<Token, TokenError>)>,
    /// The generation of the last request, for one that panics.
    requested: Generation,
    /// From the answer of the provider until it is sent.
    token: Option<Token>,
    socket: Option<Socket>,
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
            dedupe: Dedupe::new(),
            request: JoinSet::new(),
            requested: 0,
            token: None,
            socket: None,
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
        let mut look = Instant::now() + LOOK_FOR_SLEEP;
        loop {
            let due = self.timers.next().unwrap_or(look).min(look);
            tokio::select! {
                biased;
                input = inputs.recv() => match input {
                    None | Some(Input::Stop) => break,
                    Some(input) => self.feed(&input),
                },
                () = sleep_until(due) => {
                    if look <= Instant::now() {
                        look = Instant::now() + LOOK_FOR_SLEEP;
                        let asleep_ms = self.clock.asleep_ms();
                        self.feed(&Input::Resume { asleep_ms });
                    }
                    while let Some((id, generation)) = self.timers.take_due() {
                        self.feed(&Input::Timer { id, generation });
                    }
                },
                Some(answer) = self.request.join_next() => self.on_token(answer),
                room = updates.reserve(), if !self.waiting.is_empty() => {
                    let (Ok(room), Some(update)) = (room, self.waiting.pop_front()) else { break };
                    room.send(update);
                },
                event = next_event(&mut self.socket), if self.waiting.len() < WAITING_UPDATES => {
                    self.on_socket(event);
                },
                Some(_) = self.tasks.join_next() => {},
            }
        }
        self.feed(&Input::Stop);
        self.request.abort_all();
        while self.tasks.join_next().await.is_some() {}
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
                    let tls = Arc::clone(&self.config.tls);
                    let (socket, task) = Socket::open(generation, url, tls);
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
            Effect::SendProbe => {}
            Effect::SendPong => {
                let mut pong = PongCommand::new();
                pong.timestamp = Some(Timestamp::now());
                self.send(pong.into());
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

    fn on_socket(&mut self, (generation, event): (Generation, Option<SocketEvent>)) {
        match event {
            Some(SocketEvent::Open) => self.feed(&Input::SocketOpen { generation }),
            Some(SocketEvent::Text(text)) => self.read(text.as_str(), generation),
            Some(SocketEvent::Binary(bytes)) => self.waiting.push_back(Update::Binary { bytes }),
            Some(SocketEvent::Closed(code, error)) => {
                self.socket = None;
                self.waiting.push_back(Update::Closed { code, error });
                self.feed(&Input::SocketClose { generation, code, retry_after_ms: None });
            }
            Some(SocketEvent::Refused) => {
                self.socket = None;
                self.feed(&Input::OpenThrew { generation });
            }
            None => {
                self.socket = None;
                self.feed(&Input::SocketClose { generation, code: 1006, retry_after_ms: None });
            }
        }
    }

    /// Whether a message is for the tenant that the client is for, or names none.
    fn is_ours(&self, message: &Message) -> bool {
        let Some(ours) = &self.config.tenant else {
            return true;
        };
        match message {
            Message::Event(envelope) => envelope.tenant_id().is_none_or(|theirs| theirs == ours),
            Message::Unknown(unknown) => {
                let theirs = peek(unknown.as_str()).ok().and_then(|peek| peek.tenant_id);
                theirs.is_none_or(|theirs| theirs == ours.as_ref())
            }
            Message::Gateway(_) | Message::Command(_) => true,
        }
    }

    /// Reads a frame: passes it to the application first, then feeds the input that it is.
    fn read(&mut self, text: &str, generation: Generation) {
        let message = match decode(text) {
            Ok(message) => message,
            Err(error) => return self.waiting.push_back(Update::Invalid(error)),
        };
        let input = Input::of(&message, generation);
        if self.is_ours(&message) {
            let arrival = self.dedupe.note(&message, self.clock.now_ms());
            if arrival != Arrival::Repeat {
                let is_stale = arrival == Arrival::Stale;
                self.waiting.push_back(Update::Message { message, is_stale });
            }
        }
        if let Some(input) = input {
            self.feed(&input);
        }
    }
}

/// The next event of the socket, with its generation; waits for ever if there is no socket.
async fn next_event(socket: &mut Option<Socket>) -> (Generation, Option<SocketEvent>) {
    match socket {
        Some(socket) => (socket.generation, socket.next_event().await),
        None => std::future::pending().await,
    }
}
