//! What waits to be written to one connection: bounded, in order, and each thing not before its time.
//!
//! Whoever sends never waits: what does not fit closes the connection. Only the connection's own
//! session takes things out.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Waker;

use axum::extract::ws::{Message, Utf8Bytes};
use futures_util::task::AtomicWaker;

use crate::mock_files::fault::FaultAction;

use super::token::Identity;

mod queue;

pub(super) use queue::Queue;

/// What the session has to do.
#[derive(Debug)]
pub(super) enum Order {
    /// Close, once what stands before it is written.
    Close(CloseRequest),
    /// Answer `auth`.
    Admit(Identity),
    /// Let this fault strike.
    Live(FaultAction),
}

/// How a connection is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CloseRequest {
    pub code: u16,
    /// For the client, in the close frame.
    pub reason: &'static str,
    /// For the log.
    pub because: String,
}

#[derive(Debug)]
pub(super) enum Item {
    Frame(Message),
    Order(Order),
}

/// Why nothing more is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// The client reads too slowly.
    Overflow,
    /// Somebody asked for it.
    Asked(String),
}

pub(super) struct Outbox {
    queue: Mutex<Queue>,
    waker: AtomicWaker,
    limit: usize,
}

impl Outbox {
    pub fn new(limit: usize) -> Self {
        Outbox { queue: Mutex::new(Queue::new(limit)), waker: AtomicWaker::new(), limit }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts things in, then wakes the session.
    pub fn with<T>(&self, put: impl FnOnce(&mut Queue) -> T) -> T {
        let result = put(&mut self.queue());
        self.waker.wake();
        result
    }

    pub fn send(&self, text: impl Into<Utf8Bytes>) -> bool {
        let message = Message::Text(text.into());
        self.with(|queue| queue.push(message))
    }

    /// At once, even before what waits.
    pub fn cut(&self, cut: Cut) {
        self.with(|queue| queue.cut(cut));
    }

    pub fn wake(&self) {
        self.waker.wake();
    }

    pub fn register(&self, waker: &Waker) {
        self.waker.register(waker);
    }

    pub fn bytes(&self) -> usize {
        self.queue().bytes()
    }

    pub fn limit(&self) -> usize {
        self.limit
    }

    pub fn is_cut(&self) -> Option<Cut> {
        self.queue().is_cut()
    }

    /// Whether it ends with a request to close.
    pub fn is_closing(&self) -> bool {
        self.queue().is_closing()
    }

    /// The next thing that may be written now.
    pub fn pop(&self, now_ms: u64) -> Option<Item> {
        self.queue().pop(now_ms)
    }

    /// When something more may be written.
    pub fn next_at(&self) -> Option<u64> {
        self.queue().next_at()
    }

    /// Nothing more is taken in or out.
    pub fn close(&self) {
        self.queue().close();
    }
}

#[cfg(test)]
mod tests;
