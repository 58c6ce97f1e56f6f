//! What the rules say of a plan: by rule, with whom and how much.

use super::{RuleId, Score};
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

/// One thing that a rule has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which rule.
    pub rule: RuleId,
    /// Whom it touches.
    pub subjects: Vec<Subject>,
    /// By how much.
    pub amount: Amount,
    /// Price in points; 1 for a broken hard rule.
    pub points: i64,
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
