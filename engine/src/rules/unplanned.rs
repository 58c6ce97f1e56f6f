//! Rule: no visit is left out; what has waited long weighs more.

use super::Detail;
use super::finding::{Amount, Findings, Subject};
use super::scene::Scene;
use crate::model::Necessity;

pub(super) fn judge(scene: &Scene<'_>, found: &mut Findings) {
    let w = scene.weights;
    for (visit, facts) in scene.left_out() {
        let (detail, price) = match facts.necessity {
            Necessity::Mandatory => (Detail::MandatoryLeftOut, w.unplanned_mandatory),
            Necessity::Optional => (Detail::OptionalLeftOut, w.unplanned_optional),
        };
        let waited = w.unplanned_per_waiting_day.saturating_mul(facts.waiting_days.into());
        let points = price.saturating_mul(facts.priority.into()).saturating_add(waited);
        found.priced(detail, Amount::ONE, points, &[Subject::Visit(visit), Subject::Patient(facts.patient)]);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{FactsBuilder, Problem};
    use crate::rules::example::points;
    use crate::rules::{RuleId, Weights};

    fn day() -> Problem {
        FactsBuilder::new()
            .patient("Ada", |p| p)
            .visit("must", |v| v.with(|v| (v.priority, v.waiting_days) = (7, 3)))
            .visit("may", |v| v.optional())
            .staff("Ben", |s| s.works("07:00", "12:00"))
            .build()
            .unwrap()
    }

    #[test]
    fn what_is_planned_costs_nothing() {
        assert_eq!(points(&day(), RuleId::Unplanned, &["Ben: must 08:00; may 09:00"]), 0);
    }

    #[test]
    fn priority_multiplies_and_waiting_adds() {
        let w = Weights::default();
        assert_eq!(
            points(&day(), RuleId::Unplanned, &["Ben: may 09:00"]),
            w.unplanned_mandatory * 7 + w.unplanned_per_waiting_day * 3
        );
        assert_eq!(points(&day(), RuleId::Unplanned, &["Ben: must 09:00"]), w.unplanned_optional * 5);
    }
}
