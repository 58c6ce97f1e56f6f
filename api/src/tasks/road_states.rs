//! The states that the roads of a map are in over a horizon: what is stated of conditions → which holds when.

use super::conditions::{Closed, ClosedSegments, RoadConditions, unknown_condition};
use super::hours::{Hours, periods};
use crate::travel::Map;
use crate::wire::local_days::LocalDays;
use crate::wire::{self, OnDay, Position, RoadCondition, RoadHours};
use engine::calendar::WorkingDayPolicy;
use engine::clock::PlanTime;
use engine::model::{Defect, DefectCode};
use osm_data::graph::Weights;
use osm_data::lonlat::LonLat;
use osm_data::profile::TravelCondition;

/// Ordinary peaks of working days: the hours at which Göteborg's congestion tax is highest, 7.00–7.59 and 15.30–16.59 (lagen
/// 2004:629 om trängselskatt, bilaga 2, as quoted in prop. 2019/20:30), and those that Swedish traffic figures show as
/// slowest, 8–9 and 16–17 (SvD 2017-02, see the travel conditions of `osm-data/src/profile/figures.txt`).
const TYPICAL_PEAKS: [(&str, &str, RoadCondition); 2] =
    [("07:00", "09:00", RoadCondition::MorningPeak), ("15:30", "17:00", RoadCondition::AfternoonPeak)];

/// One state: a condition, and what is closed on top.
#[derive(Clone, Debug, PartialEq, Eq)]
struct RoadState {
    condition: RoadCondition,
    closed: ClosedSegments,
}

/// All states that hold at some time of a horizon, and from when on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoadStates {
    states: Vec<RoadState>,
    from: Vec<(PlanTime, usize)>,
}

impl RoadStates {
    /// The states that `conditions` mean on `map` in these days, that of the whole day first. Notes everything that is wrong with them.
    pub(super) fn new(
        conditions: &wire::RoadConditions,
        document: &wire::Problem,
        map: &Map,
        days: &LocalDays,
        policy: &WorkingDayPolicy,
        defects: &mut Vec<Defect>,
    ) -> Self {
        let throughout = closed(
            map,
            (&conditions.closed_ways, &conditions.closed_lines),
            "/roadConditions",
            document.road_conditions.as_ref().map(|c| (c.closed_ways.len(), c.closed_lines.len())),
            defects,
        );
        let base = RoadState { condition: conditions.condition.unwrap_or_default(), closed: throughout };
        let of_hours: Vec<RoadState> = all_hours(conditions)
            .iter()
            .map(|(hours, at)| {
                let own = (&hours.closed_ways[..], &hours.closed_lines[..]);
                let stated = Some((usize::MAX, usize::MAX));
                let closed = closed(map, own, at, stated, defects).and(&base.closed);
                RoadState { condition: hours.condition.unwrap_or(base.condition), closed }
            })
            .collect();
        let periods = Self::periods(conditions, days, policy, defects);
        // The state of the whole day comes first though it should hold at no time: warnings are about it.
        let mut states = vec![base];
        let from = periods
            .into_iter()
            .map(|(moment, hours)| {
                let state = hours.map_or(&states[0], |number| &of_hours[number]).clone();
                let known = states.iter().position(|s| *s == state);
                let number = known.unwrap_or_else(|| {
                    states.push(state);
                    states.len() - 1
                });
                (moment, number)
            })
            .collect();
        Self { states, from }
    }

    /// From when on which hours hold, by their number in [`all_hours`]; notes what is wrong with them, as far as it can be told
    /// without a map.
    pub(super) fn periods(
        conditions: &wire::RoadConditions,
        days: &LocalDays,
        policy: &WorkingDayPolicy,
        defects: &mut Vec<Defect>,
    ) -> Vec<(PlanTime, Option<usize>)> {
        let hours = all_hours(conditions);
        for (hours, at) in &hours {
            if hours.condition.is_none() && hours.closed_ways.is_empty() && hours.closed_lines.is_empty() {
                defects.push(Defect {
                    code: DefectCode::Empty,
                    place: at.clone(),
                    cause: "these hours say nothing of the roads".to_owned(),
                    remedy: "state a condition or what is closed, or remove them".to_owned(),
                });
            }
        }
        let stated: Vec<Hours<'_>> = hours
            .iter()
            .map(|(h, at)| Hours { from: &h.from, until: &h.until, days: &h.days, at: at.clone() })
            .collect();
        periods(&stated, days, policy, defects)
    }

    /// How many.
    pub(super) fn len(&self) -> usize {
        self.states.len()
    }

    /// From when on each holds.
    pub(super) fn from(&self) -> &[(PlanTime, usize)] {
        &self.from
    }

    /// The state that holds at a moment.
    pub fn at(&self, moment: PlanTime) -> usize {
        self.from.iter().rev().find(|f| f.0 <= moment).map_or(0, |f| f.1)
    }

