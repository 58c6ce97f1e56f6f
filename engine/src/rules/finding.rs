//! What the rules say of a plan: by rule, with whom and how much.

use super::{Detail, Level, RuleId, Score};
use crate::model::{PatientIdx, ShiftIdx, StaffIdx, VisitIdx};
use osm_data::units::{Metres, Seconds};

/// The judgement of one plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Sums by rule.
    pub score: Score,
    /// Everything that counts, in the order of [`RuleId::ALL`], then of the document. The points of the findings of a rule
    /// add up to its part of the score.
    pub findings: Vec<Finding>,
}

impl Verdict {
    /// The findings of one rule.
    pub fn of(&self, rule: RuleId) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |f| f.rule == rule)
    }
}

/// One thing that a rule has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which rule.
    pub rule: RuleId,
    /// Whom it touches: visit, slot, patient, staff, shift, in this order.
    pub subjects: Vec<Subject>,
    /// By how much.
    pub amount: Amount,
    /// Price in points; 1 for a broken hard rule.
    pub points: i64,
    /// What exactly.
    pub detail: Detail,
}

/// Somebody or something that a finding touches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A visit.
    Visit(VisitIdx),
    /// A slot of the visit named before it.
    Slot(usize),
    /// A patient.
    Patient(PatientIdx),
    /// A staff member.
    Staff(StaffIdx),
    /// A shift.
    Shift(ShiftIdx),
}

/// How much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// So many.
    Count(u32),
    /// So long (too late, too short, outside by …).
    Time(Seconds),
    /// So far.
    Length(Metres),
}

impl Amount {
    /// One of something.
    pub(super) const ONE: Self = Self::Count(1);

    /// A time worked out in signed seconds.
    pub(super) fn time(seconds: i64) -> Self {
        Self::Time(Seconds(to_u32(seconds)))
    }

    /// A length worked out in signed metres.
    pub(super) fn length(metres: i64) -> Self {
        Self::Length(Metres(to_u32(metres)))
    }

    /// A number of things.
    pub(super) fn count(number: i64) -> Self {
        Self::Count(to_u32(number))
    }
}

/// What the judge may show of a signed figure; garbage plans reach beyond the range.
pub(super) fn to_u32(figure: i64) -> u32 {
    u32::try_from(figure.max(0)).unwrap_or(u32::MAX)
}

/// Collects what one rule finds.
pub(super) struct Findings {
    rule: RuleId,
    pub found: Vec<Finding>,
}

impl Findings {
    pub(super) fn new(rule: RuleId) -> Self {
        Self { rule, found: Vec::new() }
    }

    /// A hard rule is broken once.
    pub(super) fn broken(&mut self, detail: Detail, amount: Amount, subjects: &[Subject]) {
        debug_assert_eq!(self.rule.level(), Level::Hard);
        self.found.push(Finding { rule: self.rule, subjects: subjects.to_vec(), amount, points: 1, detail });
    }

    /// Something costs `points`; what costs nothing is not worth a finding.
    pub(super) fn priced(&mut self, detail: Detail, amount: Amount, points: i64, subjects: &[Subject]) {
        debug_assert_eq!(self.rule.level(), Level::Soft);
        if points != 0 {
            self.found.push(Finding { rule: self.rule, subjects: subjects.to_vec(), amount, points, detail });
        }
    }
}
