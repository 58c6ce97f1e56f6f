//! Way tags to their use on foot. One-ways for vehicles are no matter to walkers.

use super::access::granted;
use super::by_hour::{ByHour, Direction, Heading, NOT_AT_ALL, paces};
use super::classify::{is_no_road, kind_of};
use super::conditional::UnreadRules;
use super::ferry::ferry_use;
use super::figures::figures;
use super::{Pace, TravelMode, WayUse};
use crate::pbf::Tags;
use crate::units::Millis;

/// What a way with these tags is on foot; `None` when one cannot walk there at any hour.
///
/// Squares (`area=yes`) are walked along their outline.
pub(super) fn foot_use(tags: &Tags<'_>) -> Option<WayUse> {
    let Some(walkway) = walkway(tags) else { return ferry_use(tags, TravelMode::Foot) };
    if is_no_road(tags) || is_a_climb(tags) {
        return None;
    }
    let invited_only = !open_to_walkers(walkway, tags);
    let figures = &figures().foot;
    let pace = Pace::Drive(figures.slower.get(walkway).copied().unwrap_or(figures.walk));
    let mut unread = UnreadRules::default();
    let mut local = false;
    let mut direction = |heading| {
        let granted = granted(tags, TravelMode::Foot, heading, invited_only, &mut unread);
        local |= granted.local;
        Direction {
            admitted: granted.admitted,
            open: ByHour::constant(moves_along(tags, heading)),
            pace: ByHour::constant(pace),
        }
    };
    let (forward, backward) = (direction(Heading::Forward), direction(Heading::Backward));
    let (forward, backward, hourly) = paces(&forward, &backward, &NOT_AT_ALL)?;
    Some(WayUse {
        forward,
        backward,
        can_stop: !tags.is("tunnel", "yes"),
        local,
        kind: kind_of(walkway, tags, TravelMode::Foot, local),
        wait: Millis(0),
        hourly,
        unread,
    })
}

/// The `highway` value, or what else one walks on: platforms and piers.
fn walkway<'a>(tags: &Tags<'a>) -> Option<&'a str> {
    tags.get("highway").or_else(|| {
        let platform = tags.is("railway", "platform") || tags.is("public_transport", "platform");
        (platform || tags.is("man_made", "pier")).then_some("footway")
    })
}

/// Where one may walk unless a tag says otherwise.
fn open_to_walkers(highway: &str, tags: &Tags<'_>) -> bool {
    match highway {
        "footway" | "path" | "pedestrian" | "steps" | "corridor" | "elevator" | "platform" | "crossing"
        | "living_street" | "residential" | "unclassified" | "service" | "track" | "road" | "secondary"
        | "secondary_link" | "tertiary" | "tertiary_link" | "primary" | "primary_link" => {
            !tags.is("motorroad", "yes")
        }
        // Where no footpath is, one walks on the cycleway (trafikförordning 7 kap. 1 §); most carry both anyhow.
        "cycleway" => true,
        // Along main roads only where a pavement is.
        "trunk" | "trunk_link" => {
            !tags.is("motorroad", "yes")
                && ["sidewalk", "sidewalk:both", "sidewalk:left", "sidewalk:right"]
                    .iter()
                    .any(|key| matches!(tags.get(key), Some("both" | "left" | "right" | "yes")))
        }
        _ => false,
    }
}

/// Mountain paths beyond walking.
fn is_a_climb(tags: &Tags<'_>) -> bool {
    tags.is("highway", "via_ferrata")
        || tags
            .get("sac_scale")
            .is_some_and(|scale| !matches!(scale, "hiking" | "mountain_hiking" | "strolling" | "yes" | "no"))
}

