//! The ways of a plan along roads, as these are when each is made.

use super::{Loaded, RoadStates};
use crate::travel::Map;
use crate::wire::local_days::{Stated, stated};
use crate::wire::{Moment, Position};
use engine::clock::PlanTime;
use std::cell::OnceCell;

/// The roads of a map in every state that a problem's horizon knows, each made when the first way asks for it.
pub struct Ways<'a> {
    map: &'a Map,
    loaded: &'a Loaded,
    /// `None` inside for the normal state.
    states: Vec<OnceCell<Option<Map>>>,
}

impl<'a> Ways<'a> {
    /// No way asked for yet.
    pub fn new(map: &'a Map, loaded: &'a Loaded) -> Self {
        let states = loaded.road_states.as_ref().map_or(0, RoadStates::len);
        Self { map, loaded, states: (0..states).map(|_| OnceCell::new()).collect() }
    }

    /// Bends of the fastest way at a departure, as `[lon, lat]`; of the whole day's state without one. `None` where no road leads.
    pub fn along(&self, from: Position, to: Position, departure: Option<&Moment>) -> Option<Vec<[f64; 2]>> {
        let way = super::route(self.map_at(departure), from, to).ok()?;
        (way.geometry.len() > 1).then_some(way.geometry)
    }

    fn map_at(&self, departure: Option<&Moment>) -> &Map {
        let Some(states) = &self.loaded.road_states else { return self.map };
        let state = departure.and_then(|d| self.moment(d)).map_or(0, |at| states.at(at));
        self.states[state].get_or_init(|| states.map(state, self.map)).as_ref().unwrap_or(self.map)
    }

    fn moment(&self, text: &Moment) -> Option<PlanTime> {
        let days = &self.loaded.days;
        let seconds = match stated(&text.0)? {
            Stated::Local(date, clock) => days.seconds(date, clock).ok()?,
            Stated::Fixed(moment) => days.since_start(moment).ok()?,
            Stated::TimeOfDay(_) | Stated::Date(_) => return None,
        };
        u32::try_from(seconds).ok().map(PlanTime)
    }
}
