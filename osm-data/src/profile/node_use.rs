//! What stands on a node: barriers that close a road, and signals and crossings that slow it.

use super::TravelMode;
use super::access::{Access, plain_access};
use super::figures::{NodeFigures, figures};
use super::size::fits_through;
use crate::pbf::Tags;
use crate::units::Millis;

/// What a node does to those who pass it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NodeUse {
    /// What kind of barrier stands there, if any.
    pub barrier: BarrierUse,
    /// How long it takes to pass.
    pub delay: NodeDelay,
    /// Whether traffic signals rule the junction at the node.
    pub signals: bool,
    /// Whether lamps stand there: such signals, or those of a crossing.
    pub lamps: bool,
    /// Whether the road is widened there to turn round in.
    pub turning_place: bool,
    /// Rules by the hour of what stands there, read and not applied.
    pub hourly: u32,
}

/// Whether a barrier lets the mode through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BarrierUse {
    /// Nothing in the way.
    #[default]
    None,
    /// Something that is passed.
    Passable,
    /// Something that ends the road.
    Closed,
}

/// Time that passing a node takes, by the direction in which the way is travelled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NodeDelay {
    /// Travelling along the drawing order of the way.
    pub forward: Millis,
    /// Travelling against it.
    pub backward: Millis,
}

impl NodeDelay {
    const fn both(millis: Millis) -> Self {
        Self { forward: millis, backward: millis }
    }
}

/// What a node with these tags does to a mode of travel.
pub fn node_use(tags: &Tags<'_>, mode: TravelMode) -> NodeUse {
    if tags.is_empty() {
        return NodeUse::default();
    }
    let figures = match mode {
        TravelMode::Car => &figures().car.nodes,
        TravelMode::Bicycle => &figures().bicycle.nodes,
        TravelMode::Foot => &figures().foot.nodes,
    };
    let barrier = barrier_use(tags, mode);
    let mut delay = signal_delay(tags, figures);
    if barrier == BarrierUse::Passable {
        let extra =
            barrier_kind(tags).and_then(|kind| figures.barriers.get(kind)).map_or(0, |millis| millis.0);
        delay.forward.0 += extra;
        delay.backward.0 += extra;
    }
    let highway = tags.get("highway");
    let turning_place = matches!(highway, Some("turning_circle" | "turning_loop" | "mini_roundabout"));
    let signals = highway == Some("traffic_signals");
    let lamps = signals || is_crossing_with_lamps(tags);
    NodeUse { barrier, delay, signals, lamps, turning_place, hourly: rules_by_hour(tags) }
}

/// How many tags of a barrier speak of hours or other conditions: it stands as its plain tags say.
fn rules_by_hour(tags: &Tags<'_>) -> u32 {
    let speaks = |key: &str| key == "opening_hours" || key.ends_with(":conditional");
    if tags.get("barrier").is_none() {
        return 0;
    }
    tags.iter().filter(|(key, _)| speaks(key)).count() as u32
}

/// How the waits at lamps that follow each other on a road add up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LampRule {
    /// Lamps up to so many metres apart belong to one junction: the longest wait counts.
    pub junction: f64,
    /// Junctions up to so many metres apart are run in step.
    pub reach: f64,
    /// What a junction in step costs at most.
    pub in_step: Millis,
}

/// The rule for a mode of travel; `None` for those whose pace no green wave is set for: they wait at each.
pub fn lamp_rule(mode: TravelMode) -> Option<LampRule> {
    let lamps = &figures().car.lamps;
    let metres = |millimetres: u32| f64::from(millimetres) / 1000.0;
    (mode == TravelMode::Car).then(|| LampRule {
        junction: metres(lamps.junction),
        reach: metres(lamps.reach),
        in_step: lamps.in_step,
    })
}

/// The access tags of the barrier decide; without them its kind does.
fn barrier_use(tags: &Tags<'_>, mode: TravelMode) -> BarrierUse {
    let said = plain_access(tags, mode);
    let Some(kind) = barrier_kind(tags) else {
        let closes = said == Some(Access::No) && !tags.iter().any(|(key, value)| is_about_else(key, value));
        return if closes { BarrierUse::Closed } else { BarrierUse::None };
    };
    if mode == TravelMode::Car && !fits_through(tags) {
        return BarrierUse::Closed;
    }
    match said {
        // Who lives behind a private gate opens it to a nurse.
        Some(Access::Yes | Access::Local) if !tags.is("locked", "yes") => return BarrierUse::Passable,
        Some(Access::Yes) => return BarrierUse::Passable,
        Some(Access::No) => return BarrierUse::Closed,
        Some(Access::Local) | None => {}
    }
    if kind == "no" {
        return BarrierUse::None;
    }
    let stops = mode == TravelMode::Car && kind == "kerb" && !is_driven_over(tags);
    if tags.is("locked", "yes") || stops || !lets_through(kind, mode) {
        return BarrierUse::Closed;
    }
    BarrierUse::Passable
}

