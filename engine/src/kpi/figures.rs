//! Every figure of one plan: for the whole, by team, by employer.

use super::measure::{Figure, Measure};
use super::person_days::{PersonDay, measure, person_days};
use crate::clock::PlanTime;
use crate::model::{
    EmployerIdx, IndexVec, PatientIdx, Problem, ShiftIdx, StaffIdx, TeamIdx, Urgency, VisitIdx,
};
use crate::plan::{Plan, Stop};
use crate::rules::{Detail, Finding, RuleId, Subject, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// The figures of a plan, each list in the order of [`Measure::ALL`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// For the whole plan.
    pub whole: Vec<Figure>,
    /// By team. People count in every team of which they are members when their shift starts; visits that are acute or left out
    /// in the team responsible for the patient when they start (left out: at their first window).
    pub by_team: Vec<(TeamIdx, Vec<Figure>)>,
    /// By employer of the people. Visits left out have nobody, so acute visits count only when planned, and none is left out.
    pub by_employer: Vec<(EmployerIdx, Vec<Figure>)>,
}

/// Whom figures are about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Whole,
    Team(TeamIdx),
    Employer(EmployerIdx),
}

/// The figures that one plan allows, whoever made it.
pub fn figures(problem: &Problem, plan: &Plan) -> Figures {
    let verdict = measure(problem, plan);
    let view = View {
        problem,
        days: person_days(problem, plan, &verdict),
        placed: plan.placements(problem),
        verdict,
    };
    let employers: BTreeSet<EmployerIdx> = problem.staff.iter().map(|s| s.employer).collect();
    Figures {
        whole: view.all(Scope::Whole),
        by_team: problem.teams.indices().map(|team| (team, view.all(Scope::Team(team)))).collect(),
        by_employer: employers.into_iter().map(|e| (e, view.all(Scope::Employer(e)))).collect(),
    }
}

struct View<'a> {
    problem: &'a Problem,
    verdict: Verdict,
    days: IndexVec<ShiftIdx, PersonDay>,
    placed: IndexVec<VisitIdx, Vec<Option<(ShiftIdx, Stop)>>>,
}

