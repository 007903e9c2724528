//! What whoever keeps a connection has to keep.

requirements! {
    Client
    "endpoint.stage" Must "protocol.md#stages" [];
        "A client MUST connect to the URL of its stage or to the one that is set in its place, \
         and refuse a stage that is none of the three.";
        "Compare the stage to the letter, and fall back to `dev` in a development build alone.";
    "endpoint.url" Must "protocol.md#stages" [];
        "A client MUST refuse a URL that is no address of a WebSocket, or that holds white space, \
         a fragment, a user or a password.";
        "Check it before a token is fetched: what is in a URL ends up in logs.";
    "endpoint.encrypted" Must "protocol.md#stages" [];
        "A client MUST NOT open `ws://` to another machine.";
        "Accept it for `localhost` and the addresses of the loopback alone, compared as a whole.";
    "connect.starts" Must "protocol.md#authentication" [];
        "A client MUST send `auth` as its first frame, and be connected only after \
         `auth.success`.";
        "Wait for the answer, and let the application fetch what it shows then.";
    "connect.one-socket" Must "connection.md#states" [];
        "A client MUST NOT have more than one socket, whatever it is told and however often.";
        "Close the old socket before another is opened, and ignore a second start.";
    "connect.generations" Must "connection.md#transitions" [];
        "A client MUST ignore what an earlier token request, socket or timer still brings.";
        "Number each, and compare the number before anything is done.";
    "connect.stops" Must "connection.md#states" [];
        "A client MUST close its socket on a stop and stay stopped, whatever arrives later.";
        "Clear all timers, and forget what is under way.";
    "connect.token" Must "connection.md#transitions" [];
        "A client MUST fetch a token for each attempt, try again when there is none for the \
         moment, and give up when nobody is signed in.";
        "Tell the two apart where the token is fetched, and put a limit to the wait.";
    "connect.refused-token" Must "protocol.md#authentication" [];
        "A client MUST answer UNAUTHORIZED with a new token, whatever is cached, and give up \
         after three in a row.";
        "Count refusals until a connection is stable, and force the refresh.";
    "connect.deadlines" Must "protocol.md#timing-of-a-client" [];
        "A client MUST give up a handshake and an answer to `auth` that do not come in time, and \
         try again.";
        "Set a timer for each of them.";
    "connect.backoff" Must "protocol.md#timing-of-a-client" [];
        "A client MUST wait a random time before it tries again, from a window that grows with \
         each failure.";
        "Draw from the whole window, and count from 0 again only once a connection is stable.";
    "connect.close-codes" Must "protocol.md#close-codes" [];
        "A client MUST do what the class of the close code says.";
        "Take the codes with their classes from `schema/meta.json`.";
    "connect.errors" Must "protocol.md#error-codes" [];
        "A client MUST do what the error code says, and close on each before `auth.success`.";
        "Take the codes with what follows from `schema/meta.json`, and keep the connection where \
         it says so.";
    "connect.explained-closes" Must "connection.md#transitions" [];
        "A client MUST let an error explain the close that follows it on the same socket within \
         its time, and no other.";
        "Remember the last error of the socket with its time.";
    "connect.rate-limit" Must "protocol.md#when-the-rate-limit-is-hit" [];
        "A client MUST pause what it sends, or wait before it connects, for at least as long as \
         the server asks.";
        "Use `retryAfterMs` where it is there, and the listed steps where it is not.";
    "connect.messages" Must "connection.md#messages" [];
        "A client MUST act on the listed messages as the listed input, and on no other.";
        "Read the frame first: an error that names an area is about that area.";
    "connect.keep-alive" Must "protocol.md#timing-of-a-client" [];
        "A client MUST send `ping` before the gateway takes the connection for idle.";
        "Set a timer at each frame that is sent.";
    "connect.answers-ping" Must "protocol.md#command-pong" [];
        "A client MUST answer a `ping` of a server with `pong`, once it is connected.";
        "Send it at once; it counts as something sent.";
    "connect.rotation" Must "protocol.md#timing-of-a-client" [];
        "A client MUST replace its socket before the gateway closes it at two hours, and come \
         back if it was closed all the same.";
        "Set a timer at random within the listed times when it is connected.";
    "connect.liveness" Should "connection.md#transitions" [];
        "A client SHOULD notice a socket on which nothing arrives any more, and leave alone one \
         to a server that is merely quiet.";
        "Learn whether the server answers pings, and judge its silence only if it does.";
    "connect.network" Should "connection.md#transitions" [];
        "A client SHOULD wait while the network is reported down, and not trust that report for \
         ever.";
        "Test it after the listed time.";
    "connect.page" Should "connection.md#transitions" [];
        "A client in a page SHOULD give its socket up when the page is frozen, and not trust it \
         after a sleep.";
        "Listen for `pagehide`, `pageshow`, `resume` and `visibilitychange`.";
    "connect.reads-on" Must "protocol.md#reading" [];
        "A client MUST keep its connection when a frame is unknown, of another version or broken.";
        "Report what cannot be read, and go on with the next frame.";
    "connect.query-mode" May "protocol.md#authentication" [];
        "A client MAY have the token and the tenant in the URL, percent-encoded, for older \
         servers; then it is connected once the socket is open.";
        "Leave it off unless a server asks for it.";
    "deliver.repeats" Should "protocol.md#delivery" [];
        "A client SHOULD drop a repeat: the same `eventId`, or without one the same type, entity \
         and timestamp.";
        "Keep the keys of what was delivered.";
    "deliver.stale" Should "protocol.md#delivery" [];
        "A client SHOULD mark an event that is older than the newest seen of its type and entity.";
        "Compare timestamps as times, and keep the newest for each entity.";
    "deliver.memory" Should "protocol.md#delivery" [];
        "A client SHOULD remember what it delivered for ten minutes and 1024 events, across \
         reconnects, and forget it at a stop.";
        "Drop the oldest key beyond either limit.";
    "deliver.tenants" Must "protocol.md#delivery" [];
        "A client MUST drop an event of another tenant than its own.";
        "Compare `tenantId` with that of `auth.success` before anything is delivered.";
    "deliver.resync" Must "protocol.md#delivery" [];
        "A client MUST let the application fetch anew whenever it is connected again, and hold \
         live events back until that is done.";
        "Call the application after each `auth.success`, and put a limit to how long and how much \
         is held back.";
}
