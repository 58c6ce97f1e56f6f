//! Windows, due moments and periods of responsibility.

use super::sound::{defects, only, sound, w};
use crate::clock::{Period, PlanTime};
use crate::model::*;

#[test]
fn windows_run_forward_inside_the_horizon_without_overlap() {
    only(
        |f| f.visits[0].windows = vec![w("10:00", "09:00")],
        DefectCode::EndsBeforeStart,
        "/visits/0/windows/0",
    );
    only(
        |f| f.visits[0].windows = vec![w("2 00:01", "2 09:00")],
        DefectCode::OutsideHorizon,
        "/visits/0/windows/0",
    );
    only(
        |f| f.visits[0].windows = vec![w("08:00", "10:00"), w("12:00", "13:00"), w("09:00", "11:00")],
        DefectCode::OverlappingWindows,
        "/visits/0/windows/2",
    );
    only(
        |f| f.visits[0].soft_windows = vec![w("08:00", "10:00"), w("09:00", "11:00")],
        DefectCode::OverlappingWindows,
        "/visits/0/softWindows/1",
    );
    assert_eq!(defects(|f| f.patients[0].wished_times = vec![w("08:00", "10:00"), w("09:00", "11:00")]), []);
}

#[test]
fn windows_are_cut_by_what_cannot_be_earlier() {
    let mut facts = sound().facts();
    facts.visits[0].windows = vec![w("1 20:00", "2 06:00"), w("10:00", "11:00"), w("08:00", "10:00")];
    facts.visits[0].earliest = Some(moment("09:30"));
    facts.visits[1].urgency = Urgency::Acute { received: moment("10:35") };
    facts.visits[1].due = Some(moment("1 17:00"));
    let problem = facts.build().unwrap();
    assert_eq!(problem.visits[VisitIdx(0)].windows, [w("09:30", "11:00"), w("1 20:00", "2 00:00")]);
    assert_eq!(problem.visits[VisitIdx(1)].windows, [w("10:35", "2 00:00")]);
    only(
        |f| {
            f.visits[0].windows = vec![w("08:00", "09:00")];
            f.visits[0].earliest = Some(moment("09:30"));
        },
        DefectCode::EndsBeforeStart,
        "/visits/0/earliest",
    );
    only(
        |f| f.visits[0].earliest = Some(moment("3 09:30")),
        DefectCode::OutsideHorizon,
        "/visits/0/earliest",
    );
}

#[test]
fn an_acute_visit_is_due_after_it_was_asked_for() {
    let acute = |received: &str, due: Option<&str>| {
        let (received, due) = (moment(received), due.map(moment));
        defects(|f| {
            f.visits[0].urgency = Urgency::Acute { received };
            f.visits[0].due = due;
        })
    };
    assert_eq!(acute("10:00", None), [(DefectCode::MissingField, "/visits/0/due".into())]);
    assert_eq!(acute("10:00", Some("09:00")), [(DefectCode::EndsBeforeStart, "/visits/0/due".into())]);
    assert_eq!(acute("10:00", Some("1 17:00")), []);
}

#[test]
fn one_team_is_responsible_at_a_time() {
    let periods = |list: Vec<(u32, u32)>| {
        defects(|f| {
            f.patients[0].responsibilities = list
                .into_iter()
                .map(|(from, until)| {
                    ("east".to_owned(), Period { from: PlanTime(from), until: PlanTime(until) })
                })
                .collect();
        })
    };
    assert_eq!(periods(vec![(10, 20), (0, 10)]), []);
    assert_eq!(
        periods(vec![(10, 20), (0, 11)]),
        [(DefectCode::ResponsibilityOverlap, "/patients/0/responsibilities/1".into())]
    );
    assert_eq!(
        periods(vec![(10, 10)]),
        [(DefectCode::EndsBeforeStart, "/patients/0/responsibilities/0".into())]
    );
}
