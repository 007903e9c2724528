//! The events by which API Gateway tells a function what happens, as JSON. They hold whatever the
//! client sent, tokens too: nothing here is logged.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use axum::extract::Query;
use axum::http::{HeaderMap, Uri};
use serde_json::{Value, json};

use super::connection::Connection;
use super::connection_id::new_connection_id;
use super::integration::{CONNECT, DISCONNECT};

/// What the API and its stage are called.
const NAME: &str = "mock";

/// What happens, and when.
pub(super) struct ProxyEvent<'a> {
    pub connection: &'a Connection,
    /// Where the control port is: `http://{domainName}/{stage}` answers `@connections`.
    pub control: SocketAddr,
    pub now_ms: u64,
    /// In the gateway's own form.
    pub request_id: String,
}

impl<'a> ProxyEvent<'a> {
    pub fn new(connection: &'a Connection, control: SocketAddr, now_ms: u64) -> Self {
        ProxyEvent { connection, control, now_ms, request_id: new_connection_id() }
    }

    /// Somebody wants to connect.
    pub fn connect(&self, uri: &Uri, headers: &HeaderMap) -> String {
        let texts = headers.iter().map(|(name, value)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        });
        let (headers, multi_value_headers) = both_forms(texts);
        let mut event = json!({
            "headers": headers,
            "multiValueHeaders": multi_value_headers,
            "requestContext": self.context(CONNECT, "CONNECT"),
            "isBase64Encoded": false,
        });
        // A query that cannot be read is none.
        let query =
            Query::<Vec<(String, String)>>::try_from_uri(uri).map_or_else(|_| vec![], |it| it.0);
        if !query.is_empty() {
            let (query, multi_value_query) = both_forms(query);
            event["queryStringParameters"] = query;
            event["multiValueQueryStringParameters"] = multi_value_query;
        }
        event.to_string()
    }

    /// A frame has come.
    pub fn message(&self, route: &str, frame: &str) -> String {
        let mut context = self.context(route, "MESSAGE");
        context["messageId"] = new_connection_id().into();
        json!({ "requestContext": context, "body": frame, "isBase64Encoded": false }).to_string()
    }

    /// The connection is closed; without a reason, if none was given.
    pub fn disconnect(&self, code: u16, reason: &str) -> String {
        let mut context = self.context(DISCONNECT, "DISCONNECT");
        context["disconnectStatusCode"] = code.into();
        context["disconnectReason"] = match code {
            1005 => "Client-side close frame status not set",
            _ => reason,
        }
        .into();
        let (headers, multi_value_headers) =
            both_forms([("host".to_owned(), self.control.to_string())]);
        json!({
            "headers": headers,
            "multiValueHeaders": multi_value_headers,
            "requestContext": context,
            "isBase64Encoded": false,
        })
        .to_string()
    }

    fn context(&self, route: &str, event_type: &str) -> Value {
        let mut identity = json!({ "sourceIp": self.connection.source_ip.to_string() });
        if let Some(user_agent) = &self.connection.user_agent {
            identity["userAgent"] = user_agent.as_str().into();
        }
        json!({
            "routeKey": route,
            "eventType": event_type,
            "messageDirection": "IN",
            "connectionId": self.connection.id,
            "connectedAt": self.connection.opened_at_ms,
            "requestId": self.request_id,
            "extendedRequestId": self.request_id,
            "requestTimeEpoch": self.now_ms,
            "identity": identity,
            "domainName": self.control.to_string(),
            "stage": NAME,
            "apiId": NAME,
        })
    }
}

/// The last value of each name, and all values of each name.
fn both_forms(texts: impl IntoIterator<Item = (String, String)>) -> (Value, Value) {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, text) in texts {
        all.entry(name).or_default().push(text);
    }
    let last: BTreeMap<&String, Option<&String>> =
        all.iter().map(|(name, texts)| (name, texts.last())).collect();
    (json!(last), json!(all))
}
