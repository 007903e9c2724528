//! Ends the connections whose time is over, each minute. Reads the table, deletes rows, posts and closes.

use lambda_runtime::{LambdaEvent, service_fn};
use purposepath_realtime::Timestamp;
use purposepath_realtime_on_aws_lambda::sweep::{Sweep, summary};
use purposepath_realtime_on_aws_lambda::{Error, aws};
use serde_json::Value;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let sweep = &Sweep::new(&aws().await)?;
    let handle = |_: LambdaEvent<Value>| async move {
        let report = sweep.sweep(Timestamp::now()).await?;
        eprintln!("{report}");
        Ok::<_, Error>(summary(&report))
    };
    lambda_runtime::run(service_fn(handle)).await
}
