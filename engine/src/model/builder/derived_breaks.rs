//! Rest breaks that follow from the length of a shift, and whether stated ones suffice.

use crate::clock::{PlanTime, TimeWindow};
use crate::model::{Block, BreakRule};
use osm_data::units::Seconds;

/// What breaks have to fit into.
#[derive(Clone, Copy)]
pub struct Day<'a> {
    /// Scheduled start.
    pub start: PlanTime,
    /// Scheduled end.
    pub end: PlanTime,
    /// Longest work without a break.
    pub max_stretch: Seconds,
    /// Shortest pause that counts.
    pub min_break: Seconds,
    /// Blocked times, by time; they are work, and no break overlaps them.
    pub blocks: &'a [Block],
}

impl Day<'_> {
    /// The latest start in `not_before ..= not_after` at which `duration` overlaps no block and ends with the shift.
    fn latest(&self, not_before: PlanTime, not_after: PlanTime, duration: Seconds) -> Option<PlanTime> {
        let mut t = not_after.min((self.end - PlanTime(duration.0)).map(|s| PlanTime(s.0))?);
        for b in self.blocks.iter().rev() {
            if t < b.start + b.duration && t + duration > b.start {
                t = PlanTime((b.start - PlanTime(duration.0))?.0);
            }
        }
        (t >= not_before).then_some(t)
    }

    /// The earliest start from `not_before` on at which `duration` overlaps no block.
    fn earliest(&self, not_before: PlanTime, duration: Seconds) -> PlanTime {
        let mut t = not_before;
        for b in self.blocks {
            if t < b.start + b.duration && t + duration > b.start {
                t = b.start + b.duration;
            }
        }
        t
    }

    /// Breaks each as late as the one before allows, with windows up to `width` long. `None` when there is no room for one.
    ///
    /// Break `k` starts at most `max_stretch` after the *earliest* end of break `k − 1`; so whichever start
    /// inside its window each break gets, no stretch grows too long.
    fn chain(&self, width: Seconds) -> Option<Vec<BreakRule>> {
        let mut made: Vec<BreakRule> = Vec::new();
        let mut from = self.start;
        while self.end.since(from) > self.max_stretch {
            let closes = self.latest(from, from + self.max_stretch, self.min_break)?;
            if made.last().is_some_and(|b| closes < b.window.closes + self.min_break) {
                return None;
            }
            let opens = self.earliest(closes.back(width).max(from), self.min_break);
            made.push(BreakRule { duration: self.min_break, window: TimeWindow { opens, closes } });
            from = opens + self.min_break;
        }
        Some(made)
    }

    /// The fewest breaks that keep every stretch within `max_stretch` when the day ends at the shift's end, with windows
    /// as wide as can be, all equally wide, such that *any* starts inside them, in order, do. `None` when blocks leave no room.
    ///
    /// Without blocks, `n` is the least number with `length − n · min_break ≤ (n + 1) · max_stretch`; the time that the
    /// stretches have to spare, `(n + 1) · max_stretch + n · min_break − length`, is shared between the `n` windows.
    pub fn derive(&self) -> Option<Vec<BreakRule>> {
        let fewest = self.chain(Seconds::ZERO)?;
        if fewest.is_empty() {
            return Some(fewest);
        }
        let fits = |width: u32| self.chain(Seconds(width)).filter(|made| made.len() == fewest.len());
        // The widest window that keeps the number of breaks, by halving.
        let (mut narrow, mut wide) = (0, self.end.since(self.start).0);
        let mut best = fewest.clone();
        while wide - narrow > 1 {
            let middle = narrow + (wide - narrow) / 2;
            match fits(middle) {
                Some(made) => (narrow, best) = (middle, made),
                None => wide = middle,
            }
        }
        Some(best)
    }

    /// Whether stated breaks (by time) can all be held, in order, clear of blocks and of each other, such that no stretch of
    /// the scheduled day is too long: each break as late as can be keeps the stretch after it shortest.
    pub fn suffices(&self, breaks: &[BreakRule]) -> bool {
        let mut rested = self.start;
        let mut free = self.start;
        for b in breaks {
            let counts = b.duration >= self.min_break;
            let latest =
                if counts { b.window.closes.min(rested + self.max_stretch) } else { b.window.closes };
            let earliest = b.window.opens.max(free);
            let start = if counts {
                self.latest(earliest, latest, b.duration)
            } else {
                Some(self.earliest(earliest, b.duration)).filter(|t| *t <= latest)
            };
            let Some(start) = start else { return false };
            free = start + b.duration;
            if counts {
                rested = free;
            }
        }
        self.end.since(rested) <= self.max_stretch
    }

    /// Whether the breaks (by time) can all be held at all, in order, clear of blocks and of each other.
    pub fn has_room(&self, breaks: &[BreakRule]) -> bool {
        let mut free = self.start;
        breaks.iter().all(|b| {
            let start = self.earliest(b.window.opens.max(free), b.duration);
            free = start + b.duration;
            start <= b.window.closes && free <= self.end
        })
    }
}
