//! The finished table: the only thing of roads that planning takes.

use crate::units::{Metres, RoadCost, Seconds};

/// Travel time and length from each of `places` to each other, dense, one mode of travel.
///
/// # Shape and units
/// Row-major, `places × places`: row = from, column = to; whole seconds and whole metres.
/// No road between two places is a value of its own ([`TravelTable::NO_ROAD`] inside, `None` outside),
/// never a large number that a sum could hide.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TravelTable {
    places: usize,
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
        Self::from_fn(places, |from, to| {
            let cost = costs[from * places + to];
            (cost != RoadCost::UNREACHABLE).then(|| {
                let pair = (cost.millis().round_to_seconds(), cost.round_to_metres());
                // Both are at most a tenth of what u32 holds, because their source is a u32 ten or a thousand
                // times finer; so neither can be taken for the mark.
                assert!(pair.0.0 < Self::NO_ROAD && pair.1.0 < Self::NO_ROAD);
                pair
            })
        })
    }

    /// How many places the table knows.
    pub fn places(&self) -> usize {
        self.places
    }

    /// Travel time; `None` where no road leads.
    pub fn seconds(&self, from: usize, to: usize) -> Option<Seconds> {
        let s = self.seconds[from * self.places + to];
        (s != Self::NO_ROAD).then_some(Seconds(s))
    }

    /// Length of the fastest way; `None` where no road leads.
    pub fn metres(&self, from: usize, to: usize) -> Option<Metres> {
        let m = self.metres[from * self.places + to];
        (m != Self::NO_ROAD).then_some(Metres(m))
    }

    /// The row of times out of `from`: one figure per place, [`TravelTable::NO_ROAD`] where none leads.
    pub fn seconds_row(&self, from: usize) -> &[u32] {
        &self.seconds[from * self.places..(from + 1) * self.places]
    }
}
