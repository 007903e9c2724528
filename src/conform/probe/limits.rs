//! What a server has to take, and what it must not.

use crate::conform::Interrupted;
use crate::conform::connection::Connection;
use crate::conform::judge::{Judge, told};
use crate::conform::waits::Wait;
use crate::gateway::{MAX_MESSAGE_BYTES, MAX_WEBSOCKET_FRAME_BYTES};

use super::answers::opened;

pub async fn limits(judge: &mut Judge<'_>) -> Result<(), Interrupted> {
    let frame = MAX_WEBSOCKET_FRAME_BYTES as usize;
    let message = MAX_MESSAGE_BYTES as usize;
    taken(judge, "largest frame", "limits.frame", frame).await?;
    taken(judge, "largest message", "limits.message", message).await?;
    too_large(judge, message + 1).await
}

/// A `ping` with a key that is ignored, so many bytes long.
fn long(bytes: usize) -> String {
    const START: &str = r#"{"action":"ping","padding":""#;
    const END: &str = r#""}"#;
    format!("{START}{}{END}", "x".repeat(bytes - START.len() - END.len()))
}

async fn taken(
    judge: &mut Judge<'_>,
    label: &'static str,
    id: &'static str,
    bytes: usize,
) -> Result<(), Interrupted> {
    let Some(mut connection) = opened(judge, label, id).await? else { return Ok(()) };
    connection.send_in_frames(&long(bytes));
    let within = judge.wait(Wait::Stays);
    match connection.until_closed(judge, within).await? {
        None => judge.sheet.pass(id),
        Some(closed) => {
            let wrong = format!("after {bytes} bytes came {}", told(&closed));
            judge.sheet.fail(id, wrong, connection.shown());
        }
    }
    Ok(())
}

async fn too_large(judge: &mut Judge<'_>, bytes: usize) -> Result<(), Interrupted> {
    const ID: &str = "limits.too-large";
    let Some(connection) = opened(judge, "too large", ID).await? else { return Ok(()) };
    connection.send_in_frames(&long(bytes));
    closes_with(judge, connection, ID, 1009, &format!("a message of {bytes} bytes")).await
}

/// Whether a connection is closed with a code.
pub async fn closes_with(
    judge: &mut Judge<'_>,
    mut connection: Connection,
    id: &'static str,
    code: u16,
    after: &str,
) -> Result<(), Interrupted> {
    let within = judge.wait(Wait::Close);
    match connection.until_closed(judge, within).await? {
        Some(closed) if closed.code == Some(code) => judge.sheet.pass(id),
        Some(closed) => {
            let wrong = format!("after {after} came {}, {code} was expected", told(&closed));
            judge.sheet.fail(id, wrong, connection.shown());
        }
        None => {
            let wrong = format!("{within} after {after} the connection was still open");
            judge.sheet.fail(id, wrong, connection.shown());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_has_the_bytes_that_are_asked_for() {
        for bytes in [32_768, 131_073] {
            assert_eq!(long(bytes).len(), bytes);
        }
    }
}
