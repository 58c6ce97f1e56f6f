//! Least times and costs of ways between the places of a part.

use crate::model::{PlaceIdx, Problem, StaffIdx, TravelModeIdx};
use crate::routing::closed;
use crate::rules::Weights;

/// A way that does not exist takes and costs this: more than any day has, and small enough to add up.
pub(super) const NO_WAY: i32 = 1 << 28;

/// Tables of least times and costs, row by row; the last place is nowhere, at no distance from anything.
pub(super) struct Legs {
    places: Vec<PlaceIdx>,
    pub(super) times: Vec<i32>,
    pub(super) costs: Vec<i32>,
    pub(super) by_hour: bool,
    pub(super) modes: bool,
}

impl Legs {
    /// Legs of these people between `places`; each second of a way costs `slope` points more than its price.
    pub(super) fn new(
        problem: &Problem,
        weights: &Weights,
        slope: i64,
        mut places: Vec<PlaceIdx>,
        staff: impl Iterator<Item = StaffIdx>,
    ) -> Self {
        places.sort_unstable();
        places.dedup();
        let mut modes: Vec<TravelModeIdx> = staff.map(|s| problem.staff[s].travel_mode).collect();
        modes.sort_unstable();
        modes.dedup();
        let n = places.len() + 1;
        let by_hour = modes.iter().any(|&m| !problem.travel[m].periods().is_constant());
        let mut made =
            Self { times: vec![0; n * n], costs: vec![0; n * n], by_hour, modes: modes.len() > 1, places };
        for from in 0..n - 1 {
            for to in (0..n - 1).filter(|&to| to != from) {
                let (time, cost) = made.least(problem, weights, slope, &modes, from, to);
                made.times[from * n + to] = time;
                made.costs[from * n + to] = cost;
            }
        }
        made
    }

    fn least(
        &self,
        problem: &Problem,
        weights: &Weights,
        slope: i64,
        modes: &[TravelModeIdx],
        from: usize,
        to: usize,
    ) -> (i32, i32) {
        let (a, b) = (&problem.places[self.places[from]], &problem.places[self.places[to]]);
        let handling = i64::from(a.leave.0) + i64::from(b.arrive.0);
        let mut best = (NO_WAY, NO_WAY);
        for &mode in modes {
            let travel = &problem.travel[mode];
            let Some(seconds) = travel.least(a.row, b.row) else { continue };
            let metres = travel.tables().iter().filter_map(|t| t.metres(a.row, b.row)).min();
            let time = i64::from(seconds.0) + handling;
            let cost = weights.travel_per_second * i64::from(seconds.0)
                + weights.travel_per_metre * metres.map_or(0, |m| i64::from(m.0))
                + slope * time;
            let small = |x: i64| i32::try_from(x).unwrap_or(NO_WAY).clamp(0, NO_WAY);
            best = (best.0.min(small(time)), best.1.min(small(cost)));
        }
        best
    }

    /// How many places there are, nowhere included.
    pub(super) fn len(&self) -> usize {
        self.places.len() + 1
    }

    /// The number of a place; nowhere for none.
    pub(super) fn number(&self, place: Option<PlaceIdx>) -> u32 {
        let at = place.and_then(|p| self.places.binary_search(&p).ok()).unwrap_or(self.places.len());
        u32::try_from(at).expect("places are counted in u32")
    }

    /// Least times over any other places; none at all where there are too many places to ask.
    pub(super) fn shortest_times(&self) -> Vec<i32> {
        self.shortest(&self.times)
    }

    /// Makes every way the least over any other places.
    pub(super) fn close(&mut self, times: &[i32]) {
        self.times.copy_from_slice(times);
        self.costs = self.shortest(&self.costs);
    }

    /// Nowhere is passed over by nobody: it would bring everything together.
    fn shortest(&self, cells: &[i32]) -> Vec<i32> {
        closed(cells, self.len(), self.len() - 1, &mut || false).unwrap_or_else(|| vec![0; cells.len()])
    }
}
