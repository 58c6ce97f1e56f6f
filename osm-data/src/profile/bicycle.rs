//! Way tags to their use by bicycle: ridden where that is allowed, pushed where one may walk.

use super::access::granted;
use super::by_hour::{ByHour, Direction, Heading, paces};
use super::classify::{is_no_road, kind_of, wheels_pass};
use super::conditional::UnreadRules;
use super::ferry::ferry_use;
use super::figures::figures;
use super::foot::foot_use;
use super::{HourlyUse, Pace, Speed, TravelMode, WayUse, oneway};
use crate::pbf::Tags;
use crate::units::Millis;

/// What a way with these tags is to a cyclist; `None` when one can neither ride nor push there at any hour.
///
/// Whoever pushes a bicycle is a walker: against one-ways, over footpaths and up steps, at the pace of pushing.
pub(super) fn bicycle_use(tags: &Tags<'_>) -> Option<WayUse> {
    let on_foot = foot_use(tags).filter(|walked| !walked.is_ferry());
    let Some(highway) = tags.get("highway") else {
        return match on_foot {
            Some(platform) => wheels_pass(tags).then(|| pushed(tags, platform)),
            None => ferry_use(tags, TravelMode::Bicycle),
        };
    };
    if is_no_road(tags) || !wheels_pass(tags) {
        return None;
    }
    let invited_only = !open_to_riders(highway, tags);
    let pace = Pace::Drive(riding_speed(highway, tags));
    let mut unread = UnreadRules::default();
    let mut local = false;
    let mut direction = |heading| {
        let mut granted = granted(tags, TravelMode::Bicycle, heading, invited_only, &mut unread);
        local |= granted.local;
        // A square is crossed along its outline on foot; nobody rides along the fronts of the houses.
        granted.admitted.always &= !tags.is("area", "yes");
        let open = match has_own_lane(tags, heading) {
            true => ByHour::constant(true),
            false => oneway::open(tags, &oneway::BICYCLE_KEYS, heading, &mut unread),
        };
        Direction { admitted: granted.admitted, open, pace: ByHour::constant(pace) }
    };
    let (forward, backward) = (direction(Heading::Forward), direction(Heading::Backward));
    let pushing = Some(Pace::Drive(pushing_speed(highway)));
    let else_at = [true, false].map(|ahead| walked(on_foot.as_ref(), ahead).map(|pace| pace.and(pushing)));
    let (forward, backward, hourly) = paces(&forward, &backward, &else_at)?;
    // Where nobody rides, the walker's access decides.
    let ridden =
        [forward, backward].contains(&Some(pace)) || hourly.iter().any(|rule| rule.pace == Some(pace));
    let local = if ridden { local } else { on_foot.as_ref().is_some_and(|walked| walked.local) };
    Some(WayUse {
        forward,
        backward,
        can_stop: !tags.is("tunnel", "yes"),
        local,
        kind: kind_of(highway, tags, TravelMode::Bicycle, local),
        wait: Millis(0),
        hourly,
        unread,
    })
}

/// The pace on foot in one direction, by the hour.
fn walked(on_foot: Option<&WayUse>, ahead: bool) -> ByHour<Option<Pace>> {
    let Some(on_foot) = on_foot else { return ByHour::constant(None) };
    let speaks = |rule: &&HourlyUse| if ahead { rule.forward } else { rule.backward };
    ByHour {
        always: if ahead { on_foot.forward } else { on_foot.backward },
        at_hours: on_foot.hourly.iter().filter(speaks).map(|rule| (rule.pace, rule.hours.clone())).collect(),
    }
}

/// A platform or pier, pushed along.
fn pushed(tags: &Tags<'_>, on_foot: WayUse) -> WayUse {
    let pace = Some(Pace::Drive(figures().bicycle.push));
    let hourly = on_foot.hourly.into_iter().map(|rule| HourlyUse { pace: rule.pace.and(pace), ..rule });
    WayUse {
        forward: on_foot.forward.and(pace),
        backward: on_foot.backward.and(pace),
        hourly: hourly.collect(),
        kind: kind_of("footway", tags, TravelMode::Bicycle, on_foot.local),
        ..on_foot
    }
}

/// Where one may ride unless a tag says otherwise.
fn open_to_riders(highway: &str, tags: &Tags<'_>) -> bool {
    !tags.is("motorroad", "yes")
        && matches!(
            highway,
            "cycleway"
                | "primary"
                | "primary_link"
                | "secondary"
                | "secondary_link"
                | "tertiary"
                | "tertiary_link"
                | "unclassified"
                | "residential"
                | "road"
                | "living_street"
                | "service"
                | "track"
                | "path"
        )
}

/// Whether cyclists have a way in this direction of their own, whatever the one-way says: `oneway:bicycle=no` is read
/// with the one-ways, here are `cycleway=opposite` and the lanes of either side.
fn has_own_lane(tags: &Tags<'_>, heading: Heading) -> bool {
    if tags.first_of(&["oneway:bicycle"]).is_some() {
        return false;
    }
    let against = match tags.get("oneway") {
        Some("-1" | "reverse") => Heading::Forward,
        _ => Heading::Backward,
    };
    heading == against
        && ["cycleway", "cycleway:left", "cycleway:right", "cycleway:both"].iter().any(|side| {
            matches!(
                tags.get(side),
                Some("opposite" | "opposite_lane" | "opposite_track" | "opposite_share_busway")
            ) || matches!(tags.get(&format!("{side}:oneway")), Some("no" | "-1"))
        })
}