/// What stands there: the value of `barrier`, or a better one where another tag tells that it moves or is none.
fn barrier_kind<'t>(tags: &Tags<'t>) -> Option<&'t str> {
    match tags.get("barrier")? {
        "bollard" if tags.is("bollard", "rising") => Some("rising_bollard"),
        // A sound that keeps cattle in.
        "fence" if matches!(tags.get("sensory"), Some("audible" | "audio")) => Some("no"),
        kind => Some(kind),
    }
}

/// Whether wheels roll over a kerb: a low one, and the one of a crossing, which lies beside the road.
fn is_driven_over(tags: &Tags<'_>) -> bool {
    matches!(tags.get("kerb"), Some("lowered" | "flush" | "rolled" | "no")) || tags.is("highway", "crossing")
}

/// Whether a barrier of this kind is passed. A gate without further word is taken as one that opens: most stand in
/// front of farms and yards, where the visited live; a locked one is tagged so, or `access=no`.
fn lets_through(kind: &str, mode: TravelMode) -> bool {
    let for_all = matches!(
        kind,
        "gate"
            | "lift_gate"
            | "swing_gate"
            | "sliding_gate"
            | "sliding_beam"
            | "hampshire_gate"
            | "cattle_grid"
            | "toll_booth"
            | "border_control"
            | "sally_port"
            | "entrance"
            | "height_restrictor"
            | "kerb"
            | "sump_buster"
            | "checkpoint"
            | "wire_gate"
            | "arch"
            | "spikes"
            | "coupure"
            | "wicket_gate"
            | "bump_gate"
            | "rising_bollard"
    );
    let for_bicycles = matches!(
        kind,
        "bollard"
            | "cycle_barrier"
            | "motorcycle_barrier"
            | "chain"
            | "rope"
            | "bus_trap"
            | "block"
            | "jersey_barrier"
            | "planter"
            | "kissing_gate"
            | "stile"
            | "log"
            | "debris"
            | "bar"
            | "tyres"
            | "swing_bollard"
    );
    let for_walkers = matches!(
        kind,
        "turnstile" | "full-height_turnstile" | "horse_stile" | "step" | "door" | "tank_trap" | "yes"
    );
    match mode {
        // Bollards, blocks, chains, stiles, and every word not known: a car does not get through.
        TravelMode::Car => for_all,
        TravelMode::Bicycle => for_all || for_bicycles,
        TravelMode::Foot => for_all || for_bicycles || for_walkers,
    }
}

/// Whether a word on access beside this tag is not on the road itself, which must not be cut by it: on a crossing, a bus
/// stop, a station. `official` alone marks where officials turn round on a motorway (so in Vermont).
fn is_about_else(key: &str, value: &str) -> bool {
    value == "official"
        || matches!(
            key,
            "highway"
                | "crossing"
                | "public_transport"
                | "railway"
                | "amenity"
                | "shop"
                | "tourism"
                | "leisure"
                | "man_made"
                | "natural"
                | "power"
                | "emergency"
                | "entrance"
                | "traffic_calming"
                | "traffic_sign"
        )
}

fn is_crossing_with_lamps(tags: &Tags<'_>) -> bool {
    tags.is("highway", "crossing")
        && (tags.is("crossing", "traffic_signals") || tags.is("crossing:signals", "yes"))
}

