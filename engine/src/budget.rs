//! When to stop: time, iterations or a cancel, none of which the engine reads by itself.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How long a search may go on. Shared by threads.
///
/// Time comes in as a function, because the engine reads no clock. With iterations alone the result depends on nothing but
/// problem, settings and seed.
pub struct Budget<'a> {
    /// Time since the search began; `None` when time does not count.
    pub elapsed: Option<&'a (dyn Fn() -> Duration + Sync)>,
    /// Stop when `elapsed` reaches this.
    pub time_limit: Duration,
    /// Stop after this many iterations in every part of the problem; `None` when unlimited.
    pub iterations: Option<u64>,
    /// Stop as soon as this is set.
    pub cancel: Option<&'a AtomicBool>,
}

impl<'a> Budget<'a> {
    /// So many iterations: the same plan on every machine.
    pub fn iterations(iterations: u64) -> Self {
        Self { elapsed: None, time_limit: Duration::MAX, iterations: Some(iterations), cancel: None }
    }

    /// So much time, by the caller's clock.
    pub fn time(limit: Duration, elapsed: &'a (dyn Fn() -> Duration + Sync)) -> Self {
        Self { elapsed: Some(elapsed), time_limit: limit, iterations: None, cancel: None }
    }

    /// Whether to stop, `done` iterations into a part of the problem.
    pub fn is_spent(&self, done: u64) -> bool {
        self.iterations.is_some_and(|limit| done >= limit)
            || self.cancel.is_some_and(|flag| flag.load(Ordering::Relaxed))
            || self.elapsed.is_some_and(|elapsed| elapsed() >= self.time_limit)
    }
}
