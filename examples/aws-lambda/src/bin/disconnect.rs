//! `$disconnect`: forgets the connection. Deletes rows. The gateway does not promise to call it.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), purposepath_realtime_on_aws_lambda::Error> {
    purposepath_realtime_on_aws_lambda::routes::serve().await
}
