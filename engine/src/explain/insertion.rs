//! Every way to put one visit into a plan: who, where in their days, when, and at what price.

use super::bench::{Bench, Seat, Trial};
use super::lane::{Gap, Lane, LaneStop, lane_stop};
use crate::clock::PlanTime;
use crate::model::{ShiftIdx, StaffIdx, VisitIdx};
use crate::plan::{Stop, Task};
use crate::rules::Score;

/// So many combinations of people are tried, those first that promise most; and so many places in the days of the same
/// people. Thoroughly: so many.
const MOST_TRIED: (usize, usize) = (48, 200);
const PLACES: (usize, usize) = (6, 40);
/// So many attempts in all, when thorough.
const MOST_ATTEMPTS: usize = 2_000;
/// So many combinations of people and places are looked at before trying.
const MOST_SEEN: usize = 20_000;

/// A way to put a visit in, tried and priced.
#[derive(Clone, Debug)]
pub(super) struct Insertion {
    /// A shift a slot.
    pub shifts: Vec<ShiftIdx>,
    pub trial: Trial,
    /// The score with it less the score without.
    pub price: Score,
}

/// Somebody who may fill a slot, with the gaps of the day that allow it.
struct Candidate {
    shift: ShiftIdx,
    staff: StaffIdx,
    gaps: Vec<Gap>,
    /// A guess of what it costs, for the order of trying alone.
    guess: i64,
}

/// People for every slot, with their common gaps.
struct Combination {
    shifts: Vec<ShiftIdx>,
    /// Gaps a slot, most promising first, with the guess of their cost.
    gaps: Vec<Vec<usize>>,
    guess: i64,
}

/// What may be done with the people found.
#[derive(Clone, Copy, Default)]
pub(super) struct Wanted {
    /// Look for better starts of the cheapest so many.
    pub polish: usize,
    /// Breaks may change places with the new stop.
    pub thoroughly: bool,
}

