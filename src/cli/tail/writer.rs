//! Stdout, written by a thread of its own: whoever reads it slowly, or not at all, holds up neither
//! the connection nor Ctrl-C. Lines wait in a queue; where that is full, the oldest is dropped, and the
//! next that is written says how many are missing.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use tokio::sync::mpsc;

use crate::cli::{Failure, Output};

/// How many lines wait for stdout.
const WAITING_LINES: usize = 10_000;

/// How many bytes of them: a line may be as long as a message.
const WAITING_BYTES: usize = 16 << 20;

pub struct Writer {
    queue: Arc<Queue>,
    ends: mpsc::UnboundedReceiver<Result<(), Failure>>,
    is_over: bool,
}

impl Writer {
    /// Starts to write; `dropped` makes the line that says how many are missing.
    pub fn start(dropped: impl Fn(usize) -> String + Send + 'static) -> Self {
        let queue = Arc::new(Queue::default());
        let (end, ends) = mpsc::unbounded_channel();
        #[cfg(unix)]
        thread::spawn({
            let end = end.clone();
            move || {
                reader_gone();
                let _ = end.send(Err(Failure::ClosedPipe));
            }
        });
        let lines = Arc::clone(&queue);
        thread::spawn(move || {
            let _ = end.send(lines.write(&dropped));
        });
        Writer { queue, ends, is_over: false }
    }

    /// Writes a line when its turn comes; never waits.
    pub fn push(&self, line: String) {
        self.queue.push(line);
    }

    /// No line follows.
    pub fn close(&self) {
        self.queue.lock().is_closed = true;
        self.queue.changed.notify_one();
    }

    /// Waits until all is written after a `close`, or until it cannot go on.
    pub async fn end(&mut self) -> Result<(), Failure> {
        if self.is_over {
            return Ok(());
        }
        let end = self.ends.recv().await.unwrap_or(Ok(()));
        self.is_over = true;
        end
    }
}

#[derive(Default)]
struct Queue {
    waiting: Mutex<Waiting>,
    changed: Condvar,
}

#[derive(Default)]
struct Waiting {
    lines: VecDeque<String>,
    /// Of all of them.
    bytes: usize,
    dropped: usize,
    is_closed: bool,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn push(&self, line: String) {
        let mut waiting = self.lock();
        waiting.bytes += line.len();
        waiting.lines.push_back(line);
        while waiting.lines.len() > WAITING_LINES || waiting.bytes > WAITING_BYTES {
            let Some(oldest) = waiting.lines.pop_front() else { break };
            waiting.bytes -= oldest.len();
            waiting.dropped += 1;
        }
        self.changed.notify_one();
    }

    /// The next line, and how many before it are missing; `None` if none waits.
    fn pop(&self) -> Option<(usize, String)> {
        let mut waiting = self.lock();
        let line = waiting.lines.pop_front()?;
        waiting.bytes -= line.len();
        Some((std::mem::take(&mut waiting.dropped), line))
    }

    /// Waits for a line; false if none will come.
    fn wait(&self) -> bool {
        let is_idle = |waiting: &mut Waiting| waiting.lines.is_empty() && !waiting.is_closed;
        let waiting = self.changed.wait_while(self.lock(), is_idle);
        !waiting.unwrap_or_else(PoisonError::into_inner).lines.is_empty()
    }

    fn write(&self, dropped: impl Fn(usize) -> String) -> Result<(), Failure> {
        let mut output = Output::new();
        while self.wait() {
            while let Some((missing, line)) = self.pop() {
                if missing > 0 {
                    output.line(dropped(missing).as_bytes())?;
                }
                output.line(line.as_bytes())?;
            }
            output.flush()?;
        }
        Ok(())
    }
}

/// Waits until nobody reads stdout any more (`| head`), which else only the next line would show.
#[cfg(unix)]
fn reader_gone() {
    use rustix::event::{PollFd, PollFlags, poll};

    let stdout = std::io::stdout();
    let mut watched = [PollFd::new(&stdout, PollFlags::empty())];
    loop {
        match poll(&mut watched, None) {
            Ok(_) if watched[0].revents().intersects(PollFlags::ERR | PollFlags::HUP) => return,
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            // Not to be watched: the next line will show it.
            Err(_) => loop {
                thread::park();
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_queue_drops_the_oldest_and_counts() {
        let queue = Queue::default();
        for at in 0..WAITING_LINES + 3 {
            queue.push(at.to_string());
        }
        assert_eq!(queue.pop(), Some((3, "3".to_owned())));
        assert_eq!(queue.pop(), Some((0, "4".to_owned())));
        assert_eq!(queue.lock().lines.len(), WAITING_LINES - 2);
    }

    #[test]
    fn what_waits_is_written_after_a_close() {
        let queue = Queue::default();
        queue.push("a".to_owned());
        queue.lock().is_closed = true;
        assert!(queue.wait());
        assert_eq!(queue.pop(), Some((0, "a".to_owned())));
        assert!(!queue.wait());
    }
}
