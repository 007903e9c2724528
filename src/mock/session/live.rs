//! The faults that strike once in the life of a connection.

use axum::extract::ws::Message;

use crate::event::GoalCancelled;
use crate::json::MAX_FRAME_BYTES;
use crate::mock_files::fault::FaultAction;
use crate::value::{GoalId, TenantId, UserId};
use crate::{Encode, Envelope};

use super::super::frames;
use super::super::log::LogKind;
use super::super::outbox::{CloseRequest, Cut, Order};
use super::Session;

impl Session {
    pub(super) fn strike_live(&mut self, action: &FaultAction) {
        let name = action.row().name;
        self.handle.fault_struck(name, self.connection.entry(LogKind::Fault));
        let because = || format!("the fault `{name}`");
        let outbox = &self.connection.outbox;
        match action {
            FaultAction::Reset {} => outbox.cut(Cut::Asked(because())),
            FaultAction::Close { code } => {
                let code = code.map_or(1000, |code| code.get());
                let request = CloseRequest { code, reason: "", because: because() };
                outbox.with(|it| it.order(Order::Close(request)));
            }
            FaultAction::TokenExpiry {} => self.expire("the token has expired"),
            FaultAction::ServerError { code, retry_after_ms } => {
                let error = frames::connection_error(
                    code.clone(),
                    "a fault of the mock",
                    retry_after_ms.map(|it| it.get()),
                    self.connection.identity().as_deref(),
                    self.handle.clock().now(),
                );
                self.send(&error);
            }
            FaultAction::GatewayFault {} => self.answer_as_gateway("Internal server error"),
            FaultAction::HalfOpen {} => {
                self.connection.switch.half_open();
                outbox.with(|it| it.freeze());
            }
            FaultAction::GiantPayload { bytes } => {
                let least = bytes.map_or(MAX_FRAME_BYTES + 1, |it| {
                    usize::try_from(it.get()).unwrap_or(usize::MAX)
                });
                let text = self.giant(least);
                outbox.send(text);
            }
            FaultAction::Binary {} => {
                outbox.with(|it| it.push(Message::Binary(vec![0, 159, 146, 150].into())));
            }
            other => unreachable!("`{}` strikes elsewhere", other.row().name),
        }
    }

    /// An event with at least so many bytes; no reader has to take one over the limit.
    fn giant(&self, least: usize) -> String {
        let tenant = self.connection.identity().map(|it| it.tenant.clone()).unwrap_or_default();
        let ids = (TenantId::new(tenant), GoalId::new("goal-222"), UserId::new("user-456"));
        let (Ok(tenant), Ok(goal), Ok(user)) = ids else {
            unreachable!("an identity has no empty id")
        };
        let now = self.handle.clock().now();
        let event = GoalCancelled::new(tenant, goal, now, user).with_reason(String::new());
        let text = Envelope::new(event, now).encode().unwrap_or_default();
        // The limit of the encoder does not hold here, so the text is made longer by hand.
        let padding = "x".repeat(least.saturating_sub(text.len()));
        text.replacen("\"reason\":\"\"", &format!("\"reason\":\"{padding}\""), 1)
    }
}
