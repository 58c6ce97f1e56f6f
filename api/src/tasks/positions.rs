//! Where the places of a problem are, by id.

use super::Loaded;
use crate::wire::Position;
use std::collections::HashMap;

impl Loaded {
    /// The position of each place that has one, by the id of the place.
    pub fn positions_by_id(&self) -> HashMap<String, Position> {
        let ids = self.problem.place_ids.enumerate().map(|(_, id)| id.to_owned());
        let known = ids
            .zip(&self.positions)
            .filter_map(|(id, p)| p.map(|p| (id, Position { lat: p.lat, lon: p.lon })));
        known.collect()
    }
}
