//! An event of the gateway in, what happened and what to do out.

mod order;

use purposepath_realtime::backend::{
    AUTH_WITHIN_MS, Answer, Effect, Happened, Identity, Next, Reaction, Record, Request, Terms,
    Unroutable,
};
use purposepath_realtime::connection::timing::AUTH_TIMEOUT_MS;
use purposepath_realtime::prelude::*;
use purposepath_realtime::registry::COMMANDS;

const AUTH: &str = r#"{"action":"auth","token":"SECRET"}"#;

fn now() -> Timestamp {
    "2025-11-03T14:30:00Z".parse().unwrap()
}

fn id() -> ConnectionId {
    ConnectionId::new("L0SM9cOFvHcCIhw=").unwrap()
}

fn identity() -> Identity {
    Identity::new(TenantId::new("tenant-123").unwrap(), UserId::new("user-456").unwrap())
}

/// The effects as text, an answer with its frame.
fn shown(reaction: &Reaction) -> Vec<String> {
    let show = |effect: &Effect| match effect {
        Effect::Answer(Answer { frame, .. }) => format!("answer {}", frame.as_str()),
        other => other.to_string(),
    };
    reaction.effects.iter().map(show).collect()
}

fn reacts(request: &Request<'_>) -> Reaction {
    match request.next(&Terms::default(), now()) {
        Next::React(reaction) => reaction,
        other => panic!("{other:?}"),
    }
}

fn claim(request: &Request<'_>, terms: &Terms) -> purposepath_realtime::backend::Claim {
    match request.next(terms, now()) {
        Next::Verify(claim) => claim,
        other => panic!("{other:?}"),
    }
}

#[test]
fn who_connects_has_as_long_for_auth_as_a_client_waits_for_its_answer() {
    assert_eq!(AUTH_WITHIN_MS, AUTH_TIMEOUT_MS);
    let id = id();
    for route in ["$connect", "CONNECT"] {
        let request = Request::new(&id, route).with_query("access_token", "SECRET");
        assert_eq!(
            shown(&reacts(&request)),
            ["remember that it has not authenticated, until 2025-11-03T14:30:10.000Z"],
            "a token in the query counts where the terms say so"
        );
        assert_eq!(reacts(&request).status, 200);
    }
    // No longer than a connection lasts, no shorter than a moment, and not beyond the end of time.
    for (ms, now, until) in [
        (u64::MAX, now(), "2025-11-03T16:30:00.000Z"),
        (0, now(), "2025-11-03T14:30:00.001Z"),
        (10_000, "9999-12-31T23:59:55Z".parse().unwrap(), "9999-12-31T23:59:59.999Z"),
    ] {
        let terms = Terms::default().with_auth_within_ms(ms);
        let Next::React(reaction) = Request::new(&id, "$connect").next(&terms, now) else {
            panic!("it connects")
        };
        let expected = format!("remember that it has not authenticated, until {until}");
        assert_eq!(shown(&reaction), [expected]);
    }
}

#[test]
fn who_is_gone_is_forgotten() {
    let id = id();
    for route in ["$disconnect", "DISCONNECT"] {
        let request =
            Request::new(&id, route).with_close_code(1001).with_close_reason("Going away");
        assert_eq!(shown(&reacts(&request)), ["forget"]);
        let gone = Happened::Gone { code: Some(1001), reason: "Going away".to_owned() };
        assert_eq!(request.happened(), gone);
        assert_eq!(gone.to_string(), "gone with 1001");
        assert_eq!(Request::new(&id, route).happened().to_string(), "gone");
    }
}

#[test]
fn a_good_token_is_remembered_before_its_client_is_told() {
    let id = id();
    // The route that a service made for it, and the one for all else.
    for route in ["auth", "$default", "MESSAGE"] {
        let claim = claim(&Request::new(&id, route).with_body(AUTH), &Terms::default());
        assert_eq!(claim.token().expose_secret(), "SECRET");
        let reaction = claim.accepted(identity(), None, now()).unwrap();
        assert_eq!(reaction.connection, id);
        assert_eq!(
            shown(&reaction),
            [
                "remember user-456 of tenant-123, until 2025-11-03T16:30:00.000Z",
                r#"answer {"type":"auth.success","timestamp":"2025-11-03T14:30:00.000Z","data":{"tenantId":"tenant-123","userId":"user-456","connectionId":"L0SM9cOFvHcCIhw="}}"#,
            ]
        );
    }
}