    /// For each state the first one in which the roads of one mode of travel are the same.
    pub(super) fn same(&self, roads: &Map) -> Vec<usize> {
        if self.states.len() == 1 {
            return vec![0];
        }
        let weights: Vec<Weights> = self.states.iter().map(|state| state.weights(roads)).collect();
        let first = |w: &Weights| weights.iter().position(|other| other == w).expect("it is there itself");
        weights.iter().map(first).collect()
    }

    /// The roads of one mode of travel in a state; `None` when they are as in the map itself.
    pub fn map(&self, state: usize, roads: &Map) -> Option<Map> {
        let state = &self.states[state];
        let mode = roads.network.mode;
        if state.condition == RoadCondition::Normal && state.closed.of(mode).is_empty() {
            return None;
        }
        // Queues hold up no bicycle: what changes nothing for a mode must not prepare its roads anew.
        let changed = state.weights(roads) != roads.network.weights;
        changed.then(|| roads.roads_under(&state.condition(), state.closed.of(mode)))
    }
}

impl RoadState {
    fn condition(&self) -> TravelCondition {
        TravelCondition::named(self.condition.name()).expect("every condition has its figures")
    }

    /// What the roads of one mode of travel cost.
    fn weights(&self, roads: &Map) -> Weights {
        let mode = roads.network.mode;
        Weights::new(&roads.network.graph, &self.condition().for_mode(mode), self.closed.of(mode))
    }
}

/// Ordinary peaks, if they are asked for, and all hours stated, with the place of each in the document.
fn all_hours(conditions: &wire::RoadConditions) -> Vec<(RoadHours, String)> {
    let peaks = TYPICAL_PEAKS.map(|(from, until, condition)| {
        let hours = RoadHours {
            from: from.to_owned(),
            until: until.to_owned(),
            days: vec![OnDay::WorkingDays],
            condition: Some(condition),
            ..RoadHours::default()
        };
        (hours, "/roadConditions/typicalPeaks".to_owned())
    });
    let stated = conditions
        .by_hour
        .iter()
        .enumerate()
        .map(|(k, h)| (h.clone(), format!("/roadConditions/byHour/{k}")));
    let wanted = if conditions.typical_peaks == Some(true) { &peaks[..] } else { &[] };
    wanted.iter().cloned().chain(stated).collect()
}

/// Closed segments of every mode. Of ways and lines the first so many are `stated` in the document, the rest is asked for besides.
fn closed(
    map: &Map,
    (ways, lines): (&[i64], &[Vec<Position>]),
    at: &str,
    stated: Option<(usize, usize)>,
    defects: &mut Vec<Defect>,
) -> ClosedSegments {
    let lines: Vec<Vec<LonLat>> =
        lines.iter().map(|line| line.iter().map(|p| LonLat { lon: p.lon, lat: p.lat }).collect()).collect();
    let (own_ways, own_lines) = stated.unwrap_or_default();
    let place = |number: usize, own: usize, field: &str, flag: &str| {
        if number < own { format!("{at}/{field}/{number}") } else { flag.to_owned() }
    };
    Closed {
        ways,
        lines: &lines,
        at_way: &|number| place(number, own_ways, "closedWays", "--close-way"),
        at_line: &|number| place(number, own_lines, "closedLines", "--close-line"),
    }
    .segments(map, defects)
}

/// What the document says of the roads and what is asked for besides, together: a condition asked for holds all day, and
/// contradicts any other that the document states; closings add up.
pub(super) fn effective(
    stated: Option<&wire::RoadConditions>,
    asked: &RoadConditions,
    defects: &mut Vec<Defect>,
) -> wire::RoadConditions {
    let mut all = stated.cloned().unwrap_or_default();
    if let Some(name) = &asked.condition {
        match RoadCondition::ALL.into_iter().find(|c| c.name() == name) {
            None => defects.push(unknown_condition(name)),
            Some(condition) => {
                let is_other = |c: Option<RoadCondition>| c.is_some_and(|c| c != condition);
                let by_hour =
                    all.typical_peaks == Some(true) || all.by_hour.iter().any(|h| is_other(h.condition));
                if is_other(all.condition) || by_hour {
                    defects.push(Defect {
                        code: DefectCode::RoadConditions,
                        place: "--condition".to_owned(),
                        cause: format!("`{name}` is asked for all day, and `roadConditions` of the document state another"),
                        remedy: "leave --condition out, or remove the conditions from the document".to_owned(),
                    });
                }
                all.condition = Some(condition);
            }
        }
    }
    let position = |p: &LonLat| Position { lat: p.lat, lon: p.lon };
    all.closed_ways.extend(&asked.closed_ways);
    all.closed_lines.extend(asked.closed_lines.iter().map(|line| line.iter().map(position).collect()));
    // What says nothing is left out, so that two documents of one meaning are one.
    all.condition = all.condition.filter(|condition| *condition != RoadCondition::Normal);
    all.typical_peaks = all.typical_peaks.filter(|peaks| *peaks);
    all
}
