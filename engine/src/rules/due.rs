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

#[cfg(test)]
mod tests {
    use crate::model::{FactsBuilder, Problem, moment};
    use crate::rules::example::points;
    use crate::rules::{RuleId, Weights};

    fn day() -> Problem {
        FactsBuilder::new()
            .days(2)
            .patient("Ada", |p| p)
            .visit("acute", |v| v.acute("10:00"))
            .visit("routine", |v| v.with(|v| v.due = Some(moment("09:00"))))
            .staff("Ben", |s| s.works("00:00", "12:00"))
            .build()
            .unwrap()
    }

    #[test]
    fn an_acute_visit_in_time_costs_its_wait_alone() {
        let w = Weights::default();
        assert_eq!(points(&day(), RuleId::Due, &["Ben: acute 10:00"]), w.acute_wait_per_second * 36_000);
    }

    #[test]
    fn an_acute_visit_a_minute_late_costs_the_promise_too() {
        let w = Weights::default();
        assert_eq!(
            points(&day(), RuleId::Due, &["Ben: acute 10:01"]),
            w.acute_wait_per_second * 36_060 + w.due_missed + w.due_late_per_second * 60
        );
    }

    #[test]
    fn an_acute_visit_left_out_costs_the_promise_when_it_falls_due_in_the_horizon() {
        assert_eq!(points(&day(), RuleId::Due, &[]), Weights::default().due_missed);
        let later = FactsBuilder::new()
            .patient("Ada", |p| p)
            .visit("acute", |v| v.acute("1 00:01"))
            .staff("Ben", |s| s.works("00:00", "12:00"))
            .build();
        if let Ok(later) = later {
            assert_eq!(points(&later, RuleId::Due, &[]), 0);
        }
    }

    #[test]
    fn any_other_visit_past_its_date_costs_by_the_second() {
        let w = Weights::default();
        let acute = w.due_missed;
        assert_eq!(points(&day(), RuleId::Due, &["Ben: routine 09:00"]), acute);
        assert_eq!(points(&day(), RuleId::Due, &["Ben: routine 10:00"]), acute + w.overdue_per_second * 3600);
    }
}
