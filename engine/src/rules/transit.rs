//! Rule: there is time, and a road, to get from each stop to the next, and stops are where they must be.

use super::Detail;
use super::day::{Day, given_place};
use super::finding::{Amount, Findings, Subject};
use super::scene::Scene;
use crate::model::PlaceIdx;
use crate::plan::Task;

pub(super) fn judge(scene: &Scene<'_>, found: &mut Findings) {
    for day in scene.busy_days() {
        let about = |position: usize| about(day, position);
        for (position, stop) in day.stops.iter().enumerate() {
            // The first stop's time is for `shift-hours` to judge.
            if position > 0 && stop.begin < stop.ready {
                let short = Amount::time(stop.ready - stop.begin);
                found.broken(Detail::TooEarlyToArrive, short, &about(position));
            }
            if let Some((from, to)) = stop.way.missing {
                found.broken(Detail::NoRoad { from, to }, Amount::ONE, &about(position));
            }
            if let Some(place) = stop.unknown_place {
                found.broken(Detail::UnknownPlace(place), Amount::ONE, &about(position));
            }
        }
        if let Some((from, to)) = day.way_home.missing {
            let subjects = [Subject::Staff(day.staff), Subject::Shift(day.shift)];
            found.broken(Detail::NoRoad { from, to }, Amount::ONE, &subjects);
        }
        places(scene, day, found);
    }
}

/// On-site slots and accompanying are at the visit's place; what can be done anywhere is where the person is.
/// (Blocks with a place are for `blocks` to judge.)
fn places(scene: &Scene<'_>, day: &Day, found: &mut Findings) {
    let facts = &scene.problem.shifts[day.shift];
    let given: Vec<Option<PlaceIdx>> =
        day.stops.iter().map(|s| given_place(scene.problem, day.shift, s.task)).collect();
    let mut before = None;
    let mut been_somewhere = facts.start_place.is_some();
    for (position, stop) in day.stops.iter().enumerate() {
        match (given[position], stop.task) {
            (Some(_), Task::Block { .. } | Task::Break { .. }) => {}
            (Some(place), Task::Visit { .. } | Task::Accompany { .. }) => {
                if stop.place != Some(place) && stop.unknown_place.is_none() {
                    found.broken(Detail::WrongPlace(place), Amount::ONE, &about(day, position));
                }
            }
            (None, _) => {
                let after = given[position + 1..].iter().flatten().next().copied();
                let right = match stop.place {
                    Some(_) => [before, after, facts.start_place, facts.end_place].contains(&stop.place),
                    None => !been_somewhere || stop.unknown_place.is_some(),
                };
                if !right {
                    found.broken(Detail::PlaceOfNobody, Amount::ONE, &about(day, position));
                }
            }
        }
        before = given[position].or(before);
        been_somewhere |= stop.place.is_some();
    }
}

fn about(day: &Day, position: usize) -> Vec<Subject> {
    let of_day = [Subject::Staff(day.staff), Subject::Shift(day.shift)];
    match day.stops[position].task {
        Task::Visit { visit, slot } => {
            [Subject::Visit(visit), Subject::Slot(slot)].into_iter().chain(of_day).collect()
        }
        Task::Accompany { visit } => std::iter::once(Subject::Visit(visit)).chain(of_day).collect(),
        Task::Break { .. } | Task::Block { .. } => of_day.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use crate::model::PlaceIdx;
    use crate::model::{FactsBuilder, Problem, VisitMode};
    use crate::rules::example::{found, minutes, place_of, plan};
    use crate::rules::{Amount, Detail, RuleId, Weights, judge};

    /// Ten minutes between any two places, three to park, two to leave; nobody gets to Dan.
    fn street() -> Problem {
        FactsBuilder::new()
            .handling_minutes(3, 2)
            .place("base")
            .patient("Ada", |p| p)
            .visit("a", |v| v)
            .visit("a2", |v| v)
            .patient("Bo", |p| p)
            .visit("b", |v| v)
            .visit("call", |v| v.with(|v| v.mode = VisitMode::Phone))
            .patient("Dan", |p| p)
            .visit("d", |v| v)
            .no_road("Dan", "Ada")
            .staff("Ben", |s| {
                s.works("07:00", "15:00").break_between("09:00", "13:00", 30).from_place("base")
            })
            .build()
            .unwrap()
    }

    #[test]
    fn travel_and_handling_between_homes_and_nothing_within_one() {
        // 30 minutes of care, then 2 + 10 + 3 minutes.
        assert_eq!(found(&street(), RuleId::Transit, &["Ben: a 08:00; a2 08:30; b 09:15"]), []);
    }

    #[test]
    fn a_stop_a_minute_early_is_a_minute_short() {
        assert_eq!(
            found(&street(), RuleId::Transit, &["Ben: a 08:00; b 08:44"]),
            [(Detail::TooEarlyToArrive, minutes(1))]
        );
    }

    #[test]
    fn stops_out_of_order_are_short_of_the_whole_way_back() {
        assert_eq!(
            found(&street(), RuleId::Transit, &["Ben: a 09:00; a2 08:00"]),
            [(Detail::TooEarlyToArrive, minutes(90))]
        );
    }

    #[test]
    fn where_no_road_leads_nobody_goes() {
        let problem = street();
        let (from, to) = (place_of(&problem, "Ada"), place_of(&problem, "Dan"));
        assert_eq!(
            found(&problem, RuleId::Transit, &["Ben: a 08:00; d 12:00"]),
            [(Detail::NoRoad { from, to }, Amount::Count(1))]
        );
    }

    #[test]
    fn a_visit_is_at_its_place() {
        let problem = street();
        assert_eq!(
            found(&problem, RuleId::Transit, &["Ben: a 08:00 at Bo"]),
            [(Detail::WrongPlace(place_of(&problem, "Ada")), Amount::Count(1))]
        );
    }

    #[test]
    fn a_break_is_held_before_or_after_the_way_or_at_the_base_and_nowhere_else() {
        let held = |place: &str| {
            let day = format!("Ben: a 08:00; break/0 09:30 at {place}; b 11:00");
            found(&street(), RuleId::Transit, &[&day])
        };
        assert_eq!(held("Ada"), []);
        assert_eq!(held("Bo"), []);
        assert_eq!(held("base"), []);
        assert!(held("Dan").contains(&(Detail::PlaceOfNobody, Amount::Count(1))));
    }

    #[test]
    fn a_call_counts_from_where_it_is_made() {
        assert_eq!(found(&street(), RuleId::Transit, &["Ben: a 08:00; call 08:30 at Ada; b 09:15"]), []);
        assert_eq!(
            found(&street(), RuleId::Transit, &["Ben: a 08:00; call 08:30 at Bo; b 09:15"]),
            [(Detail::TooEarlyToArrive, minutes(15))]
        );
    }

    #[test]
    fn a_call_at_no_place_after_a_visit_would_skip_the_way() {
        let problem = street();
        let mut made = plan(&problem, &["Ben: a 08:00; call 08:30; b 09:00"]);
        made.routes[0].stops[1].place = None;
        let verdict = judge(&problem, &Weights::default(), &made);
        assert_eq!(
            verdict.of(RuleId::Transit).map(|f| f.detail).collect::<Vec<_>>(),
            [Detail::PlaceOfNobody]
        );
        made.routes[0].stops[1].place = Some(PlaceIdx(99));
        let verdict = judge(&problem, &Weights::default(), &made);
        assert_eq!(
            verdict.of(RuleId::Transit).map(|f| f.detail).collect::<Vec<_>>(),
            [Detail::UnknownPlace(PlaceIdx(99))]
        );
    }
}
