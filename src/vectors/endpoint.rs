//! The vectors of the endpoint: where a client connects, and where it refuses to.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::kind::{Vector, VectorKind, object};
use super::{VectorFile, VectorText};
use crate::connection::{Build, EndpointError, UrlFault};

/// A file of vectors in `tests/fixtures/endpoint/`.
pub type EndpointVectors = VectorFile<EndpointVector>;

/// A configuration, and the URL with which a socket is opened: either `opens` or `refused`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EndpointVector {
    /// Names it for ever: kind, topic and what it shows, `codec.aliases.measureId`; no other vector has
    /// the same.
    pub id: String,
    /// The id of the requirement that it is an instance of; level and clause are that one's.
    pub requirement: String,
    /// What it shows, as a sentence; no other vector of its folder has the same.
    pub name: String,
    /// The stage, if set.
    pub stage: Option<String>,
    /// The URL in place of the stage's, if set.
    pub url: Option<String>,
    /// How the client was built; for production if absent. An implementation that cannot know reads
    /// only the vectors without it.
    pub build: Option<Build>,
    /// What is in the URL in query mode; if absent, the token is sent in a frame.
    pub query: Option<EndpointQuery>,
    /// The URL, to the letter.
    pub opens: Option<VectorText>,
    /// Why there is none.
    pub refused: Option<EndpointFault>,
}

/// What is in the URL in query mode.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndpointQuery {
    /// The token.
    pub token: VectorText,
    /// The tenant.
    pub tenant: String,
}

/// Why there is no endpoint. An implementation may tell less: that it is the stage, that it is the
/// URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EndpointFault {
    /// The stage is none of the three.
    UnknownStage,
    /// Neither a stage nor a URL is set.
    NoStage,
    /// The URL begins with neither `wss://` nor `ws://`.
    Scheme,
    /// It names no host, or a port that is none.
    Host,
    /// It holds white space, a backslash, or a fragment.
    Character,
    /// It holds a user or a password.
    UserInfo,
    /// It is `ws://` to another machine.
    Insecure,
    /// With the token in it, it is longer than the gateway takes.
    TooLong,
}

impl From<&EndpointError> for EndpointFault {
    fn from(error: &EndpointError) -> Self {
        match error {
            EndpointError::UnknownStage(_) => EndpointFault::UnknownStage,
            EndpointError::NoStage => EndpointFault::NoStage,
            EndpointError::TooLong { .. } => EndpointFault::TooLong,
            EndpointError::Url { fault, .. } => match fault {
                UrlFault::Scheme => EndpointFault::Scheme,
                UrlFault::Host => EndpointFault::Host,
                UrlFault::Character => EndpointFault::Character,
                UrlFault::UserInfo => EndpointFault::UserInfo,
                UrlFault::Insecure => EndpointFault::Insecure,
            },
        }
    }
}

impl EndpointFault {
    /// What an implementation says that tells less.
    fn cause(self) -> &'static str {
        match self {
            EndpointFault::UnknownStage | EndpointFault::NoStage => "stage",
            EndpointFault::Scheme
            | EndpointFault::Host
            | EndpointFault::Character
            | EndpointFault::UserInfo
            | EndpointFault::Insecure
            | EndpointFault::TooLong => "url",
        }
    }
}

impl Vector for EndpointVector {
    const KIND: VectorKind = VectorKind::Endpoint;

    fn told(&self) -> [&str; 3] {
        [&self.id, &self.requirement, &self.name]
    }

    fn given(&self, _: &[Self]) -> Value {
        let query = self.query.as_ref();
        object([
            ("stage", self.stage.as_ref().map(|it| json!(it))),
            ("url", self.url.as_ref().map(|it| json!(it))),
            ("build", self.build.map(|it| json!(it))),
            ("query", query.map(|it| json!({ "token": it.token.text(), "tenant": it.tenant }))),
        ])
    }

    fn answers(&self) -> Vec<Value> {
        let opens = self.opens.as_ref().map(|url| json!({ "opens": url.text() }));
        let refused = self
            .refused
            .into_iter()
            .flat_map(|fault| [json!({ "refused": fault }), json!({ "refused": fault.cause() })]);
        opens.into_iter().chain(refused).collect()
    }
}