impl View<'_> {
    fn all(&self, scope: Scope) -> Vec<Figure> {
        Measure::ALL
            .iter()
            .map(|&measure| {
                let (numerator, denominator) = self.figure(measure, scope);
                Figure { measure, numerator, denominator }
            })
            .collect()
    }

    fn figure(&self, measure: Measure, scope: Scope) -> (u64, u64) {
        let sum = |part: fn(&PersonDay) -> u64| self.days_in(scope).map(|(_, d)| part(d)).sum::<u64>();
        let count =
            |which: fn(&PersonDay) -> bool| self.days_in(scope).filter(|(_, d)| which(d)).count() as u64;
        match measure {
            Measure::AcuteInTime => self.acute(scope),
            Measure::Unplanned => self.unplanned(scope),
            Measure::FixedContact => self.fixed_contact(scope),
            Measure::DistinctStaff => self.distinct_staff(scope),
            Measure::TravelShare => (sum(|d| d.travel), sum(|d| d.busy + d.waiting)),
            Measure::CareShare => (sum(|d| d.care), sum(|d| d.paid)),
            Measure::Utilisation => (sum(|d| d.busy + d.blocks), sum(|d| d.paid)),
            Measure::JointWaiting => (sum(|d| d.joint_waiting), self.on_site(scope).0),
            Measure::Overtime => (sum(|d| d.overtime), count(|d| d.works)),
            Measure::OvertimeShifts => (count(|d| d.works && d.overtime > 0), count(|d| d.works)),
            Measure::BreaksHeld => (count(|d| d.needs_rest && !d.rest_broken), count(|d| d.needs_rest)),
            Measure::LoadGini => self.load_gini(scope),
            Measure::JointVisits => self.on_site(scope),
            Measure::CrossEmployerVisits => self.cross_employer(scope),
            Measure::WishesMet => self.wishes(scope),
            Measure::DistancePerVisit => {
                (sum(|d| d.metres), self.planned().filter(|(v, _)| self.attends(scope, *v)).count() as u64)
            }
        }
    }

    /// Whether the person of a shift belongs to whom the figures are about.
    fn includes(&self, scope: Scope, shift: ShiftIdx) -> bool {
        let facts = &self.problem.shifts[shift];
        let person = &self.problem.staff[facts.staff];
        match scope {
            Scope::Whole => true,
            Scope::Team(team) => person.is_member(team, facts.start),
            Scope::Employer(employer) => person.employer == employer,
        }
    }

    fn days_in(&self, scope: Scope) -> impl Iterator<Item = (ShiftIdx, &PersonDay)> {
        self.days.enumerate().filter(move |(shift, _)| self.includes(scope, *shift))
    }

    /// Visits with any slot filled, with their start.
    fn planned(&self) -> impl Iterator<Item = (VisitIdx, PlanTime)> {
        self.problem.visits.indices().filter_map(|visit| self.start(visit).map(|start| (visit, start)))
    }

    /// The start of a visit, by its first filled slot.
    fn start(&self, visit: VisitIdx) -> Option<PlanTime> {
        let slots = &self.placed[visit];
        let (slot, (_, stop)) = slots.iter().enumerate().find_map(|(k, s)| s.map(|s| (k, s)))?;
        Some(stop.start.back(self.problem.visits[visit].slots[slot].offset))
    }

    /// Filled slots of people in scope.
    fn filled(&self, scope: Scope) -> impl Iterator<Item = (VisitIdx, usize, ShiftIdx)> {
        self.placed.enumerate().flat_map(move |(visit, slots)| {
            slots.iter().enumerate().filter_map(move |(slot, placed)| {
                placed
                    .map(|(shift, _)| (visit, slot, shift))
                    .filter(|(_, _, shift)| self.includes(scope, *shift))
            })
        })
    }

    /// Whether anybody in scope takes part.
    fn attends(&self, scope: Scope, visit: VisitIdx) -> bool {
        self.placed[visit].iter().flatten().any(|(shift, _)| self.includes(scope, *shift))
    }

    /// Whether a visit is the affair of whom the figures are about, planned or not.
    fn concerns(&self, scope: Scope, visit: VisitIdx) -> bool {
        match scope {
            Scope::Whole => true,
            Scope::Team(team) => {
                let v = &self.problem.visits[visit];
                let at = self.start(visit).or(v.windows.first().map(|w| w.opens)).unwrap_or_default();
                self.problem.responsible_team(v.patient, at) == Some(team)
            }
            Scope::Employer(_) => self.attends(scope, visit),
        }
    }

    fn acute(&self, scope: Scope) -> (u64, u64) {
        let (mut kept, mut all) = (0, 0);
        for (visit, v) in self.problem.visits.enumerate() {
            let (Urgency::Acute { .. }, Some(due)) = (v.urgency, v.due) else { continue };
            let start = self.start(visit);
            if self.concerns(scope, visit) && (start.is_some() || due <= self.problem.horizon.end()) {
                all += 1;
                kept += u64::from(start.is_some_and(|start| start <= due));
            }
        }
        (kept, all)
    }

    fn unplanned(&self, scope: Scope) -> (u64, u64) {
        if matches!(scope, Scope::Employer(_)) {
            // Nobody's employer leaves a visit out.
            return (0, 0);
        }
        let concerned: Vec<VisitIdx> =
            self.problem.visits.indices().filter(|v| self.concerns(scope, *v)).collect();
        let out = concerned.iter().filter(|v| self.start(**v).is_none()).count();
        (out as u64, concerned.len() as u64)
    }

    fn fixed_contact(&self, scope: Scope) -> (u64, u64) {
        let (mut met, mut all) = (0, 0);
        for (visit, slot, shift) in self.filled(scope) {
            if let Some(contact) = self.problem.contact_for(visit, slot, shift) {
                all += 1;
                met += u64::from(contact.staff == self.problem.shifts[shift].staff);
            }
        }
        (met, all)
    }

    fn distinct_staff(&self, scope: Scope) -> (u64, u64) {
        let pairs: BTreeSet<(PatientIdx, StaffIdx)> = self
            .filled(scope)
            .map(|(visit, _, shift)| (self.problem.visits[visit].patient, self.problem.shifts[shift].staff))
            .collect();
        let patients: BTreeSet<PatientIdx> = pairs.iter().map(|(patient, _)| *patient).collect();
        (pairs.len() as u64, patients.len() as u64)
    }

    /// Visits on site with two or more people there, and all visits on site.
    fn on_site(&self, scope: Scope) -> (u64, u64) {
        let (mut joint, mut all) = (0, 0);
        for (visit, _) in self.planned().filter(|(v, _)| self.attends(scope, *v)) {
            let there = self.placed[visit]
                .iter()
                .enumerate()
                .filter(|(slot, placed)| placed.is_some() && self.problem.slot_place(visit, *slot).is_some())
                .count();
            all += u64::from(there > 0);
            joint += u64::from(there > 1);
        }
        (joint, all)
    }

    fn cross_employer(&self, scope: Scope) -> (u64, u64) {
        let (mut crossing, mut all) = (0, 0);
        for (visit, _) in self.planned().filter(|(v, _)| self.attends(scope, *v)) {
            let employer = |shift: ShiftIdx| self.problem.staff[self.problem.shifts[shift].staff].employer;
            let employers: BTreeSet<EmployerIdx> =
                self.placed[visit].iter().flatten().map(|(shift, _)| employer(*shift)).collect();
            all += 1;
            crossing += u64::from(employers.len() > 1);
        }
        (crossing, all)
    }

    /// Wishes that are stated, less those that the judge finds missed.
    fn wishes(&self, scope: Scope) -> (u64, u64) {
        let mut stated = 0;
        for (visit, _, _) in self.filled(scope) {
            let w = &self.problem.patients[self.problem.visits[visit].patient].wishes;
            let about_people =
                [!w.staff.is_empty(), !w.avoided.is_empty(), !w.languages.is_empty(), w.gender.is_some()];
            stated += about_people.into_iter().filter(|s| *s).count() as u64;
        }
        let timed = |visit: VisitIdx| {
            !self.problem.patients[self.problem.visits[visit].patient].wishes.times.is_empty()
        };
        let attended = self.planned().filter(|(v, _)| self.attends(scope, *v));
        stated += attended.filter(|(v, _)| timed(*v)).count() as u64;
        let missed = self.verdict.of(RuleId::Wishes).filter(|f| self.is_about(scope, f)).count() as u64;
        (stated.saturating_sub(missed), stated)
    }

    /// Whether a missed wish is about somebody in scope: the person of the slot, or anybody at the visit.
    fn is_about(&self, scope: Scope, finding: &Finding) -> bool {
        let visit =
            finding.subjects.iter().find_map(|s| if let Subject::Visit(v) = s { Some(*v) } else { None });
        let slot =
            finding.subjects.iter().find_map(|s| if let Subject::Slot(k) = s { Some(*k) } else { None });
        let Some(visit) = visit else { return false };
        match (finding.detail, slot) {
            (Detail::OutsideWishedTimes, _) | (_, None) => self.attends(scope, visit),
            (_, Some(slot)) => self.placed[visit]
                .get(slot)
                .and_then(|p| *p)
                .is_some_and(|(shift, _)| self.includes(scope, shift)),
        }
    }

    fn load_gini(&self, scope: Scope) -> (u64, u64) {
        let mut of_person: BTreeMap<StaffIdx, (u64, u64)> = BTreeMap::new();
        for (shift, day) in self.days_in(scope) {
            let sums = of_person.entry(self.problem.shifts[shift].staff).or_default();
            sums.0 += day.busy;
            sums.1 += day.available;
        }
        // In millionths, so that the figure is one of whole numbers.
        let loads: Vec<u64> = of_person
            .values()
            .filter(|(_, available)| *available > 0)
            .map(|(busy, available)| busy * 1_000_000 / available)
            .collect();
        let differences: u64 = loads.iter().flat_map(|a| loads.iter().map(|b| a.abs_diff(*b))).sum();
        (differences, 2 * loads.len() as u64 * loads.iter().sum::<u64>())
    }
}