#[test]
fn a_row_counts_until_the_gateway_or_the_token_ends_the_connection() {
    let id = id();
    let until = |opened: &str, expires: Option<&str>| {
        let request =
            Request::new(&id, "auth").with_body(AUTH).with_connected_at(opened.parse().ok());
        let expires = expires.map(|it| it.parse().unwrap());
        let claim = claim(&request, &Terms::default());
        match &claim.accepted(identity(), expires, now()).unwrap().effects[0] {
            Effect::Remember(record) => record.until.to_string(),
            other => panic!("{other}"),
        }
    };
    let opened = "2025-11-03T14:29:58Z";
    assert_eq!(until(opened, None), "2025-11-03T16:29:58.000Z");
    assert_eq!(until(opened, Some("2025-11-03T14:45:00Z")), "2025-11-03T14:45:00.000Z");
    assert_eq!(until(opened, Some("2025-11-04T00:00:00Z")), "2025-11-03T16:29:58.000Z");
}

#[test]
fn a_bad_token_is_forgotten_answered_and_closed() {
    let id = id();
    let request = Request::new(&id, "auth").with_body(AUTH);
    for code in [ErrorCode::Unauthorized, ErrorCode::Forbidden, ErrorCode::InternalError] {
        let claim = claim(&request, &Terms::default());
        let reaction = claim.refused(code.clone(), "The signature is wrong.", now()).unwrap();
        assert_eq!(reaction.status, 200);
        assert_eq!(
            shown(&reaction),
            [
                "forget".to_owned(),
                format!(
                    r#"answer {{"type":"auth.error","timestamp":"2025-11-03T14:30:00.000Z","data":{{"error":"The signature is wrong.","code":"{code}"}}}}"#
                ),
                "close".to_owned(),
            ]
        );
    }
    // A text of another is cut to 1,000 characters, be they long.
    for (length, kept) in [(999, 999), (1000, 1000), (1001, 1000), (1 << 20, 1000)] {
        let refused = claim(&request, &Terms::default());
        let why = "\u{1}".repeat(length);
        let refused = refused.refused(ErrorCode::Unauthorized, &why, now()).unwrap();
        assert_eq!(shown(&refused)[1].matches("\\u0001").count(), kept, "{length}");
    }
}

#[test]
fn an_auth_without_a_token_is_refused_at_once() {
    let id = id();
    for body in [
        r#"{"action":"auth"}"#,
        r#"{"action":"auth","token":7}"#,
        r#"{"action":"auth","token":""}"#,
    ] {
        let reaction = reacts(&Request::new(&id, "auth").with_body(body));
        let [Effect::Forget, Effect::Answer(answer), Effect::Close] = &reaction.effects[..] else {
            panic!("{reaction:?}")
        };
        let Message::Event(envelope) = decode(&answer.frame).unwrap() else { panic!("an event") };
        let error = envelope.event().as_auth_error_event().expect("`auth.error`");
        assert_eq!(error.code, ErrorCode::Unauthorized);
        assert_eq!(error.error, decode(body).unwrap_err().message());
    }
}

