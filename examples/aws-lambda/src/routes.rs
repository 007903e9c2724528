//! What happens on a route of the gateway. The three functions run the same code, each with the
//! permissions that its route needs.

use lambda_runtime::{LambdaEvent, service_fn};
use purposepath_realtime::backend::{Happened, Next, Request, Terms};
use purposepath_realtime::fanout::Outcome;
use purposepath_realtime::{ConnectionId, ErrorCode, Timestamp};
use serde_json::{Value, json};

use crate::hands::Hands;
use crate::tokens::Tokens;
use crate::{Error, aws};

/// Answers the gateway for as long as the function lives.
///
/// # Errors
/// When it cannot start.
pub async fn serve() -> Result<(), Error> {
    let aws = aws().await;
    let routes = &Routes { hands: Hands::new(&aws)?, tokens: Tokens::from_env()? };
    let handle = |event: LambdaEvent<Value>| async move {
        let status = routes.handle(&event.payload, Timestamp::now()).await?;
        Ok::<_, Error>(json!({ "statusCode": status }))
    };
    lambda_runtime::run(service_fn(handle)).await
}

struct Routes {
    hands: Hands,
    tokens: Tokens,
}

impl Routes {
    /// Answers an event of the gateway with a status.
    async fn handle(&self, event: &Value, now: Timestamp) -> Result<u16, Error> {
        let context = &event["requestContext"];
        let id = ConnectionId::new(context["connectionId"].as_str().unwrap_or_default())?;
        let code = context["disconnectStatusCode"].as_u64().and_then(|it| it.try_into().ok());
        let connected_at = context["connectedAt"].as_i64();
        let connected_at = connected_at.and_then(|it| Timestamp::from_unix_millis(it).ok());
        let request = Request::new(&id, context["routeKey"].as_str().unwrap_or_default())
            .with_body(event["body"].as_str())
            .with_base64(event["isBase64Encoded"] == true)
            .with_close_code(code)
            .with_close_reason(context["disconnectReason"].as_str())
            .with_connected_at(connected_at);
        let reaction = match request.next(&Terms::default(), now) {
            Next::React(reaction) => reaction,
            Next::Verify(claim) => match self.tokens.verify(claim.token(), now) {
                // From then on the row counts no longer, and the sweep ends the connection.
                Ok((identity, expires)) => claim.accepted(identity, Some(expires), now)?,
                Err(why) => claim.refused(ErrorCode::Unauthorized, why, now)?,
            },
        };
        let happened = request.happened();
        let is_new = matches!(happened, Happened::Connected { .. });
        match self.hands.carry_out(&reaction, is_new).await?.outcome {
            Outcome::Delivered | Outcome::Gone => Ok(reaction.status),
            other => Err(format!("cannot react to {happened}: {}", other.as_str()).into()),
        }
    }
}
