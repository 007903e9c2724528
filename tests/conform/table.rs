//! Each requirement of a server can fail: against the mock server with what breaks it, exactly that
//! one fails, and those behind it are not reached.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::{StreamExt, stream};
use purposepath_realtime::conformance::{Level, Role, requirement, requirements_of};
use serde_json::Value;

use super::{TIME_SCALE, json, start, whole};

/// By a clock that runs so fast, a day is soon over.
const MONTH: Duration = Duration::from_secs(30 * 86_400);

/// What makes a requirement fail.
enum Breaks {
    /// A fault of the mock server; `{label}` is the number of the connection of that name.
    Fault(&'static str),
    /// A JWT whose signature can be forged, since the mock server verifies none.
    AnyJwt,
    /// Nothing: what a server does is left to it, and reported.
    Reported,
}

use Breaks::{AnyJwt, Fault, Reported};

const TABLE: &[(&str, Breaks)] = &[
    ("handshake.opens", Fault("http_status,status=503,connection={first}")),
    ("auth.success", Fault("no_auth_answer,connection={first}")),
    ("auth.success-once", Fault("double_auth_answer,connection={first}")),
    ("auth.success-first", Fault("event_at_open,connection={first}")),
    ("auth.tenant", Fault("auth_as_other_tenant,connection={first}")),
    ("auth.none", Fault("event_at_open,connection={bystander}")),
    ("auth.deadline", Reported),
    ("auth.wrong-token", Fault("accept_wrong_token")),
    ("auth.forged-token", AnyJwt),
    ("auth.expired-token", Fault("accept_expired_token")),
    ("auth.refusal-closes", Fault("stay_after_refusal")),
    ("frames.text", Fault("binary,connection={first}")),
    ("frames.size", Fault("giant_payload,connection={first}")),
    ("frames.valid", Fault("missing_key")),
    ("frames.spelling", Fault("snake_case")),
    ("frames.listed-types", Fault("unknown_type")),
    ("frames.listed-values", Fault("unknown_value")),
    ("frames.listed-keys", Fault("extra_key")),
    ("events.arrive", Fault("drop")),
    ("events.receivers", Fault("drop,connection={second}")),
    ("events.id", Fault("no_event_id")),
    ("events.id-unique", Fault("same_event_id")),
    ("events.tenant", Fault("other_tenant")),
    ("tenants.apart", Fault("leak")),
    ("ping.answer", Fault("close,connection={ping}")),
    ("ping.control", Fault("half_open,connection={control ping}")),
    ("unroutable.stays", Fault("close,connection={unroutable}")),
    ("limits.frame", Fault("message_limit,bytes=32767,connection={largest frame}")),
    ("limits.message", Fault("message_limit,bytes=65536,connection={largest message}")),
    ("limits.too-large", Fault("message_limit,bytes=1048576")),
    ("close.binary", Fault("half_open,connection={binary}")),
    ("close.answer", Fault("half_open,connection={closed by the client}")),
    ("close.codes", Fault("accept_then_close,code=4999,connection={bystander}")),
    ("close.idle", Fault("close,code=1000,connection={idle}")),
];

fn breaks(id: &str) -> &'static Breaks {
    let row = TABLE.iter().find(|(of, _)| *of == id);
    let (_, breaks) = row.unwrap_or_else(|| {
        panic!("nothing breaks `{id}`: name in TABLE the fault with which it fails, or add one")
    });
    breaks
}

