//! Futures that run beside each other in one task, of which only those are polled that were woken: with
//! the standard library alone, so that the feature brings no crate.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

/// Futures in numbered places; a place is used again.
pub(super) struct Set<F> {
    futures: Vec<Option<Pin<Box<F>>>>,
    wakers: Vec<Arc<Place>>,
    free: Vec<usize>,
    woken: Arc<Woken>,
}

/// Which places were woken, and whom to tell.
#[derive(Default)]
struct Woken {
    places: Mutex<VecDeque<usize>>,
    task: Mutex<Option<Waker>>,
}

struct Place {
    number: usize,
    is_listed: AtomicBool,
    woken: Arc<Woken>,
}

impl Place {
    fn list(&self) {
        if !self.is_listed.swap(true, Ordering::AcqRel) {
            lock(&self.woken.places).push_back(self.number);
        }
    }
}

impl Wake for Place {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.list();
        let task = lock(&self.woken.task).clone();
        if let Some(task) = task {
            task.wake();
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<F: Future> Set<F> {
    pub fn new() -> Self {
        Set { futures: Vec::new(), wakers: Vec::new(), free: Vec::new(), woken: Arc::default() }
    }

    /// Takes a future; the next [`poll`](Self::poll) polls it.
    pub fn push(&mut self, future: F) -> usize {
        let number = self.free.pop().unwrap_or_else(|| {
            let number = self.futures.len();
            let (is_listed, woken) = (AtomicBool::new(false), Arc::clone(&self.woken));
            self.futures.push(None);
            self.wakers.push(Arc::new(Place { number, is_listed, woken }));
            number
        });
        self.futures[number] = Some(Box::pin(future));
        self.wakers[number].list();
        number
    }

    /// Polls what was woken, until one has ended: its place, which is free then, and what it gave.
    pub fn poll(&mut self, context: &Context<'_>) -> Poll<(usize, F::Output)> {
        *lock(&self.woken.task) = Some(context.waker().clone());
        loop {
            let Some(number) = lock(&self.woken.places).pop_front() else { return Poll::Pending };
            let place = &self.wakers[number];
            // Before the poll: a wake during it lists the place again.
            place.is_listed.swap(false, Ordering::AcqRel);
            let Some(future) = self.futures[number].as_mut() else { continue };
            let waker = Waker::from(Arc::clone(place));
            if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
                self.futures[number] = None;
                self.free.push(number);
                return Poll::Ready((number, output));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_as_many_places_as_were_taken_at_once() {
        let mut set = Set::new();
        let context = Context::from_waker(Waker::noop());
        for number in 0..100 {
            set.push(std::future::ready(number));
            set.push(std::future::ready(number));
            assert!(set.poll(&context).is_ready() && set.poll(&context).is_ready());
        }
        assert_eq!((set.futures.len(), set.wakers.len(), set.free.len()), (2, 2, 2));
    }
}
