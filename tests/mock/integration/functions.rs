//! Functions at what would be Lambda's invocation API: each call waits until a test answers it.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use purposepath_realtime::mock::{Config, Integration, Mock};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use super::super::client::Client;
use super::super::{PATIENCE, start, still};

/// A call of a function, which waits for its answer.
pub struct Call {
    pub function: String,
    pub event: Value,
    answer: oneshot::Sender<Response>,
}

impl Call {
    pub fn answer(self, answer: impl ToString) -> Value {
        self.respond(answer.to_string())
    }

    pub fn respond(self, response: impl IntoResponse) -> Value {
        // The mock may have lost patience.
        let _ = self.answer.send(response.into_response());
        self.event
    }

    pub fn accept(self) -> Value {
        self.answer(json!({ "statusCode": 200 }))
    }
}

/// What Lambda's invocation API would be.
pub struct Functions {
    pub url: String,
    pub calls: mpsc::UnboundedReceiver<Call>,
}

impl Functions {
    pub async fn start() -> Self {
        let (sender, calls) = mpsc::unbounded_channel();
        let router = Router::new()
            .route("/2015-03-31/functions/{name}/invocations", post(invoke))
            .with_state(sender);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Functions { url, calls }
    }

    async fn next(&mut self) -> Call {
        timeout(PATIENCE, self.calls.recv()).await.expect("in time").expect("it runs")
    }

    pub async fn next_of(&mut self, function: &str) -> Call {
        let call = self.next().await;
        assert_eq!(call.function, function, "{}", call.event);
        call
    }

    pub fn config(&self) -> Config {
        still().with_integration(Integration::at(&self.url).unwrap())
    }

    /// A mock before these functions, and a client that they let in.
    pub async fn with_client(config: Config, functions: &mut Self) -> (Mock, Client) {
        let mock = start(config).await;
        let url = mock.url();
        let (client, _) = tokio::join!(Client::connect(&url), async {
            functions.next_of("connect").await.accept()
        });
        (mock, client)
    }
}

async fn invoke(
    State(calls): State<mpsc::UnboundedSender<Call>>,
    Path(function): Path<String>,
    body: Bytes,
) -> Response {
    let event = serde_json::from_slice(&body).expect("an event");
    let (answer, answered) = oneshot::channel();
    let _ = calls.send(Call { function, event, answer });
    answered.await.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}
