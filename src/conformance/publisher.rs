//! What whoever sends one frame to many connections has to keep.

requirements! {
    Publisher
    "fanout.outcomes" Must "protocol.md#outcomes-of-a-post" [];
        "A publisher MUST do after a post what the row of its status says, and take a post without an \
         answer for one that failed.";
        "Take the rows from the reference, and give each post a time limit.";
    "fanout.retries" Should "protocol.md#retries-of-a-post" ["fanout.outcomes"];
        "A publisher SHOULD try again what may pass, after a random time from a window that doubles, and \
         as often as its policy says of that outcome.";
        "Count each outcome by itself for each connection, and draw from the whole window.";
    "fanout.retry-after" Should "protocol.md#retries-of-a-post" ["fanout.outcomes"];
        "A publisher SHOULD wait for at least as long as an answer asks, before the random time.";
        "Read `Retry-After`, which has seconds, and add the random time to it.";
    "fanout.budget" Should "protocol.md#retries-of-a-post" ["fanout.outcomes"];
        "A publisher SHOULD begin no post once its budget is used up, and name that as the reason.";
        "Cut the window to what is left, and drop what is asked to wait for longer.";
}
