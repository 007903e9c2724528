//! The queue inside an outbox: what may be written now, what waits for its time, and what does not
//! fit.

use std::collections::{BTreeMap, VecDeque};

use axum::extract::ws::Message;

use super::{Cut, Item, Order};

/// How long an event is held back that is to come after the next one, if there is no next one.
pub(super) const HELD_MS: u64 = 5000;

pub(in crate::mock) struct Queue {
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
    /// Whether it ends with a request to close.
    is_closing: bool,
    is_closed: bool,
    cut: Option<Cut>,
    limit: usize,
}

impl Queue {
    pub(super) fn new(limit: usize) -> Self {
        Queue {
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
        }
    }

    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(super) fn is_cut(&self) -> Option<Cut> {
        self.cut.clone()
    }

    pub(super) fn is_closing(&self) -> bool {
        self.is_closing
    }

    /// Nothing more is taken in or out.
    pub(super) fn close(&mut self) {
        self.is_closed = true;
        self.clear();
    }

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

    /// Orders for later; until then frames are taken in, even before a close.
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

    pub(super) fn pop(&mut self, now_ms: u64) -> Option<Item> {
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

    pub(super) fn next_at(&self) -> Option<u64> {
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
