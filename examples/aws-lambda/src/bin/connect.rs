//! `$connect`: lets everybody in, and remembers that they have yet to authenticate. Writes rows.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), purposepath_realtime_on_aws_lambda::Error> {
    purposepath_realtime_on_aws_lambda::routes::serve().await
}
