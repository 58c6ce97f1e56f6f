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
