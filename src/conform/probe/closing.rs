//! How connections end.

use crate::conform::Interrupted;
use crate::conform::judge::{Judge, told};
use crate::conform::waits::Wait;

use super::answers::opened;
use super::limits::closes_with;

pub async fn closing(judge: &mut Judge<'_>) -> Result<(), Interrupted> {
    if let Some(connection) = opened(judge, "binary", "close.binary").await? {
        connection.send_binary(&[0, 159, 146, 150]);
        closes_with(judge, connection, "close.binary", 1003, "a binary frame").await?;
    }
    answer(judge).await?;
    if judge.plan.slow {
        idle(judge).await
    } else {
        judge.sheet.skip("close.idle", "takes 10 min: ask for it with --slow");
        Ok(())
    }
}

async fn answer(judge: &mut Judge<'_>) -> Result<(), Interrupted> {
    const ID: &str = "close.answer";
    let Some(mut connection) = opened(judge, "closed by the client", ID).await? else {
        return Ok(());
    };
    connection.close();
    let within = judge.wait(Wait::Close);
    match connection.until_closed(judge, within).await? {
        Some(closed) if closed.code.is_some() => {
            judge.sheet.pass_with(ID, told(&closed));
        }
        Some(closed) => {
            let wrong = format!("a close frame of the client was answered with {}", told(&closed));
            judge.sheet.fail(ID, wrong, connection.shown());
        }
        None => {
            let wrong = format!("a close frame was not answered within {within}");
            judge.sheet.fail(ID, wrong, connection.shown());
        }
    }
    Ok(())
}

async fn idle(judge: &mut Judge<'_>) -> Result<(), Interrupted> {
    const ID: &str = "close.idle";
    let Some(mut connection) = opened(judge, "idle", ID).await? else { return Ok(()) };
    let within = judge.wait(Wait::Idle);
    match connection.until_closed(judge, within).await? {
        Some(closed) if closed.code == Some(1001) => judge.sheet.pass(ID),
        Some(closed) => {
            let wrong = format!("after some silence came {}, 1001 was expected", told(&closed));
            judge.sheet.fail(ID, wrong, connection.shown());
        }
        None => {
            let wrong = format!("still open after {within} without a frame");
            judge.sheet.fail(ID, wrong, connection.shown());
        }
    }
    Ok(())
}
