//! What follows from one post.

use purposepath_realtime::fanout::{
    Decision, OUTCOMES, Outcome, Policy, Posted, Reason, Rule, decide,
};

const MIDDLE: u32 = 1 << 31;

fn of(status: u16, before: u32, left_ms: u64, random_u32: u32) -> Decision {
    decide(&Policy::default(), Posted::of_status(status), before, left_ms, random_u32)
}

#[test]
fn a_status_is_one_outcome() {
    for (outcome, statuses) in [
        (Outcome::Delivered, &[200, 202, 204, 299][..]),
        (Outcome::Gone, &[410]),
        (Outcome::TooLarge, &[413]),
        (Outcome::Throttled, &[429]),
        (Outcome::Denied, &[401, 403]),
        (Outcome::Failed, &[408, 500, 502, 503, 504, 599]),
        (Outcome::Refused, &[0, 100, 301, 400, 404, 409, 422, 600, u16::MAX]),
    ] {
        for status in statuses {
            assert_eq!(Outcome::of_status(*status), outcome, "{status}");
        }
    }
    for status in 0..1000 {
        let has = |(from, to): &(u16, u16)| (*from..=*to).contains(&status);
        let rows = OUTCOMES.iter().filter(|row| row.statuses.iter().any(has));
        assert!(rows.count() <= 1, "{status} is two outcomes");
    }
}

#[test]
fn what_is_final_is_final_at_once() {
    for (status, decision) in [
        (200, Decision::Done),
        (410, Decision::Forget),
        (413, Decision::Stop { reason: Reason::TooLarge }),
        (400, Decision::Drop { reason: Reason::Refused }),
    ] {
        for before in [0, 3, u32::MAX] {
            assert_eq!(of(status, before, 0, MIDDLE), decision, "{status}");
        }
    }
}

#[test]
fn what_may_pass_is_tried_again_as_often_as_the_policy_says() {
    for (status, posts, last) in [
        (429, 10, Decision::Drop { reason: Reason::Throttled }),
        (503, 4, Decision::Drop { reason: Reason::Failed }),
        (403, 2, Decision::Stop { reason: Reason::Denied }),
    ] {
        for before in 0..posts - 1 {
            let decision = of(status, before, 30_000, MIDDLE);
            assert!(matches!(decision, Decision::Retry { .. }), "{status}, {before}: {decision:?}");
        }
        for before in [posts - 1, posts, u32::MAX] {
            assert_eq!(of(status, before, 30_000, MIDDLE), last, "{status}, {before}");
        }
    }
}

#[test]
fn the_window_doubles_up_to_the_widest_and_never_passes_the_budget() {
    let after = |before, left_ms, random| match of(429, before, left_ms, random) {
        Decision::Retry { after_ms } => after_ms,
        other => panic!("{other:?}"),
    };
    let delays: Vec<u64> = (0..8).map(|before| after(before, 30_000, MIDDLE)).collect();
    assert_eq!(delays, [50, 100, 200, 400, 800, 1600, 2500, 2500]);
    assert_eq!((after(0, 30_000, 0), after(0, 30_000, u32::MAX)), (1, 99));
    assert_eq!((after(8, 1000, MIDDLE), after(8, 1000, u32::MAX)), (500, 999));
    assert_eq!(after(0, 2, u32::MAX), 1);
    let late = Decision::Drop { reason: Reason::OutOfTime };
    assert_eq!([of(429, 0, 1, 0), of(429, 0, 0, 0)], [late, late]);
}

#[test]
fn what_the_answer_asks_for_comes_on_top_or_leads_beyond_the_budget() {
    let of = |retry_after_ms| {
        let posted = Posted::of_status(429).with_retry_after_ms(retry_after_ms);
        decide(&Policy::default(), posted, 0, 30_000, MIDDLE)
    };
    assert_eq!(of(1000), Decision::Retry { after_ms: 1050 });
    assert_eq!(of(29_990), Decision::Retry { after_ms: 29_995 });
    let late = Decision::Drop { reason: Reason::OutOfTime };
    assert_eq!([of(29_999), of(30_000), of(u64::MAX)], [late, late, late]);
}

#[test]
fn a_policy_out_of_range_counts_as_the_nearest_in_it() {
    let none = Policy::default()
        .with_throttled_posts(0)
        .with_backoff_first_ms(0)
        .with_backoff_most_ms(0)
        .with_budget_ms(0);
    let throttled = Posted::of_status(429);
    let dropped = Decision::Drop { reason: Reason::Throttled };
    assert_eq!(decide(&none, throttled, 0, 1000, MIDDLE), dropped);
    let most = Policy::default()
        .with_throttled_posts(255)
        .with_backoff_first_ms(u64::MAX)
        .with_backoff_most_ms(u64::MAX);
    let decision = decide(&most, throttled, 250, u64::MAX, u32::MAX);
    assert_eq!(decision, Decision::Retry { after_ms: 3_599_999 });
    // The narrowest first window reaches the widest by 22 doublings.
    let narrow = most.with_backoff_first_ms(1);
    for (before, after_ms) in [(20, 1_048_575), (21, 2_097_151), (22, 3_599_999), (253, 3_599_999)]
    {
        let decision = decide(&narrow, throttled, before, u64::MAX, u32::MAX);
        assert_eq!(decision, Decision::Retry { after_ms }, "{before}");
    }
}

#[test]
fn every_outcome_has_a_row_in_its_order() {
    assert_eq!(OUTCOMES.iter().map(|row| row.outcome).collect::<Vec<_>>(), Outcome::ALL);
    for row in OUTCOMES {
        assert_eq!(row.outcome.rule(), row.rule, "{}", row.outcome);
        assert_eq!(row.statuses.is_empty(), row.outcome == Outcome::Refused, "{}", row.outcome);
    }
    for rule in Rule::ALL {
        assert!(OUTCOMES.iter().any(|row| row.rule == *rule), "nothing leads to `{rule}`");
    }
}
