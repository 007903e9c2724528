//! `docs/reference/`: the protocol for people, the connection's state machine, what an
//! implementation has to keep, what the mock server can do wrong, and how a version may follow another.
//!
//! Says nothing that a table in Rust says: meanings, numbers, names and examples come from there.
//! What is written here is only what holds them together.

mod backend;
mod conformance;
mod connection;
mod evolution;
mod fanout;
mod faults;
mod flows;
mod machine;
mod messages;
mod page;
mod reading;
mod values;

use page::{Page, link};

use super::header;
use crate::PROTOCOL_VERSION;

const INTRODUCTION: &str = "\
PurposePath's backend tells its clients what happened: a goal was created, an action was reassigned, \
a value of a KPI was recorded. It does so over one WebSocket behind AWS API Gateway. Each message is one JSON \
object in one text frame; events travel to the client, a few commands to the server.";

/// Every page by its path.
pub(super) fn files() -> [(String, String); 5] {
    [
        ("docs/reference/conformance.md".to_owned(), conformance::file()),
        ("docs/reference/connection.md".to_owned(), machine::file()),
        ("docs/reference/evolution.md".to_owned(), evolution::file()),
        ("docs/reference/faults.md".to_owned(), faults::file()),
        ("docs/reference/protocol.md".to_owned(), protocol()),
    ]
}

fn protocol() -> String {
    let mut page = Page::new(&format!("The realtime protocol, version {PROTOCOL_VERSION}"));
    page.text(&format!("<!-- {} -->", header()));
    page.text(INTRODUCTION);
    page.text(
        "The same for machines: [AsyncAPI](../../schema/asyncapi.json), \
         [JSON Schema for readers](../../schema/protocol.schema.json) and \
         [for producers](../../schema/protocol.strict.schema.json), \
         [a summary](../../schema/meta.json), [TypeScript](../../bindings/README.md).",
    );
    page.contents();
    in_short(&mut page);
    messages::frames(&mut page);
    connection::section(&mut page);
    messages::events(&mut page);
    messages::commands(&mut page);
    messages::gateway(&mut page);
    values::values(&mut page);
    values::enumerations(&mut page);
    values::error_codes(&mut page);
    connection::upkeep(&mut page);
    connection::delivery(&mut page);
    backend::section(&mut page);
    fanout::section(&mut page);
    reading::section(&mut page);
    page.finish()
}

fn in_short(page: &mut Page) {
    page.heading(2, "In short");
    page.list(&[
        format!("Open a socket to the URL of a {}.", link("stage", "Stages")),
        format!(
            "Send {} as the first frame and wait for {}.",
            link("`auth`", &messages::command_title("auth")),
            link("`auth.success`", "`auth.success`"),
        ),
        format!(
            "Now, and after each reconnection, fetch what the screen shows: {}.",
            link("nothing is replayed", "Delivery")
        ),
        format!("Read {} as they come, by their `type`.", link("events", "Events")),
        format!(
            "Be {}: accept old spellings, keep what is unknown, refuse what is malformed.",
            link("tolerant", "Reading")
        ),
        format!("On an error, do what its {} says.", link("code", "Error codes")),
        format!(
            "Send {} before the gateway finds the connection {}.",
            link("`ping`", &messages::command_title("ping")),
            link("idle", "Limits of the gateway"),
        ),
        format!(
            "When the socket closes, do what its {} asks for. It is normal that the token expires \
             and that the gateway closes a connection in use.",
            link("close code", "Close codes")
        ),
    ]);
}
