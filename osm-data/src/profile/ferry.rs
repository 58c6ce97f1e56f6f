//! A ferry as a wait and a crossing.

use super::access::{granted, plain_access};
use super::by_hour::{ByHour, Direction, Heading, NOT_AT_ALL, paces};
use super::conditional::UnreadRules;
use super::duration::parse_duration;
use super::figures::figures;
use super::{Pace, RoadClass, RoadKind, RoadTrait, TravelMode, WayUse, oneway};
use crate::pbf::Tags;
use crate::units::Millis;

/// Ferries and car trains that take the mode; `None` for all else.
pub(super) fn ferry_use(tags: &Tags<'_>, mode: TravelMode) -> Option<WayUse> {
    let route = tags.get("route")?;
    let takes = match (route, plain_access(tags, mode)) {
        // Closed or not, and when, is read with the rules by the hour.
        ("ferry" | "shuttle_train", Some(_)) => true,
        // Nothing is said of cars. Where walkers or cyclists are named, the boat is for them.
        // (GraphHopper's CarAccessParser has the same rule, and the same exception: what takes lorries takes cars.)
        ("ferry", None) => {
            mode != TravelMode::Car
                || tags.first_of(&["foot", "bicycle"]).is_none()
                || tags.first_of(&["hgv", "goods"]) == Some("yes")
        }
        // A train takes along whom its tags name.
        _ => false,
    };
    if !takes {
        return None;
    }
    let mut unread = UnreadRules::default();
    let mut time = |keys: &[&str]| {
        let told = tags.first_of(keys)?;
        let read = parse_duration(told);
        unread.not_understood += u32::from(read.is_none());
        read
    };
    let (crossing, interval) = (time(&["duration"]), time(&["interval", "headway"]));
    let pace = Pace::Sail { wait: boarding_wait(interval), crossing, speed: figures().ferry.speed };
    let one_way: &[&str] = match mode {
        TravelMode::Car => &oneway::CAR_KEYS,
        TravelMode::Bicycle => &oneway::BICYCLE_KEYS,
        TravelMode::Foot => &["oneway:foot", "oneway"],
    };
    let mut local = false;
    let mut direction = |heading| {
        let granted = granted(tags, mode, heading, false, &mut unread);
        local |= granted.local;
        let open = oneway::open(tags, one_way, heading, &mut unread);
        Direction { admitted: granted.admitted, open, pace: ByHour::constant(pace) }
    };
    let (forward, backward) = (direction(Heading::Forward), direction(Heading::Backward));
    let (forward, backward, hourly) = paces(&forward, &backward, &NOT_AT_ALL)?;
    Some(WayUse {
        forward,
        backward,
        can_stop: false,
        local,
        kind: RoadKind::new(RoadClass::Ferry)
            .with(RoadTrait::Toll, tags.is("toll", "yes"))
            .with(RoadTrait::Local, local),
        wait: Millis(0),
        hourly,
        unread,
    })
}

/// What boarding costs on the average: half of the `interval` between departures, where the map gives one. It is held
/// between the least and the most of the figures: nobody boards in no time, and nobody waits for a rare ferry without
/// having planned to.
fn boarding_wait(interval: Option<Millis>) -> Millis {
    let figures = &figures().ferry;
    interval.map_or(figures.wait, |interval| {
        Millis((interval.0 / 2).clamp(figures.wait_least.0, figures.wait_most.0))
    })
}

#[cfg(test)]
mod tests {
    use super::super::{RoadMoment, Speed};
    use super::*;

    fn ferry(tags: &[(&str, &str)], mode: TravelMode) -> Option<WayUse> {
        let mut all = vec![("route", "ferry")];
        all.extend_from_slice(tags);
        ferry_use(&Tags(&all), mode)
    }

    #[test]
    fn a_boat_for_walkers_takes_no_car() {
        let takes = |tags: &[(&str, &str)]| TravelMode::ALL.map(|mode| ferry(tags, mode).is_some());
        assert_eq!(takes(&[]), [true, true, true]);
        assert_eq!(takes(&[("foot", "yes"), ("motor_vehicle", "yes")]), [true, true, true]);
        assert_eq!(takes(&[("foot", "yes")]), [false, true, true]);
        assert_eq!(takes(&[("foot", "yes"), ("hgv", "yes")]), [true, true, true]);
        assert_eq!(takes(&[("motor_vehicle", "no")]), [false, true, true]);
        assert_eq!(takes(&[("foot", "no")]), [false, true, false]);
        assert_eq!(takes(&[("access", "no")]), [false, false, false]);
        let train =
            |mode| ferry_use(&Tags(&[("route", "shuttle_train"), ("motorcar", "yes")]), mode).is_some();
        assert_eq!(TravelMode::ALL.map(train), [true, false, false]);
    }

    #[test]
    fn the_interval_sets_the_wait() {
        let wait = |tags: &[(&str, &str)]| match ferry(tags, TravelMode::Car).unwrap().forward {
            Some(Pace::Sail { wait, crossing, speed }) => {
                assert_eq!((crossing, speed), (Some(Millis(300_000)), Speed::kmh(16)));
                wait.0 / 1000
            }
            _ => panic!("a ferry sails"),
        };
        let with = |interval| [("duration", "00:05"), ("interval", interval)];
        assert_eq!(wait(&with("00:30")), 900);
        assert_eq!(wait(&with("2")), 120);
        assert_eq!(wait(&with("12:00")), 3_600);
        assert_eq!(wait(&with("often")), 600);
        let unread = |tags: &[(&str, &str)]| ferry(tags, TravelMode::Car).unwrap().unread.not_understood;
        assert_eq!(unread(&with("often")), 1);
        assert_eq!(unread(&[("duration", "a while"), ("interval", "20 min")]), 1);
        assert_eq!(wait(&[("duration", "5")]), 600);
    }

    #[test]
    fn a_ferry_may_take_cars_one_way_or_at_hours_alone() {
        let both = |tags: &[(&str, &str)]| {
            let used = ferry(tags, TravelMode::Car).unwrap();
            (used.forward.is_some(), used.backward.is_some())
        };
        assert_eq!(both(&[("oneway", "yes")]), (true, false));
        assert_eq!(both(&[("oneway", "yes"), ("oneway:motorcar", "-1")]), (false, true));
        let residents = [("access", "no"), ("motor_vehicle:conditional", "private @ (Mo-Fr 06:00-22:00)")];
        let used = ferry(&residents, TravelMode::Car).unwrap();
        assert_eq!((used.forward, used.local, used.kind.has(RoadTrait::Local)), (None, true, true));
        assert!(used.pace_at(true, Some(RoadMoment { weekday: 0, minute: 600, month: 5 })).is_some());
    }

    #[test]
    fn a_ferry_lies_still_outside_its_hours() {
        let ferry =
            ferry(&[("opening_hours", "Mo-Fr 06:00-22:00; Sa-Su 08:00-20:00")], TravelMode::Car).unwrap();
        assert!(ferry.forward.is_some());
        let open = |weekday, hour: u16| {
            let at = RoadMoment { weekday, minute: hour * 60, month: 5 };
            ferry.pace_at(true, Some(at)).is_some()
        };
        assert!(open(0, 6) && !open(0, 5) && !open(0, 22) && open(6, 8) && !open(6, 7) && !open(5, 21));
    }
}
