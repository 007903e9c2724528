//! What a backend does about the events of API Gateway.

use super::connection::facts;
use super::page::{Page, link};
use crate::backend::FACTS;

/// What an event is, and what follows, in this order.
const EVENTS: &[[&str; 2]] = &[
    [
        "`$connect`",
        "remember the connection without a tenant, for the time that it has for `auth`; 200",
    ],
    [
        "`$connect` with a token in the query, where the backend reads it",
        "verify the token: if it is good remember tenant and user and answer 200, else answer 401",
    ],
    ["`$disconnect`", "forget the connection"],
    ["`auth` with a good token", "remember tenant and user; answer `auth.success`"],
    [
        "`auth` with a token that is refused",
        "forget; answer `auth.error` with the code of the refusal; close",
    ],
    [
        "`auth` without a token that can be read",
        "forget; answer `auth.error` with `UNAUTHORIZED`; close",
    ],
    ["`ping`", "answer `pong`, unless the backend leaves that out"],
    ["`pong`", "nothing"],
    [
        "any other frame, a binary one, or no body",
        "answer `error` with `VALIDATION_ERROR`; the connection stays",
    ],
];

pub(super) fn section(page: &mut Page) {
    page.heading(2, "Behind the gateway");
    page.text(
        "For whoever answers the events of API Gateway and keeps the table of connections: one row each, by \
         its id; how to do it is in [the guide](../publishing.md).",
    );
    page.heading(3, "Events of the gateway");
    page.text(
        "`requestContext.routeKey` says which event it is. On every route but `$connect` and `$disconnect` \
         it is a frame of a client, in `body`, and what the frame says decides, not the route.",
    );
    let rows = EVENTS.iter().map(|row| row.map(str::to_owned)).collect();
    page.table(["event", "what to do, in this order"], rows);
    page.text(&format!(
        "An `auth` is answered once the row is written: an event between the two would otherwise find no row, \
         and be lost unseen. The row that an `auth` replaces has to be there still; if it is not, the \
         connection was closed meanwhile: close it, and leave out the rest. The gateway is answered with 200 \
         unless the table says otherwise. A connection that turns out to be gone is {}, and the rest is left \
         out.",
        link("forgotten", "Outcomes of a post")
    ));
    page.heading(3, "Until when a row counts");
    page.text(&format!(
        "The row of who has not authenticated counts for `AUTH_WITHIN_MS` from `$connect` on, or for what the \
         backend sets in its place, two hours at most, and never receives an event. The row of who has counts \
         until the gateway ends the connection, {} after `connectedAt` at the latest, or after the event if that \
         is not known; or until the token expires, where the backend holds to that and it is earlier. From \
         that moment on the row receives nothing. Whatever the table does about old rows by itself, it must \
         not delete one whose connection may still be open: its client would hear nothing, and not be told.",
        link("`MAX_CONNECTION_AGE_MS`", "Limits of the gateway")
    ));
    page.text(
        "A sweep ends such connections. Who has authenticated is told with `connection.error` and \
         `UNAUTHORIZED`, and comes back with another token; then it is closed, and forgotten last, so that \
         what fails before is met by the next sweep. Who has not is closed and forgotten.",
    );
    facts(page, FACTS);
}
