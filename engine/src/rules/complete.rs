//! Rule: every slot of a planned visit is filled, exactly once, and stops name something that exists.

use super::Detail;
use super::finding::{Amount, Findings, Subject};
use super::scene::Scene;

pub(super) fn judge(scene: &Scene<'_>, found: &mut Findings) {
    for &(shift, detail) in &scene.nameless {
        found.broken(detail, Amount::ONE, &[Subject::Shift(shift)]);
    }
    for (visit, _, _) in scene.planned() {
        for (slot, &stops) in scene.visits[visit].stops.iter().enumerate() {
            let subjects = [Subject::Visit(visit), Subject::Slot(slot)];
            if stops == 0 {
                found.broken(Detail::SlotMissing, Amount::ONE, &subjects);
            } else if stops > 1 {
                found.broken(Detail::SlotRepeated, Amount::Count(stops - 1), &subjects);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::clock::PlanTime;
    use crate::model::FactsBuilder;
    use crate::model::{Problem, ShiftIdx, VisitIdx};
    use crate::plan::{Plan, Route, Stop, Task};
    use crate::rules::example::{found, plan};
    use crate::rules::{Amount, Detail, RuleId, Weights, judge};

    fn pair() -> Problem {
        FactsBuilder::new()
            .patient("Ada", |p| p)
            .visit("lift", |v| v.needs("nurse").needs("nurse"))
            .staff("Ben", |s| s.works("07:00", "15:00"))
            .staff("Cia", |s| s.works("07:00", "15:00"))
            .build()
            .unwrap()
    }

    #[test]
    fn a_visit_with_every_slot_filled_once_is_complete() {
        assert_eq!(found(&pair(), RuleId::Complete, &["Ben: lift 08:00", "Cia: lift/1 08:00"]), []);
    }

    #[test]
    fn a_visit_left_out_altogether_is_complete() {
        assert_eq!(found(&pair(), RuleId::Complete, &[]), []);
    }

    #[test]
    fn half_a_pair_is_not() {
        assert_eq!(
            found(&pair(), RuleId::Complete, &["Ben: lift/1 08:00"]),
            [(Detail::SlotMissing, Amount::Count(1))]
        );
    }

    #[test]
    fn a_slot_named_three_times_is_two_too_many() {
        let days = ["Ben: lift 08:00; lift 09:00; lift 10:00", "Cia: lift/1 08:00"];
        assert_eq!(found(&pair(), RuleId::Complete, &days), [(Detail::SlotRepeated, Amount::Count(2))]);
    }

    #[test]
    fn what_does_not_exist_is_told_and_counts_for_nothing_else() {
        let problem = pair();
        let mut made = plan(&problem, &[]);
        let stop = |task| Stop { task, place: None, start: PlanTime(30_000) };
        made.routes[1].stops = vec![
            stop(Task::Visit { visit: VisitIdx(9), slot: 0 }),
            stop(Task::Visit { visit: VisitIdx(0), slot: 2 }),
            stop(Task::Break { rule: 0 }),
            stop(Task::Block { block: 4 }),
        ];
        made.routes.push(Route { shift: ShiftIdx(7), stops: Vec::new() });
        made.routes.push(Route { shift: ShiftIdx(0), stops: Vec::new() });
        let verdict = judge(&problem, &Weights::default(), &made);
        let details: Vec<Detail> = verdict.of(RuleId::Complete).map(|f| f.detail).collect();
        assert_eq!(
            details,
            [
                Detail::RouteRepeated,
                Detail::UnknownTask(0),
                Detail::UnknownTask(1),
                Detail::UnknownTask(2),
                Detail::UnknownTask(3),
                Detail::UnknownShift(ShiftIdx(7)),
            ]
        );
        assert_eq!(verdict.score.hard(), 6);
        assert_eq!(
            verdict.score.cost(),
            judge(&problem, &Weights::default(), &Plan::empty(&problem)).score.cost()
        );
    }
}
