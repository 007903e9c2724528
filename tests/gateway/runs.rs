//! A frame for many connections, against a gateway in virtual time.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use proptest::prelude::*;
use purposepath_realtime::fanout::{
    Decision, Fanout, Next, Outcome, Policy, Post, Posted, Reason, Report,
};

/// Drawn from a seed: the same in every run.
pub struct Chance(pub u64);

impl Chance {
    pub fn u32(&mut self) -> u32 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 32) as u32
    }
}

/// What a gateway makes of a post: how long it takes in milliseconds, and how it ends.
type Answer = (u64, Posted);

/// What was seen of a run besides its report.
#[derive(Debug)]
struct Seen {
    /// The posts to each connection, by when they began.
    posts: BTreeMap<u32, Vec<u64>>,
    most_under_way: usize,
    /// How often each connection ended.
    ends: BTreeMap<u32, u32>,
}

/// Drives a fan-out against a gateway that says what becomes of each post, from its connection and its
/// time.
fn run(
    policy: Policy,
    connections: u32,
    seed: u64,
    mut gateway: impl FnMut(u32, u64) -> Answer,
) -> (Report<u32>, Seen) {
    const BEGAN: u64 = 1_000_000;
    let mut chance = Chance(seed);
    let mut now = BEGAN;
    let mut fanout = Fanout::new(policy, 0..connections, now);
    let mut under_way: BTreeMap<u64, (Post<u32>, Posted)> = BTreeMap::new();
    let mut ends_at = BinaryHeap::new();
    let mut seen = Seen { posts: BTreeMap::new(), most_under_way: 0, ends: BTreeMap::new() };
    let mut number = 0;
    loop {
        match fanout.next(now) {
            Next::Post(post) => {
                let connection = *post.connection();
                seen.posts.entry(connection).or_default().push(now - BEGAN);
                let (takes, posted) = gateway(connection, now - BEGAN);
                number += 1;
                ends_at.push(Reverse((now + takes, number)));
                under_way.insert(number, (post, posted));
                seen.most_under_way = seen.most_under_way.max(under_way.len());
            }
            Next::Wait { until_ms } => {
                let first = ends_at.peek().map(|Reverse((at, _))| *at);
                match (first, until_ms) {
                    (Some(at), until) if until.is_none_or(|until| at <= until) => {
                        let Reverse((at, number)) = ends_at.pop().unwrap();
                        now = at;
                        let (post, posted) = under_way.remove(&number).unwrap();
                        let connection = *post.connection();
                        let decision = fanout.outcome(post, posted, now, chance.u32());
                        if !matches!(decision, Decision::Retry { .. }) {
                            *seen.ends.entry(connection).or_default() += 1;
                        }
                    }
                    (_, Some(until)) => {
                        assert!(until > now, "it asks to wait for the past");
                        now = until;
                    }
                    (_, None) => panic!("it waits for nothing"),
                }
            }
            Next::Finished => break,
        }
    }
    assert!(under_way.is_empty(), "it ends before its posts do");
    (fanout.finish(), seen)
}

/// Every connection is counted or listed once.
fn assert_each_once(report: &Report<u32>, connections: u32) {
    let mut listed: Vec<u32> = report.gone.clone();
    listed.extend(report.dropped.iter().map(|(connection, _)| *connection));
    listed.sort_unstable();
    let before = listed.len();
    listed.dedup();
    assert_eq!(listed.len(), before, "a connection is listed twice");
    assert_eq!(report.delivered + listed.len(), connections as usize);
}

fn delivered() -> Posted {
    Outcome::Delivered.into()
}

#[test]
fn ten_thousand_of_which_500_vanished() {
    let gateway = |connection, _| {
        (10, if connection % 20 == 0 { Posted::of_status(410) } else { delivered() })
    };
    let (report, seen) = run(Policy::default(), 10_000, 1, gateway);
    // 100 under way at 10 ms each: 100 rounds.
    assert_eq!(
        report.to_string(),
        "9,500 delivered, 500 gone, 0 dropped, by 10,000 posts in 1,000 ms"
    );
    assert!(report.gone.iter().all(|connection| connection % 20 == 0));
    assert_eq!(seen.most_under_way, 100);
}

