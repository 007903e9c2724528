//! Every fault of the catalogue, by what a client sees of it.

mod live;
mod opening;
mod send;

use std::time::Duration;

use purposepath_realtime::mock::{LogKind, Mock};
use purposepath_realtime::mock_files::fault::{CATALOGUE, FaultPoint, FaultRule};

use super::client::{Client, paused};
use super::{start, still};

fn rule(text: &str) -> FaultRule {
    text.parse().expect(text)
}

async fn failing(rules: &[&str]) -> Mock {
    start(still().with_faults(rules.iter().map(|it| rule(it)).collect())).await
}

async fn member(mock: &Mock) -> Client {
    Client::welcome(&mock.url(), "t/u").await
}

#[tokio::test]
async fn every_fault_of_the_catalogue_strikes() {
    for row in CATALOGUE {
        match row.point {
            FaultPoint::Accept | FaultPoint::Handshake | FaultPoint::Auth => {
                opening::strike(row.name).await;
            }
            FaultPoint::Live => live::strike(row.name).await,
            FaultPoint::Send => send::strike(row.name).await,
        }
    }
}

#[tokio::test]
async fn each_strike_is_logged_and_counted() {
    let mock = failing(&["duplicate,type=goal.*,times=2"]).await;
    let _clients = (member(&mock).await, member(&mock).await);
    mock.broadcast_text(Some("t"), &paused("t", "g").to_string());
    let strikes: Vec<_> = mock
        .log_since(0, usize::MAX)
        .into_iter()
        .filter(|it| it.kind == LogKind::Fault)
        .map(|it| (it.fault, it.connection, it.wire_type))
        .collect();
    let strike = |connection| (Some("duplicate"), Some(connection), Some("goal.paused".to_owned()));
    assert_eq!(strikes, [strike(1), strike(2)]);
    assert_eq!(mock.faults()[0].struck, 2);
}

#[tokio::test]
async fn a_rule_comes_and_goes_while_the_server_runs() {
    let mock = start(still()).await;
    let mut client = member(&mock).await;
    let id = mock.add_fault(rule("drop,user=u"));
    mock.broadcast_text(Some("t"), "lost");
    assert!(mock.remove_fault(id));
    assert!(!mock.remove_fault(id));
    mock.broadcast_text(Some("t"), "heard");
    assert_eq!(client.hear_text().await, "heard");
    // One about live connections strikes those that it finds: at once, if their time is over.
    mock.advance(Duration::from_secs(60));
    mock.add_fault(rule("gateway_fault,afterMs=1000,connection=1"));
    assert_eq!(client.hear().await["message"], "Internal server error");
    let mut other = member(&mock).await;
    mock.clear_faults();
    mock.broadcast_text(Some("t"), "fence");
    assert_eq!(other.hear_text().await, "fence");
}

#[test]
fn every_point_has_a_fault() {
    for point in FaultPoint::ALL {
        assert!(CATALOGUE.iter().any(|row| row.point == point), "{point:?}");
    }
}
