//! The calls about scenarios.

use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::super::handle::Handle;
use super::super::scenario::{Plan, Played, SCENARIOS, Shipped};
use super::asked::Body;
use super::{Json, Refused};

/// Each with what it takes: so many clients, at this pace, how long it waits for them, and what ends them; and
/// why this server cannot play it, if it cannot.
pub(super) async fn list(State(handle): State<Handle>) -> Json<Vec<Value>> {
    let row = |it: &Shipped| {
        let plan = it.plan();
        json!({
            "name": it.name,
            "scenario": plan.name(),
            "clients": plan.clients(),
            "timeScale": plan.time_scale(),
            "waitMs": plan.patience().as_secs() * 1000,
            "ends": plan.last(),
            "refused": plan.suits(&handle).err().map(|error| error.to_string()),
        })
    };
    Json(SCENARIOS.iter().map(row).collect())
}

/// The name of one that ships, `{"name":"one-socket"}`; or a scenario.
pub(super) async fn play(State(handle): State<Handle>, body: Body) -> Result<Json<Value>, Refused> {
    let object: serde_json::Map<String, Value> = body.read()?;
    let plan = match object.get("name").and_then(Value::as_str) {
        Some(name) if object.len() == 1 => Shipped::find(name).map_err(Refused::not_found)?.plan(),
        _ => Plan::parse("scenario", &body.0).map_err(|error| Refused {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            body: json!({
                "error": error.to_string(),
                "line": error.line,
                "path": error.path,
                "expected": error.expected,
                "found": error.found,
            }),
        })?,
    };
    let running = plan.name().to_owned();
    plan.stage(&handle).map_err(|error| Refused::new(StatusCode::CONFLICT, error.to_string()))?;
    Ok(Json(json!({ "running": running })))
}

/// Ends the one that is being played; faults, pace and traffic are then as configured.
pub(super) async fn stop(State(handle): State<Handle>) -> Json<Value> {
    let stopped = handle.played().running;
    if stopped.is_some() {
        handle.stage().clear();
        handle.reconfigure(&handle.config().clone());
    }
    Json(json!({ "stopped": stopped }))
}

pub(super) async fn result(State(handle): State<Handle>) -> Json<Played> {
    Json(handle.played())
}