/// Signals, signs and crossings: the average over those who must stop and those who need not.
fn signal_delay(tags: &Tags<'_>, figures: &NodeFigures) -> NodeDelay {
    let direction =
        tags.first_of(&["traffic_signals:direction", "direction", "stop:direction"]).unwrap_or_default();
    let directed = |millis: Millis| match direction {
        "forward" => NodeDelay { forward: millis, backward: Millis(0) },
        "backward" => NodeDelay { forward: Millis(0), backward: millis },
        _ => NodeDelay::both(millis),
    };
    match tags.get("highway").unwrap_or_default() {
        "traffic_signals" => directed(figures.signals),
        "stop" => directed(figures.stop),
        "give_way" => directed(figures.give_way),
        "crossing" if is_crossing_with_lamps(tags) => NodeDelay::both(figures.crossing_signals),
        "crossing" if tags.is("crossing", "no") => NodeDelay::default(),
        "crossing" => NodeDelay::both(figures.crossing),
        "mini_roundabout" => NodeDelay::both(figures.mini_roundabout),
        "elevator" => NodeDelay::both(figures.elevator),
        _ if tags.is("railway", "level_crossing") => NodeDelay::both(figures.level_crossing),
        // An island or a painted line brakes nobody.
        _ if tags
            .get("traffic_calming")
            .is_some_and(|v| !matches!(v, "no" | "island" | "rumble_strip" | "painted_island")) =>
        {
            NodeDelay::both(figures.calming)
        }
        _ => NodeDelay::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn barrier(tags: &[(&str, &str)]) -> BarrierUse {
        node_use(&Tags(tags), TravelMode::Car).barrier
    }

    #[test]
    fn the_access_tags_of_a_barrier_decide_and_else_its_kind() {
        assert_eq!(barrier(&[("barrier", "gate")]), BarrierUse::Passable);
        assert_eq!(barrier(&[("barrier", "gate"), ("access", "no")]), BarrierUse::Closed);
        assert_eq!(barrier(&[("barrier", "gate"), ("access", "private")]), BarrierUse::Passable);
        assert_eq!(barrier(&[("barrier", "gate"), ("locked", "yes")]), BarrierUse::Closed);
        assert_eq!(
            barrier(&[("barrier", "gate"), ("locked", "yes"), ("motor_vehicle", "yes")]),
            BarrierUse::Passable
        );
        assert_eq!(barrier(&[("barrier", "wall"), ("access", "yes")]), BarrierUse::Passable);
        assert_eq!(barrier(&[("barrier", "bollard")]), BarrierUse::Closed);
        assert_eq!(barrier(&[("barrier", "bollard"), ("motor_vehicle", "yes")]), BarrierUse::Passable);
        assert_eq!(barrier(&[("barrier", "block"), ("foot", "yes")]), BarrierUse::Closed);
        assert_eq!(barrier(&[("barrier", "never_heard_of")]), BarrierUse::Closed);
        assert_eq!(barrier(&[("barrier", "no")]), BarrierUse::None);
    }

    #[test]
    fn what_moves_is_low_or_only_sounds_lets_a_car_through() {
        // features/car/barrier.feature of OSRM.
        let passes = |tags: &[(&str, &str)]| barrier(tags) != BarrierUse::Closed;
        assert!(passes(&[("barrier", "bollard"), ("bollard", "rising")]));
        assert!(!passes(&[("barrier", "bollard"), ("bollard", "removable")]));
        assert!(passes(&[("barrier", "fence"), ("sensory", "audible")]));
        for (kerb, open) in [("lowered", true), ("flush", true), ("raised", false), ("yes", false)] {
            assert_eq!(passes(&[("barrier", "kerb"), ("kerb", kerb)]), open, "{kerb}");
        }
        assert!(!passes(&[("barrier", "kerb")]));
        assert!(passes(&[("barrier", "kerb"), ("highway", "crossing"), ("kerb", "yes")]));
        let kerb = node_use(&Tags(&[("barrier", "kerb"), ("kerb", "raised")]), TravelMode::Foot);
        assert_eq!(kerb.barrier, BarrierUse::Passable);
        for (height, open) in [("1", false), ("3", true), ("default", true)] {
            assert_eq!(passes(&[("barrier", "height_restrictor"), ("maxheight", height)]), open, "{height}");
        }
    }

    #[test]
    fn a_word_on_a_node_closes_and_one_beside_a_crossing_does_not() {
        // features/car/access.feature of OSRM closes all of them; a crossing's tags are about the crossing.
        assert_eq!(barrier(&[("access", "no")]), BarrierUse::Closed);
        assert_eq!(barrier(&[("access", "no"), ("name", "Baustelle")]), BarrierUse::Closed);
        assert_eq!(barrier(&[("access", "official")]), BarrierUse::None);
        assert_eq!(barrier(&[("access", "no"), ("motor_vehicle", "yes")]), BarrierUse::None);
        assert_eq!(barrier(&[("access", "private")]), BarrierUse::None);
        assert_eq!(barrier(&[("highway", "crossing"), ("vehicle", "no")]), BarrierUse::None);
    }

    #[test]
    fn hours_of_a_barrier_are_counted() {
        let hourly = |tags: &[(&str, &str)]| node_use(&Tags(tags), TravelMode::Car).hourly;
        assert_eq!(hourly(&[("barrier", "lift_gate"), ("opening_hours", "Mo-Fr 06:00-18:00")]), 1);
        assert_eq!(
            hourly(&[("barrier", "bollard"), ("motor_vehicle:conditional", "yes @ (18:00-10:00)")]),
            1
        );
        assert_eq!(hourly(&[("amenity", "cafe"), ("opening_hours", "Mo-Fr 06:00-18:00")]), 0);
    }

    #[test]
    fn bicycles_pass_bollards_and_walkers_pass_turnstiles() {
        let passes = |kind: &str| {
            TravelMode::ALL
                .map(|mode| node_use(&Tags(&[("barrier", kind)]), mode).barrier == BarrierUse::Passable)
        };
        assert_eq!(passes("gate"), [true, true, true]);
        assert_eq!(passes("bollard"), [false, true, true]);
        assert_eq!(passes("turnstile"), [false, false, true]);
        assert_eq!(passes("fence"), [false, false, false]);
    }

    #[test]
    fn a_signal_for_one_direction_delays_that_direction() {
        let signal = [("highway", "traffic_signals"), ("traffic_signals:direction", "backward")];
        let usage = node_use(&Tags(&signal), TravelMode::Car);
        assert_eq!(usage.delay, NodeDelay { forward: Millis(0), backward: figures().car.nodes.signals });
        assert!(usage.signals);
        assert!(!node_use(&Tags(&[("highway", "crossing")]), TravelMode::Foot).signals);
        assert_eq!(node_use(&Tags(&[("highway", "street_lamp")]), TravelMode::Car), NodeUse::default());
    }
}
