//! A whole plan explained: what it costs and for whom, who comes when, and what is left out.

use super::bench::Bench;
use super::reason::LeftOut;
use crate::clock::PlanTime;
use crate::model::{EmployerIdx, Necessity, PatientIdx, Problem, ShiftIdx, StaffIdx, TeamIdx, VisitIdx};
use crate::plan::Plan;
use crate::rules::{Finding, Score, Subject, Verdict, Weights, judge};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The explanation of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Analysis {
    /// The judge's word on the whole plan.
    pub verdict: Verdict,
    /// What the findings that name a person amount to, by the first person named; only those with findings.
    pub by_staff: Vec<(StaffIdx, Score)>,
    /// What the findings that name a patient, or a visit, amount to, by the first patient.
    pub by_patient: Vec<(PatientIdx, Score)>,
    /// By employer of the first person named; `None` for findings that name nobody. Adds up to the whole score.
    pub by_employer: Vec<(Option<EmployerIdx>, Score)>,
    /// By the first team of the first person named; `None` for findings that name nobody, or somebody without a team.
    /// Adds up to the whole score.
    pub by_team: Vec<(Option<TeamIdx>, Score)>,
    /// Visits in the plan, in document order.
    pub placed: Vec<Placed>,
    /// Visits left out, explained: mandatory ones first, by falling priority.
    pub left_out: Vec<LeftOut>,
    /// Visits left out beyond the number that was to be explained.
    pub unexplained: Vec<VisitIdx>,
}

/// A visit in the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The visit.
    pub visit: VisitIdx,
    /// When it starts.
    pub start: PlanTime,
    /// Who comes: a shift a slot; `None` for a slot that a plan made by hand leaves open.
    pub shifts: Vec<Option<ShiftIdx>>,
    /// Every wish that bears on it, and whether it is met.
    pub wishes: Vec<WishOutcome>,
}

/// What has become of one wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WishOutcome {
    /// Which.
    pub wish: Wish,
    /// In which slot; `None` for wishes about the visit.
    pub slot: Option<usize>,
    /// Whether it is met.
    pub met: bool,
}

/// What a patient may wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wish {
    /// One of these people (the fixed contact will do).
    Staff,
    /// None of these people.
    Avoid,
    /// A language in common.
    Language,
    /// A gender.
    Gender,
    /// These times.
    Time,
}

/// Explains a plan, whoever made it: at most `explain` of the visits left out with every reason, which takes time.
///
/// Works on as many threads as there are; the result does not depend on it.
pub fn analyse(problem: &Problem, weights: &Weights, plan: &Plan, explain: usize) -> Analysis {
    let verdict = judge(problem, weights, plan);
    let bench = Bench::new(problem, weights, plan);
    let placed = problem.visits.indices().filter_map(|visit| placed(&bench, visit)).collect();
    let mut out: Vec<VisitIdx> =
        problem.visits.indices().filter(|v| bench.shifts_of(*v).next().is_none()).collect();
    out.sort_by_key(|v| {
        let facts = &problem.visits[*v];
        (facts.necessity == Necessity::Optional, 9 - facts.priority.min(9), *v)
    });
    let unexplained = out.split_off(explain.min(out.len()));
    let left_out = out
        .par_iter()
        .map_init(|| Bench::new(problem, weights, plan), |bench, visit| bench.why_left_out(*visit))
        .collect();
    Analysis {
        by_staff: known(shares(&verdict, first_person)),
        by_patient: known(shares(&verdict, |f| first_patient(problem, f))),
        by_employer: shares(&verdict, |f| first_person(f).map(|s| problem.staff[s].employer)),
        by_team: shares(&verdict, |f| {
            first_person(f).and_then(|s| problem.staff[s].teams.first()).map(|m| m.team)
        }),
        verdict,
        placed,
        left_out,
        unexplained,
    }
}

/// Sums of findings by whom they concern.
fn shares<K: Ord + Copy>(
    verdict: &Verdict,
    whose: impl Fn(&Finding) -> Option<K>,
) -> Vec<(Option<K>, Score)> {
    let mut sums: BTreeMap<Option<K>, Score> = BTreeMap::new();
    for finding in &verdict.findings {
        sums.entry(whose(finding)).or_default().add(finding.rule, finding.points);
    }
    sums.into_iter().collect()
}

fn known<K>(shares: Vec<(Option<K>, Score)>) -> Vec<(K, Score)> {
    shares.into_iter().filter_map(|(key, score)| key.map(|k| (k, score))).collect()
}

fn first_person(finding: &Finding) -> Option<StaffIdx> {
    finding.subjects.iter().find_map(|s| match s {
        Subject::Staff(staff) => Some(*staff),
        Subject::Visit(_) | Subject::Slot(_) | Subject::Patient(_) | Subject::Shift(_) => None,
    })
}

fn first_patient(problem: &Problem, finding: &Finding) -> Option<PatientIdx> {
    finding.subjects.iter().find_map(|s| match s {
        Subject::Patient(patient) => Some(*patient),
        Subject::Visit(visit) => problem.visits.get(*visit).map(|v| v.patient),
        Subject::Slot(_) | Subject::Staff(_) | Subject::Shift(_) => None,
    })
}

fn placed(bench: &Bench<'_>, visit: VisitIdx) -> Option<Placed> {
    let problem = bench.facts;
    let start = bench.start(visit)?;
    let v = &problem.visits[visit];
    let wishes = &problem.patients[v.patient].wishes;
    let mut outcomes = Vec::new();
    for (slot, shift) in bench.filled[visit].iter().enumerate() {
        let Some(shift) = *shift else { continue };
        let staff = problem.shifts[shift].staff;
        let person = &problem.staff[staff];
        let mut say = |wish, stated: bool, met: bool| {
            if stated {
                outcomes.push(WishOutcome { wish, slot: Some(slot), met });
            }
        };
        let is_contact = problem.contact_for(visit, slot, shift).is_some_and(|c| c.staff == staff);
        say(Wish::Staff, !wishes.staff.is_empty(), is_contact || wishes.staff.contains(&staff));
        say(Wish::Avoid, !wishes.avoided.is_empty(), !wishes.avoided.contains(&staff));
        let shares_one = wishes.languages.iter().any(|l| person.languages.contains(l));
        say(Wish::Language, !wishes.languages.is_empty(), shares_one);
        say(Wish::Gender, wishes.gender.is_some(), person.gender == wishes.gender);
    }
    if !wishes.times.is_empty() {
        let met = wishes.times.iter().any(|w| w.contains(start));
        outcomes.push(WishOutcome { wish: Wish::Time, slot: None, met });
    }
    Some(Placed { visit, start, shifts: bench.filled[visit].clone(), wishes: outcomes })
}
