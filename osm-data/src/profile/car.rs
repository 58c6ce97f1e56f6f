//! Way tags to their use by cars: road classes, speeds, one-ways, access.
//!
//! Every figure of the profile stands in this folder with its reason. Whoever changes one raises
//! [`PROFILE_VERSION`], so that a map file made with other figures can be told apart.

use super::access::{Access, car_access, directed_car_access, explicit_car_access};
use super::ferry::ferry_use;
use super::speed::{parse_limit, smoothness_cap, surface_cap, tracktype_cap};
use super::{Pace, RoadClass, RoadKind, RoadTrait, Speed, WayUse};
use crate::pbf::Tags;

/// The version of all figures of the profile; written into map files.
pub const PROFILE_VERSION: u32 = 1;

/// Private, destination and delivery roads are usable, since people live there, but are no way through. Until
/// routes know where they begin and end, such roads are only made slow, to this share of their speed: enough
/// that a short cut through a yard does not pay, little enough that the last stretch to a house (some hundred
/// metres) errs by seconds only. The price: times that end on private roads are a little too long.
const LOCAL_PERCENT: u32 = 60;

/// No car is assumed to go faster than this, also where no limit holds: care staff on duty, not racing.
const FASTEST: Speed = Speed::kmh(120);

/// The figures of one road class.
struct Class {
    /// Limit where none is tagged, built-up and elsewhere, in km/h. Sweden's general limits are 50, 70 and 110;
    /// minor roads that nobody could drive at 70 have less.
    urban: u32,
    rural: u32,
    /// Achieved share of the limit: bends, junctions without a node of their own, other traffic. Predicted times
    /// from limits alone come out at about 85 % of measured ones, so the shares average about 0.85 and fall with
    /// the class.
    percent: u32,
    /// What nobody exceeds there whatever the limit says, in km/h.
    cap: u32,
}

/// The classes open to cars unless a tag says otherwise.
fn class_of(highway: &str) -> Option<Class> {
    let class = |urban, rural, percent, cap| Some(Class { urban, rural, percent, cap });
    match highway {
        "motorway" => class(110, 110, 95, 130),
        "motorway_link" => class(70, 70, 80, 90),
        "trunk" => class(50, 90, 92, 120),
        "trunk_link" => class(50, 70, 80, 80),
        "primary" => class(50, 70, 90, 110),
        "primary_link" => class(50, 60, 80, 70),
        "secondary" => class(50, 70, 87, 100),
        "secondary_link" => class(50, 60, 80, 70),
        "tertiary" => class(50, 70, 80, 90),
        "tertiary_link" => class(40, 50, 80, 60),
        "unclassified" => class(50, 70, 75, 80),
        "residential" => class(50, 50, 70, 70),
        "road" => class(40, 40, 75, 60),
        // Gångfartsområde: walking pace by law, driven at about ten.
        "living_street" => class(10, 10, 100, 10),
        "service" => class(30, 30, 65, 50),
        // Forest and field roads; in Sweden often the only way to a house.
        "track" => class(30, 30, 80, 40),
        _ => None,
    }
}

/// Classes for others, which a car may use only when a tag on vehicles says so: pedestrian streets open for
/// deliveries, paths open to residents.
fn is_for_others(highway: &str) -> bool {
    matches!(
        highway,
        "pedestrian" | "footway" | "path" | "cycleway" | "bridleway" | "busway" | "bus_guideway"
    )
}

/// What a way with these tags is to a car; `None` when it is no road, or closed both ways.
pub fn way_use(tags: &Tags<'_>) -> Option<WayUse> {
    let Some(highway) = tags.get("highway") else {
        return match tags.get("route") {
            Some("ferry" | "shuttle_train") => ferry_use(tags),
            _ => None,
        };
    };
    if tags.is("area", "yes") || tags.is("smoothness", "impassable") || tags.is("winter_road", "yes") {
        return None;
    }
    let (class, access) = class_and_access(highway, tags)?;
    let (forward, backward) = open_directions(highway, tags);
    let direction = |open: bool, name: &str| {
        let access = directed_car_access(tags, name).unwrap_or(access);
        (open && access != Access::No).then(|| Pace::Drive(speed(&class, access, name, tags)))
    };
    let forward = direction(forward, "forward");
    let backward = direction(backward, "backward");
    if forward.is_none() && backward.is_none() {
        return None;
    }
    let tunnel = tags.is("tunnel", "yes");
    Some(WayUse {
        forward,
        backward,
        can_stop: !matches!(highway, "motorway" | "motorway_link") && !tags.is("motorroad", "yes") && !tunnel,
        local: access == Access::Local,
        kind: kind_of(highway, access, tags),
        hourly: Vec::new(),
    })
}

