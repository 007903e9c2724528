//! What waits to be written to one connection: bounded, in order, and each thing not before its time.
//!
//! Whoever sends never waits: what does not fit closes the connection. Only the connection's own
//! session takes things out.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Waker;

use axum::extract::ws::{Message, Utf8Bytes};
use fastrand::Rng;
use futures_util::task::AtomicWaker;

use crate::mock_files::fault::FaultAction;

use super::token::Identity;

/// How long an event is held back that is to come after the next one, if there is no next one.
const HELD_MS: u64 = 5000;

/// What the session has to do.
#[derive(Debug)]
pub(super) enum Order {
    /// Say goodbye and close.
    Close(Goodbye),
    /// Answer `auth`.
    Admit(Identity),
    /// Let this fault strike.
    Live(FaultAction),
}

/// How a connection is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Goodbye {
    pub code: u16,
    /// What the client is told.
    pub reason: &'static str,
    /// What the log is told.
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
    inner: Mutex<Inner>,
    waker: AtomicWaker,
    limit: usize,
}

pub(super) struct Inner {
    /// Chance, drawn in the order of what is sent.
    pub rng: Rng,
    ready: VecDeque<Item>,
    /// By the time from which each may be written, then in order.
    delayed: BTreeMap<(u64, u64), Item>,
    /// An event that comes after the next one, and when it comes if there is none.
    held: Option<(Message, u64)>,
    sequence: u64,
    bytes: usize,
    /// Bytes per second that a slow client reads, and when the next may be written.
    pace: Option<(u64, u64)>,
    /// Whether all that is sent is lost.
    is_frozen: bool,
    /// Whether a goodbye is the last thing in it.
    is_closing: bool,
    is_closed: bool,
    cut: Option<Cut>,
    limit: usize,
}

impl Outbox {
    pub fn new(rng: Rng, limit: usize) -> Self {
        let inner = Inner {
            rng,
            ready: VecDeque::new(),
            delayed: BTreeMap::new(),
            held: None,
            sequence: 0,
            bytes: 0,
            pace: None,
            is_frozen: false,
            is_closing: false,
            is_closed: false,
            cut: None,
            limit,
        };
        Outbox { inner: Mutex::new(inner), waker: AtomicWaker::new(), limit }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts things in, then wakes the session.
    pub fn with<T>(&self, put: impl FnOnce(&mut Inner) -> T) -> T {
        let result = put(&mut self.inner());
        self.waker.wake();
        result
    }

    pub fn send(&self, text: impl Into<Utf8Bytes>) -> bool {
        let message = Message::Text(text.into());
        self.with(|inner| inner.push(message))
    }

    /// At once, even before what waits.
    pub fn cut(&self, cut: Cut) {
        self.with(|inner| inner.cut(cut));
    }

    pub fn wake(&self) {
        self.waker.wake();
    }

    pub fn register(&self, waker: &Waker) {
        self.waker.register(waker);
    }

    pub fn bytes(&self) -> usize {
        self.inner().bytes
    }

    pub fn limit(&self) -> usize {
        self.limit
    }

    pub fn is_cut(&self) -> Option<Cut> {
        self.inner().cut.clone()
    }

    /// Whether a goodbye is the last thing in it.
    pub fn is_closing(&self) -> bool {
        self.inner().is_closing
    }

    /// The next thing that may be written now.
    pub fn pop(&self, now_ms: u64) -> Option<Item> {
        self.inner().pop(now_ms)
    }

    /// When something more may be written.
    pub fn next_at(&self) -> Option<u64> {
        self.inner().next_at()
    }

    /// Nothing more is taken in or out.
    pub fn close(&self) {
        let mut inner = self.inner();
        inner.is_closed = true;
        inner.clear();
    }
}

impl Inner {
    /// Sends behind what waits already; false if it is lost.
    pub fn push(&mut self, message: Message) -> bool {
        self.put(message, None)
    }

    /// Sends, but not before this time.
    pub fn push_at(&mut self, at_ms: u64, message: Message) -> bool {
        self.put(message, Some(at_ms))
    }

    fn put(&mut self, message: Message, at_ms: Option<u64>) -> bool {
        if !self.admit(&message) {
            return false;
        }
        let held = self.held.take();
        self.enqueue(Item::Frame(message), at_ms);
        if let Some((held, _)) = held {
            self.enqueue(Item::Frame(held), at_ms);
        }
        true
    }

    /// Sends after the next event.
    pub fn hold(&mut self, now_ms: u64, message: Message) -> bool {
        if !self.admit(&message) {
            return false;
        }
        if let Some((before, _)) = self.held.replace((message, now_ms + HELD_MS)) {
            self.enqueue(Item::Frame(before), None);
        }
        true
    }

    pub fn order(&mut self, order: Order) {
        if !self.is_closing && !self.is_closed {
            self.is_closing = matches!(order, Order::Close(_));
            self.enqueue(Item::Order(order), None);
        }
    }

    /// Orders for later; a goodbye keeps nobody from speaking before its time.
    pub fn order_at(&mut self, at_ms: u64, order: Order) {
        if !self.is_closing && !self.is_closed {
            self.enqueue(Item::Order(order), Some(at_ms));
        }
    }

