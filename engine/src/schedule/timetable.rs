//! Order in, earliest times out.

use super::layout::{DayOrder, Entry, Layout, sec};
use super::places::{hold_before_way, settle_day};
use super::unschedulable::{Cause, Unschedulable};
use crate::clock::PlanTime;
use crate::model::Problem;
use crate::plan::{Plan, Route, Stop};
use osm_data::units::Seconds;

/// The earliest times at which everything can happen in the order given.
///
/// `order` has one list a shift, in the order of [`Problem::shifts`] (missing ones are empty). Keeps every rule of time:
/// windows (the first of several that fits), locks of day and start, joint and staggered slots, ties with least and
/// most gap, breaks and the longest stretch of work, blocks, shift start and overtime limit, daily rest, crews that ride
/// together. Asks nothing else: whether people may do what the order says is for `rules` to judge.
///
/// Where no place is given for what can be done anywhere, it is held after the way to the next place, which is never
/// later for what follows; before the way only where it could not be held otherwise.
///
/// The times are the least fixed point of the rules: no stop can start earlier with these places.
///
/// # Errors
/// [`Unschedulable`] names the first stop found that no time fits, and why.
///
/// # References
/// The least solution of difference constraints by repeated relaxation (Bellman–Ford), with a step over closed windows. Where
/// travel depends on the hour the constraints are no differences, but still monotone, because whoever leaves later never
/// arrives earlier; so the least solution is found the same way.
pub fn timetable(problem: &Problem, order: &[Vec<Entry>]) -> Result<Plan, Unschedulable> {
    let mut layout = Layout::of(problem, order)?;
    loop {
        match earliest(problem, &layout) {
            Ok(times) => return Ok(plan(&layout, &times)),
            Err(late) => {
                let mut moved = false;
                let by_place = match late.why.cause {
                    Cause::Window | Cause::BreakWindow | Cause::Stretch | Cause::Block => true,
                    Cause::NoSuchShift
                    | Cause::NothingThere
                    | Cause::BreakMissing(_)
                    | Cause::BlockMissing(_)
                    | Cause::Repeated
                    | Cause::NoRoad
                    | Cause::Overtime
                    | Cause::Circle => false,
                };
                if !by_place {
                    return Err(late.why);
                }
                for day in &mut layout.days {
                    for position in 0..day.stops.len() {
                        if day.stops[position].moment == late.moment {
                            moved |= hold_before_way(day, position);
                        }
                    }
                    settle_day(problem, day)?;
                }
                if !moved {
                    return Err(late.why);
                }
            }
        }
    }
}

/// The plan in which everything happens at its moment.
pub(super) fn plan(layout: &Layout, times: &[i64]) -> Plan {
    let stop = |s: &super::layout::Laid| {
        let start = u32::try_from(times[s.moment] + s.start).expect("windows end with the horizon");
        Stop { task: s.task, place: s.place, start: PlanTime(start) }
    };
    let route = |d: &DayOrder| Route { shift: d.shift, stops: d.stops.iter().map(stop).collect() };
    Plan { routes: layout.days.iter().map(route).collect() }
}

/// A moment that cannot be as late as it must.
struct Late {
    moment: usize,
    why: Unschedulable,
}

/// Lower bounds of all moments, raised until every rule holds.
struct Times<'a> {
    problem: &'a Problem,
    layout: &'a Layout,
    at: Vec<i64>,
    /// Something rose in this round.
    rose: Option<usize>,
    /// Something had to step over a closed time in this round.
    stepped: bool,
}

/// So many rounds more are gone where travel changes with the hour: a minute's rise each, for four weeks.
const MOST_ROUNDS_BY_HOUR: usize = 28 * 24 * 60;

