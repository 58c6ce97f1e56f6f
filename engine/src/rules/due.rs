//! Rule: acute visits start by their due moment, and soon; others by their date.

use super::Detail;
use super::day::seconds;
use super::finding::{Amount, Findings, Subject};
use super::scene::Scene;
use crate::model::Urgency;

pub(super) fn judge(scene: &Scene<'_>, found: &mut Findings) {
    let w = scene.weights;
    let end = scene.problem.horizon.end();
    for (visit, facts) in scene.problem.visits.enumerate() {
        let subjects = [Subject::Visit(visit), Subject::Patient(facts.patient)];
        let start = scene.start(visit);
        let late = |due| start.map(|t| (t - seconds(due)).max(0));
        match (facts.urgency, facts.due, start) {
            (Urgency::Acute { .. }, Some(due), None) => {
                if due <= end {
                    found.priced(Detail::DueLeftOut(due), Amount::ONE, w.due_missed, &subjects);
                }
            }
            (Urgency::Acute { .. }, None, None) => {}
            (Urgency::Acute { received }, due, Some(start)) => {
                if let Some(due) = due
                    && let Some(late) = late(due).filter(|late| *late > 0)
                {
                    let points = w.due_missed.saturating_add(w.due_late_per_second.saturating_mul(late));
                    found.priced(Detail::DueMissed(due), Amount::time(late), points, &subjects);
                }
                let wait = (start - seconds(received)).max(0);
                let points = w.acute_wait_per_second.saturating_mul(wait);
                found.priced(Detail::AcuteWait(received), Amount::time(wait), points, &subjects);
            }
            (Urgency::Planned | Urgency::Proactive, due, _) => {
                if let Some(due) = due
                    && let Some(late) = late(due)
                {
                    let points = w.overdue_per_second.saturating_mul(late);
                    found.priced(Detail::Overdue(due), Amount::time(late), points, &subjects);
                }
            }
        }
    }
}
