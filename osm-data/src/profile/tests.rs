//! The car's rules from end to end, in the order of OSRM's `features/car`; the other modes and the parts have tests of
//! their own. Where ours differ from OSRM's the reason stands beside.

use super::*;
use crate::pbf::{Kinds, OsmElement, PbfReader, Tags};
use crate::units::Millis;
use std::collections::BTreeMap;

fn road(tags: &[(&str, &str)]) -> Option<WayUse> {
    way_use(&Tags(tags), TravelMode::Car)
}

/// Metres per hour forward and backward; 0 when closed.
fn speeds(tags: &[(&str, &str)]) -> (u32, u32) {
    road(tags).map_or((0, 0), |u| (metres_per_hour(u.forward), metres_per_hour(u.backward)))
}

fn metres_per_hour(pace: Option<Pace>) -> u32 {
    match pace {
        Some(Pace::Drive(s)) => s.metres_per_hour(),
        Some(Pace::Sail { .. }) => panic!("no ferry here"),
        None => 0,
    }
}

fn open(tags: &[(&str, &str)]) -> (bool, bool) {
    let (forward, backward) = speeds(tags);
    (forward > 0, backward > 0)
}

/// A residential street with these tags.
fn street(tags: &[(&str, &'static str)]) -> (bool, bool) {
    let mut all = vec![("highway", "residential")];
    all.extend_from_slice(tags);
    open(&all)
}

const BOTH: (bool, bool) = (true, true);
const AHEAD: (bool, bool) = (true, false);
const BACK: (bool, bool) = (false, true);
const CLOSED: (bool, bool) = (false, false);

#[test]
fn swedish_defaults_hold_where_no_limit_is_tagged() {
    assert_eq!(speeds(&[("highway", "tertiary")]), (56_000, 56_000));
    assert_eq!(speeds(&[("highway", "tertiary"), ("lit", "yes")]), (40_000, 40_000));
    assert_eq!(speeds(&[("highway", "motorway")]), (104_500, 0));
    assert_eq!(speeds(&[("highway", "residential")]), (35_100, 35_100));
    assert_eq!(speeds(&[("highway", "tertiary"), ("maxspeed:type", "SE:urban")]), (40_000, 40_000));
    assert_eq!(speeds(&[("highway", "tertiary"), ("source:maxspeed", "SE:rural"), ("lit", "yes")]).0, 56_000);
}

#[test]
fn limits_hold_by_direction_and_surfaces_cap_them() {
    assert_eq!(speeds(&[("highway", "tertiary"), ("maxspeed", "45")]), (36_000, 36_000));
    assert_eq!(
        speeds(&[("highway", "tertiary"), ("maxspeed", "50"), ("maxspeed:backward", "30")]),
        (40_000, 24_000)
    );
    assert_eq!(speeds(&[("highway", "primary"), ("maxspeed", "70"), ("maxspeed:advisory", "40")]).0, 40_000);
    assert_eq!(speeds(&[("highway", "secondary"), ("maxspeed", "90"), ("surface", "gravel")]).0, 40_000);
    assert_eq!(speeds(&[("highway", "track"), ("tracktype", "grade5")]).0, 10_000);
    assert_eq!(speeds(&[("highway", "motorway"), ("maxspeed", "none")]).0, 114_000);
    assert_eq!(speeds(&[("highway", "service"), ("service", "parking_aisle")]).0, 10_000);
    assert_eq!(speeds(&[("highway", "service"), ("maxspeed", "3")]).0, 5_000);
    // OSRM drives at the sign's 40 here; nobody does among playing children.
    assert_eq!(speeds(&[("highway", "living_street"), ("maxspeed", "FR:urban")]).0, 10_000);
}

#[test]
fn one_ways_are_read_in_all_their_spellings() {
    for yes in ["yes", "1", "true"] {
        assert_eq!(street(&[("oneway", yes)]), AHEAD);
    }
    for reverse in ["-1", "reverse"] {
        assert_eq!(street(&[("oneway", reverse)]), BACK);
    }
    assert_eq!(street(&[("oneway", "no")]), BOTH);
    assert_eq!(street(&[("oneway", "yes"), ("oneway:motor_vehicle", "no")]), BOTH);
    assert_eq!(street(&[("oneway:vehicle", "no"), ("oneway:motor_vehicle", "yes")]), AHEAD);
    assert_eq!(street(&[("junction", "roundabout")]), AHEAD);
    assert_eq!(street(&[("junction", "circular"), ("oneway", "-1")]), BACK);
    assert_eq!(street(&[("motor_vehicle:backward", "no")]), AHEAD);
    assert_eq!(street(&[("oneway:bicycle", "no"), ("oneway", "yes")]), AHEAD);
    assert_eq!(open(&[("highway", "motorway")]), AHEAD);
    assert_eq!(open(&[("highway", "motorway"), ("oneway", "no")]), BOTH);
    assert_eq!(open(&[("highway", "motorway_link")]), BOTH);
}

#[test]
fn a_reversible_road_is_closed_until_its_hours_and_an_alternating_one_costs_a_wait() {
    assert_eq!(street(&[("oneway", "reversible")]), CLOSED);
    let lanes = road(&[
        ("highway", "primary"),
        ("oneway", "reversible"),
        ("oneway:conditional", "yes @ (Mo-Fr 06:00-10:00); -1 @ (Mo-Fr 15:00-19:00)"),
    ])
    .unwrap();
    let at = |hour: u16| {
        let moment = Some(RoadMoment { weekday: 0, minute: hour * 60, month: 5 });
        (lanes.pace_at(true, moment).is_some(), lanes.pace_at(false, moment).is_some())
    };
    assert_eq!([at(8), at(12), at(16)], [AHEAD, CLOSED, BACK]);
    let narrow = road(&[("highway", "tertiary"), ("oneway", "alternating")]).unwrap();
    assert_eq!((narrow.forward.is_some(), narrow.backward.is_some()), BOTH);
    assert_eq!(narrow.wait, Millis(30_000));
}

#[test]
fn access_follows_its_hierarchy() {
    // features/car/access.feature, "Access tag hierarchy on ways" and "Access combinations".
    assert_eq!(street(&[("access", "no")]), CLOSED);
    assert_eq!(street(&[("access", "no"), ("vehicle", "yes")]), BOTH);
    assert_eq!(street(&[("vehicle", "no"), ("motor_vehicle", "yes")]), BOTH);
    assert_eq!(street(&[("vehicle", "no"), ("motorcar", "yes")]), BOTH);
    assert_eq!(street(&[("motor_vehicle", "yes"), ("motorcar", "no")]), CLOSED);
    assert_eq!(street(&[("access", "forestry"), ("motor_vehicle", "yes")]), BOTH);
    for open in
        ["yes", "permissive", "designated", "private", "delivery", "destination", "some_tag", "unknown"]
    {
        assert_eq!(street(&[("access", open)]), BOTH, "{open}");
    }
    for closed in ["no", "agricultural", "forestry", "psv", "military", "emergency", "hov", "bus"] {
        assert_eq!(street(&[("access", closed)]), CLOSED, "{closed}");
    }
    assert_eq!(street(&[("foot", "no"), ("bicycle", "no"), ("psv", "no")]), BOTH);
}

#[test]
fn roads_for_those_who_have_business_there_are_open_at_their_own_speed() {
    let private = road(&[("highway", "residential"), ("access", "private")]).unwrap();
    assert!(private.local && private.kind.has(RoadTrait::Local));
    assert_eq!(private.forward, Some(Pace::Drive(Speed::from_metres_per_hour(35_100))));
    assert!(!road(&[("highway", "residential"), ("motor_vehicle", "permissive")]).unwrap().local);
    let by_condition = road(&[
        ("highway", "residential"),
        ("motor_vehicle", "no"),
        ("motor_vehicle:conditional", "yes @ destination"),
    ]);
    assert!(by_condition.unwrap().local);
    let loading = road(&[
        ("highway", "pedestrian"),
        ("motor_vehicle", "no"),
        ("motor_vehicle:conditional", "delivery @ (Mo-Fr 06:00-11:00)"),
    ])
    .unwrap();
    assert!(loading.local && loading.forward.is_none());
    assert!(loading.pace_at(true, Some(RoadMoment { weekday: 0, minute: 420, month: 5 })).is_some());
}

#[test]
fn what_is_no_road_for_cars_is_closed() {
    assert_eq!(open(&[("highway", "service"), ("area", "yes")]), CLOSED);
    assert_eq!(open(&[("highway", "service"), ("service", "emergency_access")]), CLOSED);
    assert_eq!(
        open(&[("highway", "service"), ("service", "emergency_access"), ("motor_vehicle", "yes")]),
        BOTH
    );
    assert_eq!(open(&[("highway", "construction")]), CLOSED);
    assert_eq!(open(&[("building", "yes")]), CLOSED);
    assert_eq!(street(&[("impassable", "yes")]), CLOSED);
    assert_eq!(street(&[("smoothness", "impassable")]), CLOSED);
    assert_eq!(street(&[("maxheight", "1.8")]), CLOSED);
    // OSRM drives there at a low rate; one alone in a car may not.
    assert_eq!(street(&[("hov", "designated")]), CLOSED);
    assert_eq!(street(&[("hov", "lane")]), BOTH);
}

#[test]
fn a_footpath_is_open_only_by_a_word_on_vehicles() {
    assert_eq!(open(&[("highway", "footway")]), CLOSED);
    // OSRM opens any way to `access=yes`; on a footpath the word is on walkers.
    assert_eq!(open(&[("highway", "footway"), ("access", "yes")]), CLOSED);
    assert_eq!(open(&[("highway", "pedestrian"), ("motor_vehicle", "destination")]), BOTH);
    assert_eq!(open(&[("highway", "cycleway"), ("motor_vehicle", "designated")]), BOTH);
    assert_eq!(open(&[("highway", "runway"), ("vehicle", "yes")]), BOTH);
    assert_eq!(open(&[("highway", "runway")]), CLOSED);
    assert_eq!(open(&[("highway", "steps"), ("vehicle", "yes")]), CLOSED);
}

#[test]
fn rules_by_the_hour_change_access_and_speed() {
    let school = road(&[
        ("highway", "residential"),
        ("maxspeed", "50"),
        ("maxspeed:conditional", "30 @ (Mo-Fr 07:00-17:00)"),
        ("motor_vehicle:conditional", "no @ (Mo-Fr 07:30-08:30)"),
    ])
    .unwrap();
    let at = |hour: u16, minute: u16| {
        metres_per_hour(
            school.pace_at(true, Some(RoadMoment { weekday: 1, minute: hour * 60 + minute, month: 9 })),
        )
    };
    assert_eq!([at(6, 0), at(7, 10), at(8, 0), at(12, 0), at(17, 0)], [39_000, 23_400, 0, 23_400, 39_000]);
    assert_eq!(metres_per_hour(school.pace_at(true, None)), 39_000);
    assert_eq!(school.unread, UnreadRules::default());
    // A rule that changes nothing leaves nothing behind.
    let yard = road(&[("highway", "living_street"), ("maxspeed:conditional", "30 @ (22:00-06:00)")]).unwrap();
    assert!(yard.hourly.is_empty());
    let told =
        road(&[("highway", "primary"), ("maxspeed:conditional", "80 @ wet; 60 @ (when it suits)")]).unwrap();
    assert_eq!(told.unread, UnreadRules { not_understood: 1, set_aside: 1 });
}

#[test]
fn what_is_not_applied_is_counted() {
    let set_aside = |tags: &[(&str, &str)]| {
        let mut all = vec![("highway", "residential")];
        all.extend_from_slice(tags);
        let unread = road(&all).expect("a road").unread;
        (unread.set_aside, unread.not_understood)
    };
    // A ban on rat-runs: those who live there may, so it is no closing; a way through it stays.
    assert_eq!(set_aside(&[("motor_vehicle:conditional", "destination @ (Mo-Fr 07:00-09:00)")]), (1, 0));
    assert_eq!(
        set_aside(&[("access", "destination"), ("access:conditional", "yes @ (19:00-07:00)")]),
        (1, 0)
    );
    assert_eq!(set_aside(&[("motor_vehicle:conditional", "no @ (Mo-Fr 07:00-09:00)")]), (0, 0));
    assert_eq!(set_aside(&[("maxspeed", "fifty")]), (0, 1));
    assert_eq!(set_aside(&[("maxspeed", "signals"), ("maxheight", "default")]), (0, 0));
    assert_eq!(set_aside(&[("maxheight", "7 cubits")]), (0, 1));
    let many = "30 @ (22:00-23:00);".repeat(40);
    assert_eq!(set_aside(&[("maxspeed:conditional", &many)]), (0, 8));
}

#[test]
fn nobody_stops_on_a_motorway_a_ferry_or_in_a_tunnel() {
    assert!(!road(&[("highway", "motorway")]).unwrap().can_stop);
    assert!(!road(&[("highway", "primary"), ("tunnel", "yes")]).unwrap().can_stop);
    assert!(!road(&[("route", "ferry")]).unwrap().can_stop);
    assert!(road(&[("highway", "primary"), ("bridge", "yes")]).unwrap().can_stop);
    assert!(road(&[("route", "ferry")]).unwrap().is_ferry());
}

#[test]
fn of_tags_that_contradict_each_other_the_more_specific_wins_and_nonsense_says_nothing() {
    // One-ways.
    assert_eq!(street(&[("oneway", "yes"), ("oneway:motorcar", "-1")]), BACK);
    assert_eq!(street(&[("oneway", "-1"), ("oneway:bicycle", "yes")]), BACK);
    assert_eq!(street(&[("oneway", "yes;-1")]), BOTH);
    assert_eq!(street(&[("oneway", "sometimes")]), BOTH);
    assert_eq!(street(&[("oneway", "no"), ("junction", "roundabout")]), BOTH);
    assert_eq!(street(&[("oneway", "yes"), ("motor_vehicle:forward", "no")]), CLOSED);
    // Access by direction.
    assert_eq!(street(&[("access:forward", "no"), ("access:backward", "yes")]), BACK);
    assert_eq!(street(&[("access", "no"), ("access:forward", "yes")]), AHEAD);
    assert_eq!(street(&[("access", "yes"), ("access:forward", "no"), ("access:backward", "no")]), CLOSED);
    assert_eq!(street(&[("motorcar:forward", "no"), ("motor_vehicle:forward", "yes")]), BACK);
    assert_eq!(street(&[("access", "yes;no")]), BOTH);
    // Limits.
    let plain = speeds(&[("highway", "primary")]);
    for nonsense in ["fast", "0", "-30", "5000", "signals", "", "50 furlongs"] {
        assert_eq!(speeds(&[("highway", "primary"), ("maxspeed", nonsense)]), plain, "{nonsense}");
    }
    assert_eq!(
        speeds(&[("highway", "primary"), ("maxspeed", "nonsense"), ("maxspeed:type", "SE:urban")]).0,
        46_500
    );
    assert_eq!(
        speeds(&[("highway", "primary"), ("maxspeed", "90"), ("maxspeed:type", "SE:urban")]).0,
        speeds(&[("highway", "primary"), ("maxspeed", "90")]).0
    );
}

#[test]
fn words_of_osrm_s_features_are_read_as_there_where_nothing_speaks_against_it() {
    for closed in ["official", "share_taxi", "minibus", "emergency_vehicle"] {
        assert_eq!(street(&[("access", closed)]), CLOSED, "{closed}");
        assert_eq!(street(&[("motorcar", closed)]), CLOSED, "{closed}");
    }
    let cycleway = [("highway", "cycleway"), ("bicycle", "official")];
    assert!(way_use(&Tags(&cycleway), TravelMode::Bicycle).is_some());
    assert_eq!(street(&[("construction", "yes")]), CLOSED);
    assert_eq!(street(&[("construction", "minor")]), BOTH);
    assert_eq!(street(&[("width", "1.8")]), CLOSED);
    // One lane in turn says nothing of a sense that the road has by nature.
    assert_eq!(open(&[("highway", "motorway"), ("oneway", "alternating")]), AHEAD);
    assert_eq!(street(&[("junction", "roundabout"), ("oneway", "alternating")]), AHEAD);
    // Water for most of the year, whoever is let onto the ice.
    assert_eq!(open(&[("highway", "ice_road"), ("motor_vehicle", "yes")]), CLOSED);
}

#[test]
fn a_track_is_for_the_ends_of_a_journey_unless_a_word_opens_it_to_all() {
    let local = |tags: &[(&str, &str)]| road(tags).unwrap().local;
    assert!(local(&[("highway", "track")]));
    assert!(local(&[("highway", "track"), ("tracktype", "grade1"), ("motor_vehicle", "destination")]));
    assert!(!local(&[("highway", "track"), ("motor_vehicle", "yes")]));
    assert!(!local(&[("highway", "track"), ("access", "permissive")]));
    assert!(!local(&[("highway", "unclassified"), ("tracktype", "grade2")]));
}

proptest::proptest! {
    #[test]
    fn no_tags_are_a_panic(
        values in proptest::collection::vec(("\\PC{0,16}", 0..24_usize), 0..6),
        highway in 0..8_usize,
    ) {
        const KEYS: [&str; 24] = [
            "access", "motor_vehicle:conditional", "oneway", "oneway:conditional", "maxspeed", "maxspeed:conditional",
            "surface", "duration", "interval", "opening_hours", "maxheight", "hov:lanes", "cycleway:left", "foot",
            "bicycle", "barrier", "direction", "sac_scale", "conveying", "junction", "service", "toll", "sidewalk",
            "maxspeed:type",
        ];
        let kinds = ["residential", "motorway", "footway", "steps", "cycleway", "service", "pedestrian", "path"];
        let mut tags: Vec<(&str, &str)> = values.iter().map(|(value, key)| (KEYS[*key], value.as_str())).collect();
        tags.push(("highway", kinds[highway]));
        for mode in TravelMode::ALL {
            if let Some(usage) = way_use(&Tags(&tags), mode) {
                let by_hour = usage.hourly.iter().any(|rule| rule.pace.is_some());
                assert!(usage.forward.is_some() || usage.backward.is_some() || by_hour);
            }
            node_use(&Tags(&tags), mode);
        }
    }
}

/// How many conditional tags on roads of the real extracts are understood.
#[test]
fn conditional_tags_of_real_extracts_are_mostly_understood() {
    let mut ways_by_mode = BTreeMap::new();
    let (mut rules, mut unread) = (0_u32, UnreadRules::default());
    let mut texts: BTreeMap<String, u32> = BTreeMap::new();
    for file in crate::graph::tests::extracts().unwrap_or_default() {
        let mut reader = PbfReader::open(&file).unwrap();
        reader
            .read(Kinds::WAYS_AND_RELATIONS, |element| {
                let OsmElement::Way(way) = element else { return };
                for mode in TravelMode::ALL {
                    let Some(usage) = way_use(&way.tags, mode) else { continue };
                    *ways_by_mode.entry(mode.name()).or_insert(0) += 1;
                    if mode == TravelMode::Car {
                        rules +=
                            way.tags.iter().filter(|(key, _)| key.ends_with(":conditional")).count() as u32;
                        unread += usage.unread;
                        if usage.unread.not_understood > 0 {
                            for (key, value) in way.tags.iter().filter(|(k, _)| k.ends_with(":conditional")) {
                                *texts.entry(format!("{key} = {value}")).or_default() += 1;
                            }
                        }
                    }
                }
            })
            .unwrap();
    }
    println!("{ways_by_mode:?}, {rules} conditional tags on roads for cars, {unread:?}");
    for (text, times) in texts {
        println!("{times:4} {text}");
    }
    assert!(unread.not_understood * 10 <= rules, "{unread:?} of {rules}");
}
