//! How many new connections a second are let in, as a bucket that fills on the mock's clock.

use std::sync::{Mutex, PoisonError};

pub(super) struct Admission {
    /// New connections per second; 0 lets in all.
    rate: f64,
    bucket: Mutex<Bucket>,
}

struct Bucket {
    left: f64,
    at_ms: u64,
}

impl Admission {
    pub fn new(rate: u64, now_ms: u64) -> Self {
        let rate = rate as f64;
        Admission { rate, bucket: Mutex::new(Bucket { left: rate, at_ms: now_ms }) }
    }

    /// Whether one more is let in.
    pub fn admit(&self, now_ms: u64) -> bool {
        if self.rate == 0.0 {
            return true;
        }
        let mut bucket = self.bucket.lock().unwrap_or_else(PoisonError::into_inner);
        let passed_ms = now_ms.saturating_sub(bucket.at_ms) as f64;
        bucket.left = (bucket.left + passed_ms * self.rate / 1000.0).min(self.rate);
        bucket.at_ms = now_ms;
        let is_admitted = bucket.left >= 1.0;
        if is_admitted {
            bucket.left -= 1.0;
        }
        is_admitted
    }

    pub fn reset(&self, now_ms: u64) {
        let mut bucket = self.bucket.lock().unwrap_or_else(PoisonError::into_inner);
        *bucket = Bucket { left: self.rate, at_ms: now_ms };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bucket_fills_with_the_clock() {
        let admission = Admission::new(2, 1000);
        assert_eq!([0, 0, 0].map(|_| admission.admit(1000)), [true, true, false]);
        assert_eq!([0, 0].map(|_| admission.admit(1500)), [true, false]);
        assert!((0..100).all(|_| Admission::new(0, 0).admit(0)));
    }
}