    pub fn set_pace(&mut self, bytes_per_s: u64, now_ms: u64) {
        self.pace = Some((bytes_per_s, now_ms));
    }

    pub fn freeze(&mut self) {
        self.is_frozen = true;
        self.clear();
    }

    pub fn cut(&mut self, cut: Cut) {
        self.clear();
        self.cut.get_or_insert(cut);
    }

    /// Counts what is to wait. A frame that finds nobody waiting is taken whatever its size.
    fn admit(&mut self, message: &Message) -> bool {
        if self.is_frozen || self.is_closing || self.is_closed || self.cut.is_some() {
            return false;
        }
        let bytes = size(message);
        if self.bytes > 0 && self.bytes + bytes > self.limit {
            self.cut(Cut::Overflow);
            return false;
        }
        self.bytes += bytes;
        true
    }

    fn enqueue(&mut self, item: Item, at_ms: Option<u64>) {
        match at_ms {
            None => self.ready.push_back(item),
            Some(at_ms) => {
                self.sequence += 1;
                self.delayed.insert((at_ms, self.sequence), item);
            }
        }
    }

    fn pop(&mut self, now_ms: u64) -> Option<Item> {
        while let Some(entry) = self.delayed.first_entry().filter(|it| it.key().0 <= now_ms) {
            let item = entry.remove();
            self.ready.push_back(item);
        }
        if let Some((message, _)) = self.held.take_if(|(_, at)| *at <= now_ms) {
            self.ready.push_back(Item::Frame(message));
        }
        if let (Some((rate, free_at)), Some(Item::Frame(message))) =
            (&mut self.pace, self.ready.front())
        {
            if now_ms < *free_at {
                return None;
            }
            *free_at = now_ms + size(message) as u64 * 1000 / *rate;
        }
        let item = self.ready.pop_front()?;
        if let Item::Frame(message) = &item {
            self.bytes -= size(message);
        }
        Some(item)
    }

    fn next_at(&self) -> Option<u64> {
        let delayed = self.delayed.first_key_value().map(|((at, _), _)| *at);
        let held = self.held.as_ref().map(|(_, at)| *at);
        let paced = self.pace.filter(|_| !self.ready.is_empty()).map(|(_, free_at)| free_at);
        [delayed, held, paced].into_iter().flatten().min()
    }

    fn clear(&mut self) {
        self.ready.clear();
        self.delayed.clear();
        self.held = None;
        self.bytes = 0;
    }
}

fn size(message: &Message) -> usize {
    match message {
        Message::Text(text) => text.len(),
        Message::Binary(bytes) | Message::Ping(bytes) | Message::Pong(bytes) => bytes.len(),
        Message::Close(_) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outbox(limit: usize) -> Outbox {
        Outbox::new(Rng::with_seed(0), limit)
    }

    fn message(text: &str) -> Message {
        Message::text(text)
    }

    fn popped(outbox: &Outbox, now_ms: u64) -> Vec<String> {
        let mut texts = Vec::new();
        while let Some(Item::Frame(Message::Text(text))) = outbox.pop(now_ms) {
            texts.push(text.to_string());
        }
        texts
    }

    #[test]
    fn each_frame_waits_for_its_time() {
        let outbox = outbox(100);
        outbox.with(|it| {
            it.push_at(30, message("c"));
            it.push_at(20, message("b"));
            it.push(message("a"))
        });
        assert_eq!((popped(&outbox, 19), outbox.next_at()), (vec!["a".to_owned()], Some(20)));
        assert_eq!(
            (popped(&outbox, 30), outbox.bytes()),
            (vec!["b".to_owned(), "c".to_owned()], 0)
        );
    }

    #[test]
    fn a_frame_that_is_held_comes_after_the_next_or_after_its_time() {
        let outbox = outbox(100);
        outbox.with(|it| it.hold(0, message("late")));
        assert!(popped(&outbox, 0).is_empty());
        outbox.send("next");
        assert_eq!(popped(&outbox, 0), ["next", "late"]);
        outbox.with(|it| it.hold(0, message("alone")));
        assert_eq!(outbox.next_at(), Some(HELD_MS));
        assert_eq!(popped(&outbox, HELD_MS), ["alone"]);
    }

    #[test]
    fn what_does_not_fit_cuts_the_connection_and_the_first_always_fits() {
        let outbox = outbox(10);
        assert!(outbox.send("far more than ten"));
        assert!(!outbox.send("x"));
        assert_eq!((outbox.is_cut(), outbox.bytes()), (Some(Cut::Overflow), 0));
        assert!(!outbox.send("y"));
    }

    #[test]
    fn a_slow_client_is_written_to_at_its_pace() {
        let outbox = outbox(100);
        outbox.with(|it| it.set_pace(10, 0));
        for _ in 0..3 {
            outbox.send("12345");
        }
        assert_eq!((popped(&outbox, 0).len(), outbox.next_at()), (1, Some(500)));
        assert_eq!(popped(&outbox, 499).len(), 0);
        assert_eq!((popped(&outbox, 1000).len(), outbox.bytes()), (1, 5));
    }
}
