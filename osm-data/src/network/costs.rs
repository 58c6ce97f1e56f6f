//! Tables of costs between places.

use super::{RoadNetwork, TableError};
use crate::graph::SegmentId;
use crate::hierarchy::Query;
use crate::lonlat::LonLat;
use crate::snap::{Directions, Endpoints, Snap};
use crate::table::{Ends, TravelTable, many_to_many, many_to_many_rows};
use crate::units::RoadCost;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::ops::ControlFlow;

/// Costs from each of some sources to each of some targets.
#[derive(Clone, Debug, PartialEq)]
pub struct CostTable {
    /// Where the sources are joined to the roads; one row each.
    pub sources: Vec<Snap>,
    /// Where the targets are; one column each.
    pub targets: Vec<Snap>,
    /// Row-major; [`RoadCost::UNREACHABLE`] where no road leads.
    pub costs: Vec<RoadCost>,
}

/// Places as the table search takes them, and what must be done to its cells.
struct Joined<'a> {
    network: &'a RoadNetwork,
    sources: &'a [Snap],
    targets: &'a [Snap],
    /// The directions in which each source may be left; either where there is none.
    leaving: &'a [Directions],
    departures: Vec<Ends>,
    arrivals: Vec<Ends>,
    allowances: Vec<RoadCost>,
    /// The targets on each segment.
    on_segment: FxHashMap<SegmentId, Vec<u32>>,
}

impl RoadNetwork {
    /// Travel times and lengths from each place to each other, and where each was joined to a road.
    ///
    /// # Errors
    /// [`TableError`] with the index of the first place that no road is near.
    pub fn table(&self, places: &[LonLat]) -> Result<(TravelTable, Vec<Snap>), TableError> {
        let snaps = self.snap_all(places)?;
        let table = TravelTable::from_costs(snaps.len(), &self.costs(&snaps, &snaps));
        Ok((table, snaps))
    }

    /// Costs from each source to each target.
    ///
    /// # Errors
    /// [`TableError`] with the index of the first place that no road is near, sources counted before targets.
    pub fn cost_table(&self, sources: &[LonLat], targets: &[LonLat]) -> Result<CostTable, TableError> {
        let all: Vec<LonLat> = sources.iter().chain(targets).copied().collect();
        let mut sources_found = self.snap_all(&all)?;
        let targets = sources_found.split_off(sources.len());
        let costs = self.costs(&sources_found, &targets);
        Ok(CostTable { sources: sources_found, targets, costs })
    }

    /// Costs between places on roads, row-major; [`RoadCost::UNREACHABLE`] where no road leads.
    pub fn costs(&self, sources: &[Snap], targets: &[Snap]) -> Vec<RoadCost> {
        self.costs_on(sources, &[], targets, &[])
    }

    /// As [`RoadNetwork::costs`], where sources may be left and targets reached in some directions of their roads
    /// only: one entry for each, or none at all for either direction everywhere.
    pub fn costs_on(
        &self,
        sources: &[Snap],
        leaving: &[Directions],
        targets: &[Snap],
        arriving: &[Directions],
    ) -> Vec<RoadCost> {
        let joined = Joined::new(self, sources, leaving, targets, arriving);
        let mut costs = many_to_many(&self.hierarchy, &joined.departures, &joined.arrivals);
        joined.settle(0, &mut costs);
        costs
    }

    /// As [`RoadNetwork::costs`], for tables too large to hold: `visit` is told the number of the first row and the
    /// cells of some rows that follow each other, in order, and whether to go on is for it to say.
    pub fn costs_by_rows(
        &self,
        sources: &[Snap],
        targets: &[Snap],
        mut visit: impl FnMut(usize, &[RoadCost]) -> ControlFlow<()>,
    ) {
        let joined = Joined::new(self, sources, &[], targets, &[]);
        let mut cells = Vec::new();
        many_to_many_rows(&self.hierarchy, &joined.departures, &joined.arrivals, |first, rows| {
            cells.clear();
            cells.extend_from_slice(rows);
            joined.settle(first, &mut cells);
            visit(first, &cells)
        });
    }

    /// The cost from one place on a road to another; [`RoadCost::UNREACHABLE`] where no road leads.
    pub fn cost(&self, query: &mut Query<'_>, from: &Snap, to: &Snap) -> RoadCost {
        let locator = self.locator();
        let arriving = locator.endpoints(&self.weights, to);
        let departures = locator.departures_for(&self.weights, from, to);
        less(query.cost(&departures, &arriving.arrivals), arriving.allowance)
    }
}

/// A cost reckoned with an allowance, without it.
pub(super) fn less(cost: RoadCost, allowance: RoadCost) -> RoadCost {
    // Both parts of a cost that reached the end of a lane are at least those of the lane; only a hierarchy that
    // somebody tampered with can say otherwise.
    if cost == RoadCost::UNREACHABLE { cost } else { RoadCost(cost.0.saturating_sub(allowance.0)) }
}

impl<'a> Joined<'a> {
    fn new(
        network: &'a RoadNetwork,
        sources: &'a [Snap],
        leaving: &'a [Directions],
        targets: &'a [Snap],
        arriving: &[Directions],
    ) -> Self {
        let locator = network.locator();
        let ends = |snap: &Snap| locator.endpoints(&network.weights, snap);
        let only = |mut of: Ends, directions: Option<&Directions>| {
            let directions = directions.copied().unwrap_or_default();
            of.retain(|(node, _)| directions.allow(network.graph.lane(*node)));
            of
        };
        let departures =
            sources.iter().enumerate().map(|(i, s)| only(ends(s).departures, leaving.get(i))).collect();
        let (mut arrivals, mut allowances) = (Vec::new(), Vec::new());
        let mut on_segment: FxHashMap<SegmentId, Vec<u32>> = FxHashMap::default();
        for (number, target) in targets.iter().enumerate() {
            let Endpoints { arrivals: mine, allowance, .. } = ends(target);
            arrivals.push(only(mine, arriving.get(number)));
            allowances.push(allowance);
            on_segment.entry(target.segment).or_default().push(number as u32);
        }
        Self { network, sources, targets, leaving, departures, arrivals, allowances, on_segment }
    }

    /// Takes the allowances off the rows from `first` on, and works out anew the cells of two places on one segment.
    fn settle(&self, first: usize, rows: &mut [RoadCost]) {
        let rows = rows.par_chunks_mut(self.targets.len().max(1)).zip(&self.sources[first..]);
        rows.enumerate().for_each_init(
            || Query::new(&self.network.hierarchy),
            |query, (number, (row, source))| self.settle_row(query, first + number, source, row),
        );
    }

    fn settle_row(&self, query: &mut Query<'_>, number: usize, source: &Snap, row: &mut [RoadCost]) {
        let leaving = self.leaving.get(number).copied().unwrap_or_default();
        let shared = self.on_segment.get(&source.segment).map_or(&[][..], Vec::as_slice);
        for &target in shared {
            let to = &self.targets[target as usize];
            let weights = &self.network.weights;
            let departures = self.network.locator().departures_on(weights, source, to, leaving);
            row[target as usize] = query.cost(&departures, &self.arrivals[target as usize]);
        }
        for (cell, &allowance) in row.iter_mut().zip(&self.allowances) {
            *cell = less(*cell, allowance);
        }
    }
}