fn kind_of(highway: &str, access: Access, tags: &Tags<'_>) -> RoadKind {
    let (base, link) = highway.strip_suffix("_link").map_or((highway, false), |base| (base, true));
    let class = match base {
        "motorway" => RoadClass::Motorway,
        "trunk" => RoadClass::Trunk,
        "primary" => RoadClass::Primary,
        "secondary" => RoadClass::Secondary,
        "tertiary" => RoadClass::Tertiary,
        "unclassified" | "road" => RoadClass::Minor,
        "residential" => RoadClass::Residential,
        "living_street" | "pedestrian" => RoadClass::Slow,
        "service" => RoadClass::Service,
        "track" => RoadClass::Track,
        _ => RoadClass::Path,
    };
    RoadKind::new(class)
        .with(RoadTrait::Link, link)
        .with(RoadTrait::Roundabout, matches!(tags.get("junction"), Some("roundabout" | "circular")))
        .with(RoadTrait::BuiltUp, looks_built_up(tags))
        .with(RoadTrait::Toll, tags.is("toll", "yes"))
        .with(RoadTrait::Tunnel, tags.is("tunnel", "yes"))
        .with(RoadTrait::Bridge, tags.is("bridge", "yes"))
        .with(RoadTrait::Local, access == Access::Local)
}

fn class_and_access(highway: &str, tags: &Tags<'_>) -> Option<(Class, Access)> {
    let (class, access) = match class_of(highway) {
        Some(class) => (class, car_access(tags).unwrap_or(Access::Yes)),
        None if is_for_others(highway) => {
            (Class { urban: 10, rural: 10, percent: 100, cap: 10 }, explicit_car_access(tags)?)
        }
        None => return None,
    };
    if access == Access::No || (tags.is("service", "emergency_access") && explicit_car_access(tags).is_none())
    {
        return None;
    }
    Some((class, access))
}

/// Which directions the one-way tags leave open: along the drawing order, against it.
fn open_directions(highway: &str, tags: &Tags<'_>) -> (bool, bool) {
    let keys = ["oneway:motorcar", "oneway:motor_vehicle", "oneway:vehicle", "oneway"];
    match tags.first_of(&keys) {
        Some("yes" | "1" | "true") => (true, false),
        Some("-1" | "reverse") => (false, true),
        Some("no" | "0" | "false" | "alternating") => (true, true),
        // Changes with the hour, so that it cannot be relied on in either direction.
        Some("reversible") => (false, false),
        Some(_) | None => {
            let implied =
                highway == "motorway" || matches!(tags.get("junction"), Some("roundabout" | "circular"));
            (true, !implied)
        }
    }
}

/// The speed reckoned with in one direction.
fn speed(class: &Class, access: Access, direction: &str, tags: &Tags<'_>) -> Speed {
    let limit = tagged_limit(direction, tags)
        .unwrap_or_else(|| Speed::kmh(if looks_built_up(tags) { class.urban } else { class.rural }));
    let mut speed = limit.min(FASTEST).percent(class.percent).min(Speed::kmh(class.cap));
    let caps = [
        tags.get("surface").and_then(surface_cap),
        tags.get("smoothness").and_then(smoothness_cap),
        tags.get("tracktype").and_then(tracktype_cap),
        tags.get("service").and_then(service_cap),
        // A roundabout is driven at about thirty however large the road.
        matches!(tags.get("junction"), Some("roundabout" | "circular")).then_some(30),
        tags.is("ford", "yes").then_some(10),
    ];
    for cap in caps.into_iter().flatten() {
        speed = speed.min(Speed::kmh(cap));
    }
    match access {
        Access::Local => speed.percent(LOCAL_PERCENT),
        Access::Yes | Access::No => speed,
    }
}

/// The limit by the most specific tag that is understood.
fn tagged_limit(direction: &str, tags: &Tags<'_>) -> Option<Speed> {
    let directed = match direction {
        "forward" => "maxspeed:forward",
        _ => "maxspeed:backward",
    };
    let keys = [
        directed,
        "maxspeed:motorcar",
        "maxspeed",
        "maxspeed:type",
        "source:maxspeed",
        "zone:maxspeed",
        "zone:traffic",
    ];
    keys.iter().find_map(|key| parse_limit(tags.get(key)?))
}

/// Nobody maps where towns begin; street lights and pavements betray them.
fn looks_built_up(tags: &Tags<'_>) -> bool {
    tags.is("lit", "yes")
        || matches!(tags.get("sidewalk"), Some("both" | "left" | "right" | "separate" | "yes"))
}

