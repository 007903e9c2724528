//! The calls about faults.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::doubt::{Concerns, concerns};
use super::super::faults::{ActiveFault, FaultId, never_strikes};
use super::super::handle::Handle;
use super::asked::{Asked, Body, Flag, Named};
use super::{Json, Refused};
use crate::mock_files::fault::{CATALOGUE, FaultRule, ParameterKind, RuleError};

pub(super) async fn list(State(handle): State<Handle>) -> Json<Vec<ActiveFault>> {
    Json(handle.faults())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct AddHow {
    /// Answers what it would concern, and puts nothing in force.
    #[serde(default)]
    dry_run: Flag,
}

/// The id of the rule, and what it concerns.
#[derive(Serialize)]
pub(super) struct Added {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<FaultId>,
    #[serde(flatten)]
    concerns: Concerns,
}

pub(super) async fn add(
    State(handle): State<Handle>,
    Asked(how): Asked<AddHow>,
    body: Body,
) -> Result<Json<Added>, Refused> {
    let refused = |error: RuleError| Refused::bad_request(error.to_string());
    let rule: FaultRule = body.0.trim().parse().map_err(refused)?;
    if let Some(why) = never_strikes(&rule, handle.config().integration.as_ref()) {
        return Err(Refused::bad_request(why));
    }
    let concerns = concerns(&rule, handle.hub());
    let id = (!how.dry_run.0).then(|| handle.add_fault(rule));
    Ok(Json(Added { id, concerns }))
}

pub(super) async fn clear(State(handle): State<Handle>) -> Json<Value> {
    let removed = handle.faults().len();
    handle.clear_faults();
    Json(json!({ "removed": removed }))
}

pub(super) async fn remove(
    State(handle): State<Handle>,
    Named(id): Named,
) -> Result<Json<Value>, Refused> {
    let is_removed = id.parse().is_ok_and(|id| handle.remove_fault(FaultId(id)));
    if !is_removed {
        return Err(Refused::not_found("there is no such rule in force: GET /faults lists them"));
    }
    Ok(Json(json!({ "removed": 1 })))
}

pub(super) async fn catalogue() -> Json<Vec<Value>> {
    let rows = CATALOGUE.iter().map(|row| {
        let parameters: Vec<_> = row
            .parameters()
            .map(|it| {
                let mut json = json!({
                    "name": it.name,
                    "values": it.kind.to_string(),
                    "isNumber": it.kind.is_number(),
                    "required": it.required,
                    "doc": it.doc,
                });
                if let ParameterKind::Whole { min, max } = it.kind {
                    json["min"] = min.into();
                    json["max"] = max.into();
                }
                json
            })
            .collect();
        json!({
            "name": row.name,
            "point": row.point.as_str(),
            "when": row.point.doc(),
            "doc": row.doc,
            "match": row.match_keys().collect::<Vec<_>>(),
            "parameters": parameters,
        })
    });
    Json(rows.collect())
}
