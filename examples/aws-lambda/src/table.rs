//! The table of connections: one row each, the id as its key. The index by tenant is sparse: a row
//! without a tenant is not in it, so that no query finds who has not authenticated.

use std::collections::HashMap;

use aws_config::SdkConfig;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue::{self, N, S};
use purposepath_realtime::backend::{Identity, Record};
use purposepath_realtime::gateway::MAX_CONNECTION_AGE_MS;
use purposepath_realtime::{ConnectionId, TenantId, Timestamp, UserId};

use crate::{Error, setting};

const KEY: &str = "connectionId";
const INDEX: &str = "byTenant";
const TENANT: &str = "tenantId";
const USER: &str = "userId";
const UNTIL: &str = "until";
/// When DynamoDB may delete a row by itself.
const GONE_BY: &str = "goneBy";

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
        let until = seconds(record.until);
        let mut put = self.client.put_item().table_name(&self.name).item(KEY, S(id.to_string()));
        put = put.item(UNTIL, N(until.to_string())).item(GONE_BY, N(gone_by(until).to_string()));
        if let Some(Identity { tenant, user, .. }) = &record.identity {
            put = put.item(TENANT, S(tenant.to_string())).item(USER, S(user.to_string()));
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

    /// Who is to get the events of a tenant. The time of a row is part of the question: what is over stays
    /// until a sweep, or DynamoDB, deletes it.
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
            .expression_attribute_names("#until", UNTIL)
            .expression_attribute_values(":tenant", S(tenant.to_string()))
            .expression_attribute_values(":now", N(whole_seconds(now).to_string()));
        let mut rows = query.into_paginator().items().send();
        let mut receivers = Vec::new();
        while let Some(row) = rows.next().await {
            receivers.push(id(&row?)?);
        }
        Ok(receivers)
    }

    /// The rows whose time is over. Reads the whole table.
    ///
    /// # Errors
    /// When the table cannot be reached, or a row is none of this code.
    pub async fn over(&self, now: Timestamp) -> Result<Vec<(ConnectionId, Record)>, Error> {
        let scan = self.client.scan().table_name(&self.name).filter_expression("#until <= :now");
        let scan = scan
            .expression_attribute_names("#until", UNTIL)
            .expression_attribute_values(":now", N(whole_seconds(now).to_string()));
        let mut rows = scan.into_paginator().items().send();
        let mut over = Vec::new();
        while let Some(row) = rows.next().await {
            let row = row?;
            over.push((id(&row)?, record(&row)?));
        }
        Ok(over)
    }
}

type Row = HashMap<String, AttributeValue>;

fn record(row: &Row) -> Result<Record, Error> {
    let text = |name: &str| row.get(name).and_then(|it| it.as_s().ok());
    let until = row.get(UNTIL).and_then(|it| it.as_n().ok()?.parse::<i64>().ok());
    let until = until.and_then(|it| it.checked_mul(1000)).ok_or("a row without its time")?;
    let identity = match (text(TENANT), text(USER)) {
        (Some(tenant), Some(user)) => {
            Some(Identity::new(TenantId::new(&**tenant)?, UserId::new(&**user)?))
        }
        _ => None,
    };
    Ok(Record::new(identity, Timestamp::from_unix_millis(until)?))
}

fn id(row: &Row) -> Result<ConnectionId, Error> {
    let Some(S(id)) = row.get(KEY) else { return Err("a row without a connectionId".into()) };
    Ok(ConnectionId::new(id.as_str())?)
}

/// As DynamoDB counts the time of a row: in whole seconds, none too few.
fn seconds(at: Timestamp) -> i64 {
    whole_seconds(at) + i64::from(at.unix_millis().rem_euclid(1000) > 0)
}

/// The seconds that have passed.
fn whole_seconds(now: Timestamp) -> i64 {
    now.unix_millis().div_euclid(1000)
}

/// When the connection of a row is closed at the latest: the gateway has let it live for as long as it lets
/// any. A row that were deleted before would leave a client that hears nothing, and that no sweep finds.
fn gone_by(until: i64) -> i64 {
    until + (MAX_CONNECTION_AGE_MS / 1000) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(parts: &[(&str, AttributeValue)]) -> Row {
        parts.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
    }

    #[test]
    fn a_row_is_read_as_it_was_written() {
        let (tenant, user) = (S("tenant-123".to_owned()), S("user-456".to_owned()));
        let until = (UNTIL, N("1762180200".to_owned()));
        let read = record(&row(&[(TENANT, tenant.clone()), (USER, user), until.clone()])).unwrap();
        let identity = read.identity.unwrap();
        assert_eq!((identity.tenant.as_str(), identity.user.as_str()), ("tenant-123", "user-456"));
        assert_eq!(seconds(read.until), 1_762_180_200);
        assert_eq!(record(&row(&[until])).unwrap().identity, None);
        for wrong in [row(&[]), row(&[(UNTIL, tenant)]), row(&[(UNTIL, N(i64::MAX.to_string()))])] {
            assert_eq!(record(&wrong).unwrap_err().to_string(), "a row without its time");
        }
    }

    #[test]
    fn a_row_is_over_when_it_receives_no_longer_and_deleted_when_its_connection_is_gone() {
        for (millis, written) in [(1000, 1), (1001, 2), (1999, 2), (2000, 2)] {
            let until = Timestamp::from_unix_millis(millis).unwrap();
            assert_eq!(seconds(until), written);
        }
        let at = |millis| whole_seconds(Timestamp::from_unix_millis(millis).unwrap());
        assert_eq!([at(1999), at(2000), at(-1)], [1, 2, -1]);
        assert_eq!(gone_by(1_762_180_200), 1_762_180_200 + 2 * 3600);
    }
}
