//! `GrowingTable`: a travel table that takes one place more, an acute patient's home, without being made anew.

use super::costs::less;
use super::{RoadNetwork, TableError};
use crate::hierarchy::{Direction, Query};
use crate::lonlat::LonLat;
use crate::snap::{Endpoints, Snap};
use crate::table::{Ends, OneToMany, TravelTable};
use crate::units::RoadCost;

/// A travel table and what is needed to add places to it.
#[derive(Debug)]
pub struct GrowingTable<'n> {
    network: &'n RoadNetwork,
    snaps: Vec<Snap>,
    table: TravelTable,
    /// Costs from a new place to those that there are.
    onward: OneToMany<'n>,
    /// To be taken off those.
    allowances: Vec<RoadCost>,
    /// Costs to a new place from those that there are.
    inward: OneToMany<'n>,
}

impl<'n> GrowingTable<'n> {
    /// The table of some places, with room for an eighth more.
    ///
    /// # Errors
    /// [`TableError`] with the index of the first place that no road is near.
    pub fn new(network: &'n RoadNetwork, places: &[LonLat]) -> Result<Self, TableError> {
        let (mut table, snaps) = network.table(places)?;
        table.make_room(places.len() / 8 + 8);
        let (mut arrivals, mut departures) = (Vec::<Ends>::new(), Vec::<Ends>::new());
        let mut allowances = Vec::new();
        for snap in &snaps {
            let ends = network.locator().endpoints(&network.weights, snap);
            arrivals.push(ends.arrivals);
            departures.push(ends.departures);
            allowances.push(ends.allowance);
        }
        let onward = OneToMany::new(&network.hierarchy, Direction::From, arrivals);
        let inward = OneToMany::new(&network.hierarchy, Direction::To, departures);
        Ok(Self { network, snaps, table, onward, allowances, inward })
    }

    /// Adds a place, the last of the table, and tells where it was joined to a road.
    ///
    /// # Errors
    /// [`TableError`] with the index that the place would have had when no road is near; then nothing has changed.
    pub fn push(&mut self, place: LonLat) -> Result<&Snap, TableError> {
        let number = self.snaps.len();
        let snap = self.network.snap_all(&[place]).map_err(|e| e.at(number))?.swap_remove(0);
        let Endpoints { departures, arrivals, allowance } =
            self.network.locator().endpoints(&self.network.weights, &snap);
        let mut row = self.onward.costs(&departures);
        let mut column = self.inward.costs(&arrivals);
        for (cell, &allowance) in row.iter_mut().zip(&self.allowances) {
            *cell = less(*cell, allowance);
        }
        for cell in &mut column {
            *cell = less(*cell, allowance);
        }
        // Two places on one segment: whether one lies before the other decides, which no sweep knows.
        let mut query = Query::new(&self.network.hierarchy);
        for (other, known) in self.snaps.iter().enumerate().filter(|(_, known)| known.segment == snap.segment)
        {
            row[other] = self.network.cost(&mut query, &snap, known);
            column[other] = self.network.cost(&mut query, known, &snap);
        }
        row.push(self.network.cost(&mut query, &snap, &snap));
        self.table.grow(&row, &column);
        self.onward.push(arrivals);
        self.allowances.push(allowance);
        self.inward.push(departures);
        self.snaps.push(snap);
        Ok(&self.snaps[number])
    }

    /// The table as it stands.
    pub fn table(&self) -> &TravelTable {
        &self.table
    }

    /// Where each place was joined to a road.
    pub fn snaps(&self) -> &[Snap] {
        &self.snaps
    }
}