#[test]
fn a_ping_is_answered_and_a_pong_is_not() {
    let id = id();
    let ping = Request::new(&id, "ping").with_body(r#"{"action":"ping"}"#);
    assert_eq!(
        shown(&reacts(&ping)),
        [r#"answer {"type":"pong","timestamp":"2025-11-03T14:30:00.000Z"}"#]
    );
    let silent = ping.next(&Terms::default().with_answers_ping(false), now());
    let pong = Request::new(&id, "$default").with_body(r#"{"type":"pong"}"#);
    for next in [silent, pong.next(&Terms::default(), now())] {
        assert!(matches!(&next, Next::React(it) if it.effects.is_empty()), "{next:?}");
    }
}

#[test]
fn a_frame_that_leads_nowhere_is_answered_and_the_connection_stays() {
    let id = id();
    let event = r#"{"type":"ping"}"#;
    for (request, told) in [
        (
            Request::new(&id, "$default"),
            "expected a command, found an event without a body".to_owned(),
        ),
        (
            Request::new(&id, "$default").with_body("AAEC").with_base64(true),
            "expected a text frame, found a binary one".to_owned(),
        ),
        (
            Request::new(&id, "$default").with_body(event),
            "expected a command, found a frame of the kind `event`".to_owned(),
        ),
        (
            Request::new(&id, "$default").with_body(r#"{"action":"dance"}"#),
            decode(r#"{"action":"dance"}"#).unwrap_err().message(),
        ),
    ] {
        assert_eq!(request.happened().to_string(), told);
        let reaction = reacts(&request);
        let [Effect::Answer(answer)] = &reaction.effects[..] else { panic!("{reaction:?}") };
        let Message::Event(envelope) = decode(&answer.frame).unwrap() else { panic!("an event") };
        let error = envelope.event().as_error_event().expect("`error`");
        assert_eq!(error.code, ErrorCode::ValidationError);
        assert_eq!(error.error.as_deref(), Some(&*told));
    }
    let kind = Request::new(&id, "$default").with_body(event).happened();
    assert!(matches!(kind, Happened::Unroutable(Unroutable::NoCommand(_))), "{kind}");
}

#[test]
fn every_command_is_known_to_a_backend() {
    let id = id();
    for row in COMMANDS {
        let body = format!(r#"{{"{}":"{}","token":"t"}}"#, row.discriminator, row.wire_type);
        let happened = Request::new(&id, "$default").with_body(&*body).happened();
        assert_eq!(happened.to_string(), format!("command {}", row.wire_type));
    }
}

#[test]
fn a_token_in_the_query_is_answered_by_the_handshake() {
    let (id, terms) = (id(), Terms::default().with_reads_query(true));
    let request = Request::new(&id, "$connect")
        .with_query("access_token", "SECRET")
        .with_query("tenant", "tenant-123")
        .with_query("other", "x");
    let told = claim(&request, &terms);
    assert_eq!((told.token().expose_secret(), told.tenant()), ("SECRET", Some("tenant-123")));
    let accepted = told.accepted(identity(), None, now()).unwrap();
    assert_eq!(accepted.status, 200);
    assert_eq!(
        shown(&accepted),
        ["remember user-456 of tenant-123, until 2025-11-03T16:30:00.000Z"]
    );
    let refused = claim(&request, &terms).refused(ErrorCode::Unauthorized, "No.", now()).unwrap();
    assert_eq!((refused.status, refused.effects.len()), (401, 0));
    let empty = Request::new(&id, "$connect").with_query("access_token", "");
    let Next::React(reaction) = empty.next(&terms, now()) else { panic!("{empty:?}") };
    assert_eq!(reaction.effects.len(), 1, "an empty token is none");
}

#[test]
fn nothing_shows_a_token() {
    let (id, terms) = (id(), Terms::default().with_reads_query(true));
    let frame = Request::new(&id, "auth").with_body(AUTH);
    let query = Request::new(&id, "$connect").with_query("access_token", "SECRET");
    for request in [frame, query] {
        let happened = request.happened();
        let next = request.next(&terms, now());
        for text in
            [format!("{request:?}"), format!("{happened:?} {happened}"), format!("{next:?}")]
        {
            assert!(!text.contains("SECRET"), "{text}");
        }
    }
}

#[test]
fn a_sweep_ends_what_is_due() {
    let id = id();
    let at = |text: &str| text.parse().unwrap();
    let record = Record::new(None, now());
    assert_eq!(record.due(&id, at("2025-11-03T14:29:59.999Z")), None);
    assert_eq!(shown(&record.due(&id, now()).unwrap()), ["close", "forget"]);
    let record = Record::new(Some(identity()), now());
    assert!(record.receives(at("2025-11-03T14:29:59.999Z")) && !record.receives(now()));
    assert_eq!(
        shown(&record.due(&id, now()).unwrap()),
        [
            r#"answer {"type":"connection.error","timestamp":"2025-11-03T14:30:00.000Z","data":{"error":"The token has expired: connect again with another.","code":"UNAUTHORIZED","tenantId":"tenant-123"}}"#,
            "close",
            "forget",
        ]
    );
    assert!(!Record::new(None, now()).receives(at("2025-11-03T14:29:00Z")));
}

#[test]
fn ids_that_no_frame_can_hold_are_an_error_and_no_panic() {
    let id = id();
    let long = "x".repeat(1 << 17);
    let identity = Identity::new(TenantId::new(&*long).unwrap(), UserId::new(&*long).unwrap());
    let claim = claim(&Request::new(&id, "auth").with_body(AUTH), &Terms::default());
    let error = claim.accepted(identity.clone(), None, now()).unwrap_err();
    assert!(error.to_string().starts_with("the frame has 262"), "{error}");
    let due = Record::new(Some(identity), now()).due(&id, now()).unwrap();
    assert_eq!(shown(&due), ["close", "forget"]);
}