/// A gateway that takes so many posts in each second, and throttles the rest.
fn limited(a_second: u32) -> impl FnMut(u32, u64) -> Answer {
    let mut second = (0, 0);
    move |_, at| {
        if second.0 != at / 1000 {
            second = (at / 1000, 0);
        }
        second.1 += 1;
        let posted = if second.1 > a_second { Posted::of_status(429) } else { delivered() };
        (10, posted)
    }
}

#[test]
fn a_storm_of_throttling_loses_nobody_that_the_rules_keep() {
    for a_second in [1000, 2000, 5000] {
        for seed in 0..5 {
            let (report, seen) = run(Policy::default(), 10_000, seed, limited(a_second));
            assert_each_once(&report, 10_000);
            assert_eq!(report.delivered, 10_000, "{a_second} a second: {report}");
            assert!(report.took_ms <= 30_000, "{report}");
            // The pace gives way: few posts are in vain.
            assert!(report.posts < 15_000, "{a_second} a second: {report}");
            assert!(seen.most_under_way <= 100);
        }
    }
}

/// The figures of docs/architecture.md.
#[test]
fn the_pace_gives_way_to_a_gateway_that_takes_a_tenth() {
    let (report, _) = run(Policy::default(), 10_000, 1, limited(1000));
    assert_eq!(
        report.to_string(),
        "10,000 delivered, 0 gone, 0 dropped, by 11,360 posts in 9,450 ms"
    );
}

#[test]
fn a_storm_that_does_not_end_drops_each_with_its_reason_within_the_budget() {
    let (report, seen) = run(Policy::default(), 10_000, 7, |_, _| (10, Posted::of_status(429)));
    assert_each_once(&report, 10_000);
    assert_eq!((report.delivered, report.dropped.len()), (0, 10_000));
    let named = report.dropped_for(Reason::Throttled) + report.dropped_for(Reason::OutOfTime);
    assert_eq!(named, 10_000, "{report}");
    assert!(report.took_ms <= 30_010, "the last post ends after the budget: {report}");
    assert!(seen.posts.values().flatten().all(|at| *at < 30_000), "none begins after it");
    // One at a time in the end: 30 s of 10 ms.
    assert!(report.posts < 3500, "{report}");
}

#[test]
fn a_storm_that_passes_is_survived() {
    // Nobody gets through for three seconds.
    let gateway = |_, at| (10, if at < 3000 { Posted::of_status(429) } else { delivered() });
    let (report, _) = run(Policy::default(), 10_000, 3, gateway);
    assert_eq!(report.delivered, 10_000, "{report}");
}

#[test]
fn a_frame_that_is_too_large_is_posted_to_no_more_than_are_under_way() {
    let (report, _) = run(Policy::default(), 10_000, 1, |_, _| (10, Posted::of_status(413)));
    assert_each_once(&report, 10_000);
    assert_eq!(report.dropped_for(Reason::TooLarge), 10_000);
    assert_eq!(report.posts, 100);
}

#[test]
fn a_sender_who_is_denied_twice_stops() {
    let (report, _) = run(Policy::default(), 10_000, 1, |_, _| (10, Posted::of_status(403)));
    assert_each_once(&report, 10_000);
    assert_eq!(report.dropped_for(Reason::Denied), 10_000);
    assert!(report.posts < 1500, "{report}");
    // Denied for a moment, as when keys rotate.
    let gateway = |_, at| (10, if at < 5 { Posted::of_status(403) } else { delivered() });
    let (report, _) = run(Policy::default(), 10_000, 1, gateway);
    assert_eq!(report.delivered, 10_000, "{report}");
}

