//! What was sent, in the words of the decoder: a mock that takes anything says what it took.

use serde_json::{Map, Value};

use super::super::frame::Frame;
use super::super::template::nearest_types;
use super::fill::told;
use crate::Message;

/// How many got a frame, and what it is: its kind; of an unknown event the nearest type, if one is near; of a
/// frame that readers refuse what is wrong with it.
pub(super) fn sent(receivers: usize, frame: &Frame) -> Map<String, Value> {
    let mut answer = match frame.reading() {
        Err(error) => told(error),
        Ok(_) => Map::new(),
    };
    answer.insert("receivers".to_owned(), receivers.into());
    answer.insert("verdict".to_owned(), frame.kind().as_str().into());
    if let Ok(Message::Unknown(_)) = frame.reading() {
        let nearest = frame.wire_type().and_then(|it| nearest_types(&it).into_iter().next());
        if let Some(nearest) = nearest {
            answer.insert("nearest".to_owned(), nearest.into());
        }
    }
    answer
}
