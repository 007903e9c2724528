//! Opening a connection, and saying who one is: with a good token, a wrong one, none.

use tokio::time::Instant;

use crate::conform::connection::{Connection, unopened};
use crate::conform::judge::{Judge, told};
use crate::conform::reading::{Kind, about};
use crate::conform::socket::Unopened;
use crate::conform::token::{forged, wrong};
use crate::conform::waits::{Bound, Wait};
use crate::conform::{Interrupted, Owner};
use crate::{ErrorCode, Event, Message, Token, decode};

/// The first connection, which stays for the whole run; none if there is nothing more to look at.
pub async fn first(judge: &mut Judge<'_>) -> Result<Option<Connection>, Interrupted> {
    let plan = judge.plan;
    let mut first = match Connection::open(judge, "first", Some(&plan.owner)).await {
        Ok(first) => first,
        Err(Unopened::Unreachable(why)) => {
            return Err(Interrupted(format!("there is no server to judge: {why}")));
        }
        Err(Unopened::Http(status)) => {
            let wrong = format!("the handshake was answered with HTTP {status}");
            judge.sheet.fail("handshake.opens", wrong, Some(format!("HTTP {status}")));
            return Ok(None);
        }
    };
    judge.sheet.pass("handshake.opens");
    let settle = judge.wait(Wait::Settle);
    if let Some(closed) = first.until_closed(judge, settle).await? {
        let came = first.broken.clone().unwrap_or_else(|| told(&closed));
        return Err(Interrupted(format!(
            "there is no server to judge: the connection opened, and within {settle} came {came}, \
             before anything was sent: see what the server's own log says"
        )));
    }
    first.authenticate(&plan.owner.token);
    let within = judge.wait(Wait::Auth);
    let is_answered = |it: &Connection| it.who.is_authenticated || is_refused(it);
    let is_answered = first.until(judge, within, is_answered).await?;
    if !is_answered || is_refused(&first) {
        let wrong = if is_answered {
            "a token that should be good was refused".to_owned()
        } else {
            format!("`auth` was not answered: {}", first.ended(within))
        };
        judge.sheet.fail("auth.success", wrong, first.shown());
        // Without it, there still is a word to be said on tokens that are not good.
        let bystander = bystander(judge).await?;
        refusals(judge).await?;
        deadline(judge, bystander).await?;
        return Ok(None);
    }
    judge.sheet.pass("auth.success");
    tenant(judge, &first, &plan.owner);
    Ok(Some(first))
}

fn is_refused(connection: &Connection) -> bool {
    connection.last.as_ref().is_some_and(|text| about(text).kind == Kind::AuthError)
}

/// Whether `auth.success` names the tenant of the token.
pub fn tenant(judge: &mut Judge<'_>, connection: &Connection, owner: &Owner) {
    let text = connection.last.as_deref().unwrap_or_default();
    let peek = about(text).peek;
    match peek.tenant_id.as_deref() {
        Some(tenant) if tenant == owner.tenant => judge.sheet.pass("auth.tenant"),
        found => {
            let found = found.map_or("no tenant".to_owned(), |it| format!("`{it}`"));
            let wrong = format!("it names {found}, and the token is for `{}`", owner.tenant);
            judge.sheet.fail("auth.tenant", wrong, Some(text.to_owned()));
        }
    }
}

/// A connection that says something, but not who it is.
pub async fn bystander(judge: &mut Judge<'_>) -> Result<Option<Connection>, Interrupted> {
    if !judge.sheet.wants_any(&["auth.none", "auth.deadline"]) {
        return Ok(None);
    }
    match Connection::open(judge, "bystander", None).await {
        Ok(connection) => {
            connection.send(r#"{"action":"ping"}"#.to_owned());
            connection.send(r#"{"action":"conform"}"#.to_owned());
            Ok(Some(connection))
        }
        Err(error) => {
            judge.sheet.cut(&["auth.none", "auth.deadline"], unopened("bystander", &error));
            Ok(None)
        }
    }
}

/// What becomes of a connection that never authenticates.
pub async fn deadline(
    judge: &mut Judge<'_>,
    bystander: Option<Connection>,
) -> Result<(), Interrupted> {
    let Some(mut bystander) = bystander else { return Ok(()) };
    let whole = judge.wait(Wait::Deadline);
    let left = (bystander.opened() + whole.0).saturating_duration_since(Instant::now());
    let closed = bystander.until_closed(judge, Bound(left)).await?;
    let note = match (closed, bystander.lasted()) {
        (Some(closed), Some(lasted)) => {
            format!("{} after {}", told(&closed), Bound(lasted))
        }
        _ => format!("still open after {whole}"),
    };
    judge.sheet.pass_with("auth.deadline", note);
    Ok(())
}

/// Tokens that are not good.
pub async fn refusals(judge: &mut Judge<'_>) -> Result<(), Interrupted> {
    let plan = judge.plan;
    refused(judge, "wrong token", "auth.wrong-token", &wrong()).await?;
    match forged(&plan.owner.token) {
        Some(token) => refused(judge, "forged token", "auth.forged-token", &token).await?,
        None => judge.sheet.skip("auth.forged-token", "the token is no JWT"),
    }
    match &plan.expired {
        Some(token) => refused(judge, "expired token", "auth.expired-token", token).await?,
        None => judge.sheet.skip("auth.expired-token", "give one with --expired-token-env"),
    }
    Ok(())
}

async fn refused(
    judge: &mut Judge<'_>,
    label: &'static str,
    id: &'static str,
    token: &Token,
) -> Result<(), Interrupted> {
    let closes = id == "auth.wrong-token" && judge.sheet.wants("auth.refusal-closes");
    if !judge.sheet.wants(id) && !closes {
        return Ok(());
    }
    let mut connection = match Connection::open(judge, label, None).await {
        Ok(connection) => connection,
        Err(error) => {
            judge.sheet.cut(&[id], unopened(label, &error));
            return Ok(());
        }
    };
    connection.authenticate(token);
    let within = judge.wait(Wait::Auth);
    let is_answered = |it: &Connection| it.who.is_authenticated || is_refused(it);
    connection.until(judge, within, is_answered).await?;
    let text = connection.last.clone().unwrap_or_default();
    if connection.who.is_authenticated {
        let wrong = "the token was taken".to_owned();
        judge.sheet.fail(id, wrong, Some(text.as_str().to_owned()));
    } else if !is_refused(&connection) {
        let wrong = format!("`auth` was not answered: {}", connection.ended(within));
        judge.sheet.fail(id, wrong, connection.shown());
    } else {
        match decode(&text) {
            Ok(Message::Event(envelope)) => match envelope.event() {
                Event::AuthErrorEvent(error) if error.code == ErrorCode::Unauthorized => {
                    judge.sheet.pass(id);
                }
                _ => {
                    let wrong = "`auth.error` has another code than `UNAUTHORIZED`".to_owned();
                    judge.sheet.fail(id, wrong, Some(text.as_str().to_owned()));
                }
            },
            // What is wrong with the frame itself is said of the frame.
            _ => judge.sheet.pass(id),
        }
    }
    if closes {
        let within = judge.wait(Wait::RefusalCloses);
        match connection.until_closed(judge, within).await? {
            Some(closed) => judge.sheet.pass_with("auth.refusal-closes", told(&closed)),
            None => {
                let wrong = format!("the connection was still open {within} after `auth.error`");
                judge.sheet.fail("auth.refusal-closes", wrong, connection.shown());
            }
        }
    }
    Ok(())
}
