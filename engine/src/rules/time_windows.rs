//! Rule: each visit starts inside one of its windows.

use super::Detail;
use super::finding::{Amount, Findings, Subject};
use super::scene::{Scene, nearest_window};

pub(super) fn judge(scene: &Scene<'_>, found: &mut Findings) {
    for (visit, facts, start) in scene.planned() {
        if let Some((outside, window)) = nearest_window(&facts.windows, start)
            && outside > 0
        {
            found.broken(Detail::OutsideWindow(window), Amount::time(outside), &[Subject::Visit(visit)]);
        }
    }
}
