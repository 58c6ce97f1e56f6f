//! A ferry as a wait and a crossing.

use super::access::{Access, access, keep_hours, plain_access};
use super::by_hour::{ByHour, Direction, Heading, paces};
use super::conditional::UnreadRules;
use super::duration::parse_duration;
use super::figures::figures;
use super::{Pace, RoadClass, RoadKind, RoadTrait, TravelMode, WayUse};
use crate::pbf::Tags;
use crate::units::Millis;

/// Ferries and car trains that take the mode; `None` for all else.
pub(super) fn ferry_use(tags: &Tags<'_>, mode: TravelMode) -> Option<WayUse> {
    let route = tags.get("route")?;
    let takes = match (route, plain_access(tags, mode)) {
        ("ferry" | "shuttle_train", Some(access)) => access != Access::No,
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
    let figures = &figures().ferry;
    let pace = Pace::Sail {
        wait: boarding_wait(tags),
        crossing: tags.get("duration").and_then(parse_duration),
        speed: figures.speed,
    };
    let mut unread = UnreadRules::default();
    let (ahead, back) = match tags.get("oneway") {
        Some("yes" | "1" | "true") => (true, false),
        Some("-1" | "reverse") => (false, true),
        _ => (true, true),
    };
    let mut direction = |heading, open| {
        let granted = access(tags, mode, heading, false, &mut unread);
        let granted = granted.unwrap_or(ByHour::constant(None));
        let mut admitted = granted.map(|access| access.unwrap_or(Access::Yes) != Access::No);
        keep_hours(tags, heading, &mut admitted, &mut unread);
        Direction { admitted, open: ByHour::constant(open), pace: ByHour::constant(pace) }
    };
    let (forward, backward, hourly) =
        paces(&direction(Heading::Forward, ahead), &direction(Heading::Backward, back), [None; 2])?;
    let local = plain_access(tags, mode) == Some(Access::Local);
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
fn boarding_wait(tags: &Tags<'_>) -> Millis {
    let figures = &figures().ferry;
    let interval = tags.first_of(&["interval", "headway"]).and_then(parse_duration);
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
        assert_eq!(wait(&[("duration", "5")]), 600);
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
