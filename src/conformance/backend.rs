//! What whoever decides about the events of API Gateway has to keep.

requirements! {
    Backend
    "backend.connect" Must "protocol.md#events-of-the-gateway" [];
        "A backend MUST let in whoever connects, and remember the connection without a tenant, for as long \
         as it has for `auth`.";
        "Write a row without a tenant, and answer 200; a token in the query counts only where the terms \
         say so.";
    "backend.gone" Must "protocol.md#events-of-the-gateway" [];
        "A backend MUST forget a connection that is gone, whatever its close code.";
        "Delete the row at `$disconnect`.";
    "backend.auth" Must "protocol.md#events-of-the-gateway" [];
        "A backend MUST have the token of an `auth` verified, remember tenant and user of a good one, and \
         answer `auth.success` after that.";
        "Read the frame on whatever route it comes; write the row before the answer.";
    "backend.refusal" Must "protocol.md#events-of-the-gateway" ["backend.auth"];
        "A backend MUST forget a connection whose token is refused or cannot be read, then answer \
         `auth.error` with the code, then close.";
        "Delete the row first, so that no event follows a refusal.";
    "backend.until" Must "protocol.md#until-when-a-row-counts" ["backend.auth"];
        "A backend MUST let the row of who has authenticated count until the gateway ends the connection, \
         or until the token expires if that is given and is earlier.";
        "Count two hours from `connectedAt`, and take the earlier of that and of the token's time.";
    "backend.query" Must "protocol.md#events-of-the-gateway" [];
        "A backend that reads a token in the query MUST have it verified at the handshake, and answer by \
         the status alone.";
        "Remember and answer 200, or remember nothing and answer 401.";
    "backend.ping" Should "protocol.md#events-of-the-gateway" [];
        "A backend SHOULD answer `ping` with `pong`, and a `pong` with nothing.";
        "Post `pong` with the time of day.";
    "backend.unroutable" Must "protocol.md#events-of-the-gateway" [];
        "A backend MUST answer a frame that is none of a client with `error` and `VALIDATION_ERROR`, and \
         leave the connection open.";
        "Read a binary frame, an event and a missing body as such a frame too.";
    "backend.due" Must "protocol.md#until-when-a-row-counts" ["backend.until"];
        "A backend MUST send no event to a connection whose row counts no longer, and end it: told with \
         `connection.error` if it had authenticated, closed, forgotten.";
        "Compare the time of the row with the time of day in each query, and sweep the table.";
}
