//! What a server has to keep, seen from outside.

requirements! {
    Server
    "handshake.opens" Must "protocol.md#connecting" [];
        "A server MUST open a WebSocket to whoever asks for one at its URL, within 10 s.";
        "Check the URL with its path, that the stage is deployed, and that nothing before the server \
         refuses the handshake: who may connect is decided by `auth`, not by the handshake.";
    "auth.success" Must "protocol.md#authsuccess" ["handshake.opens"];
        "A server MUST answer `auth` with `auth.success` within 10 s, when the token is good.";
        "Check that the command `auth` reaches the code that answers it, and that this code finds the \
         token in the key `token` of the frame, not in a header and not in the URL.";
    "auth.success-once" Must "protocol.md#authsuccess" ["auth.success"];
        "A server MUST answer one `auth` with one `auth.success`.";
        "Look for two places that answer: each answer makes a client fetch everything anew.";
    "auth.success-first" Must "protocol.md#authentication" ["auth.success"];
        "A server MUST NOT send an event to a connection before its `auth.success`.";
        "Let the connection receive events only after the answer to `auth` was sent: clients drop what \
         comes before it.";
    "auth.tenant" Must "protocol.md#authsuccess" ["auth.success"];
        "The `tenantId` of `auth.success` MUST be the tenant of the token.";
        "Take the tenant from the claims of the token, and from nowhere else.";
    "auth.none" Must "protocol.md#authentication" ["handshake.opens"];
        "A server MUST NOT send an event to a connection that has not authenticated, whatever else that \
         connection sends.";
        "Send events to those connections alone that were answered with `auth.success`.";
    "auth.deadline" May "protocol.md#authentication" ["handshake.opens"];
        "A server MAY close a connection that does not authenticate in time.";
        "Nothing has to be done.";
    "auth.wrong-token" Must "protocol.md#autherror" ["handshake.opens"];
        "A server MUST answer a wrong token with `auth.error` and the code `UNAUTHORIZED`, within 10 s.";
        "Answer with `auth.error` before the connection is closed: without the code a client does not know that it has to fetch another token.";
    "auth.forged-token" Must "protocol.md#autherror" ["handshake.opens"];
        "A server MUST answer a token whose signature is wrong with `auth.error` and the code \
         `UNAUTHORIZED`, within 10 s.";
        "Verify the signature before you believe a claim: as it is, anybody can be anybody.";
    "auth.expired-token" Must "protocol.md#autherror" ["handshake.opens"];
        "A server MUST answer an expired token with `auth.error` and the code `UNAUTHORIZED`, within \
         10 s.";
        "Compare the claim `exp` of the token with the time of day, without much leeway.";
    "auth.refusal-closes" Should "protocol.md#error-codes" ["auth.wrong-token"];
        "A server SHOULD close the connection after `auth.error`, since the attempt to connect is over.";
        "Delete the connection after the answer, or name the reason why it stays in the file of expected \
         failures.";
    "frames.text" Must "protocol.md#frames" ["auth.success"];
        "A message of a server MUST be one JSON object in a text frame, never a binary one.";
        "Send text: in many libraries a string instead of bytes.";
    "frames.size" Must "protocol.md#limits-of-a-message" ["auth.success"];
        "A message of a server MUST NOT have more than 131072 bytes of UTF-8.";
        "Send less in one event: clients fetch from the REST API what is long.";
    "frames.valid" Must "protocol.md#reading" ["auth.success"];
        "Each message of a server MUST be valid by the strict schema, `protocol.strict.schema.json`.";
        "Compare the frame with the table and the example of its type in the reference.";
    "frames.spelling" Must "protocol.md#old-spellings" ["auth.success"];
        "A server MUST write each type, key and value in the spelling of the reference, not in an old one.";
        "Write the canonical spelling. Readers take the old one today, and a later version may not.";
    "frames.listed-types" Must "protocol.md#events" ["auth.success"];
        "A `type` that a server sends MUST be one that the reference lists.";
        "Use the type of the reference, or add the event to the protocol first: clients do not know it.";
    "frames.listed-values" Must "protocol.md#enumerations" ["auth.success"];
        "A value of an enumeration that a server sends MUST be one that the reference lists.";
        "Map the value to one of the reference, or add it to the protocol first.";
    "frames.listed-keys" Must "protocol.md#events" ["auth.success"];
        "A server MUST NOT send a key that the reference does not list.";
        "Leave the key out, or add it to the protocol first: clients drop it.";
    "events.arrive" Must "protocol.md#delivery" ["auth.tenant"];
        "An event MUST reach a connection of its tenant within 30 s of what caused it.";
        "Follow the event from the REST call to the connection: that it is published, that the sender \
         finds the connection, and that the tenant is the one of the token.";
    "events.receivers" Must "protocol.md#delivery" ["events.arrive"];
        "An event MUST reach every connection of its tenant, the actor's own included.";
        "Send to all connections of the tenant, also to several of one user.";
    "events.id" Should "protocol.md#envelope" ["events.arrive"];
        "An event SHOULD have an `eventId`, by which a receiver knows a repeat.";
        "Give each event a new UUID where it is made, before it is sent to the first connection.";
    "events.id-unique" Must "protocol.md#delivery" ["events.id", "frames.valid"];
        "Two different events MUST NOT have the same `eventId`.";
        "Make a new id for each event: a client takes the second one for a repeat and drops it.";
    "events.tenant" Must "protocol.md#delivery" ["events.arrive"];
        "The `tenantId` of each event MUST be the tenant of the connection's token.";
        "Take the tenant of the event and the one of the connection from the same place: clients drop \
         the event of another tenant.";
    "tenants.apart" Must "protocol.md#delivery" ["events.arrive"];
        "An event of one tenant MUST NOT reach a connection of another tenant.";
        "Find the connections by the tenant that `auth` stored with each: what arrives elsewhere is a \
         leak of customer data.";
    "ping.answer" May "protocol.md#command-ping" ["auth.success"];
        "A server MAY answer the command `ping` with `pong` or let the gateway answer with its fault, and \
         keeps the connection in any case.";
        "Keep the connection open when a `ping` comes. Answer it with `pong` if you can: clients then \
         notice a dead connection within two minutes.";
    "ping.control" Must "connection.md#timers" ["auth.success"];
        "A server MUST answer a ping frame of WebSocket itself with a pong frame, within 10 s.";
        "Let the library answer: a client that probes so takes silence for a dead connection.";
    "unroutable.stays" Must "protocol.md#gateway-fault" ["auth.success"];
        "A frame that leads nowhere MUST be answered with the gateway's fault, with an `error` or not at \
         all, and the connection stays.";
        "Ignore what you do not know: a later client may say more than this one.";
    "limits.frame" Must "protocol.md#limits-of-the-gateway" ["auth.success"];
        "A server MUST take a WebSocket frame of 32768 bytes.";
        "Raise the limit of the library or of the proxy before the server.";
    "limits.message" Must "protocol.md#limits-of-the-gateway" ["auth.success"];
        "A server MUST take a message of 131072 bytes that comes in frames of 32768.";
        "Raise the limit of the library, and see that it puts fragments together.";
    "limits.too-large" Must "protocol.md#limits-of-the-gateway" ["auth.success"];
        "A server MUST close a connection with 1009 after a message of more than 131072 bytes.";
        "Set the limit of the library to 131072 bytes: most close with 1009 by themselves.";
    "close.binary" Must "protocol.md#limits-of-the-gateway" ["auth.success"];
        "A server MUST close a connection with 1003 after a binary frame.";
        "Close with 1003 where the library hands on a binary message.";
    "close.answer" Must "protocol.md#close-codes" ["auth.success"];
        "A server MUST answer the close frame of a client with a close frame, within 10 s.";
        "Let the library answer, and do not keep the connection waiting for what is still to be sent.";
    "close.codes" Should "protocol.md#close-codes" ["handshake.opens"];
        "A close code of a server SHOULD be one that the reference lists, and not one that no close \
         frame may hold.";
        "Close with a code of the table: by it a client decides whether and when to come back.";
    "close.idle" Must "protocol.md#limits-of-the-gateway" ["auth.success"];
        "A server MUST close a connection with 1001 on which nobody sent anything for 10 min.";
        "Set the idle timeout to 10 min, and let it close with 1001: then clients come back spread out.";
}
