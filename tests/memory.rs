//! History in a bounded memory: any step of a long training comes back.
#![allow(
    unsafe_code,
    reason = "a global allocator cannot be written without it"
)]
#![allow(clippy::unwrap_used, reason = "a helper of a test fails the test")]

mod common;

use common::weights;
use glassnet::app::{Action, Session};
use glassnet::lab::Grain;
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Bytes in use, and the most that ever were.
static NOW: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

/// The system's allocator, weighing what is in use.
struct Weighing;

fn taken(size: usize) {
    let now = NOW.fetch_add(size, Ordering::Relaxed) + size;
    MOST.fetch_max(now, Ordering::Relaxed);
}

// SAFETY: every call is handed to the system's allocator as it came.
unsafe impl GlobalAlloc for Weighing {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        taken(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Weighing = Weighing;

/// Steps of the long training.
const STEPS: u64 = 100_000;
/// What it may take, in bytes.
const LIMIT: usize = 64 << 20;

#[test]
fn a_hundred_thousand_steps_come_back_within_64_megabytes() {
    let mut session = Session::open(
        "data.kind=circle&model.hidden=8,8,8,8,8,8&train.optimizer=adam&train.rate=0.001",
    );
    let mut seen = Vec::new();
    while session.lab().metrics_step() < STEPS {
        session.lab_mut().step(Grain::Batch, 1_000).unwrap();
        let step = session.lab().metrics_step();
        if step % 20_000 == 3_000 {
            seen.push((step, weights(&session)));
        }
    }
    seen.push((STEPS, weights(&session)));
    let most = MOST.load(Ordering::Relaxed);
    assert!(most < LIMIT, "{most} bytes");
    for (step, seen) in &seen {
        session.update(Action::Seek(*step));
        assert_eq!(weights(&session), *seen, "step {step}");
    }
    let most = MOST.load(Ordering::Relaxed);
    assert!(most < LIMIT, "{most} bytes after going back");
    println!("{:.1} MB at most", most as f64 / 1e6);
}
