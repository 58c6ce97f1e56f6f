//! Why a visit is with nobody: every person on every day, each with what stands in the way.

use super::bench::{Bench, Refusal, Seat, weight};
use super::insertion::{Insertion, Wanted};
use super::reason::{CandidateReasons, LeftOut, Reason};
use crate::model::{Problem, ShiftIdx, VisitIdx};
use crate::plan::{Plan, Task};
use crate::rules::{Level, RuleId, Weights};

/// Whether a person alone could fill a slot, the other slots aside.
enum Lone {
    Fits,
    Not(Reason),
}

/// Why `visit` is left out of `plan`: the reasons for each slot and shift, and the smallest changes that would bring it in.
///
/// Other visits keep their people and their order; their times may move where nobody else depends on them. What is said
/// to be full is full in this sense; what is said to fit has been laid out and judged.
pub fn why_left_out(problem: &Problem, weights: &Weights, plan: &Plan, visit: VisitIdx) -> LeftOut {
    Bench::new(problem, weights, plan).why_left_out(visit)
}

impl Bench<'_> {
    /// The same for a plan on the bench. Of a visit that is planned, it says why others do not come instead.
    pub(super) fn why_left_out(&mut self, visit: VisitIdx) -> LeftOut {
        if self.problem.visits.get(visit).is_none() {
            return LeftOut { visit, candidates: Vec::new(), relaxations: Vec::new() };
        }
        let mut ways = self.insertions(visit, &[], Wanted { polish: 1, thoroughly: false });
        if ways.is_empty() {
            ways = self.insertions(visit, &[], Wanted { polish: 1, thoroughly: true });
        }
        let candidates = self.candidate_reasons(visit, &mut ways);
        ways.sort_by_key(|way| way.price.cost());
        let relaxations = self.relaxations(visit, ways);
        LeftOut { visit, candidates, relaxations }
    }

    fn candidate_reasons(&mut self, visit: VisitIdx, ways: &mut Vec<Insertion>) -> Vec<CandidateReasons> {
        let slots = self.problem.visits[visit].slots.len();
        let shifts: Vec<ShiftIdx> = self.problem.shifts.indices().collect();
        // First everybody by themselves: whether a partner is missing depends on all.
        let mut found: Vec<(usize, ShiftIdx, Result<Lone, Vec<Reason>>)> = Vec::new();
        let mut able = vec![0_usize; slots];
        for (slot, number) in able.iter_mut().enumerate() {
            for &shift in &shifts {
                let bars = self.bars(visit, slot, shift);
                let lone = if bars.is_empty() { Ok(self.lone(visit, slot, shift)) } else { Err(bars) };
                *number += usize::from(matches!(lone, Ok(Lone::Fits)));
                found.push((slot, shift, lone));
            }
        }
        let best = |ways: &[Insertion], slot: usize, shift: ShiftIdx| {
            ways.iter().filter(|w| w.shifts.get(slot) == Some(&shift)).map(|w| w.price.cost()).min()
        };
        found
            .into_iter()
            .map(|(slot, shift, lone)| {
                // A way with all slots filled settles it, whatever is said of the person alone.
                let reasons = match (best(ways, slot, shift), lone) {
                    (Some(points), _) => vec![Reason::Fits(points)],
                    (None, Err(bars)) => bars,
                    (None, Ok(Lone::Not(reason))) => vec![reason],
                    (None, Ok(Lone::Fits)) => self.why_not_together(visit, slot, shift, &able, ways),
                };
                CandidateReasons { slot, shift, reasons }
            })
            .collect()
    }

    /// Whether somebody could fill the slot, if nobody else were needed.
    fn lone(&mut self, visit: VisitIdx, slot: usize, shift: ShiftIdx) -> Lone {
        let Err(refusal) = self.any_seat(visit, slot, shift) else { return Lone::Fits };
        if let Some(broken) = self.day_refuses(visit, shift) {
            return Lone::Not(Reason::DayBroken(broken.cause));
        }
        let full = std::mem::take(&mut self.routes[shift]);
        let alone = self.any_seat(visit, slot, shift);
        self.routes[shift] = full;
        let Refusal { cause, at, by } = alone.err().unwrap_or(refusal);
        Lone::Not(if alone.is_err() {
            Reason::NotEvenAlone { cause, at, by }
        } else {
            Reason::DayFull { cause, at, by }
        })
    }

    /// Any place in the day that works, else the one that is least wrong.
    fn any_seat(&mut self, visit: VisitIdx, slot: usize, shift: ShiftIdx) -> Result<(), Refusal> {
        let gaps = self.order(shift, &[visit]).len();
        let mut least: Option<Refusal> = None;
        for thoroughly in [false, true] {
            for before in 0..=gaps {
                match self.try_seats(visit, &[Seat { slot, shift, before }], &[visit], thoroughly) {
                    Ok(_) => return Ok(()),
                    Err(refusal) => {
                        if least.is_none_or(|known| weight(&refusal) < weight(&known)) {
                            least = Some(refusal);
                        }
                    }
                }
            }
        }
        least.map_or(Ok(()), Err)
    }

    /// Why a day's own order fits no times, if so.
    fn day_refuses(&mut self, visit: VisitIdx, shift: ShiftIdx) -> Option<Refusal> {
        let has_visits =
            self.routes[shift].iter().any(|s| matches!(s.task, Task::Visit { .. } | Task::Accompany { .. }));
        if !has_visits {
            return None;
        }
        self.try_day(visit, shift).err()
    }

    /// Why somebody who could come by themselves does not.
    fn why_not_together(
        &mut self,
        visit: VisitIdx,
        slot: usize,
        shift: ShiftIdx,
        able: &[usize],
        ways: &mut Vec<Insertion>,
    ) -> Vec<Reason> {
        let missing: Vec<Reason> = able
            .iter()
            .enumerate()
            .filter(|(other, number)| *other != slot && **number == 0)
            .map(|(other, _)| Reason::PartnerMissing(other))
            .collect();
        if !missing.is_empty() {
            return missing;
        }
        if able.len() > 1 {
            return vec![Reason::NoCommonTime];
        }
        // Times fit, and nobody else is needed: either a rule beside times forbids it, or it was not among those tried.
        let mut cheapest: Option<Insertion> = None;
        let mut broken: Option<RuleId> = None;
        for before in 0..=self.order(shift, &[visit]).len() {
            let Ok(trial) = self.try_seats(visit, &[Seat { slot, shift, before }], &[visit], true) else {
                continue;
            };
            let price = self.price(&trial, visit, &[visit]);
            if price.hard() > 0 {
                broken = broken
                    .or(RuleId::ALL.iter().copied().find(|r| r.level() == Level::Hard && price.of(*r) > 0));
            } else if cheapest.as_ref().is_none_or(|known| price.cost() < known.price.cost()) {
                cheapest = Some(Insertion { shifts: vec![shift], trial, price });
            }
        }
        match (cheapest, broken) {
            (Some(way), _) => {
                let points = way.price.cost();
                ways.push(way);
                vec![Reason::Fits(points)]
            }
            (None, Some(rule)) => vec![Reason::BreaksRule(rule)],
            (None, None) => vec![Reason::NoCommonTime],
        }
    }
}
