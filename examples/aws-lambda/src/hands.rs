//! Does what is to be done, in its order: with the table and the connections, and nothing else.

use aws_config::SdkConfig;
use purposepath_realtime::backend::{Effect, Reaction};
use purposepath_realtime::fanout::{Outcome, Posted};

use crate::Error;
use crate::connections::Connections;
use crate::table::Table;

/// What carries out effects.
pub struct Hands {
    /// The table of connections.
    pub table: Table,
    connections: Connections,
}

impl Hands {
    /// On the table and the gateway that the environment names.
    ///
    /// # Errors
    /// When it names no table.
    pub fn new(aws: &SdkConfig) -> Result<Self, Error> {
        Ok(Hands { table: Table::new(aws)?, connections: Connections::new(aws) })
    }

    /// Does it all, and says that; or leaves out the rest from what did not succeed, and says how that
    /// ended. A connection that turns out to be gone is forgotten. A row that is not new replaces one.
    ///
    /// # Errors
    /// When the table cannot be reached.
    pub async fn carry_out(&self, reaction: &Reaction, is_new: bool) -> Result<Posted, Error> {
        let id = &reaction.connection;
        for effect in &reaction.effects {
            let posted = match effect {
                Effect::Remember(record) => {
                    if !self.table.remember(id, record, is_new).await? {
                        self.connections.close(id).await;
                        return Ok(Outcome::Gone.into());
                    }
                    continue;
                }
                Effect::Forget => {
                    self.table.forget(id).await?;
                    continue;
                }
                Effect::Answer(answer) => self.connections.post(id, &answer.frame).await,
                Effect::Close => self.connections.close(id).await,
            };
            match posted.outcome {
                Outcome::Delivered => {}
                Outcome::Gone => {
                    self.table.forget(id).await?;
                    return Ok(posted);
                }
                _ => return Ok(posted),
            }
        }
        Ok(Outcome::Delivered.into())
    }
}