/// The ids of a report that ended so.
fn ended(report: &Value, outcome: &str) -> BTreeSet<String> {
    let rows = report["requirements"].as_array().expect("a report");
    let ids = rows.iter().filter(|row| row["outcome"] == outcome);
    ids.map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

/// The ids of the requirements behind one, which stand behind it in the table too.
fn behind(id: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for row in requirements_of(Role::Server) {
        if row.needs.iter().any(|need| *need == id || found.contains(*need)) {
            found.insert(row.id.to_owned());
        }
    }
    found
}

#[test]
fn every_requirement_of_a_server_has_what_breaks_it() {
    for row in requirements_of(Role::Server) {
        let is_reported = matches!(breaks(row.id), Reported);
        assert!(
            !is_reported || row.level == Level::May,
            "`{}` is a {}, so something has to break it",
            row.id,
            row.level
        );
    }
    for (id, _) in TABLE {
        assert!(requirement(id).is_some(), "`{id}` is no requirement: take it out of TABLE");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mock_server_conforms() {
    let mock = start(&[]).await;
    let mut command = whole(&mock);
    command.arg("--slow");
    let report = json(command).await;
    assert_eq!(report["conforms"], true, "{report:#}");
    // A token of the mock server is no JWT.
    assert_eq!(ended(&report, "skipped"), ["auth.forged-token".to_owned()].into());
    let all = requirements_of(Role::Server).count();
    assert_eq!(ended(&report, "passed").len(), all - 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_breaks_a_requirement_makes_that_one_fail_and_no_other() {
    let mock = start(&[]).await;
    let mut connections = json(whole(&mock)).await["connections"].clone();
    let connections = connections.as_array_mut().expect("their names");
    // The last, for which one has to ask.
    connections.push("idle".into());
    let number = |label: &str| 1 + connections.iter().position(|it| it == label).expect(label);
    let runs = requirements_of(Role::Server).map(|row| {
        let (faults, is_jwt) = match breaks(row.id) {
            Fault(text) => (vec![numbered(text, number)], false),
            AnyJwt => (Vec::new(), true),
            Reported => return None,
        };
        Some(breaks_alone(row.id, faults, is_jwt))
    });
    // As many at once as a small machine takes: what they do is wait.
    stream::iter(runs.flatten()).buffer_unordered(8).collect::<Vec<()>>().await;
}

async fn breaks_alone(id: &str, faults: Vec<String>, is_jwt: bool) {
    let mock = start(&faults).await;
    let mut command = whole(&mock);
    if is_jwt {
        command.env("REALTIME_TOKEN", mock.token("tenant-a", "user-1", MONTH));
    }
    if id == "close.idle" {
        command.arg("--slow");
    }
    let report = json(command).await;
    assert_eq!(ended(&report, "failed"), [id.to_owned()].into(), "{id}: {report:#}");
    assert_eq!(ended(&report, "not_reached"), behind(id), "{id}: {report:#}");
    assert_eq!(report["conforms"], false, "{id}");
}

fn numbered(text: &str, number: impl Fn(&str) -> usize) -> String {
    match text.split_once('{') {
        Some((before, rest)) => {
            let label = rest.strip_suffix('}').expect("at the end");
            format!("{before}{}", number(label))
        }
        None => text.to_owned(),
    }
}

/// A leak that comes late: once there is a connection after that of the other tenant, all that the
/// trigger causes has been waited for.
#[tokio::test(flavor = "multi_thread")]
async fn a_leak_is_noticed_until_the_run_is_over() {
    const FRAME: &str = r#"{"type":"goal.paused","timestamp":"2025-11-03T14:30:00.000Z","tenantId":"tenant-a","eventId":"e","data":{"tenantId":"tenant-a","goalId":"g"}}"#;
    let mock = start(&[]).await;
    let leak = async {
        let mut log = std::pin::pin!(mock.log(0));
        while log.next().await.is_some() {
            let all = mock.connections();
            let other = all.iter().find(|it| it.tenant_id.as_deref() == Some("tenant-b"));
            if other.is_some_and(|other| all.iter().any(|it| it.ordinal > other.ordinal)) {
                return mock.broadcast_text(Some("tenant-b"), FRAME);
            }
        }
        0
    };
    let (report, leaked) = tokio::join!(json(whole(&mock)), leak);
    assert_eq!(leaked, 1);
    assert!(ended(&report, "failed").contains("tenants.apart"), "{report:#}");
}

/// What is left to a server is told: each way to answer a `ping` in its own words.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_server_may_do_is_reported() {
    use purposepath_realtime::mock::{Config, Mock};
    use purposepath_realtime::mock_files::PingAnswer;
    let mut notes = BTreeSet::new();
    for answers_ping in PingAnswer::ALL {
        let config =
            Config::default().with_answers_ping(answers_ping).with_time_scale(TIME_SCALE.into());
        let mock = Mock::start(config).await.unwrap();
        let mut command = super::conform(&mock.url());
        command.args(["--time-scale", &TIME_SCALE.to_string(), "--tenant", "tenant-a"]);
        for row in requirements_of(Role::Server) {
            if !["handshake.opens", "auth.success", "ping.answer"].contains(&row.id) {
                command.args(["--skip", row.id]);
            }
        }
        let report = json(command).await;
        let row = report["requirements"].as_array().unwrap();
        let row = row.iter().find(|it| it["id"] == "ping.answer").unwrap();
        assert_eq!(row["outcome"], "passed", "{row}");
        notes.insert(row["note"].as_str().unwrap().to_owned());
    }
    assert_eq!(notes.len(), 3, "{notes:?}");
}
