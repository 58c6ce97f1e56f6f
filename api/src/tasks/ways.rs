//! The ways of a plan along roads, as these are when each is made.

use super::{Loaded, RoadStates};
use crate::travel::Map;
use crate::wire::local_days::{Stated, stated};
use crate::wire::{Moment, Position};
use engine::clock::PlanTime;
use engine::model::Shift;
use std::cell::OnceCell;
use std::collections::HashMap;

/// The roads of a map for every mode of travel, in every state that a problem's horizon knows, each made when the first way asks
/// for it.
pub struct Ways<'a> {
    loaded: &'a Loaded,
    /// The chief mode first.
    modes: Vec<OfMode<'a>>,
    /// The mode by which the person of a shift travels, by the shift's id.
    mode_of: HashMap<&'a str, usize>,
}

struct OfMode<'a> {
    roads: &'a Map,
    /// `None` inside for roads as they are in the map.
    states: Vec<OnceCell<Option<Map>>>,
}

impl<'a> Ways<'a> {
    /// No way asked for yet.
    pub fn new(map: &'a Map, loaded: &'a Loaded) -> Self {
        let states = loaded.road_states.as_ref().map_or(0, RoadStates::len);
        let of_mode = |roads| OfMode { roads, states: (0..states).map(|_| OnceCell::new()).collect() };
        let modes: Vec<OfMode<'_>> = map.modes().map(of_mode).collect();
        let problem = &loaded.problem;
        let mode_of = |shift: &'a Shift| {
            let name = problem.travel_modes.name(problem.staff[shift.staff].travel_mode);
            let mode = modes.iter().position(|of| of.roads.mode() == name)?;
            Some((shift.id.as_str(), mode))
        };
        let mode_of = problem.shifts.iter().filter_map(mode_of).collect();
        Self { loaded, modes, mode_of }
    }

    /// Bends of the fastest way of a shift's person at a departure, as `[lon, lat]`; of the whole day's state without one. By the
    /// chief mode where the map lacks the person's own. Where the roads of that hour do not lead there, people wait for those
    /// of another: then the way is that of the first state that has one. `None` where no road leads at any hour.
    pub fn along(
        &self,
        shift: &str,
        from: Position,
        to: Position,
        departure: Option<&Moment>,
    ) -> Option<Vec<[f64; 2]>> {
        let mode = &self.modes[self.mode_of.get(shift).copied().unwrap_or(0)];
        let now = self.state_at(departure);
        let others = (0..mode.states.len()).filter(|&state| state != now);
        let ways = std::iter::once(now).chain(others).map(|state| self.roads_in(mode, state));
        let way = ways
            .into_iter()
            .filter_map(|roads| super::route(roads, from, to).ok())
            .find(|way| way.seconds.is_some())?;
        (way.geometry.len() > 1).then_some(way.geometry)
    }

    /// The state of the roads at a departure; the first one without.
    fn state_at(&self, departure: Option<&Moment>) -> usize {
        let Some(states) = &self.loaded.road_states else { return 0 };
        departure.and_then(|d| self.moment(d)).map_or(0, |at| states.at(at))
    }

    fn roads_in<'w>(&'w self, mode: &'w OfMode<'a>, state: usize) -> &'w Map {
        let Some(states) = &self.loaded.road_states else { return mode.roads };
        mode.states[state].get_or_init(|| states.map(state, mode.roads)).as_ref().unwrap_or(mode.roads)
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
