//! Reaches connections through `@connections`.

use std::time::Duration;

use aws_config::SdkConfig;
use aws_sdk_apigatewaymanagement::Client;
use aws_sdk_apigatewaymanagement::config::Builder;
use aws_sdk_apigatewaymanagement::config::retry::RetryConfig;
use aws_sdk_apigatewaymanagement::config::timeout::TimeoutConfig;
use aws_sdk_apigatewaymanagement::error::SdkError;
use aws_sdk_apigatewaymanagement::primitives::Blob;
use purposepath_realtime::fanout::{Outcome, Posted};
use purposepath_realtime::{ConnectionId, SharedFrame};

/// How long a post may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// The connections of the gateway.
#[derive(Clone)]
pub struct Connections(Client);

impl Connections {
    /// Those of the gateway that the environment names.
    pub fn new(aws: &SdkConfig) -> Self {
        // How often something is tried, the policy of the fan-out says, and nobody else.
        let config = Builder::from(aws)
            .retry_config(RetryConfig::disabled())
            .timeout_config(TimeoutConfig::builder().operation_timeout(PATIENCE).build())
            .build();
        Connections(Client::from_conf(config))
    }

    /// Posts a frame.
    pub async fn post(&self, id: &ConnectionId, frame: &SharedFrame) -> Posted {
        let data = Blob::new(frame.as_str());
        outcome(self.0.post_to_connection().connection_id(id.as_str()).data(data).send().await)
    }

    /// Closes a connection.
    pub async fn close(&self, id: &ConnectionId) -> Posted {
        outcome(self.0.delete_connection().connection_id(id.as_str()).send().await)
    }
}

fn outcome<T, E>(result: Result<T, SdkError<E>>) -> Posted {
    match result {
        Ok(_) => Outcome::Delivered.into(),
        Err(error) => error.raw_response().map_or(Outcome::Failed.into(), |response| {
            let seconds = response.headers().get("retry-after").and_then(|it| it.parse().ok());
            let ms = seconds.map(|it: u64| it.saturating_mul(1000));
            Posted::of_status(response.status().as_u16()).with_retry_after_ms(ms)
        }),
    }
}
