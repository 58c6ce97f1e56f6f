//! Places' coordinates → travel tables; the one meeting point of roads and planning.

use engine::model::{Defect, DefectCode};
use osm_data::address::AddressIndex;
use osm_data::archive::{self, ArchiveError, MapFile};
use osm_data::graph::SegmentId;
use osm_data::guidance::{Arms, Guide};
use osm_data::lonlat::LonLat;
use osm_data::network::{RoadNetwork, TableError, off_road_words};
use osm_data::profile::TravelCondition;
use osm_data::snap::Snap;
use osm_data::table::TravelTable;
use osm_data::units::{Metres, RoadCost};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Farther from a road than this is worth telling a planner.
pub const FAR_FROM_ROAD: Metres = Metres(200);

/// An open map file. What is asked of it without a mode of travel is answered for its chief one.
#[derive(Debug)]
pub struct Map {
    /// The file.
    pub path: PathBuf,
    /// The roads of the chief mode of travel.
    pub network: RoadNetwork,
    /// The roads of each other mode, as a map of its own without addresses.
    others: Vec<Map>,
    /// The addresses in it; often none.
    pub addresses: AddressIndex,
    /// Who meets where, for turn lists; made when the first is asked for.
    arms: OnceLock<Arms>,
}

impl Map {
    /// Opens a map file by memory map.
    ///
    /// # Errors
    /// What is wrong with the file, at which byte, and the remedy.
    pub fn open(path: &Path) -> Result<Self, ArchiveError> {
        let MapFile { networks, addresses } = archive::open(path)?;
        let mut map = Self::of_modes(networks);
        map.others.iter_mut().for_each(|other| path.clone_into(&mut other.path));
        Ok(Self { path: path.to_owned(), addresses, ..map })
    }

    /// A map made in memory, of one mode of travel, without addresses.
    pub fn of(network: RoadNetwork) -> Self {
        Self {
            path: PathBuf::from("(in memory)"),
            network,
            others: Vec::new(),
            addresses: AddressIndex::default(),
            arms: OnceLock::new(),
        }
    }

    /// A map made in memory, of a network for each mode of travel, that of the chief one first; without addresses.
    ///
    /// # Panics
    /// If there is no network.
    pub fn of_modes(networks: Vec<RoadNetwork>) -> Self {
        let mut maps = networks.into_iter().map(Self::of);
        let chief = maps.next().expect("a map has the roads of one mode of travel at least");
        Self { others: maps.collect(), ..chief }
    }

    /// The roads of every mode of travel, the chief one first.
    pub fn modes(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(&self.others)
    }

    /// The roads of the mode of travel that documents write so.
    pub fn of_mode(&self, name: &str) -> Option<&Self> {
        self.modes().find(|roads| roads.mode() == name)
    }

    /// As [`Self::of_mode`]; whatever else the map holds is closed.
    pub fn into_mode(self, name: &str) -> Option<Self> {
        if self.mode() == name {
            return Some(self);
        }
        self.others.into_iter().find(|roads| roads.mode() == name)
    }

    /// The roads of the chief mode alone under another travel condition, with some segments closed on top; what stays is shared.
    pub fn roads_under(&self, condition: &TravelCondition, closed: &[SegmentId]) -> Self {
        Self { path: self.path.clone(), ..Self::of(self.network.under(condition, closed)) }
    }

    /// Tells turns on the roads of the map.
    pub fn guide(&self) -> Guide<'_> {
        Guide::new(&self.network, self.arms())
    }

    /// Who meets where on the map.
    pub fn arms(&self) -> &Arms {
        self.arms.get_or_init(|| Arms::of(&self.network.graph))
    }

    /// The chief mode of travel as documents write it.
    pub fn mode(&self) -> &'static str {
        self.network.mode.name()
    }

    /// Where each place joins the roads; `None` for one without position, and for one that no road is near.
    pub fn snap(&self, places: &[Option<LonLat>]) -> Vec<Option<Snap>> {
        let locator = self.network.locator();
        places.iter().map(|place| locator.nearest((*place)?)).collect()
    }

    /// What to say of a place that no road is near; `pointer` says where it stands in the document.
    pub fn off_the_map(&self, place: LonLat, pointer: String) -> Defect {
        let shown = format!("lat {} lon {}", place.lat, place.lon);
        let (cause, remedy) = match self.network.off_map(0, place) {
            TableError::OutsideMap { swapped: true, .. } => {
                return Defect {
                    code: DefectCode::SwappedCoordinates,
                    place: pointer,
                    cause: format!("{shown} lies outside the map; with the two swapped it would lie inside"),
                    remedy: format!("write lat {} and lon {}", place.lon, place.lat),
                };
            }
            TableError::OffRoad { nearest, mode, .. } => (
                format!("{shown} {}", off_road_words(nearest, mode)),
                "correct the position, or import an extract that has the road".to_owned(),
            ),
            TableError::OutsideMap { map: b, .. } => {
                // From its edge: looking for the nearest road takes long from far away, and the edge tells as much.
                let far = Metres(b.metres_from(place).round() as u32);
                (
                    format!(
                        "{shown} lies outside the map, which spans lat {:.4} to {:.4} and lon {:.4} to {:.4}, {far} from its edge",
                        b.min.lat, b.max.lat, b.min.lon, b.max.lon,
                    ),
                    "correct the position, or import a larger extract".to_owned(),
                )
            }
        };
        Defect { code: DefectCode::OffTheMap, place: pointer, cause, remedy }
    }

    /// The table between places on roads, in their order; a place that is not on one has no road anywhere.
    pub fn table(&self, snaps: &[Option<Snap>]) -> TravelTable {
        let rows: Vec<usize> = (0..snaps.len()).filter(|&p| snaps[p].is_some()).collect();
        let joined: Vec<Snap> = snaps.iter().flatten().copied().collect();
        let costs = self.network.costs(&joined, &joined);
        let mut row_of = vec![None; snaps.len()];
        for (row, &place) in rows.iter().enumerate() {
            row_of[place] = Some(row);
        }
        TravelTable::from_fn(snaps.len(), |from, to| {
            let cost = costs[row_of[from]? * joined.len() + row_of[to]?];
            (cost != RoadCost::UNREACHABLE)
                .then(|| (cost.millis().round_to_seconds(), cost.round_to_metres()))
        })
    }
}

/// Places that most others cannot get to, or from: on an island without a ferry, say.
pub fn cut_off(table: &TravelTable) -> Vec<usize> {
    let n = table.places();
    let both_ways = |a: usize, b: usize| table.seconds(a, b).is_some() && table.seconds(b, a).is_some();
    let met: Vec<usize> = (0..n).map(|a| (0..n).filter(|&b| b != a && both_ways(a, b)).count()).collect();
    let most = met.iter().copied().max().unwrap_or(0);
    (0..n).filter(|&a| met[a] * 2 < most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use osm_data::units::Seconds;

    #[test]
    fn the_few_on_an_island_are_cut_off_and_the_many_are_not() {
        let island = |p: usize| p >= 8;
        let table =
            TravelTable::from_fn(10, |a, b| (island(a) == island(b)).then_some((Seconds(60), Metres(500))));
        assert_eq!(cut_off(&table), [8, 9]);
        assert_eq!(cut_off(&TravelTable::from_fn(0, |_, _| None)), Vec::<usize>::new());
    }
}
