//! Way tags to their use by cars. The figures are in `figures.txt`.

use super::access::{Access, granted, plain_access};
use super::by_hour::{ByHour, Direction, Heading, NOT_AT_ALL, paces, rules};
use super::classify::{ZONE_KEYS, is_no_road, is_roundabout, kind_of, limit_is_urban, wheels_pass};
use super::conditional::UnreadRules;
use super::ferry::ferry_use;
use super::figures::{ClassFigures, figures};
use super::limit::{self, parse_limit};
use super::oneway::{self, alternates};
use super::size::{self, fits};
use super::{Pace, Speed, TravelMode, WayUse};
use crate::pbf::Tags;
use crate::units::Millis;

/// What a way with these tags is to a car; `None` when it is no road, or closed at every hour.
pub(super) fn car_use(tags: &Tags<'_>) -> Option<WayUse> {
    let Some(highway) = tags.get("highway") else { return ferry_use(tags, TravelMode::Car) };
    let passable = !is_no_road(tags) && wheels_pass(tags) && !tags.is("area", "yes") && fits(tags);
    if !passable || is_for_several_in_a_car(tags) {
        return None;
    }
    let known = figures().car.classes.get(highway).filter(|_| highway != "path");
    let invited_only = known.is_none() || tags.is("service", "emergency_access");
    if invited_only && never_for_cars(highway) {
        return None;
    }
    let class = known.or_else(|| figures().car.classes.get("path"))?;
    let slips = limit::not_understood(tags) + size::not_understood(tags);
    let mut unread = UnreadRules { not_understood: slips, ..UnreadRules::default() };
    let mut local = false;
    let mut direction = |heading| {
        let granted = granted(tags, TravelMode::Car, heading, invited_only, &mut unread);
        local |= granted.local;
        Direction {
            admitted: granted.admitted,
            open: oneway::open(tags, &oneway::CAR_KEYS, heading, &mut unread),
            pace: limits(tags, class, heading, &mut unread)
                .map(|limit| Pace::Drive(achieved(limit, class, heading, tags))),
        }
    };
    let (forward, backward) = (direction(Heading::Forward), direction(Heading::Backward));
    // Nobody clears a field track of snow for those who pass; a word that opens it to all makes it a road.
    local |= highway == "track" && plain_access(tags, TravelMode::Car) != Some(Access::Yes);
    let (forward, backward, hourly) = paces(&forward, &backward, &NOT_AT_ALL)?;
    let alternating = alternates(tags, &oneway::CAR_KEYS);
    let stopping_barred = matches!(highway, "motorway" | "motorway_link")
        || tags.is("motorroad", "yes")
        || tags.is("tunnel", "yes");
    Some(WayUse {
        forward,
        backward,
        can_stop: !stopping_barred,
        local,
        kind: kind_of(highway, tags, TravelMode::Car, local),
        wait: if alternating { figures().car.alternating_wait } else { Millis(0) },
        hourly,
        unread,
    })
}

/// Lanes for cars with passengers: a nurse who drives alone may not use them.
fn is_for_several_in_a_car(tags: &Tags<'_>) -> bool {
    let alone = figures().car.size.people < 2;
    let all_lanes = |lanes: &str| lanes.split('|').all(|lane| lane == "designated");
    alone && (tags.is("hov", "designated") || tags.get("hov:lanes").is_some_and(all_lanes))
}

/// Where no sign lets a car in: what looks like an invitation is a slip of the pen.
fn never_for_cars(highway: &str) -> bool {
    matches!(
        highway,
        "steps" | "elevator" | "corridor" | "platform" | "via_ferrata" | "raceway" | "escape" | "ladder"
    )
}

/// The limit in one direction with what changes by the hour, by the most specific tag that is understood.
fn limits(
    tags: &Tags<'_>,
    class: &ClassFigures,
    heading: Heading,
    unread: &mut UnreadRules,
) -> ByHour<Speed> {
    let keys = match heading {
        Heading::Forward => {
            ["maxspeed:motorcar:forward", "maxspeed:motorcar", "maxspeed:forward", "maxspeed"]
        }
        Heading::Backward => {
            ["maxspeed:motorcar:backward", "maxspeed:motorcar", "maxspeed:backward", "maxspeed"]
        }
    };
    let unsaid = || {
        let zone = ZONE_KEYS.iter().find_map(|key| parse_limit(tags.get(key)?));
        zone.unwrap_or(if limit_is_urban(tags) { class.urban } else { class.rural })
    };
    rules(tags, &keys, heading, |value, _| parse_limit(value), unread)
        .unwrap_or(ByHour::constant(None))
        .map(|limit| limit.unwrap_or_else(unsaid))
}

/// The speed reckoned with under a limit.
fn achieved(limit: Speed, class: &ClassFigures, heading: Heading, tags: &Tags<'_>) -> Speed {
    let car = &figures().car;
    let advised = match heading {
        Heading::Forward => ["maxspeed:advisory:forward", "maxspeed:advisory"],
        Heading::Backward => ["maxspeed:advisory:backward", "maxspeed:advisory"],
    };
    let advised = advised.iter().find_map(|key| parse_limit(tags.get(key)?));
    let caps = [
        tags.get("surface").and_then(|surface| car.surface.get(surface)),
        tags.get("smoothness").and_then(|smoothness| car.smoothness.get(smoothness)),
        tags.get("tracktype").and_then(|tracktype| car.tracktype.get(tracktype)),
        tags.get("service").and_then(|service| car.service.get(service)),
        is_roundabout(tags).then_some(&car.roundabout),
        tags.is("ford", "yes").then_some(&car.ford),
        advised.as_ref(),
    ];
    let free = limit.min(car.fastest).percent(class.percent).min(class.cap);
    caps.into_iter().flatten().fold(free, |speed, cap| speed.min(*cap)).max(car.slowest)
}
