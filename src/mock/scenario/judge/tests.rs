use serde_json::{Value, json};

use super::*;

/// `(at, connection, what)` as in a life of a client.
fn seen(list: &[(u64, u64, What)]) -> Vec<Seen> {
    list.iter()
        .map(|(at, connection, what)| Seen { at: *at, connection: *connection, what: *what })
        .collect()
}

fn verdict(expectation: Value, list: &[(u64, u64, What)]) -> (bool, String) {
    let expectation = serde_json::from_value(expectation).expect("an expectation");
    let Verdict { met, sentence, .. } = judge(&expectation, &seen(list), 10_000);
    (met, sentence)
}

use What::{Arrived, Authenticated, Closed, Opened, Pinged, Stopped};
const AUTH: What = What::Received(Some(Sent::Auth));
const PONG: What = What::Received(Some(Sent::Pong));

/// Authenticated at once, lost at 1,000, back at 1,600 and authenticated late.
const LIFE: &[(u64, u64, What)] = &[
    (0, 1, Arrived),
    (2, 1, Opened),
    (10, 1, AUTH),
    (11, 1, Authenticated),
    (500, 1, Pinged),
    (520, 1, PONG),
    (1000, 1, Closed),
    (1600, 2, Arrived),
    (1610, 2, Opened),
    (2810, 2, AUTH),
    (2811, 2, Authenticated),
];

#[test]
fn each_expectation_is_met_or_says_what_was_seen() {
    for (expectation, met, sentence) in [
        (json!({"client":"auth"}), true, "expected at least 1 `auth`, saw 2: at 10 and 2810 ms"),
        (
            json!({"client":"auth","count":{"max":1}}),
            false,
            "expected at most 1 `auth`, saw 2: at 10 and 2810 ms",
        ),
        (
            json!({"client":"auth","count":{"max":1},"from":1000}),
            true,
            "expected at most 1 `auth`, saw 1: at 2810 ms",
        ),
        (json!({"client":"ping"}), false, "expected at least 1 `ping`, saw 0"),
        (
            json!({"client":"auth","withinMs":1000,"of":"open"}),
            false,
            "expected `auth` within 1000 ms of the opening of its connection, saw it after 1200 ms: at 2810 ms on connection 2, counted from 1610 ms",
        ),
        (
            json!({"client":"auth","withinMs":1500,"of":"open"}),
            true,
            "expected `auth` within 1500 ms of the opening of its connection, saw 2, the slowest after 1200 ms",
        ),
        (
            json!({"client":"pong","withinMs":100,"of":"ping"}),
            true,
            "expected `pong` within 100 ms of the server's `ping`, saw 1, the slowest after 20 ms",
        ),
        (
            json!({"opens":{"min":1,"max":1}}),
            false,
            "expected exactly 1 attempt to connect, saw 2: at 0 and 1600 ms",
        ),
        (
            json!({"opens":{"max":1},"from":1000}),
            true,
            "expected at most 1 attempt to connect, saw 1: at 1600 ms",
        ),
        (
            json!({"opens":{"min":3}}),
            false,
            "expected at least 3 attempts to connect, saw 2: at 0 and 1600 ms",
        ),
        (
            json!({"opensSpanMs":{"min":1000}}),
            true,
            "expected at least 1000 ms from the first attempt to connect to the last, saw 1600 ms: at 0 and 1600 ms",
        ),
        (
            json!({"opensSpanMs":{"max":9},"from":9000}),
            false,
            "expected at most 9 ms from the first attempt to connect to the last, saw 0 ms: never",
        ),
        (
            json!({"authenticated":{"min":2,"max":3}}),
            true,
            "expected 2 to 3 authentications, saw 2: at 11 and 2811 ms",
        ),
        (
            json!({"authenticatedAt":{"max":10}}),
            false,
            "expected the first authentication after at most 10 ms, saw it at 11 ms",
        ),
        (
            json!({"concurrent":{"max":1}}),
            true,
            "expected at most 1 connection open at once, saw 1 at 0 ms",
        ),
        (
            json!({"connectedAtEnd":{"min":1}}),
            true,
            "expected at least 1 authenticated connection at the end (10000 ms), saw 1; connection 1 ended at 1000 ms",
        ),
        (
            json!({"nothingAfter":"close"}),
            false,
            "expected nothing after the first end of a connection (at 1000 ms), saw connection 2: an attempt to connect at 1600 ms",
        ),
        (
            json!({"nothingAfter":"stop"}),
            false,
            "expected nothing after the client was asked to end, but that never came",
        ),
        (
            json!({"longestSilenceMs":{"max":1000}}),
            false,
            "expected at most 1000 ms without a frame of the client, saw 7190 ms from 2810 ms on",
        ),
        (
            json!({"longestSilenceMs":{"max":7190}}),
            true,
            "expected at most 7190 ms without a frame of the client, saw 7190 ms from 2810 ms on",
        ),
        (
            json!({"gapBetweenOpensMs":{"min":1000}}),
            true,
            "expected at least 1000 ms between attempts to connect, saw 1600 ms on average: 1600 ms",
        ),
        (
            json!({"gapBetweenOpensMs":{"max":1000}}),
            false,
            "expected at most 1000 ms between attempts to connect, saw 1600 ms from 0 ms on",
        ),
        (
            json!({"reopensAfterMs":{"max":1000,"averageMax":500}}),
            false,
            "expected at most 1000 ms from a loss to the next attempt to connect and at most 500 on average, saw 600 ms on average: 600 ms",
        ),
        (
            json!({"reopensAfterMs":{"averageMax":700}}),
            true,
            "expected at most 700 ms on average from a loss to the next attempt to connect, saw 600 ms on average: 600 ms",
        ),
    ] {
        assert_eq!(verdict(expectation.clone(), LIFE), (met, sentence.to_owned()), "{expectation}");
    }
}

