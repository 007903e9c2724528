//! The vectors of a backend: an event of API Gateway, or a row whose time may be over, and what has to
//! be done about it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::VectorFile;
use super::kind::{Vector, VectorKind, object};
use crate::backend::{Effect, Happened, Request, Terms};
use crate::value::{ConnectionId, Timestamp};

/// A file of vectors in `tests/fixtures/backend/`.
pub type BackendVectors = VectorFile<BackendVector>;

/// What happens, and what follows: either an `event` or a `row`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BackendVector {
    /// Names it for ever: kind, topic and what it shows, `codec.aliases.measureId`; no other vector has
    /// the same.
    pub id: String,
    /// The id of the requirement that it is an instance of; level and clause are that one's.
    pub requirement: String,
    /// What it shows, as a sentence; no other vector of its folder has the same.
    pub name: String,
    /// The time of day, a date-time.
    pub now: String,
    /// On which terms connections are taken; the default of the reference for what is absent.
    pub terms: Option<Terms>,
    /// The event of the gateway.
    pub event: Option<GatewayEvent>,
    /// What the service finds of the token, if it is asked to verify one.
    pub finds: Option<Found>,
    /// A row of the table that is looked at.
    pub row: Option<BackendRow>,
    /// What the event is.
    pub happened: Option<BackendHappened>,
    /// What the service is asked to verify, if anything.
    pub verifies: Option<Verification>,
    /// The HTTP status with which the gateway is answered.
    pub status: Option<u16>,
    /// Whether the row gets the events of its tenant.
    pub receives: Option<bool>,
    /// What has to be done, in this order.
    #[serde(default)]
    pub effects: Vec<BackendEffect>,
}

/// An event of API Gateway, in its own form, as far as anything depends on it.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GatewayEvent {
    /// Of which connection it is, and what.
    pub request_context: GatewayContext,
    /// The parameters of the handshake, decoded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query_string_parameters: Option<BTreeMap<String, String>>,
    /// The frame of a client.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// Whether the body is Base64, since the frame is binary.
    #[serde(default)]
    pub is_base64_encoded: bool,
}

/// Of which connection an event of API Gateway is, and what it is.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GatewayContext {
    /// The connection.
    pub connection_id: String,
    /// `$connect`, `$disconnect`, `$default` or a route of the service's own.
    pub route_key: String,
    /// When the connection was opened, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connected_at: Option<i64>,
    /// The close code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disconnect_status_code: Option<u16>,
    /// The reason of the close.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disconnect_reason: Option<String>,
}

impl GatewayEvent {
    /// The event, as it is handed to a backend in Rust; of the connection that it names.
    pub fn request<'a>(&'a self, connection: &'a ConnectionId) -> Request<'a> {
        let context = &self.request_context;
        let opened = context.connected_at.and_then(|at| Timestamp::from_unix_millis(at).ok());
        let request = Request::new(connection, &context.route_key)
            .with_body(self.body.as_deref())
            .with_base64(self.is_base64_encoded)
            .with_close_code(context.disconnect_status_code)
            .with_close_reason(context.disconnect_reason.as_deref())
            .with_connected_at(opened);
        let query = self.query_string_parameters.iter().flatten();
        query.fold(request, |request, (name, value)| request.with_query(name, value))
    }
}

/// What a service finds of a token.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Found {
    /// It is good.
    Good {
        /// The tenant that it names.
        tenant_id: String,
        /// The user that it names.
        user_id: String,
        /// When it expires, a date-time, if the service holds to that.
        #[serde(skip_serializing_if = "Option::is_none")]
        expires: Option<String>,
    },
    /// It is refused.
    Bad {
        /// With which code.
        code: String,
    },
}

/// A row of the table of connections; without tenant and user it has not authenticated.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BackendRow {
    /// The tenant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<String>,
    /// The user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// Until when it counts, a date-time.
    pub until: String,
}

/// What an event of the gateway is.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
pub enum BackendHappened {
    /// Somebody connects.
    Connected {},
    /// A connection is gone.
    Gone {
        /// The close code, if the gateway knows one.
        #[serde(skip_serializing_if = "Option::is_none")]
        code: Option<u16>,
    },
    /// A command.
    Command {
        /// Which: `auth`, `ping` or `pong`.
        command: String,
    },
    /// A frame that leads nowhere.
    Unroutable {},
}

impl BackendHappened {
    /// What Rust says that it is.
    pub fn of(happened: &Happened) -> Self {
        match happened {
            Happened::Connected { .. } => BackendHappened::Connected {},
            Happened::Gone { code, .. } => BackendHappened::Gone { code: *code },
            Happened::Command(command) => {
                BackendHappened::Command { command: command.row().wire_type.to_owned() }
            }
            Happened::Unroutable(_) => BackendHappened::Unroutable {},
        }
    }
}

/// What a service is asked to verify.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Verification {
    /// The token.
    pub token: String,
    /// The tenant that the query names: the token of another has to be refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant: Option<String>,
}

/// Something to do.
#[derive(Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(
    tag = "do",
    rename_all = "snake_case",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum BackendEffect {
    /// Write this row.
    Remember {
        /// The tenant, once it has authenticated.
        #[serde(skip_serializing_if = "Option::is_none")]
        tenant_id: Option<String>,
        /// The user, once it has authenticated.
        #[serde(skip_serializing_if = "Option::is_none")]
        user_id: Option<String>,
        /// Until when the row counts.
        until: String,
    },
    /// Delete the row.
    Forget {},
    /// Post a frame to the connection.
    Answer {
        /// The frame, without `data.error`, the words of which are free.
        frame: Map<String, Value>,
    },
    /// Close the connection.
    Close {},
}

impl BackendEffect {
    /// What Rust says that is to be done.
    ///
    /// # Panics
    /// When an answer is no JSON object, which none is.
    pub fn of(effect: &Effect) -> Self {
        match effect {
            Effect::Remember(record) => {
                let identity = record.identity.as_ref();
                BackendEffect::Remember {
                    tenant_id: identity.map(|it| it.tenant.to_string()),
                    user_id: identity.map(|it| it.user.to_string()),
                    until: record.until.to_string(),
                }
            }
            Effect::Forget => BackendEffect::Forget {},
            Effect::Answer(answer) => {
                let frame = serde_json::from_str(answer.frame.as_str());
                let mut frame: Map<String, Value> = frame.expect("the encoder writes objects");
                if let Some(Value::Object(data)) = frame.get_mut("data") {
                    data.remove("error");
                }
                BackendEffect::Answer { frame }
            }
            Effect::Close => BackendEffect::Close {},
        }
    }
}

impl Vector for BackendVector {
    const KIND: VectorKind = VectorKind::Backend;

    fn told(&self) -> [&str; 3] {
        [&self.id, &self.requirement, &self.name]
    }

    fn given(&self, _: &[Self]) -> Value {
        object([
            ("now", Some(json!(self.now))),
            ("terms", Some(json!(self.terms.clone().unwrap_or_default()))),
            ("event", self.event.as_ref().map(|it| json!(it))),
            ("finds", self.finds.as_ref().map(|it| json!(it))),
            ("row", self.row.as_ref().map(|it| json!(it))),
        ])
    }

    fn answers(&self) -> Vec<Value> {
        vec![object([
            ("happened", self.happened.as_ref().map(|it| json!(it))),
            ("verifies", self.verifies.as_ref().map(|it| json!(it))),
            ("status", self.status.map(|it| json!(it))),
            ("receives", self.receives.map(|it| json!(it))),
            ("effects", Some(json!(self.effects))),
        ])]
    }
}