impl Bench<'_> {
    /// All ways found to put `visit` in (one for each set of people), with `without` (and itself) taken out, by price.
    pub(super) fn insertions(
        &mut self,
        visit: VisitIdx,
        without: &[VisitIdx],
        wanted: Wanted,
    ) -> Vec<Insertion> {
        let mut out = without.to_vec();
        if !out.contains(&visit) {
            out.push(visit);
        }
        let mut found: Vec<Insertion> = Vec::new();
        let mut attempts = 0;
        for combination in self.combinations(visit, &out, wanted) {
            let mut best: Option<Insertion> = None;
            for gaps in &combination.gaps {
                attempts += 1;
                if attempts > MOST_ATTEMPTS {
                    break;
                }
                let seats: Vec<Seat> = combination
                    .shifts
                    .iter()
                    .zip(gaps)
                    .enumerate()
                    .map(|(slot, (&shift, &before))| Seat { slot, shift, before })
                    .collect();
                let Ok(trial) = self.try_seats(visit, &seats, &out, wanted.thoroughly) else { continue };
                let price = self.price(&trial, visit, &out);
                if price.hard() > 0 || best.as_ref().is_some_and(|b| b.price.cost() <= price.cost()) {
                    continue;
                }
                best = Some(Insertion { shifts: combination.shifts.clone(), trial, price });
            }
            found.extend(best);
        }
        found.sort_by_key(|i| (i.price.cost(), i.trial.start, i.shifts.clone()));
        for insertion in found.iter_mut().take(wanted.polish) {
            self.polish(visit, &out, insertion);
        }
        found.sort_by_key(|i| (i.price.cost(), i.trial.start, i.shifts.clone()));
        found
    }

    /// Tries starts that may be better than the earliest: when soft windows or wished times open, when it was promised, and
    /// as late as what follows allows.
    fn polish(&mut self, visit: VisitIdx, without: &[VisitIdx], insertion: &mut Insertion) {
        let v = &self.problem.visits[visit];
        let wished = &self.problem.patients[v.patient].wishes.times;
        let mut starts: Vec<PlanTime> = v.soft_windows.iter().chain(wished).map(|w| w.opens).collect();
        starts.extend(v.promise.iter().map(|p| p.start));
        starts.extend(self.latest_undisturbed(visit, &insertion.trial));
        starts.retain(|t| *t > insertion.trial.start);
        starts.sort_unstable();
        starts.dedup();
        let routes = insertion.trial.routes.clone();
        for start in starts.into_iter().take(6) {
            if let Some(trial) = self.try_from(visit, &routes, without, start) {
                let price = self.price(&trial, visit, without);
                if price.hard() <= 0 && price.cost() < insertion.price.cost() {
                    insertion.trial = trial;
                    insertion.price = price;
                }
            }
        }
    }

    /// The latest start at which everything after the visit, in every day, stays where the trial has it.
    fn latest_undisturbed(&self, visit: VisitIdx, trial: &Trial) -> Option<PlanTime> {
        let mut latest: Option<PlanTime> = None;
        for route in &trial.routes {
            let Some(at) =
                route.stops.iter().position(|s| matches!(s.task, Task::Visit { visit: v, .. } if v == visit))
            else {
                continue;
            };
            let Task::Visit { slot, .. } = route.stops[at].task else { continue };
            let next: Option<&Stop> = route.stops.get(at + 1);
            let facts = &self.problem.shifts[route.shift];
            let (until, to) = next.map_or((facts.end, facts.end_place), |s| (s.start, s.place));
            let free = match (route.stops[at].place, to) {
                (Some(from), Some(to)) => self.problem.transit_by(route.shift, from, to, until)?.free,
                _ => until,
            };
            let taken = self.problem.occupied(visit, slot, facts.staff)
                + self.problem.visits[visit].slots[slot].offset;
            let start = PlanTime((free - (PlanTime::ZERO + taken))?.0);
            latest = Some(latest.map_or(start, |known| known.min(start)));
        }
        latest
    }

    /// Sets of people that bounds do not exclude, most promising first.
    fn combinations(&mut self, visit: VisitIdx, without: &[VisitIdx], wanted: Wanted) -> Vec<Combination> {
        let slots = self.problem.visits[visit].slots.len();
        let mut candidates: Vec<Vec<Candidate>> = Vec::with_capacity(slots);
        for slot in 0..slots {
            let mut able = self.candidates(visit, slot, without, wanted.thoroughly);
            if able.is_empty() {
                return Vec::new();
            }
            able.sort_by_key(|c| (c.guess, c.shift));
            candidates.push(able);
        }
        let mut found = Vec::new();
        let mut chosen: Vec<usize> = Vec::with_capacity(slots);
        let mut seen = 0;
        choose(&candidates, &mut chosen, (i64::MIN, i64::MAX), &mut seen, &mut |chosen| {
            let people: Vec<&Candidate> = chosen.iter().zip(&candidates).map(|(i, list)| &list[*i]).collect();
            let gaps = common_gaps(&people, if wanted.thoroughly { PLACES.1 } else { PLACES.0 });
            if let Some((detour, _)) = gaps.first() {
                let price = self.weights.travel_per_second;
                let guess = detour.saturating_mul(price) + people.iter().map(|c| c.guess).sum::<i64>();
                found.push(Combination {
                    shifts: people.iter().map(|c| c.shift).collect(),
                    gaps: gaps.into_iter().map(|(_, gaps)| gaps).collect(),
                    guess,
                });
            }
        });
        found.sort_by_key(|c| (c.guess, c.shifts.clone()));
        found.truncate(if wanted.thoroughly { MOST_TRIED.1 } else { MOST_TRIED.0 });
        found
    }

    /// Everyone whom nothing bars from a slot, with the gaps of their day.
    fn candidates(
        &self,
        visit: VisitIdx,
        slot: usize,
        without: &[VisitIdx],
        thoroughly: bool,
    ) -> Vec<Candidate> {
        let shifts = self.problem.shifts.enumerate();
        shifts
            .filter(|(shift, _)| self.bars(visit, slot, *shift).is_empty())
            .filter_map(|(shift, facts)| {
                let gaps = self.gaps(visit, slot, shift, without, thoroughly);
                let guess = self.guess(visit, slot, shift);
                (!gaps.is_empty()).then_some(Candidate { shift, staff: facts.staff, gaps, guess })
            })
            .collect()
    }

    /// Gaps of a day that bounds do not exclude, as starts of the visit. Breaks that may change places exclude nothing.
    pub(super) fn gaps(
        &self,
        visit: VisitIdx,
        slot: usize,
        shift: ShiftIdx,
        without: &[VisitIdx],
        breaks_may_move: bool,
    ) -> Vec<Gap> {
        let order = self.order(shift, without);
        let stops: Vec<LaneStop> = order
            .iter()
            .map(|task| match task {
                Task::Break { .. } if breaks_may_move => LaneStop::NOTHING,
                Task::Visit { .. } | Task::Accompany { .. } | Task::Break { .. } | Task::Block { .. } => {
                    lane_stop(&self.problem, shift, *task)
                }
            })
            .collect();
        let lane = Lane::new(&self.problem, shift, stops);
        let facts = &self.problem.visits[visit];
        let offset = i64::from(facts.slots[slot].offset.0);
        let duration = self.problem.occupied(visit, slot, self.problem.shifts[shift].staff);
        lane.gaps(self.problem.slot_place(visit, slot), duration)
            .map(|gap| Gap { start: (gap.start.0 - offset, gap.start.1 - offset), ..gap })
            .filter(|gap| {
                facts
                    .windows
                    .iter()
                    .any(|w| i64::from(w.closes.0) >= gap.start.0 && i64::from(w.opens.0) <= gap.start.1)
            })
            .collect()
    }

    /// What a person costs in a slot, roughly: contact, first meeting, wishes. Only to try the likely first; prices are the judge's.
    fn guess(&self, visit: VisitIdx, slot: usize, shift: ShiftIdx) -> i64 {
        let (p, w) = (&self.problem, self.weights);
        let patient = p.visits[visit].patient;
        let staff = p.shifts[shift].staff;
        let mut guess = 0;
        if !p.is_known(patient, staff) {
            guess += w.new_face;
        }
        if let Some(contact) = p.contact_for(visit, slot, shift)
            && contact.staff != staff
        {
            guess += if contact.deputies.contains(&staff) { w.contact_deputy } else { w.contact_missed };
        }
        let wishes = &p.patients[patient].wishes;
        if wishes.avoided.contains(&staff) {
            guess += w.wish_avoided;
        }
        if !wishes.staff.is_empty() && !wishes.staff.contains(&staff) {
            guess += w.wish_staff;
        }
        guess
    }
}

