//! From tags to the kind of road: class, built-up area, surface.

use super::figures::figures;
use super::limit::{parse_limit, says_built_up};
use super::{RoadClass, RoadKind, RoadTrait, TravelMode};
use crate::pbf::Tags;

/// Tags that tell a zone by name.
pub(super) const ZONE_KEYS: [&str; 4] = ["maxspeed:type", "source:maxspeed", "zone:maxspeed", "zone:traffic"];

/// Ways with a `highway` tag that nobody can use, whatever else they say: not there yet, or no more.
pub(super) fn is_no_road(tags: &Tags<'_>) -> bool {
    matches!(
        tags.get("highway"),
        Some("construction" | "proposed" | "planned" | "razed" | "abandoned" | "disused" | "demolished" | "no")
    ) || tags.get("construction").is_some_and(|what| !matches!(what, "no" | "minor" | "widening"))
        || tags.is("impassable", "yes")
        || tags.is("status", "impassable")
        // Over ice and snow: there for some weeks of some winters, and water in between.
        || ["winter_road", "ice_road"].iter().any(|road| tags.is(road, "yes") || tags.is("highway", road))
}

/// Whether two-wheelers and cars come through at all.
pub(super) fn wheels_pass(tags: &Tags<'_>) -> bool {
    !tags.is("smoothness", "impassable") && tags.get("conveying").is_none_or(|v| v == "no")
}

pub(super) fn is_roundabout(tags: &Tags<'_>) -> bool {
    matches!(tags.get("junction"), Some("roundabout" | "circular"))
}

/// The kind of a road with this `highway` value.
pub(super) fn kind_of(highway: &str, tags: &Tags<'_>, mode: TravelMode, local: bool) -> RoadKind {
    let (class, link) = class_of(highway);
    RoadKind::new(class)
        .with(RoadTrait::Link, link)
        .with(RoadTrait::Roundabout, is_roundabout(tags))
        .with(RoadTrait::Unpaved, is_unpaved(class, tags))
        .with(RoadTrait::BuiltUp, is_built_up(class, tags))
        .with(RoadTrait::Toll, asks_toll(tags, mode))
        .with(RoadTrait::Tunnel, tags.is("tunnel", "yes"))
        .with(RoadTrait::Bridge, tags.get("bridge").is_some_and(|v| v != "no"))
        .with(RoadTrait::Local, local)
}

/// The class of a `highway` value, and whether it is a slip road.
fn class_of(highway: &str) -> (RoadClass, bool) {
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
    (class, link)
}

fn asks_toll(tags: &Tags<'_>, mode: TravelMode) -> bool {
    let keys: &[&str] = match mode {
        TravelMode::Car => &["toll:motorcar", "toll:motor_vehicle", "toll"],
        TravelMode::Bicycle => &["toll:bicycle"],
        TravelMode::Foot => &["toll:foot"],
    };
    tags.first_of(keys) == Some("yes")
}

/// What the tags say of the ground; a track of which nothing is said is not asphalted.
fn is_unpaved(class: RoadClass, tags: &Tags<'_>) -> bool {
    match (tags.get("surface"), tags.get("tracktype")) {
        (Some(surface), _) => matches!(
            surface,
            "unpaved"
                | "compacted"
                | "fine_gravel"
                | "gravel"
                | "pebblestone"
                | "ground"
                | "dirt"
                | "earth"
                | "grass"
                | "sand"
                | "mud"
                | "clay"
                | "woodchips"
                | "snow"
                | "ice"
                | "salt"
                | "rock"
                | "stone"
        ),
        (None, Some(tracktype)) => tracktype != "grade1",
        (None, None) => class == RoadClass::Track,
    }
}

/// Within a built-up area as far as tags tell, for the traffic to expect: a zone, houses, a low limit, street lights.
fn is_built_up(class: RoadClass, tags: &Tags<'_>) -> bool {
    let limit = tags.get("maxspeed").and_then(parse_limit);
    says_zone(tags).unwrap_or_else(|| {
        matches!(class, RoadClass::Residential | RoadClass::Slow)
            || (class >= RoadClass::Minor && limit.is_some_and(|limit| limit <= figures().built_up_limit))
            || shows_a_town(tags)
    })
}

/// Within a built-up area, for the limit where none is tagged: a zone decides, and else street lights and pavements.
pub(super) fn limit_is_urban(tags: &Tags<'_>) -> bool {
    says_zone(tags).unwrap_or_else(|| shows_a_town(tags))
}

fn says_zone(tags: &Tags<'_>) -> Option<bool> {
    let zone = |key: &&str| says_built_up(tags.get(key)?);
    zone(&"maxspeed").or_else(|| ZONE_KEYS.iter().find_map(zone))
}

/// Nobody maps where towns begin; street lights and pavements betray them.
fn shows_a_town(tags: &Tags<'_>) -> bool {
    tags.is("lit", "yes")
        || ["sidewalk", "sidewalk:both", "sidewalk:left", "sidewalk:right"]
            .iter()
            .any(|key| matches!(tags.get(key), Some("both" | "left" | "right" | "separate" | "yes")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(tags: &[(&str, &str)]) -> RoadKind {
        let tags = Tags(tags);
        kind_of(tags.get("highway").unwrap(), &tags, TravelMode::Car, false)
    }

    #[test]
    fn kinds_are_read_from_tags() {
        let link = kind(&[("highway", "primary_link"), ("toll", "yes"), ("bridge", "viaduct")]);
        assert_eq!(link.class(), RoadClass::Primary);
        assert!(link.has(RoadTrait::Link) && link.has(RoadTrait::Toll) && link.has(RoadTrait::Bridge));
        assert!(!link.has(RoadTrait::BuiltUp));
        assert!(kind(&[("highway", "track")]).has(RoadTrait::Unpaved));
        assert!(!kind(&[("highway", "track"), ("surface", "asphalt")]).has(RoadTrait::Unpaved));
        assert!(kind(&[("highway", "tertiary"), ("surface", "gravel")]).has(RoadTrait::Unpaved));
        assert_eq!(kind(&[("highway", "steps")]).class(), RoadClass::Path);
    }

    #[test]
    fn towns_are_told_by_zone_limit_and_light() {
        let in_town = |tags: &[(&str, &str)]| kind(tags).has(RoadTrait::BuiltUp);
        assert!(in_town(&[("highway", "residential")]));
        assert!(in_town(&[("highway", "primary"), ("maxspeed", "50")]));
        assert!(!in_town(&[("highway", "primary"), ("maxspeed", "70")]));
        assert!(in_town(&[("highway", "primary"), ("maxspeed", "70"), ("lit", "yes")]));
        assert!(!in_town(&[("highway", "primary"), ("maxspeed:type", "SE:rural"), ("lit", "yes")]));
        assert!(in_town(&[("highway", "tertiary"), ("maxspeed", "SE:urban")]));
    }
}
