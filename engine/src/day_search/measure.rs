//! Times and terms of one route: a forward pass that leaves as early as it may, and how far its beginning can then be
//! moved later to turn waits into a later departure.
//!
//! # References
//! Savelsbergh (1992), "The Vehicle Routing Problem with Time Windows: Minimizing Route Duration", ORSA Journal on
//! Computing 4(2): forward time slack. Ours differs: a tied stop does not move, a stop that is late has no slack.

use super::facts::{Facts, LUNCH, NONE};

/// Terms of one route.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct RouteTerms {
    /// All that adds up, in points.
    pub points: i64,
    /// Units of what must not be: tardiness, extra time, lunches missed, load above the capacity.
    pub broken: i64,
    /// Worst tardiness.
    pub late: i64,
    /// Longest wait.
    pub wait: i64,
    /// Idle time.
    pub idle: i64,
    /// Jobs and travel.
    pub load: i64,
}

/// When tied jobs are ready (there, and open) and when they start, with what was there before.
#[derive(Clone, Debug, Default)]
pub(super) struct Clocks {
    /// Which tour does a job, or [`NONE`].
    pub tour_of: Vec<u32>,
    /// The first window that a job may start in.
    pub choice: Vec<u8>,
    /// When a tied job could start, were it not tied.
    pub ready: Vec<i64>,
    /// When it starts.
    pub begin: Vec<i64>,
    /// Values before the change under way: job, ready, begin.
    pub log: Vec<(u32, i64, i64)>,
    /// Tours whose times depend on what has changed.
    pub stale: Vec<u32>,
}

/// One stop as the pass leaves it; `place` of a lunch is where it is had.
#[derive(Clone, Copy, Debug)]
pub(super) struct Timed {
    pub item: u32,
    pub place: u32,
    pub begin: i64,
    pub length: i64,
}

/// Where and when a lunch fits between two places, if it does.
struct LunchStop {
    place: u32,
    begin: i64,
    wait: i64,
    length: i64,
    slack: i64,
}

/// The lunch of somebody free at `at` from `free`, on the way to `next` if there is more to do.
fn lunch_stop(facts: &Facts<'_>, at: u32, free: i64, next: Option<u32>, first: bool) -> Option<LunchStop> {
    let lunch = facts.problem.lunch?;
    let last = if facts.problem.met_at_end { lunch.closes - lunch.length } else { lunch.closes };
    // At the next place, if it is not too late then: waits before it are shorter.
    if let Some(place) = next {
        let arrive = free + facts.problem.time(at, place);
        let begin = arrive.max(lunch.opens);
        if begin <= last {
            let wait = begin - arrive;
            return Some(LunchStop { place, begin, wait, length: lunch.length, slack: last - begin });
        }
    }
    let begin = free.max(lunch.opens);
    if first || begin > last {
        return None;
    }
    Some(LunchStop { place: at, begin, wait: begin - free, length: lunch.length, slack: last - begin })
}

