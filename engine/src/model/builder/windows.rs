//! Windows in order: sorted, disjoint, inside the horizon.

use super::defect_list::DefectList;
use super::moment_text::{Clock, Span};
use crate::clock::{Horizon, Period, TimeWindow};
use crate::model::DefectCode;

/// What is to be done when windows of one list overlap.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Overlap {
    /// It is a defect: the document says two things of the same time.
    IsDefect,
    /// They become one.
    Merges,
}

/// Sorts `windows`, joins those that touch, notes those that end before they begin, overlap or lie outside the horizon
/// (`/…/windows/2` is where number 2 stands). Windows that reach past the horizon's end are cut there.
pub fn in_order(
    windows: &[TimeWindow],
    list: &str,
    overlap: Overlap,
    horizon: &Horizon,
    defects: &mut DefectList,
) -> Vec<TimeWindow> {
    let mut kept: Vec<(TimeWindow, usize)> = Vec::with_capacity(windows.len());
    for (number, &window) in windows.iter().enumerate() {
        let place = || format!("{list}/{number}");
        if window.closes < window.opens {
            defects.add(
                DefectCode::EndsBeforeStart,
                place(),
                format!("the window {} ends before it begins", Span(horizon, window)),
                "exchange its ends, or give the end the next day's date",
            );
        } else if window.opens > horizon.end() {
            defects.add(
                DefectCode::OutsideHorizon,
                place(),
                format!("the window begins {}", Clock(horizon, window.opens)),
                "remove the window, or lengthen the horizon",
            );
        } else {
            kept.push((TimeWindow { opens: window.opens, closes: window.closes.min(horizon.end()) }, number));
        }
    }
    kept.sort();
    let mut joined: Vec<TimeWindow> = Vec::with_capacity(kept.len());
    for (window, number) in kept {
        match joined.last_mut() {
            Some(last) if window.opens.0 <= last.closes.0.saturating_add(1) => {
                if window.opens < last.closes && overlap == Overlap::IsDefect {
                    defects.add(
                        DefectCode::OverlappingWindows,
                        format!("{list}/{number}"),
                        format!("the window {} overlaps {}", Span(horizon, window), Span(horizon, *last)),
                        "join the two, or move one",
                    );
                }
                last.closes = last.closes.max(window.closes);
            }
            _ => joined.push(window),
        }
    }
    joined
}

/// Notes a period that is empty or runs backwards.
pub fn check_period(
    period: Period,
    horizon: &Horizon,
    place: impl FnOnce() -> String,
    defects: &mut DefectList,
) -> bool {
    let sound = period.from < period.until;
    if !sound {
        defects.add(
            DefectCode::EndsBeforeStart,
            place(),
            format!(
                "the period from {} until {} holds no moment",
                Clock(horizon, period.from),
                Clock(horizon, period.until)
            ),
            "give an end after the beginning",
        );
    }
    sound
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::PlanTime;
    use proptest::prelude::*;

    fn day() -> Horizon {
        Horizon::new(vec![PlanTime(0), PlanTime(86_400)]).expect("one ordinary day")
    }

    fn w(opens: u32, closes: u32) -> TimeWindow {
        TimeWindow { opens: PlanTime(opens), closes: PlanTime(closes) }
    }

    #[test]
    fn touching_windows_become_one_and_overlapping_ones_are_noted() {
        let mut defects = DefectList::default();
        let list = [w(300, 400), w(100, 200), w(200, 300)];
        assert_eq!(in_order(&list, "/v", Overlap::IsDefect, &day(), &mut defects), [w(100, 400)]);
        assert_eq!(defects.len(), 0);
        in_order(&[w(100, 200), w(150, 300)], "/v", Overlap::IsDefect, &day(), &mut defects);
        let found = defects.into_sorted();
        assert_eq!((found[0].code, found[0].place.as_str()), (DefectCode::OverlappingWindows, "/v/1"));
    }

    proptest! {
        #[test]
        fn order_changes_no_moment(pairs in prop::collection::vec((0_u32..200, 0_u32..60), 0..8)) {
            let list: Vec<_> = pairs.iter().map(|(opens, length)| w(*opens, opens + length)).collect();
            let made = in_order(&list, "/v", Overlap::Merges, &day(), &mut DefectList::default());
            for t in (0..300).map(PlanTime) {
                prop_assert_eq!(list.iter().any(|w| w.contains(t)), made.iter().any(|w| w.contains(t)));
            }
            prop_assert!(made.windows(2).all(|p| p[0].closes.0 + 1 < p[1].opens.0));
        }
    }
}