#[test]
fn a_client_that_never_comes_meets_nothing_that_asks_for_something() {
    for (expectation, sentence) in [
        (
            json!({"client":"auth","withinMs":9,"of":"open"}),
            "expected `auth` within 9 ms of the opening of its connection, but there was nothing to answer",
        ),
        (
            json!({"authenticatedAt":{"max":9}}),
            "expected the first authentication after at most 9 ms, saw none",
        ),
        (
            json!({"longestSilenceMs":{"max":9}}),
            "expected at most 9 ms without a frame of the client, but no connection was open",
        ),
        (
            json!({"gapBetweenOpensMs":{"min":9}}),
            "expected at least 9 ms between attempts to connect, but there was none",
        ),
        (
            json!({"connectedAtEnd":{"min":1}}),
            "expected at least 1 authenticated connection at the end (10000 ms), saw 0",
        ),
        (
            json!({"concurrent":{"min":1}}),
            "expected at least 1 connection open at once, saw 0 at 0 ms",
        ),
    ] {
        assert_eq!(verdict(expectation, &[]), (false, sentence.to_owned()));
    }
}

#[test]
fn two_sockets_at_a_time_are_told_from_an_end_that_arrives_late() {
    let with = |closed, second| {
        let list = [(0, 1, Arrived), (closed, 1, Closed), (second, 2, Arrived)];
        let mut list = list.to_vec();
        list.sort_by_key(|it| it.0);
        verdict(json!({"concurrent":{"max":1}}), &list).0
    };
    assert!(with(1000, 1001) && with(1150, 1001));
    assert!(!with(1500, 1001) && !with(10, 0));
}

#[test]
fn a_loss_that_nothing_follows_breaks_a_limit_once_the_limit_is_over() {
    let list = [(0, 1, Arrived), (5000, 1, Closed)];
    let expected = "from a loss to the next attempt to connect";
    assert_eq!(
        verdict(json!({"reopensAfterMs":{"max":2000}}), &list),
        (false, format!("expected at most 2000 ms {expected}, but none came after 5000 ms"))
    );
    assert_eq!(
        verdict(json!({"reopensAfterMs":{"max":6000}}), &list),
        (false, format!("expected at most 6000 ms {expected}, but none came"))
    );
}

#[test]
fn what_is_under_way_when_a_client_is_asked_to_end_is_no_breach() {
    let life = |late| [(0, 1, Arrived), (100, 0, Stopped), (late, 1, AUTH), (late, 1, Closed)];
    assert!(verdict(json!({"nothingAfter":"stop"}), &life(250)).0);
    assert_eq!(
        verdict(json!({"nothingAfter":"stop"}), &life(400)),
        (
            false,
            "expected nothing after the client was asked to end (at 100 ms), saw connection 1: \
             `auth` on it at 400 ms"
                .to_owned()
        )
    );
}

#[test]
fn many_times_are_listed_in_short() {
    let list: Vec<_> = (0..20).map(|index| (index * 10, index, Arrived)).collect();
    assert_eq!(
        verdict(json!({"opens":{"max":9}}), &list).1,
        "expected at most 9 attempts to connect, saw 20: at 0, 10, 20, 30, 40, 50, 60, 70, 80, \
         90, 100, 110 ms and 8 more"
    );
}
