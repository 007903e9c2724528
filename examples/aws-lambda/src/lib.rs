//! A backend behind API Gateway. What is to be done, `purposepath_realtime` decides
//! (`purposepath_realtime::backend` and `::fanout`); what is done, stands here.

pub mod connections;
pub mod hands;
pub mod publish;
pub mod routes;
pub mod sweep;
pub mod table;
pub mod tokens;

/// Whatever ends a call; the gateway, or who invoked the publisher, is told that it failed.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// A setting out of the environment, which the template sets.
///
/// # Errors
/// When it is not set.
pub fn setting(name: &str) -> Result<String, Error> {
    std::env::var(name).map_err(|_| format!("{name} is not set: see template.yaml").into())
}

/// What both clients of AWS start from: the environment of a function, and TLS without a C toolchain.
/// `AWS_ENDPOINT_URL_DYNAMODB` and `AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI` lead elsewhere.
pub async fn aws() -> aws_config::SdkConfig {
    use aws_smithy_http_client::{Builder, tls};
    let ring = tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring);
    let http = Builder::new().tls_provider(ring).build_https();
    aws_config::from_env().http_client(http).load().await
}
