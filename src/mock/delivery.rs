//! What becomes of one event on its way to one connection, by the faults that strike at it.

use axum::extract::ws::{Message, Utf8Bytes};
use fastrand::Rng;
use serde_json::{Map, Value};

use crate::mock_files::fault::FaultAction;

use super::frame::{Frame, beginning};
use super::mutate::mutate;
use super::outbox::Queue;

pub(super) struct Delivery<'a> {
    content: Content<'a>,
    copies: usize,
    delay_ms: u64,
    is_held: bool,
}

enum Content<'a> {
    Whole(&'a Frame),
    Changed(Map<String, Value>),
    Cut(Utf8Bytes),
}

impl<'a> Delivery<'a> {
    /// Of this frame, once, at once and as it is.
    pub fn new(frame: &'a Frame) -> Self {
        Delivery { content: Content::Whole(frame), copies: 1, delay_ms: 0, is_held: false }
    }

    /// Whether the fault changes anything.
    pub fn apply(&mut self, action: &FaultAction, chance: &mut Rng) -> bool {
        if self.copies == 0 {
            return false;
        }
        match action {
            FaultAction::Drop {} => self.copies = 0,
            FaultAction::Duplicate {} => self.copies += 1,
            FaultAction::Reorder {} => self.is_held = true,
            FaultAction::Delay { ms, jitter_ms } => {
                let jitter = jitter_ms.map_or(0, |it| chance.u64(..=it.get()));
                self.delay_ms += ms.get() + jitter;
            }
            FaultAction::Truncate {} => {
                let text = self.content.text();
                self.content = Content::Cut(beginning(&text, text.len() / 2).into());
            }
            action => {
                let object = match &self.content {
                    Content::Whole(frame) => frame.object(),
                    Content::Changed(object) => Some(object),
                    Content::Cut(_) => None,
                };
                let changed = object.and_then(|object| mutate(action, object, chance));
                let Some(changed) = changed else { return false };
                self.content = Content::Changed(changed);
            }
        }
        true
    }

    /// Puts it into the queue of a connection; answers how many frames are lost.
    pub fn put(self, queue: &mut Queue, now_ms: u64) -> u64 {
        if self.copies == 0 {
            return 1;
        }
        let text = self.content.text();
        let mut lost = 0;
        for _ in 0..self.copies {
            let message = Message::Text(text.clone());
            let is_taken = match (self.is_held, self.delay_ms) {
                (true, _) => queue.hold(now_ms, message),
                (false, 0) => queue.push(message),
                (false, delay_ms) => queue.push_at(now_ms + delay_ms, message),
            };
            lost += u64::from(!is_taken);
        }
        lost
    }
}

impl Content<'_> {
    fn text(&self) -> Utf8Bytes {
        match self {
            Content::Whole(frame) => frame.text().clone(),
            Content::Changed(object) => Value::from(object.clone()).to_string().into(),
            Content::Cut(text) => text.clone(),
        }
    }
}
