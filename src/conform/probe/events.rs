//! What the trigger causes: where it has to arrive, and where it must not.

use tokio::time::Instant;

use crate::conform::Interrupted;
use crate::conform::connection::{Came, Connection};
use crate::conform::judge::Judge;
use crate::conform::reading::{about, is_meant};
use crate::conform::waits::{Bound, Wait};

const OF_TRIGGER: [&str; 5] =
    ["events.arrive", "events.receivers", "events.id", "events.id-unique", "events.tenant"];

/// Pulls the trigger twice, and answers with the connection of the other tenant, which nothing may
/// reach later either.
pub async fn events(
    judge: &mut Judge<'_>,
    first: &mut Connection,
    mut bystander: Option<&mut Connection>,
) -> Result<Option<Connection>, Interrupted> {
    let plan = judge.plan;
    let Some(trigger) = &plan.trigger else {
        for id in OF_TRIGGER {
            judge.sheet.skip(id, "give --trigger and --expect");
        }
        judge.sheet.skip("tenants.apart", "give --trigger and --expect");
        return Ok(None);
    };
    if !judge.sheet.wants_any(&OF_TRIGGER) && !judge.sheet.wants("tenants.apart") {
        return Ok(None);
    }
    let second =
        Connection::authenticated(judge, "second", &plan.owner, &["events.receivers"]).await?;
    let other = match &plan.other {
        Some(owner) => {
            let ids = &["tenants.apart"];
            let other = Connection::authenticated(judge, "other tenant", owner, ids).await?;
            if let Some(other) = &other {
                super::authentication::tenant(judge, other, owner);
            }
            other
        }
        None => {
            judge
                .sheet
                .skip("tenants.apart", "give the token of another tenant with --other-token-env");
            None
        }
    };
    let (mut second, mut other) = (second, other);
    for _ in 0..2 {
        trigger.pull(&plan.tokens()).await?;
        let within = judge.wait(Wait::Event);
        let Some(event) = meant(judge, first, trigger.expects, within).await? else {
            if let Some(other) = &mut other {
                let waited = judge.wait(Wait::Quiet);
                let stray = meant(judge, other, trigger.expects, waited).await?;
                if let Some(stray) = stray
                    && about(&stray).peek.tenant_id.as_deref() == other.who.tenant.as_deref()
                {
                    return Err(Interrupted(format!(
                        "the trigger caused `{}` for the tenant of the other token: let it act for \
                         `{}`, or exchange the tokens",
                        trigger.expects, plan.owner.tenant
                    )));
                }
            }
            let wrong = format!("no `{}` came within {within} of the trigger", trigger.expects);
            judge.sheet.fail("events.arrive", wrong, first.shown());
            break;
        };
        if let Some(second) = &mut second {
            let within = judge.wait(Wait::Receiver);
            if meant(judge, second, trigger.expects, within).await?.is_none() {
                let wrong = format!(
                    "a second connection of the same user was not sent the event within {within} of \
                     the first"
                );
                judge.sheet.fail("events.receivers", wrong, Some(event));
            }
        }
    }
    // What must not come has some time to come.
    let quiet = judge.wait(Wait::Quiet);
    let until = Instant::now() + quiet.0;
    for connection in [Some(first), second.as_mut(), other.as_mut(), bystander.take()] {
        let Some(connection) = connection else { continue };
        while connection.next(judge, until).await?.is_some() {}
        connection.drain(judge)?;
    }
    for id in OF_TRIGGER {
        judge.sheet.pass(id);
    }
    if let Some(other) = &other {
        match &other.closed {
            Some(_) => {
                let wrong = "the connection of the other tenant was closed meanwhile";
                judge.sheet.fail("tenants.apart", wrong, other.shown());
            }
            None => judge.sheet.pass_with("tenants.apart", format!("nothing came within {quiet}")),
        }
    }
    Ok(other)
}

/// The event of this type, if it comes in time.
async fn meant(
    judge: &mut Judge<'_>,
    connection: &mut Connection,
    wire_type: &str,
    within: Bound,
) -> Result<Option<String>, Interrupted> {
    let until = Instant::now() + within.0;
    while let Some(came) = connection.next(judge, until).await? {
        if let Came::Text(text) = came
            && is_meant(&text, wire_type)
        {
            return Ok(Some(text.as_str().to_owned()));
        }
    }
    Ok(None)
}
