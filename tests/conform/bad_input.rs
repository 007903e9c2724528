//! What cannot be judged: a sentence that says what to do, exit code 2, and an end in any case.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tokio::process::Command;

use super::server::{Does, self_signed, server};
use super::{conform, output, start, text, trigger};

/// What is told where nothing can be judged.
async fn told(command: Command) -> String {
    let output = output(command).await;
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{told}{}", text(&output.stdout));
    assert!(output.stdout.is_empty(), "{}", text(&output.stdout));
    told
}

async fn told_of(does: Does) -> String {
    let server = server(does).await;
    let mut command = conform(&format!("ws://127.0.0.1:{}", server.port));
    // Only the first is waited for to the end: a machine under load has time for the others.
    let time_scale = if matches!(does, Does::Nothing) { "20" } else { "1" };
    command.args(["--tenant", "tenant-a", "--time-scale", time_scale]);
    told(command).await
}

#[tokio::test(flavor = "multi_thread")]
async fn no_server() {
    let port = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let mut command = conform(&format!("ws://127.0.0.1:{port}"));
    command.args(["--tenant", "tenant-a"]);
    let told = told(command).await;
    let (start, end) = (
        "error: there is no server to judge: it cannot be reached: ",
        ": start the \
         server, or check host and port\n",
    );
    assert!(told.starts_with(start) && told.ends_with(end), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn tls_that_does_not_verify() {
    let server = self_signed().await;
    let mut command = conform(&format!("wss://localhost:{}", server.port));
    command.args(["--tenant", "tenant-a"]);
    assert_eq!(
        told(command).await,
        "error: there is no server to judge: TLS with it fails: invalid peer certificate: \
         UnknownIssuer: give the server a certificate for this host from a public authority, with \
         the whole chain\n"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_never_answers() {
    assert_eq!(
        told_of(Does::Nothing).await,
        "error: there is no server to judge: nothing answered the handshake within 3 s: check host \
         and port, and that no firewall is in between\n"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_of_another_kind() {
    assert_eq!(
        told_of(Does::Text("220 mail.example ESMTP\r\n")).await,
        "error: there is no server to judge: what answers there does not speak WebSocket: check \
         host, port and path\n"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_closes_at_once() {
    assert_eq!(
        told_of(Does::Closes).await,
        "error: there is no server to judge: the connection opened, and within 500 ms came a close \
         frame without a code, before anything was sent: see what the server's own log says\n"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_breaks_the_rules_of_websocket() {
    assert_eq!(
        told_of(Does::NoText).await,
        "error: there is no server to judge: the connection opened, and within 500 ms came a text \
         that is not UTF-8, before anything was sent: see what the server's own log says\n"
    );
}

const FLOOD: &str = "error: the server sent more than 10000 frames, or 67108864 bytes, on one \
     connection, so nothing more was looked at: a message has at most 131072 bytes (frames.size), \
     and more than 512 KB or a flood is not read\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_sends_without_end_or_more_than_anybody_reads() {
    assert_eq!(told_of(Does::Sends(100)).await, FLOOD);
    assert_eq!(told_of(Does::Pings).await, FLOOD);
    let told = told_of(Does::Sends(1_000_000)).await;
    assert!(told.starts_with("error: the server sent a message of at least "), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trigger_that_fails() {
    let mock = start(&[]).await;
    let tell = async |trigger: &str| {
        let mut command = conform(&mock.url());
        command.args(["--tenant", "tenant-a", "--time-scale", "30", "--expect", "goal.created"]);
        command.args(["--trigger", trigger]);
        told(command).await
    };
    assert_eq!(
        tell("no-such-program --fast").await,
        "error: cannot start the trigger \"no-such-program\": there is no such file: name a program \
         that exists\n"
    );
    assert_eq!(
        tell("node -e \"console.error('401 for ' + process.env.REALTIME_TOKEN); process.exit(3)\"")
            .await,
        "error: the trigger \"node\" ended with 3: run it by hand until it ends with 0; it said: 401 \
         for …\n"
    );
    // The end of what it says holds no half of a token, which is longer than that.
    let long = tell(
        "node -e \"console.error('401 for ' + process.env.REALTIME_TOKEN + '-'.repeat(595)); \
         process.exit(3)\"",
    );
    let long = long.await;
    assert!(
        !long.contains("user-1") && long.ends_with(&format!("…{}\n", "-".repeat(595))),
        "{long}"
    );
    #[cfg(unix)]
    assert_eq!(
        tell("sh -c 'echo no >&2; sleep 20 & exit 3'").await,
        "error: the trigger \"sh\" ended with 3: run it by hand until it ends with 0; it said: no\n",
        "what it leaves behind is not waited for"
    );
    assert_eq!(
        tell("node 'x").await,
        "error: --trigger has a quote that is not closed: close it\n"
    );
    assert_eq!(
        tell(" ").await,
        "error: --trigger is empty: write the command that makes the server send an event\n"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trigger_for_the_wrong_tenant() {
    let mock = start(&[]).await;
    let mut command = conform(&mock.url());
    command.env("REALTIME_TOKEN", "tenant-c/user-3");
    command.env("OTHER_TOKEN", "tenant-a/user-1");
    command.args(["--tenant", "tenant-c", "--time-scale", "30", "--expect", "goal.created"]);
    command.args(["--other-token-env", "OTHER_TOKEN", "--other-tenant", "tenant-a"]);
    command.args(["--trigger", &trigger(&mock)]);
    assert_eq!(
        told(command).await,
        "error: the trigger caused `goal.created` for the tenant of the other token: let it act for \
         `tenant-c`, or exchange the tokens\n"
    );
}

fn jwt(claims: &str) -> String {
    format!("e30.{}.c2lnbmVk", URL_SAFE_NO_PAD.encode(claims))
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_that_are_not_those() {
    let tell = async |token: &str, arguments: &[&str]| {
        let mut command = conform("ws://127.0.0.1:9");
        command.env("REALTIME_TOKEN", token).args(arguments);
        told(command).await
    };
    let of_a = jwt(r#"{"tenantId":"tenant-a","exp":9999999999}"#);
    assert_eq!(
        tell(&of_a, &["--tenant", "tenant-x"]).await,
        "error: the token in REALTIME_TOKEN is for the tenant `tenant-a`, not for `tenant-x`: give \
         another token, or leave out --tenant\n"
    );
    assert_eq!(
        tell("opaque", &[]).await,
        "error: the token in REALTIME_TOKEN does not say for which tenant it is: say it with \
         --tenant\n"
    );
    assert_eq!(
        tell(&jwt(r#"{"tenantId":"tenant-a","exp":1}"#), &[]).await,
        "error: the token in REALTIME_TOKEN has expired: put a new one there\n"
    );
    assert_eq!(
        tell(&of_a, &["--other-token-env", "REALTIME_TOKEN"]).await,
        "error: both tokens are for the tenant `tenant-a`: give one of another tenant in \
         --other-token-env\n"
    );
    assert_eq!(
        tell(&of_a, &["--expired-token-env", "REALTIME_TOKEN"]).await,
        "error: the token in REALTIME_TOKEN has not expired yet: wait until it has, or give an older \
         one\n"
    );
    assert_eq!(
        tell("t", &["--other-token-env", "NO_SUCH_VARIABLE", "--tenant", "t"]).await,
        "error: NO_SUCH_VARIABLE is not set: set it to a token, or name another in \
         --other-token-env\n"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn names_that_there_are_not() {
    let tell = async |arguments: &[&str]| {
        let mut command = conform("ws://127.0.0.1:9");
        command.args(["--tenant", "tenant-a"]).args(arguments);
        told(command).await
    };
    assert_eq!(
        tell(&["--skip", "auth.wrongtoken"]).await,
        "error: --skip: there is no requirement \"auth.wrongtoken\"; nearest: auth.wrong-token, \
         auth.forged-token, auth.none\n"
    );
    assert_eq!(
        tell(&["--trigger", "x", "--expect", "goal.creatd"]).await,
        "error: --expect: there is no event \"goal.creatd\"; nearest: goal.created, \
         goal.completed, goal.activated\n"
    );
    let mut command = conform("prod");
    command.args(["--tenant", "tenant-a"]);
    assert_eq!(
        told(command).await,
        "error: this is the stage `prod`, which customers use: add --production if you mean it, or \
         name dev or staging\n"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_expected_failures_that_is_too_long() {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("too-long.json");
    std::fs::write(&path, " ".repeat((1 << 20) + 1)).unwrap();
    let mut command = conform("ws://127.0.0.1:9");
    command.args(["--tenant", "tenant-a", "--expected-failures"]).arg(&path);
    assert_eq!(
        told(command).await,
        format!(
            "error: cannot read {}: it is longer than 1 MiB: check --expected-failures\n",
            path.display()
        )
    );
}
