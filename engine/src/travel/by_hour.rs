//! One mode's travel: tables, and when each holds.

use super::periods::{NO_ROAD, TravelPeriods};
use crate::clock::PlanTime;
use osm_data::table::TravelTable;
use osm_data::units::{Metres, Seconds};
use std::sync::Arc;

/// One way made at one time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Journey {
    /// Leaving.
    pub departure: PlanTime,
    /// There.
    pub arrival: PlanTime,
    /// Length.
    pub length: Metres,
}

impl Journey {
    /// Time under way; waiting for a way to open is part of it.
    pub fn time(self) -> Seconds {
        self.arrival.since(self.departure)
    }
}

/// Travel of one mode: one table for the whole horizon, or several by the hour.
///
/// Cheap to clone: tables are shared. Invariant: all tables have the same places, and every period names one.
#[derive(Clone, Debug)]
pub struct TravelByHour {
    tables: Arc<[TravelTable]>,
    periods: TravelPeriods,
}

impl From<TravelTable> for TravelByHour {
    fn from(table: TravelTable) -> Self {
        Self { tables: Arc::new([table]), periods: TravelPeriods::constant() }
    }
}

impl TravelByHour {
    /// Tables, and from when on each holds (see [`TravelPeriods::new`]). `None` unless the tables have the same places and
    /// every period names one of them.
    pub fn new(tables: Vec<TravelTable>, from: &[(PlanTime, usize)]) -> Option<Self> {
        let places = tables.first()?.places();
        let periods = TravelPeriods::new(tables.len(), from)?;
        tables.iter().all(|t| t.places() == places).then(|| Self { tables: tables.into(), periods })
    }

    /// How many places the tables know.
    pub fn places(&self) -> usize {
        self.tables[0].places()
    }

    /// Every table.
    pub fn tables(&self) -> &[TravelTable] {
        &self.tables
    }

    /// When each table holds.
    pub fn periods(&self) -> &TravelPeriods {
        &self.periods
    }

    fn seconds(&self, from: usize, to: usize) -> impl Fn(usize) -> u32 {
        move |table| self.tables[table].seconds(from, to).map_or(NO_ROAD, |s| s.0)
    }

    /// Somebody leaves at `departure`, at once. `None` when no period has a road.
    pub fn leave(&self, from: usize, to: usize, departure: PlanTime) -> Option<Journey> {
        let arrival = PlanTime(self.periods.arrival(departure.0, self.seconds(from, to))?);
        let length = self.length(from, to, departure)?;
        Some(Journey { departure, arrival, length })
    }

    /// Somebody leaves as late as can be to be there by `arrival`. `None` when no period has a road, or the start of the
    /// horizon is too late to leave.
    pub fn arrive_by(&self, from: usize, to: usize, arrival: PlanTime) -> Option<Journey> {
        let departure = self.periods.departure(arrival.0, self.seconds(from, to))?;
        self.leave(from, to, PlanTime(departure))
    }

    /// The least time that the way takes at any hour. `None` when no period has a road.
    pub fn least(&self, from: usize, to: usize) -> Option<Seconds> {
        let least = self.periods.least(self.seconds(from, to));
        (least != NO_ROAD).then_some(Seconds(least))
    }

    /// Metres of the fastest way of the table that holds at departure; where that has none, of the first table (by number)
    /// that has one.
    fn length(&self, from: usize, to: usize, departure: PlanTime) -> Option<Metres> {
        let now = &self.tables[self.periods.table_at(departure)];
        now.metres(from, to).or_else(|| self.tables.iter().find_map(|t| t.metres(from, to)))
    }
}
