//! Postal codes and towns that are missing, taken from the neighbours when these agree.

use super::collected::{CollectedAddresses, StatedAddress};
use crate::cells::{CellLists, cell_of};
use crate::graph::Point;

/// Everybody within so many metres must have one postal code for it to be taken over.
pub(super) const POSTCODE_RADIUS: f64 = 150.0;
/// Everybody within so many metres must have one postal town for it to be taken over.
pub(super) const CITY_RADIUS: f64 = 300.0;

/// What neighbours state, by place.
pub(super) struct Neighbours<'c> {
    collected: &'c CollectedAddresses,
    cells: CellLists<u32>,
}

impl<'c> Neighbours<'c> {
    /// Of all addresses that state a code or a town.
    pub fn of(collected: &'c CollectedAddresses) -> Self {
        let states = |a: &StatedAddress| a.postcode != 0 || a.city != 0;
        let stating = (0..).zip(&collected.addresses).filter(|(_, a)| states(a));
        let cells = CellLists::of(stating.map(|(i, a)| (cell_of(a.point), i)).collect());
        Self { collected, cells }
    }

    /// The one postal code that all state within [`POSTCODE_RADIUS`]; 0 when they differ or there are none.
    pub fn postcode(&self, at: Point) -> u32 {
        self.unanimous(at, POSTCODE_RADIUS, |a| a.postcode)
    }

    /// The one postal town that all state within [`CITY_RADIUS`]; 0 when they differ or there are none.
    pub fn city(&self, at: Point) -> u32 {
        self.unanimous(at, CITY_RADIUS, |a| a.city)
    }

    fn unanimous(&self, at: Point, radius: f64, stated: impl Fn(&StatedAddress) -> u32) -> u32 {
        let place = at.to_lonlat();
        let (mut found, mut differ) = (0, false);
        self.cells.visit_around(at, radius, |i| {
            let neighbour = &self.collected.addresses[i as usize];
            let text = stated(neighbour);
            // Most are of the one town; measuring is for those that are not known yet.
            if differ || text == 0 || text == found {
                return;
            }
            if place.metres_to(neighbour.point.to_lonlat()) <= radius {
                differ = found != 0;
                found = text;
            }
        });
        if differ { 0 } else { found }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::Source;
    use proptest::prelude::*;

    fn stating(city: u32, (east, north): (i32, i32)) -> StatedAddress {
        StatedAddress {
            street: 1,
            of_place: false,
            number: 1,
            suffix: 0,
            postcode: city,
            city,
            point: Point { lon_e7: 120_000_000 + east, lat_e7: 575_000_000 + north },
            source: Source::Node,
        }
    }

    /// The slow twin: every address is looked at.
    fn slow(all: &[StatedAddress], at: Point, radius: f64) -> u32 {
        let near = |a: &&StatedAddress| at.to_lonlat().metres_to(a.point.to_lonlat()) <= radius;
        let mut stated: Vec<u32> = all.iter().filter(near).map(|a| a.city).filter(|&c| c != 0).collect();
        stated.dedup();
        if let [one] = stated[..] { one } else { 0 }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]
        /// At 57.5° north, where columns by whole degrees of latitude once had a fault.
        #[test]
        fn neighbours_on_every_side_are_heard(
            all in prop::collection::vec((0..3_u32, (-60_000..60_000_i32, -40_000..40_000_i32)), 0..12),
            at in (-60_000..60_000_i32, -40_000..40_000_i32),
        ) {
            let addresses: Vec<StatedAddress> = all.into_iter().map(|(city, at)| stating(city, at)).collect();
            let point = stating(0, at).point;
            let (near, far) = (slow(&addresses, point, POSTCODE_RADIUS), slow(&addresses, point, CITY_RADIUS));
            let collected = CollectedAddresses { addresses, ..CollectedAddresses::default() };
            let neighbours = Neighbours::of(&collected);
            prop_assert_eq!((neighbours.postcode(point), neighbours.city(point)), (near, far));
        }
    }
}
