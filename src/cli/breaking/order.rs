//! In which order to deploy a version, from the verdicts on all of its changes.

use crate::evolution::{Change, Level, Verdict};

/// One sentence, or two.
pub(super) fn order<'a>(changes: impl IntoIterator<Item = &'a Change>) -> String {
    let (mut servers, mut clients, mut broken, mut borne) = (0, 0, 0, 0);
    for change in changes {
        let verdicts = [change.server_to_client, change.client_to_server];
        let says = |verdict| verdicts.contains(&Some(verdict));
        servers += usize::from(says(Verdict::ServersFirst));
        clients += usize::from(says(Verdict::ClientsFirst));
        if says(Verdict::Break) {
            let fails = change.level == Level::Error && !change.accepted;
            *if fails { &mut broken } else { &mut borne } += 1;
        }
    }
    let needs = |count: usize| if count == 1 { "1 change needs" } else { "changes need" };
    let many = |count: usize| match count {
        1 => needs(1).to_owned(),
        _ => format!("{count} {}", needs(count)),
    };
    if broken > 0 {
        let them = if broken == 1 { "1 change" } else { &format!("{broken} changes") };
        return format!("Do not deploy: no order works for {them}.");
    }
    let order = match (servers > 0, clients > 0) {
        (false, false) if borne > 0 => String::new(),
        (false, false) => "Deploy in any order.".to_owned(),
        (true, false) => {
            "Deploy servers before clients; no server rollback once clients are out.".to_owned()
        }
        (false, true) => {
            "Deploy clients before servers; no client rollback once servers are out.".to_owned()
        }
        (true, true) => format!(
            "No single order works: {} servers before clients, {} clients before servers: make two \
             releases of it.",
            many(servers),
            many(clients)
        ),
    };
    let exception = match borne {
        0 => String::new(),
        1 => "No order works for 1 change, which is accepted or provisional.".to_owned(),
        count => format!("No order works for {count} changes, which are accepted or provisional."),
    };
    [order, exception].join(" ").trim().to_owned()
}