/// Walks through all sets of different people whose gaps have a time in common.
fn choose(
    candidates: &[Vec<Candidate>],
    chosen: &mut Vec<usize>,
    common: (i64, i64),
    seen: &mut usize,
    found: &mut impl FnMut(&[usize]),
) {
    let Some(list) = candidates.get(chosen.len()) else {
        found(chosen);
        return;
    };
    for (number, candidate) in list.iter().enumerate() {
        *seen += 1;
        if *seen > MOST_SEEN {
            return;
        }
        let taken = chosen.iter().zip(candidates).any(|(i, list)| list[*i].staff == candidate.staff);
        let from = candidate.gaps.iter().map(|g| g.start.0).min().unwrap_or(i64::MAX);
        let until = candidate.gaps.iter().map(|g| g.start.1).max().unwrap_or(i64::MIN);
        let both = (common.0.max(from), common.1.min(until));
        if taken || both.0 > both.1 {
            continue;
        }
        chosen.push(number);
        choose(candidates, chosen, both, seen, found);
        chosen.pop();
    }
}

/// A gap for each person with a time common to all, those that add the least road first.
fn common_gaps(people: &[&Candidate], most: usize) -> Vec<(i64, Vec<usize>)> {
    let mut partial: Vec<(i64, (i64, i64), Vec<usize>)> = vec![(0, (i64::MIN, i64::MAX), Vec::new())];
    for person in people {
        let mut next = Vec::new();
        for (detour, common, gaps) in &partial {
            for gap in &person.gaps {
                let both = (common.0.max(gap.start.0), common.1.min(gap.start.1));
                if both.0 <= both.1 {
                    let mut gaps = gaps.clone();
                    gaps.push(gap.before);
                    next.push((detour + gap.detour, both, gaps));
                }
            }
        }
        next.sort();
        // Far more than are tried; keeps visits with many participants from growing without bound.
        next.truncate(200);
        partial = next;
    }
    partial.truncate(most);
    partial.into_iter().map(|(detour, _, gaps)| (detour, gaps)).collect()
}
