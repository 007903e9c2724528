//! Drives a fan-out: the one file here that looks at a clock and draws random numbers, and only for
//! whoever does not hand them in.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use uuid::Uuid;

use super::driver::{Fanout, Next, Post};
use super::outcome::Posted;
use super::policy::Policy;
use super::report::Report;
use super::set::Set;

/// Sends a frame to many connections, as many at once as the policy allows: `post` sends it to one and
/// says what came of it, within a time limit of its own; `sleep` is the runtime's, such as
/// `tokio::time::sleep`.
///
/// The posts run in the task of the caller; whoever drops the future drops those under way.
pub async fn publish<C, F, S>(
    policy: Policy,
    connections: impl IntoIterator<Item = C>,
    post: impl Fn(C) -> F,
    sleep: impl Fn(Duration) -> S,
) -> Report<C>
where
    C: Clone,
    F: Future<Output: Into<Posted>>,
    S: Future<Output = ()>,
{
    let began = Instant::now();
    let now_ms = move || u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    let random_u32 = || Uuid::new_v4().as_fields().0;
    publish_by(policy, connections, post, sleep, now_ms, random_u32).await
}

/// The same by a clock and by random numbers of the caller, as a test has them.
pub async fn publish_by<C, F, S>(
    policy: Policy,
    connections: impl IntoIterator<Item = C>,
    post: impl Fn(C) -> F,
    sleep: impl Fn(Duration) -> S,
    now_ms: impl Fn() -> u64,
    random_u32: impl FnMut() -> u32,
) -> Report<C>
where
    C: Clone,
    F: Future<Output: Into<Posted>>,
    S: Future<Output = ()>,
{
    let fanout = Fanout::new(policy, connections, now_ms());
    let mut run = Run { fanout, set: Set::new(), posts: Vec::new(), timer: None };
    let (mut random_u32, run_ref) = (random_u32, &mut run);
    poll_fn(|context| run_ref.poll(context, &post, &sleep, &now_ms, &mut random_u32)).await;
    run.fanout.finish()
}

/// A fan-out and what is under way.
struct Run<C, F, S> {
    fanout: Fanout<C>,
    set: Set<F>,
    /// By the place in the set.
    posts: Vec<Option<Post<C>>>,
    timer: Option<(u64, Pin<Box<S>>)>,
}

impl<C, F, S> Run<C, F, S>
where
    C: Clone,
    F: Future<Output: Into<Posted>>,
    S: Future<Output = ()>,
{
    fn poll(
        &mut self,
        context: &mut Context<'_>,
        post: impl Fn(C) -> F,
        sleep: impl Fn(Duration) -> S,
        now_ms: impl Fn() -> u64,
        mut random_u32: impl FnMut() -> u32,
    ) -> Poll<()> {
        loop {
            while let Poll::Ready((place, posted)) = self.set.poll(context) {
                if let Some(post) = self.posts.get_mut(place).and_then(Option::take) {
                    self.fanout.outcome(post, posted, now_ms(), random_u32());
                }
            }
            match self.fanout.next(now_ms()) {
                Next::Post(next) => {
                    let place = self.set.push(post(next.connection().clone()));
                    self.posts.resize_with(self.posts.len().max(place + 1), || None);
                    self.posts[place] = Some(next);
                }
                Next::Wait { until_ms: None } => {
                    self.timer = None;
                    return Poll::Pending;
                }
                Next::Wait { until_ms: Some(until_ms) } => {
                    if self.timer.as_ref().is_none_or(|(set, _)| *set != until_ms) {
                        let wait = Duration::from_millis(until_ms.saturating_sub(now_ms()).max(1));
                        self.timer = Some((until_ms, Box::pin(sleep(wait))));
                    }
                    let Some((_, timer)) = &mut self.timer else { continue };
                    match timer.as_mut().poll(context) {
                        Poll::Ready(()) => self.timer = None,
                        Poll::Pending => return Poll::Pending,
                    }
                }
                Next::Finished => return Poll::Ready(()),
            }
        }
    }
}
