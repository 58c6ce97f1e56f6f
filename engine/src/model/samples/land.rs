//! Places on a plane, and how long it takes between them.

use crate::model::PlaceFacts;
use crate::rng::Rng;
use crate::travel::TravelByHour;
use osm_data::table::TravelTable;
use osm_data::units::{Metres, Seconds};

/// Half the side of a district, in metres.
const REACH: i64 = 6_000;

/// Places as they are added: each a point in metres.
pub struct Land {
    /// The places, one row each.
    pub places: Vec<PlaceFacts>,
    points: Vec<(i64, i64)>,
    chance: Rng,
}

impl Land {
    pub fn new(chance: Rng) -> Self {
        Self { places: Vec::new(), points: Vec::new(), chance }
    }

    /// A place at the centre of a district, where cars are at hand.
    pub fn base(&mut self, id: &str, district: usize) -> String {
        let (x, y) = centre(district);
        let at = (x + self.off(400), y + self.off(400));
        self.add(id, at, Seconds::minutes(2), Seconds::minutes(2))
    }

    /// A home somewhere in a district, the likelier the nearer to its centre.
    pub fn home(&mut self, id: &str, district: usize) -> String {
        let (x, y) = centre(district);
        let (dx, dy) = ((self.off(REACH) + self.off(REACH)) / 2, (self.off(REACH) + self.off(REACH)) / 2);
        let (arrive, leave) = (self.chance.range(2..7), self.chance.range(1..4));
        self.add(id, (x + dx, y + dy), Seconds(arrive * 30), Seconds(leave * 30))
    }

    fn off(&mut self, reach: i64) -> i64 {
        self.chance.below((2 * reach + 1) as usize) as i64 - reach
    }

    fn add(&mut self, id: &str, point: (i64, i64), arrive: Seconds, leave: Seconds) -> String {
        let row = self.places.len();
        let pointer = format!("/places/{row}");
        self.places.push(PlaceFacts { id: id.to_owned(), pointer, row, arrive, leave });
        self.points.push(point);
        id.to_owned()
    }

    /// By car at about 40 km/h and by bicycle at about 15, with detours, and up to a seventh longer one way than the other.
    pub fn travel(&self) -> Vec<(String, TravelByHour)> {
        let table = |millis_per_metre: u64| {
            TravelTable::from_fn(self.points.len(), |from, to| {
                if from == to {
                    return Some((Seconds::ZERO, Metres(0)));
                }
                let (a, b) = (self.points[from], self.points[to]);
                let straight = (a.0.abs_diff(b.0).pow(2) + a.1.abs_diff(b.1).pow(2)).isqrt();
                // One-ways and slopes: a fixed, seemingly arbitrary addition for each ordered pair.
                let detour = (from as u64 * 31 + to as u64 * 17) % 15;
                let metres = straight * (125 + detour) / 100;
                Some((Seconds((metres * millis_per_metre / 1000) as u32 + 20), Metres(metres as u32)))
            })
        };
        vec![("car".to_owned(), table(90).into()), ("bicycle".to_owned(), table(240).into())]
    }
}

/// Districts lie on a square grid, 10 km apart.
fn centre(district: usize) -> (i64, i64) {
    ((district % 8) as i64 * 10_000, (district / 8) as i64 * 10_000)
}
