//! What a server says to a ping, and to what leads nowhere.

use tokio::time::Instant;

use crate::conform::Interrupted;
use crate::conform::connection::{Came, Connection};
use crate::conform::judge::Judge;
use crate::conform::reading::{Kind, about};
use crate::conform::waits::Wait;

pub async fn answers(judge: &mut Judge<'_>) -> Result<(), Interrupted> {
    ping(judge).await?;
    control(judge).await?;
    unroutable(judge).await
}

async fn ping(judge: &mut Judge<'_>) -> Result<(), Interrupted> {
    const ID: &str = "ping.answer";
    let Some(mut connection) = opened(judge, "ping", ID).await? else { return Ok(()) };
    connection.send(r#"{"action":"ping"}"#.to_owned());
    let within = judge.wait(Wait::MayAnswer);
    let answer = answer(judge, &mut connection, within.0).await?;
    let note = match answer {
        Answer::Pong => "answered with `pong`: clients notice a dead connection".to_owned(),
        Answer::Fault => {
            "answered with the gateway's fault: clients take it for an answer".to_owned()
        }
        Answer::None => format!(
            "no answer within {within}: clients notice a dead connection late, so answer `pong` if \
             you can"
        ),
        Answer::Error => {
            judge.sheet.fail(ID, "answered with an error", connection.shown());
            return Ok(());
        }
        Answer::Closed => {
            judge.sheet.fail(ID, "the connection was closed", connection.shown());
            return Ok(());
        }
    };
    judge.sheet.pass_with(ID, note);
    Ok(())
}

async fn control(judge: &mut Judge<'_>) -> Result<(), Interrupted> {
    const ID: &str = "ping.control";
    let Some(mut connection) = opened(judge, "control ping", ID).await? else { return Ok(()) };
    connection.ping();
    let within = judge.wait(Wait::Answer);
    let until = Instant::now() + within.0;
    while let Some(came) = connection.next(judge, until).await? {
        if matches!(came, Came::Pong) {
            judge.sheet.pass(ID);
            return Ok(());
        }
    }
    let wrong = format!("a ping frame was not answered: {}", connection.ended(within));
    judge.sheet.fail(ID, wrong, connection.shown());
    Ok(())
}

async fn unroutable(judge: &mut Judge<'_>) -> Result<(), Interrupted> {
    const ID: &str = "unroutable.stays";
    let Some(mut connection) = opened(judge, "unroutable", ID).await? else { return Ok(()) };
    connection.send(r#"{"action":"conform"}"#.to_owned());
    let within = judge.wait(Wait::Stays);
    let answer = answer(judge, &mut connection, within.0).await?;
    let note = match answer {
        Answer::Fault => "answered with the gateway's fault",
        Answer::Error => "answered with an error",
        Answer::None | Answer::Pong => "ignored",
        Answer::Closed => "",
    };
    // After an answer too, it has to stay.
    let closed = connection.until_closed(judge, judge.wait(Wait::Settle)).await?;
    if closed.is_some() {
        let wrong = "the connection was closed after a frame with an unknown `action`";
        judge.sheet.fail(ID, wrong, connection.shown());
    } else {
        judge.sheet.pass_with(ID, note.to_owned());
    }
    Ok(())
}

enum Answer {
    Pong,
    Fault,
    Error,
    Closed,
    None,
}

async fn answer(
    judge: &mut Judge<'_>,
    connection: &mut Connection,
    within: std::time::Duration,
) -> Result<Answer, Interrupted> {
    let until = Instant::now() + within;
    while let Some(came) = connection.next(judge, until).await? {
        match came {
            Came::Closed => return Ok(Answer::Closed),
            Came::Pong => {}
            Came::Text(text) => {
                let about = about(&text);
                match about.kind {
                    Kind::Pong => return Ok(Answer::Pong),
                    Kind::GatewayFault => return Ok(Answer::Fault),
                    Kind::OfConnection if about.peek.wire_type.as_deref() != Some("ping") => {
                        return Ok(Answer::Error);
                    }
                    _ => {}
                }
            }
        }
    }
    Ok(Answer::None)
}

/// An authenticated connection for one requirement, unless nobody wants to know.
pub async fn opened(
    judge: &mut Judge<'_>,
    label: &'static str,
    id: &'static str,
) -> Result<Option<Connection>, Interrupted> {
    if !judge.sheet.wants(id) {
        return Ok(None);
    }
    let plan = judge.plan;
    Connection::authenticated(judge, label, &plan.owner, &[id]).await
}