/// Escalators and moving walkways lead one way, and a few footways are one-way for walkers.
fn moves_along(tags: &Tags<'_>, heading: Heading) -> bool {
    let way = match tags.get("conveying") {
        Some(way @ ("forward" | "backward")) => Some(way),
        _ => match tags.first_of(&["oneway:foot", "foot:oneway"]) {
            Some("yes" | "1" | "true") => Some("forward"),
            Some("-1" | "reverse") => Some("backward"),
            _ => None,
        },
    };
    match heading {
        Heading::Forward => way != Some("backward"),
        Heading::Backward => way != Some("forward"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{RoadMoment, Speed};
    use super::*;

    fn walk(tags: &[(&str, &str)]) -> Option<WayUse> {
        foot_use(&Tags(tags))
    }

    fn open(tags: &[(&str, &str)]) -> (bool, bool) {
        walk(tags).map_or((false, false), |u| (u.forward.is_some(), u.backward.is_some()))
    }

    #[test]
    fn one_walks_everywhere_but_on_roads_for_motors() {
        for highway in
            ["footway", "path", "steps", "residential", "primary", "cycleway", "track", "pedestrian"]
        {
            assert_eq!(open(&[("highway", highway)]), (true, true), "{highway}");
        }
        for highway in
            ["motorway", "motorway_link", "trunk", "busway", "bridleway", "construction", "raceway"]
        {
            assert_eq!(open(&[("highway", highway)]), (false, false), "{highway}");
        }
        assert_eq!(open(&[("highway", "trunk"), ("sidewalk", "both")]), (true, true));
        assert_eq!(open(&[("highway", "trunk"), ("foot", "yes")]), (true, true));
        assert_eq!(open(&[("highway", "primary"), ("motorroad", "yes")]), (false, false));
        assert_eq!(open(&[("railway", "platform")]), (true, true));
        assert_eq!(open(&[("highway", "pedestrian"), ("area", "yes")]), (true, true));
        assert_eq!(open(&[("building", "yes")]), (false, false));
    }

    #[test]
    fn the_word_on_walkers_beats_the_general_one() {
        assert_eq!(open(&[("highway", "footway"), ("access", "no")]), (false, false));
        assert_eq!(open(&[("highway", "footway"), ("access", "no"), ("foot", "yes")]), (true, true));
        assert_eq!(open(&[("highway", "residential"), ("foot", "no")]), (false, false));
        assert!(walk(&[("highway", "footway"), ("access", "private")]).unwrap().local);
        assert!(walk(&[("highway", "secondary"), ("foot", "use_sidepath")]).unwrap().local);
        assert_eq!(open(&[("highway", "path"), ("sac_scale", "alpine_hiking")]), (false, false));
    }

    #[test]
    fn only_what_moves_is_one_way_on_foot() {
        assert_eq!(open(&[("highway", "residential"), ("oneway", "yes")]), (true, true));
        assert_eq!(open(&[("highway", "footway"), ("oneway:foot", "yes")]), (true, false));
        assert_eq!(open(&[("highway", "steps"), ("conveying", "backward")]), (false, true));
        assert_eq!(open(&[("highway", "steps"), ("conveying", "yes")]), (true, true));
    }

    #[test]
    fn steps_are_slower_and_ferries_sail() {
        let pace = |tags: &[(&str, &str)]| walk(tags).unwrap().forward;
        assert_eq!(pace(&[("highway", "footway")]), Some(Pace::Drive(Speed::from_metres_per_hour(4_500))));
        assert_eq!(pace(&[("highway", "steps")]), Some(Pace::Drive(Speed::from_metres_per_hour(2_500))));
        assert!(matches!(pace(&[("route", "ferry")]), Some(Pace::Sail { .. })));
    }

    #[test]
    fn a_park_is_closed_at_night() {
        let park = walk(&[("highway", "footway"), ("opening_hours", "06:00-22:00")]).unwrap();
        let at = |hour: u16| Some(RoadMoment { weekday: 3, minute: hour * 60, month: 5 });
        assert!(park.pace_at(true, at(12)).is_some());
        assert!(park.pace_at(false, at(23)).is_none());
        assert!(park.pace_at(false, None).is_some());
    }
}