fn riding_speed(highway: &str, tags: &Tags<'_>) -> Speed {
    let bicycle = &figures().bicycle;
    let free = bicycle.ride.get(highway).copied().unwrap_or(bicycle.push);
    let caps = [
        tags.get("surface").and_then(|surface| bicycle.surface.get(surface)),
        tags.get("smoothness").and_then(|smoothness| bicycle.smoothness.get(smoothness)),
        tags.get("tracktype").and_then(|tracktype| bicycle.tracktype.get(tracktype)),
    ];
    caps.into_iter().flatten().fold(free, |speed, cap| speed.min(*cap))
}

fn pushing_speed(highway: &str) -> Speed {
    let bicycle = &figures().bicycle;
    if highway == "steps" { bicycle.push_on_steps } else { bicycle.push }
}

#[cfg(test)]
mod tests {
    use super::super::RoadMoment;
    use super::*;

    /// Km/h forward and backward; 0 when closed.
    fn speeds(tags: &[(&str, &str)]) -> (u32, u32) {
        let pace = |pace: Option<Pace>| match pace {
            Some(Pace::Drive(speed)) => speed.metres_per_hour() / 1000,
            Some(Pace::Sail { .. }) => panic!("no ferry here"),
            None => 0,
        };
        bicycle_use(&Tags(tags)).map_or((0, 0), |u| (pace(u.forward), pace(u.backward)))
    }

    #[test]
    fn nobody_pushes_through_what_is_closed_to_walkers_too() {
        let pace = |tags: &[(&str, &str)], hour: u16| {
            let at = RoadMoment { weekday: 1, minute: hour * 60, month: 5 };
            bicycle_use(&Tags(tags)).unwrap().pace_at(true, Some(at))
        };
        let park = [("highway", "cycleway"), ("opening_hours", "06:00-22:00")];
        assert!(pace(&park, 12).is_some());
        assert_eq!(pace(&park, 23), None);
        let footway = [("highway", "footway"), ("access:conditional", "no @ (22:00-06:00)")];
        assert!(pace(&footway, 12).is_some());
        assert_eq!(pace(&footway, 23), None);
        let opened = [("highway", "footway"), ("access", "no"), ("foot:conditional", "yes @ (08:00-16:00)")];
        assert_eq!((pace(&opened, 7), pace(&opened, 12).is_some()), (None, true));
        // Who may not ride at some hours pushes.
        let walked =
            [("highway", "pedestrian"), ("bicycle:conditional", "yes @ (18:00-10:00)"), ("foot", "yes")];
        assert!(pace(&walked, 12).is_some() && pace(&walked, 12) != pace(&walked, 20));
    }

    #[test]
    fn one_rides_on_roads_and_cycleways_and_pushes_on_footways() {
        assert_eq!(speeds(&[("highway", "cycleway")]), (15, 15));
        assert_eq!(speeds(&[("highway", "residential")]), (15, 15));
        assert_eq!(speeds(&[("highway", "footway")]), (4, 4));
        assert_eq!(speeds(&[("highway", "footway"), ("bicycle", "yes")]), (10, 10));
        assert_eq!(speeds(&[("highway", "footway"), ("access", "no")]), (0, 0));
        assert_eq!(speeds(&[("highway", "pedestrian"), ("bicycle", "dismount")]), (4, 4));
        assert_eq!(speeds(&[("highway", "cycleway"), ("bicycle", "dismount")]), (4, 4));
        assert_eq!(speeds(&[("highway", "steps")]), (2, 2));
        assert_eq!(speeds(&[("highway", "steps"), ("conveying", "forward")]), (0, 0));
        assert_eq!(speeds(&[("highway", "track"), ("tracktype", "grade5")]), (8, 8));
        assert_eq!(speeds(&[("railway", "platform")]), (4, 4));
        assert!(bicycle_use(&Tags(&[("route", "ferry")])).unwrap().is_ferry());
    }

    #[test]
    fn motorways_and_main_roads_are_closed_unless_a_sign_says_otherwise() {
        assert_eq!(speeds(&[("highway", "motorway")]), (0, 0));
        assert_eq!(speeds(&[("highway", "trunk")]), (0, 0));
        assert_eq!(speeds(&[("highway", "trunk"), ("bicycle", "yes")]), (15, 15));
        assert_eq!(speeds(&[("highway", "primary"), ("motorroad", "yes")]), (0, 0));
        assert_eq!(speeds(&[("highway", "residential"), ("vehicle", "no")]), (4, 4));
        assert_eq!(speeds(&[("highway", "residential"), ("vehicle", "no"), ("bicycle", "yes")]), (15, 15));
    }

    #[test]
    fn against_a_one_way_one_pushes_unless_it_is_lifted() {
        let street = |tags: &[(&str, &str)]| {
            let mut all = vec![("highway", "residential"), ("oneway", "yes")];
            all.extend_from_slice(tags);
            speeds(&all)
        };
        assert_eq!(street(&[]), (15, 4));
        assert_eq!(street(&[("oneway:bicycle", "no")]), (15, 15));
        assert_eq!(street(&[("cycleway", "opposite")]), (15, 15));
        assert_eq!(street(&[("cycleway:left", "opposite_lane")]), (15, 15));
        assert_eq!(street(&[("cycleway:left:oneway", "-1")]), (15, 15));
        assert_eq!(street(&[("cycleway", "lane")]), (15, 4));
        assert_eq!(speeds(&[("highway", "cycleway"), ("oneway", "-1")]), (4, 15));
        assert_eq!(speeds(&[("highway", "tertiary"), ("junction", "roundabout")]), (15, 4));
        assert_eq!(speeds(&[("highway", "residential"), ("foot", "no"), ("oneway", "yes")]), (15, 0));
    }

    #[test]
    fn beside_a_mapped_sidepath_the_road_is_for_those_who_live_there() {
        let road = bicycle_use(&Tags(&[("highway", "secondary"), ("bicycle", "use_sidepath")])).unwrap();
        assert!(road.local && road.forward.is_some());
    }
}
