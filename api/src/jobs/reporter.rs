//! News of the engine → state that onlookers see.

use crate::wire::{FrontEntry, Job, ProgressDocument};
use engine::progress::{News, Progress};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;
use tokio::sync::watch;

/// What a running job reports through, and hears of a cancel from.
pub struct Reporter {
    state: watch::Sender<Job>,
    cancel: Arc<AtomicBool>,
    began: Instant,
}

impl Reporter {
    pub(super) fn new(state: watch::Sender<Job>, cancel: Arc<AtomicBool>) -> Self {
        Self { state, cancel, began: Instant::now() }
    }

    /// Set as soon as somebody asks to stop.
    pub fn cancel_flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.cancel)
    }

    /// Lists the plans when several were ordered.
    pub fn list(&self, front: Vec<FrontEntry>) {
        self.state.send_modify(|job| job.front = front);
    }
}

impl Progress for Reporter {
    fn hear(&mut self, news: &News) {
        let progress = ProgressDocument::of(news, self.began.elapsed());
        self.state.send_modify(|job| job.progress = Some(progress));
    }
}
