//! The ids of the events that came, and what stood in the frame of each.

use std::collections::HashMap;

use serde_json::Value;

#[derive(Default)]
pub struct Memory(HashMap<String, Value>);

impl Memory {
    /// Notes an event; false if its id was that of another one. The same event again is no other.
    pub fn note(&mut self, event_id: &str, text: &str) -> bool {
        let Ok(frame) = serde_json::from_str::<Value>(text) else { return true };
        match self.0.get(event_id) {
            Some(before) => *before == frame,
            None => {
                self.0.insert(event_id.to_owned(), frame);
                true
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeat_is_no_other_event() {
        let mut memory = Memory::default();
        assert!(memory.note("a", r#"{"x":1,"y":2}"#));
        assert!(memory.note("a", r#"{"y":2,"x":1}"#), "the order of keys says nothing");
        assert!(!memory.note("a", r#"{"x":2}"#));
        assert!(memory.note("b", r#"{"x":2}"#));
    }
}
