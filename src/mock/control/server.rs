//! The calls about the server itself.

use std::time::Duration;

use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::handle::Handle;
use super::asked::{Asked, Body, Whole};
use super::{Json, Refused};
use crate::PROTOCOL_VERSION;

pub(super) async fn health() -> Json<Value> {
    Json(json!({
        "status": "ok",
        "version": env!("CARGO_PKG_VERSION"),
        "protocol": PROTOCOL_VERSION,
    }))
}

pub(super) async fn state(State(handle): State<Handle>) -> Json<Value> {
    let (rate, seed) = handle.traffic_settings();
    Json(json!({
        "url": handle.url(),
        "nowMs": handle.now_ms(),
        "timeScale": handle.time_scale(),
        "profile": handle.config().profile.as_str(),
        "answersPing": handle.config().answers_ping.as_str(),
        "seed": seed,
        "rate": rate,
        "connections": handle.hub().count(),
        "counters": handle.counters(),
        "faults": handle.faults(),
    }))
}

fn clock_json(handle: &Handle) -> Json<Value> {
    Json(json!({ "nowMs": handle.now_ms(), "timeScale": handle.time_scale() }))
}

pub(super) async fn clock(State(handle): State<Handle>) -> Json<Value> {
    clock_json(&handle)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SetClock {
    advance_ms: Option<u64>,
    time_scale: Option<f64>,
}

/// More than that is a slip of the pen: ten years.
const MAX_ADVANCE_MS: u64 = 10 * 366 * 86_400_000;

pub(super) async fn set_clock(
    State(handle): State<Handle>,
    body: Body,
) -> Result<Json<Value>, Refused> {
    let set: SetClock = body.read()?;
    let scale = set.time_scale.map(|it| at_least_zero("timeScale", it)).transpose()?;
    if set.advance_ms.is_some_and(|ms| ms > MAX_ADVANCE_MS) {
        let error = format!("advanceMs: expected at most {MAX_ADVANCE_MS}, which is ten years");
        return Err(Refused::bad_request(error));
    }
    if let Some(scale) = scale {
        handle.set_time_scale(scale);
    }
    if let Some(ms) = set.advance_ms {
        handle.advance(Duration::from_millis(ms));
    }
    Ok(clock_json(&handle))
}

fn at_least_zero(key: &str, value: f64) -> Result<f64, Refused> {
    if value.is_finite() && value >= 0.0 {
        return Ok(value);
    }
    Err(Refused::bad_request(format!("{key}: expected a number of at least 0, found {value}")))
}

fn traffic_json(handle: &Handle) -> Json<Value> {
    let (rate, seed) = handle.traffic_settings();
    Json(json!({ "rate": rate, "seed": seed }))
}

pub(super) async fn traffic(State(handle): State<Handle>) -> Json<Value> {
    traffic_json(&handle)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetTraffic {
    rate: Option<f64>,
    seed: Option<u64>,
}

pub(super) async fn set_traffic(
    State(handle): State<Handle>,
    body: Body,
) -> Result<Json<Value>, Refused> {
    let set: SetTraffic = body.read()?;
    let rate = set.rate.map(|it| at_least_zero("rate", it)).transpose()?;
    if let Some(seed) = set.seed {
        handle.set_seed(seed);
    }
    if let Some(rate) = rate {
        handle.set_rate(rate);
    }
    Ok(traffic_json(&handle))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct TokenFor {
    tenant: Option<String>,
    user: Option<String>,
    expires_in: Option<Whole<u32>>,
}

/// As long as a token of the product lives.
const TOKEN_LIFE_S: u32 = 900;

pub(super) async fn token(
    State(handle): State<Handle>,
    Asked(asked): Asked<TokenFor>,
) -> Result<Json<Value>, Refused> {
    let given = |key: &str, value: Option<String>, default: &str| match value {
        None => Ok(default.to_owned()),
        Some(value) if value.is_empty() => {
            Err(Refused::bad_request(format!("{key} is empty: name one, or leave it out")))
        }
        Some(value) => Ok(value),
    };
    let tenant = given("tenant", asked.tenant, "tenant-123")?;
    let user = given("user", asked.user, "user-456")?;
    let life = Duration::from_secs(asked.expires_in.map_or(TOKEN_LIFE_S, |Whole(it)| it).into());
    Ok(Json(json!({ "token": handle.token(&tenant, &user, life) })))
}

pub(super) async fn reset(State(handle): State<Handle>) -> Json<Value> {
    handle.reset().await;
    Json(json!({ "reset": true }))
}