fn earliest(problem: &Problem, layout: &Layout) -> Result<Vec<i64>, Late> {
    let mut times =
        Times { problem, layout, at: vec![i64::MIN; layout.moments.len()], rose: None, stepped: false };
    for moment in 0..layout.moments.len() {
        times.raise(moment, 0)?;
    }
    // Without steps over closed windows, a system of n moments settles within n rounds, or never. Where travel changes with the
    // hour, a circle may come to rest when its ways get shorter; one that does not is found out when a window closes.
    let varies = problem.travel.iter().any(|t| !t.periods().is_constant());
    let most_quiet = layout.moments.len() + if varies { MOST_ROUNDS_BY_HOUR } else { 1 };
    let mut quiet_rounds = 0;
    loop {
        times.rose = None;
        times.stepped = false;
        times.days()?;
        times.links()?;
        times.rests()?;
        times.rides()?;
        let Some(risen) = times.rose else { return Ok(times.at) };
        quiet_rounds = if times.stepped { 0 } else { quiet_rounds + 1 };
        if quiet_rounds > most_quiet {
            return Err(times.late(risen, Cause::Circle, 0));
        }
    }
}

impl Times<'_> {
    /// Makes `moment` at least `least`, inside a window.
    fn raise(&mut self, moment: usize, least: i64) -> Result<(), Late> {
        if least <= self.at[moment] {
            return Ok(());
        }
        let facts = &self.layout.moments[moment];
        match facts.windows.iter().find(|(_, closes)| *closes >= least) {
            Some((opens, _)) => {
                self.stepped |= self.at[moment] > i64::MIN && least < *opens;
                self.at[moment] = least.max(*opens);
                self.rose = Some(moment);
                Ok(())
            }
            None => {
                let last = facts.windows.last().map_or(least, |(_, closes)| *closes);
                Err(self.late(moment, facts.cause, least - last))
            }
        }
    }

    fn late(&self, moment: usize, cause: Cause, by: i64) -> Late {
        let (day, stop) = self.layout.moments[moment].first;
        self.late_at(day, stop, cause, by)
    }

    fn late_at(&self, day: usize, stop: usize, cause: Cause, by: i64) -> Late {
        let day = &self.layout.days[day];
        let late_by = Seconds(u32::try_from(by.max(0)).unwrap_or(u32::MAX));
        let why = Unschedulable { shift: day.shift, stop, cause, late_by };
        Late { moment: day.stops[stop].moment, why }
    }

    /// When a stop takes its person.
    fn begin(&self, day: usize, stop: usize) -> i64 {
        let stop = &self.layout.days[day].stops[stop];
        self.at[stop.moment] + stop.begin
    }

    /// When it lets go.
    fn end(&self, day: usize, stop: usize) -> i64 {
        let stop = &self.layout.days[day].stops[stop];
        self.at[stop.moment] + stop.end
    }

    /// Makes a stop begin at or after a moment.
    fn not_before(&mut self, day: usize, stop: usize, least: i64) -> Result<(), Late> {
        let laid = &self.layout.days[day].stops[stop];
        self.raise(laid.moment, least - laid.begin).map_err(|late| Late {
            // Name the stop that asked, not the first of a joint visit.
            why: Unschedulable { shift: self.layout.days[day].shift, stop, ..late.why },
            ..late
        })
    }

    /// When the person can be at a stop: after the stop before, or after the shift's start.
    fn ready(&self, day: usize, stop: usize) -> i64 {
        let order = &self.layout.days[day];
        let free = match stop.checked_sub(1) {
            Some(before) => self.end(day, before),
            None => sec(self.problem.shifts[order.shift].start),
        };
        order.legs[stop].ready(self.problem, order.shift, free)
    }

    /// When the person is home.
    fn home(&self, day: usize) -> i64 {
        let order = &self.layout.days[day];
        order.way_home.ready(self.problem, order.shift, self.end(day, order.stops.len() - 1))
    }

    fn days(&mut self) -> Result<(), Late> {
        for day in 0..self.layout.days.len() {
            let order = &self.layout.days[day];
            if order.stops.is_empty() {
                continue;
            }
            for stop in 0..order.stops.len() {
                self.not_before(day, stop, self.ready(day, stop))?;
            }
            let facts = &self.problem.shifts[order.shift];
            let limit = sec(facts.end) + i64::from(facts.overtime_limit.0);
            if self.home(day) > limit {
                let over = self.home(day) - limit;
                return Err(self.late_at(day, order.stops.len() - 1, Cause::Overtime, over));
            }
            self.stretches(day)?;
        }
        Ok(())
    }

    /// Work without a break lasts no longer than it may: a break that comes too early is held later.
    fn stretches(&mut self, day: usize) -> Result<(), Late> {
        let order = &self.layout.days[day];
        let facts = &self.problem.shifts[order.shift];
        let longest = i64::from(self.problem.working_time.max_stretch.0);
        let must_be_home = self.home(day).max(sec(facts.end));
        let too_long = |times: &Self, stop, by: i64| Err(times.late_at(day, stop, Cause::Stretch, by));
        let Some(&first) = order.pauses.first() else {
            let counted = if facts.breaks.is_empty() { self.home(day) } else { must_be_home };
            let over = counted - sec(facts.start) - longest;
            return if over > 0 { too_long(self, order.stops.len() - 1, over) } else { Ok(()) };
        };
        let over = self.begin(day, first) - sec(facts.start) - longest;
        if over > 0 {
            return too_long(self, first, over);
        }
        let mut next = must_be_home;
        for &pause in order.pauses.iter().rev() {
            let least = next - longest - (order.stops[pause].end - order.stops[pause].begin);
            if self.not_before(day, pause, least).is_err() {
                let closes = self.layout.moments[order.stops[pause].moment].windows.last();
                return too_long(self, pause, closes.map_or(0, |(_, closes)| least - closes));
            }
            next = self.begin(day, pause);
        }
        Ok(())
    }

    /// Gaps between tied visits: the second waits for the first, and the first is held later when the second must not
    /// follow too late.
    fn links(&mut self) -> Result<(), Late> {
        for link in self.problem.links.iter() {
            let (first, second) = (self.layout.of_visit[link.first], self.layout.of_visit[link.second]);
            let (Some(first), Some(second)) = (first, second) else { continue };
            let span = i64::from(self.problem.visits[link.first].care_span().0);
            if let Some(least) = link.min_gap {
                self.raise(second, self.at[first] + span + i64::from(least.0))?;
            }
            if let Some(most) = link.max_gap {
                self.raise(first, self.at[second] - span - i64::from(most.0))?;
            }
        }
        Ok(())
    }

    /// Nobody leaves before being rested.
    fn rests(&mut self) -> Result<(), Late> {
        let rest = i64::from(self.problem.working_time.daily_rest.0);
        for (staff, shifts) in self.problem.shifts_of.enumerate() {
            let mut rested = sec(self.problem.staff[staff].rested_from);
            for shift in shifts {
                let day = shift.0 as usize;
                if self.layout.days[day].stops.is_empty() {
                    continue;
                }
                self.not_before(day, 0, self.layout.days[day].legs[0].ready(self.problem, *shift, rested))?;
                rested = self.home(day) + rest;
            }
        }
        Ok(())
    }

    /// One vehicle brings a crew: nobody begins anything at a visit's place before the last can be there.
    fn rides(&mut self) -> Result<(), Late> {
        let layout = self.layout;
        for ride in &layout.rides {
            let arrivals: Vec<(usize, usize)> = ride
                .iter()
                .filter_map(|&(day, stop)| self.arrival(day, stop).map(|first| (day, first)))
                .collect();
            let Some(last) = arrivals.iter().map(|&(day, first)| self.ready(day, first)).max() else {
                continue;
            };
            for (day, first) in arrivals {
                self.not_before(day, first, last)?;
            }
        }
        Ok(())
    }

    /// The first stop at the place of `stop` after the way there; `None` when the day begins at the place.
    fn arrival(&self, day: usize, stop: usize) -> Option<usize> {
        let order = &self.layout.days[day];
        let place = order.stops[stop].place;
        let mut first = stop;
        while first > 0 && order.stops[first - 1].place == place {
            first -= 1;
        }
        let start_place = self.problem.shifts[order.shift].start_place;
        (first > 0 || (start_place.is_some() && start_place != place)).then_some(first)
    }
}
