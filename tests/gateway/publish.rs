//! The fan-out in a runtime, on its paused clock.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use purposepath_realtime::fanout::{Outcome, Policy, Posted, Reason, Report, publish, publish_by};
use tokio::sync::oneshot;
use tokio::time::{Instant, sleep};

use super::runs::Chance;

fn paused<T>(run: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_time().start_paused(true).build().unwrap().block_on(run)
}

async fn to_all<F: Future<Output = Posted>>(
    policy: Policy,
    connections: u32,
    post: impl Fn(u32) -> F,
) -> Report<u32> {
    let (began, chance) = (Instant::now(), RefCell::new(Chance(1)));
    let now_ms = || u64::try_from(began.elapsed().as_millis()).unwrap();
    publish_by(policy, 0..connections, post, sleep, now_ms, || chance.borrow_mut().u32()).await
}

#[test]
fn ten_thousand_connections_get_the_frame_a_hundred_at_once() {
    let (under_way, most) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
    let report = paused(to_all(Policy::default(), 10_000, |connection| {
        let (under_way, most) = (Rc::clone(&under_way), Rc::clone(&most));
        async move {
            under_way.set(under_way.get() + 1);
            most.set(most.get().max(under_way.get()));
            sleep(Duration::from_millis(10)).await;
            under_way.set(under_way.get() - 1);
            Posted::of_status(if connection % 20 == 0 { 410 } else { 200 })
        }
    }));
    assert_eq!((report.delivered, report.gone.len(), report.posts), (9500, 500, 10_000));
    assert_eq!(most.get(), 100);
    // 100 rounds of 10 ms, each of which a timer may round up.
    assert!((1000..=1200).contains(&report.took_ms), "{report}");
}

#[test]
fn what_is_throttled_is_posted_again_after_its_time() {
    let posts = RefCell::new(vec![0; 300]);
    let report = paused(to_all(Policy::default(), 300, |connection| {
        let times = &mut posts.borrow_mut()[connection as usize];
        *times += 1;
        let status = if *times < 3 { 429 } else { 200 };
        async move {
            sleep(Duration::from_millis(5)).await;
            Posted::of_status(status).with_retry_after_ms(500)
        }
    }));
    assert_eq!((report.delivered, report.posts), (300, 900), "{report}");
    assert!(report.took_ms >= 1010, "{report}");
    assert!(posts.borrow().iter().all(|times| *times == 3));
}

#[test]
fn posts_that_end_at_once_and_nobody_at_all_are_as_good() {
    let report = paused(to_all(Policy::default(), 10_000, |_| async { Outcome::Delivered.into() }));
    assert_eq!((report.delivered, report.took_ms), (10_000, 0));
    let report = paused(to_all(Policy::default(), 0, |_| async { Outcome::Gone.into() }));
    assert_eq!(report.posts, 0);
}

/// Nothing waits for a clock here: whoever is not woken never ends.
#[test]
fn posts_that_other_threads_end_are_all_heard_of() {
    const THREADS: usize = 4;
    let workers: Vec<_> = (0..THREADS)
        .map(|_| {
            let (asks, asked) = std::sync::mpsc::channel::<oneshot::Sender<Posted>>();
            std::thread::spawn(move || {
                for answer in asked {
                    let _ = answer.send(Posted::of_status(200));
                }
            });
            asks
        })
        .collect();
    let report = paused(to_all(Policy::default(), 10_000, |connection| {
        let (answer, answered) = oneshot::channel();
        workers[connection as usize % THREADS].send(answer).unwrap();
        async move { answered.await.unwrap() }
    }));
    assert_eq!((report.delivered, report.posts), (10_000, 10_000));
}

#[test]
fn the_budget_ends_what_waits() {
    let policy = Policy::default().with_budget_ms(1000).with_concurrency(10);
    let report = paused(to_all(policy, 1000, |_| async {
        sleep(Duration::from_millis(100)).await;
        Outcome::Delivered.into()
    }));
    assert!((90..=100).contains(&report.delivered), "{report}");
    assert_eq!(report.delivered + report.dropped_for(Reason::OutOfTime), 1000);
}

/// A service spawns it, on a runtime of several threads.
#[test]
fn it_is_send_and_needs_no_clock_of_the_caller() {
    fn assert_send<T: Send>(it: T) -> T {
        it
    }
    let post = |_: String| async { Posted::of_status(200) };
    let names = ["a", "b"].map(str::to_owned);
    let report = paused(assert_send(publish(Policy::default(), names, post, sleep)));
    assert_eq!((report.delivered, report.posts), (2, 2));
}