#[test]
fn what_failed_is_tried_four_times_and_throttling_does_not_count_as_failing() {
    let mut posts = BTreeMap::new();
    let statuses = [429, 503, 429, 500, 429, 504, 429, 200];
    let (report, _) = run(Policy::default(), 50, 1, |connection, _| {
        let at: &mut usize = posts.entry(connection).or_default();
        *at += 1;
        (10, Posted::of_status(statuses[*at - 1]))
    });
    assert_eq!(report.delivered, 50, "{report}");
    let (report, _) = run(Policy::default(), 50, 1, |_, _| (10, Outcome::Failed.into()));
    assert_eq!(report.to_string(), {
        let took = report.took_ms;
        format!("0 delivered, 0 gone, 50 dropped (50 failed), by 200 posts in {took} ms")
    });
}

#[test]
fn nobody_to_send_to_is_the_end() {
    let (report, _) = run(Policy::default(), 0, 1, |_, _| unreachable!());
    assert_eq!(report.to_string(), "0 delivered, 0 gone, 0 dropped, by 0 posts in 0 ms");
}

#[test]
fn who_stops_asking_has_what_was_not_sent_as_out_of_time() {
    let mut fanout = Fanout::new(Policy::default().with_concurrency(1), ["a", "b", "c"], 0);
    let Next::Post(post) = fanout.next(0) else { panic!("the first") };
    assert!(matches!(fanout.next(5), Next::Wait { until_ms: None }));
    assert_eq!(fanout.under_way(), 1);
    // A clock that goes back stands still.
    assert!(matches!(fanout.next(2), Next::Wait { until_ms: None }));
    fanout.outcome(post, Outcome::Delivered, 3, 0);
    let report = fanout.finish();
    assert_eq!(
        report.to_string(),
        "1 delivered, 0 gone, 2 dropped (2 out of time), by 1 posts in 5 ms"
    );
}

#[test]
fn a_connection_that_waits_takes_a_few_words() {
    assert!(size_of::<Post<u32>>() <= 24, "{}", size_of::<Post<u32>>());
}

fn any_posted() -> impl Strategy<Value = Posted> {
    let status = prop::sample::select(vec![200_u16, 200, 200, 410, 413, 429, 429, 403, 500, 400]);
    (status, prop::option::of(0..40_000_u64))
        .prop_map(|(status, retry)| Posted::of_status(status).with_retry_after_ms(retry))
}

fn any_policy() -> impl Strategy<Value = Policy> {
    (0..20_u32, 0..6_u8, 0..6_u8, 0..4_u8, 0..500_u64, 0..2000_u64, 0..5000_u64).prop_map(
        |(concurrency, throttled, failed, denied, first, most, budget)| {
            Policy::default()
                .with_concurrency(concurrency)
                .with_throttled_posts(throttled)
                .with_failed_posts(failed)
                .with_denied_posts(denied)
                .with_backoff_first_ms(first)
                .with_backoff_most_ms(most)
                .with_budget_ms(budget)
        },
    )
}

proptest! {
    /// Whatever the policy and the gateway: each connection ends once, no post begins after the budget, no
    /// more are under way than may be, none is tried more often than may be.
    #[test]
    fn each_connection_ends_exactly_once(
        policy in any_policy(),
        connections in 0..200_u32,
        seed in any::<u64>(),
        answers in prop::collection::vec((0..300_u64, any_posted()), 1..40),
    ) {
        let mut next = 0;
        let (report, seen) = run(policy, connections, seed, |_, _| {
            next += 1;
            answers[(next * 7 + seed as usize % 13) % answers.len()]
        });
        assert_each_once(&report, connections);
        prop_assert!(seen.ends.values().all(|times| *times == 1));
        prop_assert!(seen.most_under_way <= policy.concurrency.max(1) as usize);
        let posts: usize = seen.posts.values().map(Vec::len).sum();
        prop_assert_eq!(posts as u64, report.posts);
        let most = [policy.throttled_posts, policy.failed_posts, policy.denied_posts];
        let most: usize = most.iter().map(|it| usize::from((*it).max(1)) - 1).sum();
        for began in seen.posts.values() {
            prop_assert!(began.len() <= most + 1);
            prop_assert!(began.iter().all(|at| *at < policy.budget_ms.max(1)));
        }
    }
}