/// What is driven on yards and drives, in km/h.
fn service_cap(service: &str) -> Option<u32> {
    match service {
        "parking_aisle" | "drive-through" => Some(10),
        "driveway" | "alley" | "parking" => Some(15),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn road(tags: &[(&str, &str)]) -> Option<WayUse> {
        way_use(&Tags(tags))
    }

    /// Metres per hour forward and backward; 0 when closed.
    fn speeds(tags: &[(&str, &str)]) -> (u32, u32) {
        let pace = |p: Option<Pace>| match p {
            Some(Pace::Drive(s)) => s.metres_per_hour(),
            Some(Pace::Sail { .. }) => panic!("no ferry here"),
            None => 0,
        };
        road(tags).map_or((0, 0), |u| (pace(u.forward), pace(u.backward)))
    }

    #[test]
    fn swedish_defaults_hold_where_no_limit_is_tagged() {
        assert_eq!(speeds(&[("highway", "tertiary")]), (56_000, 56_000));
        assert_eq!(speeds(&[("highway", "tertiary"), ("lit", "yes")]), (40_000, 40_000));
        assert_eq!(speeds(&[("highway", "motorway")]), (104_500, 0));
        assert_eq!(speeds(&[("highway", "residential")]), (35_000, 35_000));
        assert_eq!(speeds(&[("highway", "tertiary"), ("maxspeed:type", "SE:urban")]), (40_000, 40_000));
        assert_eq!(speeds(&[("highway", "tertiary"), ("source:maxspeed", "SE:rural")]), (56_000, 56_000));
    }

    #[test]
    fn limits_hold_by_direction_and_surfaces_cap_them() {
        assert_eq!(speeds(&[("highway", "tertiary"), ("maxspeed", "45")]), (36_000, 36_000));
        assert_eq!(
            speeds(&[("highway", "tertiary"), ("maxspeed", "50"), ("maxspeed:backward", "30")]),
            (40_000, 24_000)
        );
        assert_eq!(speeds(&[("highway", "secondary"), ("maxspeed", "90"), ("surface", "gravel")]).0, 50_000);
        assert_eq!(speeds(&[("highway", "track"), ("tracktype", "grade5")]).0, 10_000);
        assert_eq!(speeds(&[("highway", "motorway"), ("maxspeed", "none")]).0, 114_000);
    }

    #[test]
    fn one_ways_are_read_in_all_their_spellings() {
        let open = |tags: &[(&str, &str)]| {
            let mut all = vec![("highway", "residential")];
            all.extend_from_slice(tags);
            let (f, b) = speeds(&all);
            (f > 0, b > 0)
        };
        for yes in ["yes", "1", "true"] {
            assert_eq!(open(&[("oneway", yes)]), (true, false));
        }
        for reverse in ["-1", "reverse"] {
            assert_eq!(open(&[("oneway", reverse)]), (false, true));
        }
        assert_eq!(open(&[("oneway", "no")]), (true, true));
        assert_eq!(open(&[("oneway", "yes"), ("oneway:motor_vehicle", "no")]), (true, true));
        assert_eq!(open(&[("junction", "roundabout")]), (true, false));
        assert_eq!(open(&[("junction", "circular"), ("oneway", "-1")]), (false, true));
        assert_eq!(open(&[("oneway", "reversible")]), (false, false));
        assert_eq!(open(&[("motor_vehicle:backward", "no")]), (true, false));
        assert_eq!(open(&[("oneway:bicycle", "no"), ("oneway", "yes")]), (true, false));
    }

    #[test]
    fn private_roads_are_open_but_slow_and_closed_ones_are_closed() {
        let private = road(&[("highway", "residential"), ("access", "private")]).unwrap();
        assert!(private.local);
        assert_eq!(private.forward, Some(Pace::Drive(Speed::kmh(21))));
        assert!(road(&[("highway", "residential"), ("motor_vehicle", "no")]).is_none());
        assert!(road(&[("highway", "track"), ("motor_vehicle", "forestry")]).is_none());
        assert!(road(&[("highway", "residential"), ("access", "no"), ("motorcar", "yes")]).is_some());
        assert!(road(&[("highway", "service"), ("area", "yes")]).is_none());
    }

    #[test]
    fn a_footpath_is_open_only_by_a_word_on_vehicles() {
        assert!(road(&[("highway", "footway")]).is_none());
        assert!(road(&[("highway", "footway"), ("access", "yes")]).is_none());
        assert!(road(&[("highway", "pedestrian"), ("motor_vehicle", "destination")]).is_some());
        assert!(road(&[("highway", "construction")]).is_none());
        assert!(road(&[("building", "yes")]).is_none());
    }

    #[test]
    fn nobody_stops_on_a_motorway_a_ferry_or_in_a_tunnel() {
        assert!(!road(&[("highway", "motorway")]).unwrap().can_stop);
        assert!(!road(&[("highway", "primary"), ("tunnel", "yes")]).unwrap().can_stop);
        assert!(!road(&[("route", "ferry")]).unwrap().can_stop);
        assert!(road(&[("highway", "primary"), ("bridge", "yes")]).unwrap().can_stop);
        assert!(road(&[("route", "ferry")]).unwrap().is_ferry());
    }
}
