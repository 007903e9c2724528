//! The calls that reach connections: they send frames, or close.

use axum::extract::State;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::super::frame::Frame;
use super::super::handle::{Handle, NotConnected};
use super::super::kick::{Close, Selector};
use super::super::template::{LeftOut, tenant_of};
use super::asked::{Asked, Body, Flag};
use super::fill::{Filled, Filling, filled};
use super::sent::sent;
use super::{Json, Refused};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct How {
    /// The text as it stands: nothing is completed, nothing checked.
    #[serde(default)]
    raw: Flag,
    /// Whether what readers refuse is refused here.
    #[serde(default = "yes")]
    check: Flag,
    /// Whether what is left out of `data` comes from the example of the type.
    #[serde(default = "yes")]
    example: Flag,
    /// Answers what would be sent, and sends nothing.
    #[serde(default)]
    dry_run: Flag,
    tenant: Option<String>,
}

fn yes() -> Flag {
    Flag(true)
}

impl How {
    fn filling(&self) -> Filling {
        let left_out = if self.example.0 { LeftOut::Example } else { LeftOut::Absent };
        Filling { left_out, is_checked: self.check.0 }
    }
}

pub(super) async fn broadcast(
    State(handle): State<Handle>,
    Asked(how): Asked<How>,
    body: Body,
) -> Result<Json<Map<String, Value>>, Refused> {
    if how.raw.0 {
        let frame = Frame::read(body.0);
        let send = || handle.publish(how.tenant.as_deref(), &frame);
        let receivers = if how.dry_run.0 { 0 } else { send() };
        return Ok(Json(sent(receivers, &frame)));
    }
    let frame: Map<String, Value> = body.read()?;
    // A frame that is to be filled and names no tenant is for everybody who is here.
    let named = how.tenant.as_deref().or(tenant_of(&frame)).map(str::to_owned);
    let tenants = match named {
        None if !frame.contains_key("timestamp") => {
            let present = handle.hub().tenants();
            if present.is_empty() { vec![None] } else { present.into_iter().map(Some).collect() }
        }
        named => vec![named],
    };
    let frames = tenants
        .iter()
        .map(|tenant| filled(&handle, &frame, tenant.as_deref(), how.filling()))
        .collect::<Result<Vec<_>, _>>()?;
    let mut receivers = 0;
    for (Filled { frame, object }, tenant) in frames.iter().zip(&tenants) {
        let to = how.tenant.as_deref().or(tenant_of(object)).or(tenant.as_deref());
        receivers += if how.dry_run.0 { 0 } else { handle.publish(to, frame) };
    }
    // They differ in the tenant alone, so one verdict is that of all.
    let mut answer = frames.first().map_or_else(Map::new, |it| sent(receivers, &it.frame));
    answer.insert("frames".to_owned(), frames.into_iter().map(|it| it.object).collect());
    Ok(Json(answer))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Emit {
    connection_id: String,
    /// An object; or a text, which is sent as it is.
    frame: Value,
}

pub(super) async fn emit(
    State(handle): State<Handle>,
    Asked(how): Asked<How>,
    body: Body,
) -> Result<Json<Map<String, Value>>, Refused> {
    let Emit { connection_id, frame } = body.read()?;
    let not_found = |error: NotConnected| Refused::not_found(error.to_string());
    let connection = handle.hub().by_id(&connection_id);
    let identity = connection.ok_or(NotConnected).map_err(not_found)?.identity();
    let (frame, object) = match frame {
        Value::String(text) => (Frame::read(text), None),
        frame if how.raw.0 => (Frame::read(frame.to_string()), None),
        Value::Object(frame) => {
            let tenant = identity.as_ref().map(|it| &*it.tenant);
            let Filled { frame, object } = filled(&handle, &frame, tenant, how.filling())?;
            (frame, Some(object))
        }
        _ => {
            let error = "frame: expected an object, or a text that is sent as it is";
            return Err(Refused::bad_request(error));
        }
    };
    if !how.dry_run.0 {
        handle.send(&connection_id, &frame).map_err(not_found)?;
    }
    let mut answer = sent(usize::from(!how.dry_run.0), &frame);
    if let Some(object) = object {
        answer.insert("frames".to_owned(), json!([object]));
    }
    Ok(Json(answer))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct KickRequest {
    connection_id: Option<String>,
    connection: Option<u64>,
    tenant_id: Option<String>,
    user_id: Option<String>,
    #[serde(default)]
    all: bool,
    code: Option<u16>,
    #[serde(default)]
    reset: bool,
}

pub(super) async fn kick(State(handle): State<Handle>, body: Body) -> Result<Json<Value>, Refused> {
    let kick: KickRequest = body.read()?;
    let selectors = [
        kick.connection_id.map(Selector::Connection),
        kick.connection.map(Selector::Ordinal),
        kick.tenant_id.map(Selector::Tenant),
        kick.user_id.map(Selector::User),
        kick.all.then_some(Selector::All),
    ];
    let mut selectors = selectors.into_iter().flatten();
    let (Some(selector), None) = (selectors.next(), selectors.next()) else {
        return Err(Refused::bad_request(
            "name whom to kick, by one of connectionId, connection, tenantId, userId or all",
        ));
    };
    let close = match (kick.reset, kick.code) {
        (true, Some(_)) => {
            let error = "a reset has no close code: leave out reset or code";
            return Err(Refused::bad_request(error));
        }
        (true, None) => Close::Reset,
        (false, code) => Close::Code(code.unwrap_or(1000)),
    };
    let kicked = handle.kick(&selector, close);
    let kicked = kicked.map_err(|error| Refused::bad_request(error.to_string()))?;
    Ok(Json(json!({ "kicked": kicked })))
}

#[cfg(test)]
mod tests;
