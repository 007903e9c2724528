//! Publishes the event that it is invoked with, once the change is committed. Reads the index, deletes
//! rows, posts. Answers with what came of it.

use lambda_runtime::{LambdaEvent, service_fn};
use purposepath_realtime_on_aws_lambda::publish::{Publisher, summary};
use purposepath_realtime_on_aws_lambda::{Error, aws};
use serde_json::Value;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let publisher = &Publisher::new(&aws().await)?;
    let publish = |event: LambdaEvent<Value>| async move {
        let report = publisher.publish(&event.payload.to_string()).await?;
        eprintln!("{report}");
        Ok::<_, Error>(summary(&report))
    };
    lambda_runtime::run(service_fn(publish)).await
}
