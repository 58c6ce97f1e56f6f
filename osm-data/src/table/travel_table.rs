//! The finished table: the only thing of roads that planning takes.

use crate::units::{Metres, RoadCost, Seconds};
use std::fmt;

/// Travel time and length from each of `places` to each other, dense, one mode of travel.
///
/// # Shape and units
/// Row-major, `places × places`: row = from, column = to; whole seconds and whole metres. Rows stand `stride` figures
/// apart, so that [`TravelTable::grow`] need not move them.
/// No road between two places is a value of its own ([`TravelTable::NO_ROAD`] inside, `None` outside),
/// never a large number that a sum could hide.
#[derive(Clone, Default)]
pub struct TravelTable {
    places: usize,
    /// Never less than `places`; what lies between the two means nothing.
    stride: usize,
    seconds: Vec<u32>,
    metres: Vec<u32>,
}

impl TravelTable {
    /// The mark of a pair without a road, in both arrays.
    pub const NO_ROAD: u32 = u32::MAX;

    /// From a function that knows each pair: for tests, published instances and other routers.
    pub fn from_fn(places: usize, mut pair: impl FnMut(usize, usize) -> Option<(Seconds, Metres)>) -> Self {
        let mut made = Self {
            places,
            stride: places,
            seconds: Vec::with_capacity(places * places),
            metres: Vec::with_capacity(places * places),
        };
        for from in 0..places {
            for to in 0..places {
                let (s, m) = pair(from, to).map_or((Self::NO_ROAD, Self::NO_ROAD), |(s, m)| (s.0, m.0));
                made.seconds.push(s);
                made.metres.push(m);
            }
        }
        made
    }

    /// From the cost of each pair, row by row: whole seconds and whole metres, each rounded half up once;
    /// [`RoadCost::UNREACHABLE`] becomes a pair without a road.
    ///
    /// # Panics
    /// If there are not `places × places` costs.
    pub fn from_costs(places: usize, costs: &[RoadCost]) -> Self {
        assert_eq!(costs.len(), places * places, "one cost for each pair of places");
        Self::from_fn(places, |from, to| rounded(costs[from * places + to]))
    }

    /// Adds a place, the last of the table: `row` has the costs from it to each place that there was and to itself,
    /// `column` those from each place that there was; rounded as [`TravelTable::from_costs`] does.
    ///
    /// Takes as long as the row and the column are, except when room runs out: then all is moved once, and there is room
    /// for an eighth more places.
    ///
    /// # Panics
    /// If there are not `places + 1` costs in `row` and `places` in `column`.
    pub fn grow(&mut self, row: &[RoadCost], column: &[RoadCost]) {
        assert_eq!(row.len(), self.places + 1, "one cost to each place, and one to itself");
        assert_eq!(column.len(), self.places, "one cost from each place");
        if self.places == self.stride {
            self.make_room(self.places / 8 + 8);
        }
        let last = self.places;
        self.places += 1;
        for (from, &cost) in column.iter().enumerate() {
            self.set(from, last, cost);
        }
        for (to, &cost) in row.iter().enumerate() {
            self.set(last, to, cost);
        }
    }

    /// Moves the figures so that `more` places can be added before they are moved again.
    pub fn make_room(&mut self, more: usize) {
        let stride = self.places + more;
        let apart = |figures: &[u32]| {
            let mut moved = vec![Self::NO_ROAD; stride * stride];
            for from in 0..self.places {
                let row = &figures[from * self.stride..][..self.places];
                moved[from * stride..][..self.places].copy_from_slice(row);
            }
            moved
        };
        (self.seconds, self.metres) = (apart(&self.seconds), apart(&self.metres));
        self.stride = stride;
    }

    fn set(&mut self, from: usize, to: usize, cost: RoadCost) {
        let (seconds, metres) = rounded(cost).map_or((Self::NO_ROAD, Self::NO_ROAD), |(s, m)| (s.0, m.0));
        self.seconds[from * self.stride + to] = seconds;
        self.metres[from * self.stride + to] = metres;
    }

    /// How many places the table knows.
    pub fn places(&self) -> usize {
        self.places
    }

    /// Travel time; `None` where no road leads.
    pub fn seconds(&self, from: usize, to: usize) -> Option<Seconds> {
        let s = self.seconds[from * self.stride + to];
        (s != Self::NO_ROAD).then_some(Seconds(s))
    }

    /// Length of the fastest way; `None` where no road leads.
    pub fn metres(&self, from: usize, to: usize) -> Option<Metres> {
        let m = self.metres[from * self.stride + to];
        (m != Self::NO_ROAD).then_some(Metres(m))
    }

    /// The row of times out of `from`: one figure per place, [`TravelTable::NO_ROAD`] where none leads.
    pub fn seconds_row(&self, from: usize) -> &[u32] {
        &self.seconds[from * self.stride..][..self.places]
    }

    fn metres_row(&self, from: usize) -> &[u32] {
        &self.metres[from * self.stride..][..self.places]
    }
}

impl PartialEq for TravelTable {
    /// The same places with the same figures, whatever room there is besides.
    fn eq(&self, other: &Self) -> bool {
        let same = |from| {
            self.seconds_row(from) == other.seconds_row(from)
                && self.metres_row(from) == other.metres_row(from)
        };
        self.places == other.places && (0..self.places).all(same)
    }
}

impl Eq for TravelTable {}

impl fmt::Debug for TravelTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = (0..self.places).map(|from| (self.seconds_row(from), self.metres_row(from)));
        f.debug_list().entries(rows).finish()
    }
}

/// A cost as whole seconds and whole metres, each rounded half up once; `None` where no road leads.
fn rounded(cost: RoadCost) -> Option<(Seconds, Metres)> {
    (cost != RoadCost::UNREACHABLE).then(|| {
        let pair = (cost.millis().round_to_seconds(), cost.round_to_metres());
        // Both are at most a tenth of what u32 holds, because their source is a u32 ten or a thousand times finer; so
        // neither can be taken for the mark.
        assert!(pair.0.0 < TravelTable::NO_ROAD && pair.1.0 < TravelTable::NO_ROAD);
        pair
    })
}
