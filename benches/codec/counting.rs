//! An allocator that counts: every allocation and every growth of one.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

pub struct Counting;

static COUNT: AtomicU64 = AtomicU64::new(0);

/// How many allocations a piece of work takes, its result's release not counted.
pub fn allocations<T>(work: impl FnOnce() -> T) -> u64 {
    let before = COUNT.load(Relaxed);
    let result = work();
    let count = COUNT.load(Relaxed) - before;
    drop(result);
    count
}

/// No read-modify-write: the benchmark has one thread, and a count must cost next to nothing.
fn count() {
    COUNT.store(COUNT.load(Relaxed) + 1, Relaxed);
}

#[allow(unsafe_code, reason = "the methods of an allocator are unsafe")]
// SAFETY: every call is the system allocator's own, with the arguments as they came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count();
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count();
        unsafe { System.realloc(pointer, layout, size) }
    }
}
