//! The difference of two scores or analyses, rule by rule.

use super::analysis::Analysis;
use crate::model::{PatientIdx, StaffIdx, VisitIdx};
use crate::rules::{RuleId, Score};
use std::collections::BTreeMap;

/// What `after` has more than `before`, by rule; below zero where it has less.
pub fn difference(before: &Score, after: &Score) -> Score {
    let mut made = Score::default();
    for &rule in RuleId::ALL {
        made.add(rule, after.of(rule).saturating_sub(before.of(rule)));
    }
    made
}

/// What a second plan of the same problem does differently from a first, in figures. (Which stops move: `plan::PlanDiff`.)
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The second score less the first, by rule.
    pub score: Score,
    /// The same by person, for those whom it changes.
    pub by_staff: Vec<(StaffIdx, Score)>,
    /// The same by patient.
    pub by_patient: Vec<(PatientIdx, Score)>,
    /// Visits only in the second plan.
    pub added: Vec<VisitIdx>,
    /// Visits only in the first plan.
    pub dropped: Vec<VisitIdx>,
}

/// What `after` has that `before` has not, and the other way round.
pub fn compare(before: &Analysis, after: &Analysis) -> Comparison {
    let visits = |a: &Analysis| a.placed.iter().map(|p| p.visit).collect::<Vec<_>>();
    let (first, second) = (visits(before), visits(after));
    let only = |these: &[VisitIdx], those: &[VisitIdx]| {
        // Both are in document order.
        these.iter().copied().filter(|v| those.binary_search(v).is_err()).collect()
    };
    Comparison {
        score: difference(&before.verdict.score, &after.verdict.score),
        by_staff: changes(&before.by_staff, &after.by_staff),
        by_patient: changes(&before.by_patient, &after.by_patient),
        added: only(&second, &first),
        dropped: only(&first, &second),
    }
}

fn changes<K: Ord + Copy>(before: &[(K, Score)], after: &[(K, Score)]) -> Vec<(K, Score)> {
    let mut pairs: BTreeMap<K, (Score, Score)> = BTreeMap::new();
    for (key, score) in before {
        pairs.entry(*key).or_default().0 = score.clone();
    }
    for (key, score) in after {
        pairs.entry(*key).or_default().1 = score.clone();
    }
    pairs
        .into_iter()
        .map(|(key, (before, after))| (key, difference(&before, &after)))
        .filter(|(_, change)| *change != Score::default())
        .collect()
}
