//! Looks to tags, worded as Swedish mappers word them.

use super::engrave::NodeTag;
use super::name;
use super::sketch::{Class, Extra, Look, Sense, Settlement};
use std::borrow::Cow;

/// Tags of one element.
pub(super) type TagList = Vec<(&'static str, Cow<'static, str>)>;

/// The tags of a way.
pub(super) fn way_tags(look: &Look, settlements: &[Settlement]) -> TagList {
    let mut tags = TagList::new();
    let mut put = |key: &'static str, value: &'static str| tags.push((key, Cow::Borrowed(value)));
    let vary = |values: &[&'static str]| values[look.variety as usize % values.len()];
    match look.class {
        Class::Motorway => {
            put("highway", "motorway");
            put("maxspeed", "110");
            put("ref", "E 20");
            put("lanes", "2");
        }
        Class::MotorwayLink => {
            put("highway", "motorway_link");
            put("maxspeed", "70");
        }
        Class::Trunk => {
            put("highway", "trunk");
            put("maxspeed", "80");
            put("ref", "E 20");
        }
        Class::Primary => {
            put("highway", "primary");
            put("maxspeed", if look.urban { "50" } else { vary(&["80", "100", "80", "90"]) });
            put("ref", vary(&["42", "44", "47", "49"]));
        }
        Class::Secondary => {
            put("highway", "secondary");
            put("maxspeed", if look.urban { vary(&["50", "60", "40"]) } else { vary(&["80", "70"]) });
            put("ref", vary(&["181", "183", "186", "190", "195"]));
        }
        Class::Tertiary => {
            put("highway", "tertiary");
            match (look.urban, look.variety % 4) {
                (true, 0) => put("maxspeed:type", "SE:urban"),
                (true, _) => put("maxspeed", vary(&["40", "50"])),
                (false, 0) => put("maxspeed:type", "SE:rural"),
                (false, 1) => {}
                (false, _) => put("maxspeed", vary(&["70", "80", "50"])),
            }
        }
        Class::Unclassified => {
            put("highway", "unclassified");
            match look.variety % 5 {
                0 | 1 => put("surface", "gravel"),
                2 => put("maxspeed", "70"),
                3 => put("source:maxspeed", "SE:rural"),
                _ => put("maxspeed", "50"),
            }
        }
        Class::Residential => {
            put("highway", "residential");
            match look.variety % 5 {
                0 => put("maxspeed", "40"),
                1 | 2 => put("maxspeed", "30"),
                3 => put("source:maxspeed", "SE:urban"),
                _ => put("lit", "yes"),
            }
        }
        Class::Living => put("highway", "living_street"),
        Class::Service => {
            put("highway", "service");
            if look.variety.is_multiple_of(2) {
                put("service", "parking_aisle");
            }
        }
        Class::Driveway => {
            put("highway", "service");
            put("service", "driveway");
            if !look.variety.is_multiple_of(3) {
                put("access", "private");
            }
            if look.variety.is_multiple_of(4) {
                put("surface", "gravel");
            }
        }
        Class::Track => {
            put("highway", "track");
            put("tracktype", vary(&["grade2", "grade3", "grade1", "grade4"]));
            put("surface", vary(&["gravel", "ground", "compacted"]));
        }
        Class::Ferry => {
            put("route", "ferry");
            put("motor_vehicle", "yes");
            put("foot", "yes");
            put("bicycle", "yes");
        }
        Class::Roundabout => {
            put("highway", "tertiary");
            put("junction", "roundabout");
            put("maxspeed", "40");
        }
        Class::River => {
            put("waterway", "river");
            put("name", "Rondån");
        }
        // The outline of the sea belongs to a relation that says what it is.
        Class::Coast => {}
        Class::Island => put("place", "island"),
        Class::Lake => {
            put("natural", "water");
            put("water", "lake");
        }
    }
    match look.extra {
        Extra::Bridge => {
            put("bridge", "yes");
            put("layer", "1");
        }
        Extra::None | Extra::Bollard | Extra::Gate => {}
    }
    if look.sense == Sense::Forward {
        put("oneway", "yes");
    }
    let settlement = settlements.get(look.place as usize).map_or("", |s| s.name.as_str());
    match look.class {
        Class::Ferry => {
            tags.push(("duration", format!("{:02}:{:02}", look.variety / 60, look.variety % 60).into()));
            tags.push(("name", format!("{settlement}leden").into()));
        }
        Class::Island => tags.push(("name", settlement.to_owned().into())),
        Class::Lake => tags.push(("name", format!("{settlement}sjön").into())),
        _ if look.name != Look::NO_NAME => tags.push(("name", name::street(look.name).into())),
        _ => {}
    }
    tags
}

/// The tags of a node.
pub(super) fn node_tags(tag: NodeTag, settlements: &[Settlement]) -> TagList {
    let settlement = |place: u32| &settlements[place as usize];
    let plain = |key: &'static str, value: &'static str| vec![(key, Cow::Borrowed(value))];
    match tag {
        NodeTag::Signals => plain("highway", "traffic_signals"),
        NodeTag::Crossing => {
            vec![("highway", Cow::Borrowed("crossing")), ("crossing", Cow::Borrowed("uncontrolled"))]
        }
        NodeTag::TurningCircle => plain("highway", "turning_circle"),
        NodeTag::Bollard => plain("barrier", "bollard"),
        NodeTag::Gate => plain("barrier", "gate"),
        NodeTag::Settlement { place } => {
            let kind = match settlement(place).size {
                0..20 => "hamlet",
                20..400 => "village",
                _ => "town",
            };
            vec![("place", Cow::Borrowed(kind)), ("name", settlement(place).name.clone().into())]
        }
        NodeTag::Hospital { place } => vec![
            ("amenity", Cow::Borrowed("hospital")),
            ("name", format!("{} sjukhus", settlement(place).name).into()),
        ],
        NodeTag::HealthCentre { place, number } => {
            let kind = if number % 2 == 0 { "clinic" } else { "doctors" };
            let which = if number == 0 { settlement(place).name.clone() } else { name::street(number * 7) };
            vec![("amenity", Cow::Borrowed(kind)), ("name", format!("Vårdcentralen {which}").into())]
        }
        NodeTag::Address { place, street, number } => vec![
            ("addr:housenumber", number.to_string().into()),
            ("addr:street", name::street(street).into()),
            ("addr:postcode", postcode(place).into()),
            ("addr:city", settlement(place).name.clone().into()),
        ],
    }
}

/// A postcode in the form and number range of western Sweden, one for each settlement.
fn postcode(place: u32) -> String {
    let number = 44_010 + place * 7 % 12_000;
    format!("{} {:02}", number / 100, number % 100)
}
