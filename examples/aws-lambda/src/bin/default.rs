//! `$default`: every frame of a client. Writes and deletes rows, posts and closes.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), purposepath_realtime_on_aws_lambda::Error> {
    purposepath_realtime_on_aws_lambda::routes::serve().await
}
