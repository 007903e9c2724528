use serde_json::{Value, json};

use super::{Pair, entry, pair, push, remove};

fn otherwise(of: &mut Value) -> &mut Value {
    of["errorCodes"].as_array_mut().expect("a list").last_mut().expect("the row of all others")
}

pub const PAIRS: &[Pair] = &[
    pair(
        "the size of a frame",
        |new| new["limits"]["maxFrameBytes"] = json!(262_144),
        &["limit-raised limits.maxFrameBytes C S error"],
        &["limit-lowered limits.maxFrameBytes S C error"],
    ),
    pair(
        "the depth of a frame",
        |new| new["limits"]["maxDepth"] = json!(32),
        &["limit-lowered limits.maxDepth S C error"],
        &["limit-raised limits.maxDepth C S error"],
    ),
    pair(
        "a key of the gateway's frame",
        |new| push(new, "gateway", json!({ "key": "traceId", "kind": "text" })),
        &["gateway-key-added gateway.traceId X - error"],
        &["gateway-key-removed gateway.traceId = - info"],
    ),
    pair(
        "a key of the gateway's frame that reads less",
        |new| entry(new, "gateway", "requestId")["kind"] = json!("EventId"),
        &["gateway-key-narrowed gateway.requestId X - error"],
        &["gateway-key-widened gateway.requestId = - info"],
    ),
    pair(
        "the tenant rule of the envelope",
        |new| new["tenantRule"]["rule"] = json!("none"),
        &["tenant-rule-changed tenantRule X - error policy"],
        &["tenant-rule-changed tenantRule X - error policy"],
    ),
    pair(
        "the suffix of errors",
        |new| new["areaRule"]["suffix"] = json!(".failed"),
        &["area-rule-changed areaRule X - error policy"],
        &["area-rule-changed areaRule X - error policy"],
    ),
    pair(
        "an error code",
        |new| {
            remove(new, "errorCodes", "FORBIDDEN");
            remove(entry(new, "enumerations", "ErrorCode"), "values", "FORBIDDEN");
        },
        &["error-code-removed errorCodes.FORBIDDEN warn warn warn"],
        &["open-value-added enumerations.ErrorCode.values.FORBIDDEN = - info"],
    ),
    pair(
        "what a client does about a code, in deed and in words",
        |new| {
            let row = entry(new, "errorCodes", "FORBIDDEN");
            row["recovery"] = json!("log_and_continue");
            row["action"] = json!("Log it.");
        },
        &[
            "behaviour-changed errorCodes.FORBIDDEN.recovery warn warn warn",
            "documentation-changed errorCodes.FORBIDDEN.action - - info",
        ],
        &[
            "behaviour-changed errorCodes.FORBIDDEN.recovery warn warn warn",
            "documentation-changed errorCodes.FORBIDDEN.action - - info",
        ],
    ),
    pair(
        "what a client does about any other code",
        |new| otherwise(new)["keepsConnection"] = json!(false),
        &["behaviour-changed errorCodes.*.keepsConnection warn warn warn"],
        &["behaviour-changed errorCodes.*.keepsConnection warn warn warn"],
    ),
    pair(
        "the class of a close code",
        |new| new["closeCodes"][0]["class"] = json!("fatal"),
        &["behaviour-changed closeCodes.1000 warn warn warn"],
        &["behaviour-changed closeCodes.1000 warn warn warn"],
    ),
    pair(
        "a timer",
        |new| new["timing"]["KEEP_ALIVE_MS"] = json!(60_000),
        &["behaviour-changed timing.KEEP_ALIVE_MS warn warn warn"],
        &["behaviour-changed timing.KEEP_ALIVE_MS warn warn warn"],
    ),
    pair(
        "the URL of a stage",
        |new| new["stages"]["dev"] = json!("wss://dev.example/realtime"),
        &["behaviour-changed stages.dev warn warn warn"],
        &["behaviour-changed stages.dev warn warn warn"],
    ),
    pair(
        "a status of the connection",
        |new| push(new, "statuses", json!("suspended")),
        &["source-changed statuses.suspended - - info"],
        &["source-changed statuses.suspended - - info"],
    ),
    pair("nothing", |_| {}, &[], &[]),
];
