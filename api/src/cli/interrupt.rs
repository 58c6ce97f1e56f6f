//! Ctrl-C while a search runs: it stops, and what it has found so far is kept.

use super::console::Console;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Code of a process that Ctrl-C ended, by custom of shells.
const INTERRUPTED: i32 = 130;

/// A flag that the first Ctrl-C sets; the second ends the program at once. Where no terminal listens the flag stays as it is and
/// Ctrl-C does what it always does.
pub(super) fn on_interrupt(console: &Console<'_>) -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(false));
    if console.terminal {
        let set = flag.clone();
        std::thread::spawn(move || {
            let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else {
                return;
            };
            for _ in 0..2 {
                if runtime.block_on(tokio::signal::ctrl_c()).is_err() {
                    return;
                }
                if set.swap(true, Ordering::Relaxed) {
                    std::process::exit(INTERRUPTED);
                }
            }
        });
    }
    flag
}