/// Measures the route of `tour`, keeps the times of its tied jobs in `clocks`, and tells `record` each stop as it is
/// timed and, at the end, by how much the first stop is moved later.
#[inline]
pub(super) fn measure(
    facts: &Facts<'_>,
    tour: u32,
    sequence: &[u32],
    clocks: &mut Clocks,
    mut record: impl FnMut(Timed),
) -> (RouteTerms, i64) {
    let problem = facts.problem;
    let shift = &problem.tours[tour as usize];
    let prices = &problem.prices;
    if sequence.iter().all(|&item| item == LUNCH) {
        return (empty_route(facts, tour), 0);
    }
    let mut terms = RouteTerms::default();
    let (mut at, mut free) = (shift.from, shift.starts);
    let (mut cost, mut legs, mut service, mut demand) = (0, 0, 0, 0);
    let (mut tardiness, mut waited, mut paid_wait, mut spare_wait) = (0, 0, 0, 0);
    let mut slack = i64::MAX;
    let mut waits: Vec<i64> = Vec::new();
    let mut points = shift.fixed;
    let mut stops = 0;
    let mut lunch_first = false;
    let mut had_lunch = false;
    let mut lunch_length = 0;
    for (i, &item) in sequence.iter().enumerate() {
        let (wait, room);
        if item == LUNCH {
            let next = sequence.get(i + 1).map(|&job| facts.jobs[job as usize].place);
            let Some(lunch) = lunch_stop(facts, at, free, next, stops == 0) else { continue };
            had_lunch = true;
            lunch_length = lunch.length;
            legs += problem.time(at, lunch.place);
            cost += problem.cost(at, lunch.place);
            record(Timed { item, place: lunch.place, begin: lunch.begin, length: lunch.length });
            (at, free) = (lunch.place, lunch.begin + lunch.length);
            (wait, room) = (lunch.wait, lunch.slack);
            lunch_first = stops == 0;
        } else {
            let job = &facts.jobs[item as usize];
            let leg = problem.time(at, job.place);
            legs += leg;
            cost += problem.cost(at, job.place);
            let arrive = free + leg;
            let mut ready = arrive.max(job.opens);
            if job.windows > 1 {
                ready = chosen_window(facts, item, arrive, clocks.choice[item as usize]);
            }
            let mut begin = ready;
            let tied = job.partner != NONE && clocks.tour_of[job.partner as usize] != NONE;
            if tied {
                let (mine, theirs) = (item as usize, job.partner as usize);
                let other = clocks.ready[theirs];
                begin = ready.max(other + job.after);
                if ready != clocks.ready[mine] || begin != clocks.begin[mine] {
                    clocks.log.push((item, clocks.ready[mine], clocks.begin[mine]));
                    clocks.ready[mine] = ready;
                    clocks.begin[mine] = begin;
                }
                if other.max(ready + facts.jobs[theirs].after) != clocks.begin[theirs] {
                    clocks.stale.push(clocks.tour_of[theirs]);
                }
            }
            let (mut due, mut next) = (job.due, i64::MAX);
            if job.windows > 1 {
                for window in &facts.windows_of(job)[1..] {
                    if window.opens > begin {
                        next = window.opens;
                        break;
                    }
                    due = window.due;
                }
            }
            let late = (begin - due).max(0);
            tardiness += late;
            terms.late = terms.late.max(late);
            service += job.length;
            demand += job.demand;
            points += i64::from(facts.fit(item, tour));
            record(Timed { item, place: job.place, begin, length: job.length });
            (at, free) = (job.place, begin + job.length);
            wait = begin - arrive;
            // Not into the next window either, which may close earlier.
            room = if tied { 0 } else { (due.min(next - 1) - begin).max(0) };
        }
        if stops > 0 || problem.leave_at_start {
            waited += wait;
            if stops == 1 && lunch_first {
                spare_wait = wait;
            } else {
                paid_wait += wait;
                if prices.worst_waiting > 0 {
                    waits.push(wait);
                }
            }
        }
        slack = slack.min(waited + room);
        stops += 1;
    }
    let home = problem.time(at, shift.to);
    let back = free + home;
    legs += home;
    cost += problem.cost(at, shift.to);
    let extra = (back - shift.ends).max(0);
    let moved = if problem.leave_at_start { 0 } else { slack.min(waited) };
    let mut taken = (moved - spare_wait).max(0);
    paid_wait -= taken;
    for wait in waits {
        terms.wait = terms.wait.max(wait - taken.min(wait));
        taken -= taken.min(wait);
    }
    terms.idle = back.max(shift.ends) - shift.starts - legs - service - lunch_length;
    terms.load = legs + service;
    let missed = i64::from(shift.has_lunch && !had_lunch);
    points += cost * prices.travel
        + tardiness * facts.tardiness
        + paid_wait * facts.waiting
        + extra * facts.extra_time
        + missed * facts.missed_lunch
        + terms.load * prices.load;
    terms.points = points;
    terms.broken = (demand - shift.capacity).max(0)
        + if facts.tardiness_is_hard { tardiness } else { 0 }
        + if facts.extra_time_is_hard { extra } else { 0 }
        + if facts.lunch_is_hard { missed } else { 0 };
    (terms, moved)
}

/// Terms of a tour that does nothing: it leaves nowhere and has its lunch, if there is one to have.
fn empty_route(facts: &Facts<'_>, tour: u32) -> RouteTerms {
    let shift = &facts.problem.tours[tour as usize];
    let missed = i64::from(shift.has_lunch && !facts.idle_lunch());
    RouteTerms {
        points: missed * facts.missed_lunch,
        broken: if facts.lunch_is_hard { missed } else { 0 },
        idle: shift.ends - shift.starts,
        ..RouteTerms::default()
    }
}

/// When a job with several windows can start after `arrive`: in its chosen window or later; where tardiness must not be,
/// in the next window when the one before is missed.
fn chosen_window(facts: &Facts<'_>, item: u32, arrive: i64, choice: u8) -> i64 {
    let windows = facts.windows_of(&facts.jobs[item as usize]);
    let mut begin = arrive.max(windows[usize::from(choice)].opens);
    if facts.tardiness_is_hard {
        for (i, window) in windows.iter().enumerate() {
            let next = windows.get(i + 1).map_or(i64::MAX, |w| w.opens);
            if window.opens <= begin && begin < next && begin > window.due && next < i64::MAX {
                begin = next;
            }
        }
    }
    begin
}
