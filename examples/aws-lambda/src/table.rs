//! The table of connections: one row each, the id as its key. The index by tenant is sparse: a row
//! without a tenant is not in it, so that no query finds who has not authenticated.

use std::collections::HashMap;

use aws_config::SdkConfig;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue::{self, N, S};
use purposepath_realtime::backend::{Identity, Record};
use purposepath_realtime::{ConnectionId, TenantId, Timestamp};

use crate::{Error, setting};

const KEY: &str = "connectionId";
const INDEX: &str = "byTenant";

/// The table of connections.
#[derive(Clone)]
pub struct Table {
    client: Client,
    name: String,
}

impl Table {
    /// The one that the environment names.
    ///
    /// # Errors
    /// When it names none.
    pub fn new(aws: &SdkConfig) -> Result<Self, Error> {
        Ok(Table { client: Client::new(aws), name: setting("CONNECTIONS_TABLE")? })
    }

    /// Writes a row: a new one, or in the place of one that has to be there. False if it is not, since
    /// the connection was closed meanwhile.
    ///
    /// # Errors
    /// When the table cannot be reached.
    pub async fn remember(
        &self,
        id: &ConnectionId,
        record: &Record,
        is_new: bool,
    ) -> Result<bool, Error> {
        let until = N(seconds(record.until).to_string());
        let mut put = self.client.put_item().table_name(&self.name);
        put = put.item(KEY, S(id.to_string())).item("until", until);
        if let Some(Identity { tenant, user, .. }) = &record.identity {
            put = put.item("tenantId", S(tenant.to_string())).item("userId", S(user.to_string()));
        }
        if !is_new {
            put = put.condition_expression("attribute_exists(connectionId)");
        }
        match put.send().await {
            Ok(_) => Ok(true),
            Err(error) => match error.into_service_error() {
                error if error.is_conditional_check_failed_exception() => Ok(false),
                error => Err(error.into()),
            },
        }
    }

    /// Deletes a row, if there is one.
    ///
    /// # Errors
    /// When the table cannot be reached.
    pub async fn forget(&self, id: &ConnectionId) -> Result<(), Error> {
        self.client.delete_item().table_name(&self.name).key(KEY, S(id.to_string())).send().await?;
        Ok(())
    }

    /// Who is to get the events of a tenant. The time of a row is part of the question: DynamoDB
    /// deletes what is over within days.
    ///
    /// # Errors
    /// When the table cannot be reached.
    pub async fn receivers(
        &self,
        tenant: &TenantId,
        now: Timestamp,
    ) -> Result<Vec<ConnectionId>, Error> {
        let query = self.client.query().table_name(&self.name).index_name(INDEX);
        let query = query.key_condition_expression("tenantId = :tenant AND #until > :now");
        let query = query
            .expression_attribute_names("#until", "until")
            .expression_attribute_values(":tenant", S(tenant.to_string()))
            .expression_attribute_values(":now", N((now.unix_millis() / 1000).to_string()));
        let mut rows = query.into_paginator().items().send();
        let mut receivers = Vec::new();
        while let Some(row) = rows.next().await {
            receivers.push(id(&row?)?);
        }
        Ok(receivers)
    }
}

fn id(row: &HashMap<String, AttributeValue>) -> Result<ConnectionId, Error> {
    let Some(S(id)) = row.get(KEY) else { return Err("a row without a connectionId".into()) };
    Ok(ConnectionId::new(id.as_str())?)
}

/// As DynamoDB counts the time of a row: in whole seconds, none too few.
fn seconds(at: Timestamp) -> i64 {
    at.unix_millis().div_euclid(1000) + i64::from(at.unix_millis().rem_euclid(1000) > 0)
}
