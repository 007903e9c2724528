//! What a message is to the machine.

use crate::connection::{Generation, Input};
use crate::envelope::Message;
use crate::error_code::ErrorCode;
use crate::event::Event;
use crate::value::Milliseconds;

/// The input that a message is, if it concerns the connection.
pub fn input(message: &Message, generation: Generation) -> Option<Input> {
    let server_error = |code: &ErrorCode, retry_after: Option<Milliseconds>| Input::ServerErr {
        generation,
        code: code.clone(),
        retry_after_ms: retry_after.map(Milliseconds::get),
    };
    let envelope = match message {
        Message::Event(envelope) => envelope,
        Message::Gateway(_) => return Some(Input::GatewayFault { generation }),
        Message::Unknown(_) | Message::Command(_) => return None,
    };
    Some(match envelope.event() {
        Event::AuthSuccess(_) => Input::AuthOk { generation },
        Event::AuthErrorEvent(error) => {
            Input::AuthErr { generation, code: error.code.clone(), retry_after_ms: None }
        }
        Event::ConnectionErrorEvent(error) => server_error(&error.code, error.retry_after_ms),
        Event::BroadcastErrorEvent(error) if error.code == ErrorCode::RateLimitExceeded => {
            server_error(&error.code, error.retry_after_ms)
        }
        Event::ErrorEvent(error) if envelope.area().is_none() => {
            server_error(&error.code, error.retry_after_ms)
        }
        Event::Ping(_) => Input::ServerPing { generation },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode;

    fn of(wire_type: &str, data: &str) -> Option<Input> {
        let frame = format!(
            r#"{{"type":"{wire_type}","timestamp":"2025-11-03T14:30:00Z","data":{{{data}}}}}"#
        );
        input(&decode(&frame).expect(&frame), 7)
    }

    #[test]
    fn errors_count_by_their_type_and_area() {
        let busy = r#""code":"RATE_LIMIT_EXCEEDED","retryAfterMs":5"#;
        let expected = Input::ServerErr {
            generation: 7,
            code: ErrorCode::RateLimitExceeded,
            retry_after_ms: Some(5),
        };
        for wire_type in ["connection.error", "error", "broadcast.error"] {
            assert_eq!(of(wire_type, busy), Some(expected.clone()), "{wire_type}");
        }
        assert_eq!(of("billing.error", busy), None);
        assert_eq!(of("broadcast.error", r#""code":"INTERNAL_ERROR""#), None);
        let refused =
            Input::AuthErr { generation: 7, code: ErrorCode::Unauthorized, retry_after_ms: None };
        assert_eq!(of("auth.error", r#""error":"x","code":"UNAUTHORIZED""#), Some(refused));
    }

    #[test]
    fn the_rest_is_no_business_of_the_connection() {
        assert_eq!(of("ping", ""), Some(Input::ServerPing { generation: 7 }));
        assert_eq!(of("some.new", ""), None);
        let fault = decode(r#"{"message":"a","connectionId":"b","requestId":"c"}"#).unwrap();
        assert_eq!(input(&fault, 7), Some(Input::GatewayFault { generation: 7 }));
        assert_eq!(input(&decode(r#"{"action":"ping"}"#).unwrap(), 7), None);
    }
}
