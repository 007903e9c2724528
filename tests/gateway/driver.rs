//! The driver of a fan-out, one question at a time.

use purposepath_realtime::fanout::{Decision, Fanout, Next, Outcome, Policy, Post, Posted, Reason};

/// All posts that may begin now.
fn posts<C>(fanout: &mut Fanout<C>, now_ms: u64) -> Vec<Post<C>> {
    let mut posts = Vec::new();
    while let Next::Post(post) = fanout.next(now_ms) {
        posts.push(post);
    }
    posts
}

fn status(status: u16) -> Posted {
    Posted::of_status(status)
}

#[test]
fn after_a_stop_nothing_is_tried_again_and_its_reason_stays() {
    let policy = Policy::default().with_concurrency(3).with_denied_posts(1);
    let mut fanout = Fanout::new(policy, ["large", "throttled", "denied", "waits"], 0);
    let mut posts = posts(&mut fanout, 0).into_iter();
    let mut ends = |code| fanout.outcome(posts.next().unwrap(), status(code), 1, 0);
    assert_eq!(ends(413), Decision::Stop { reason: Reason::TooLarge });
    assert_eq!(ends(429), Decision::Drop { reason: Reason::TooLarge });
    assert_eq!(ends(403), Decision::Stop { reason: Reason::Denied });
    assert!(matches!(fanout.next(1), Next::Finished));
    let report = fanout.finish();
    assert_eq!(
        report.to_string(),
        "0 delivered, 0 gone, 4 dropped (3 too large, 1 denied), by 3 posts in 1 ms"
    );
    let mut dropped = report.dropped;
    dropped.sort_unstable_by_key(|(connection, _)| *connection);
    let large = Reason::TooLarge;
    assert_eq!(
        dropped,
        [("denied", Reason::Denied), ("large", large), ("throttled", large), ("waits", large)]
    );
}

#[test]
fn of_those_that_are_due_at_once_the_one_that_has_waited_longest_is_first() {
    let mut fanout = Fanout::new(Policy::default().with_concurrency(8), 0..8, 0);
    for post in posts(&mut fanout, 0).into_iter().rev() {
        let decision = fanout.outcome(post, status(503), 0, 1 << 31);
        assert_eq!(decision, Decision::Retry { after_ms: 50 });
    }
    assert!(matches!(fanout.next(49), Next::Wait { until_ms: Some(50) }));
    let again: Vec<_> = posts(&mut fanout, 50).iter().map(|post| *post.connection()).collect();
    assert_eq!(again, (0..8).collect::<Vec<_>>());
}

#[test]
fn the_pace_counts_anew_after_it_was_halved() {
    let mut fanout = Fanout::new(Policy::default().with_concurrency(4), 0..100, 0);
    let mut first = posts(&mut fanout, 0).into_iter();
    for code in [200, 200, 200, 429] {
        fanout.outcome(first.next().unwrap(), status(code), 0, u32::MAX);
    }
    let mut under_way = posts(&mut fanout, 0);
    assert_eq!(under_way.len(), 2, "half");
    fanout.outcome(under_way.pop().unwrap(), Outcome::Delivered, 0, 0);
    under_way.extend(posts(&mut fanout, 0));
    assert_eq!(under_way.len(), 2, "one delivery is no round");
    fanout.outcome(under_way.pop().unwrap(), Outcome::Delivered, 0, 0);
    under_way.extend(posts(&mut fanout, 0));
    assert_eq!(under_way.len(), 3, "one more after a round");
    // Two deliveries of three: the round before does not count again.
    for _ in 0..2 {
        fanout.outcome(under_way.pop().unwrap(), Outcome::Delivered, 0, 0);
    }
    under_way.extend(posts(&mut fanout, 0));
    assert_eq!(under_way.len(), 3);
}

#[test]
fn no_policy_posts_more_at_once_or_for_longer_than_any_may() {
    let policy = Policy::default().with_concurrency(u32::MAX).with_budget_ms(u64::MAX);
    let mut fanout = Fanout::new(policy, 0..20_000, 0);
    let mut under_way = posts(&mut fanout, 0);
    assert_eq!(under_way.len(), 10_000);
    fanout.outcome(under_way.pop().unwrap(), Outcome::Delivered, 3_599_999, 0);
    under_way.extend(posts(&mut fanout, 3_599_999));
    assert_eq!(under_way.len(), 10_000);
    fanout.outcome(under_way.pop().unwrap(), Outcome::Delivered, 3_600_000, 0);
    assert!(posts(&mut fanout, 3_600_000).is_empty(), "an hour is the longest budget");
}
