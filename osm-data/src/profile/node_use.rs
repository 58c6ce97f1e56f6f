//! What stands on a node: barriers that close a road, and signals and crossings that slow it.

use super::access::{Access, car_access};
use crate::pbf::Tags;
use crate::units::Millis;

/// What a node does to those who pass it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NodeUse {
    /// What kind of barrier stands there, if any.
    pub barrier: BarrierUse,
    /// How long it takes to pass.
    pub delay: NodeDelay,
}

/// Whether a barrier lets cars through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BarrierUse {
    /// Nothing in the way.
    #[default]
    None,
    /// Something that cars pass.
    Passable,
    /// Something that ends the road for cars.
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
    const fn both(millis: u32) -> Self {
        Self { forward: Millis(millis), backward: Millis(millis) }
    }
}

/// What a node with these tags does to a car.
pub fn node_use(tags: &Tags<'_>) -> NodeUse {
    if tags.is_empty() {
        return NodeUse::default();
    }
    let barrier = barrier_use(tags);
    let mut delay = signal_delay(tags);
    if barrier == BarrierUse::Passable {
        let extra = barrier_delay(tags);
        delay.forward.0 += extra;
        delay.backward.0 += extra;
    }
    NodeUse { barrier, delay }
}

/// The access tags of the barrier decide; without them its kind does.
fn barrier_use(tags: &Tags<'_>) -> BarrierUse {
    let Some(kind) = tags.get("barrier") else { return BarrierUse::None };
    match car_access(tags) {
        Some(Access::Yes | Access::Local) => return BarrierUse::Passable,
        Some(Access::No) => return BarrierUse::Closed,
        None => {}
    }
    match kind {
        "no" => BarrierUse::None,
        // Made for vehicles to pass. A gate without further word is taken as one that opens: most stand in front
        // of farms and yards, where the visited live; a locked one is tagged `access=no`.
        "gate" | "lift_gate" | "swing_gate" | "sliding_gate" | "hampshire_gate" | "cattle_grid"
        | "toll_booth" | "border_control" | "sally_port" | "entrance" | "height_restrictor" | "kerb"
        | "sump_buster" | "checkpoint" | "wire_gate" | "arch" | "spikes" | "coupure" => BarrierUse::Passable,
        // Bollards, blocks, chains, stiles, and every word not known: a car does not get through.
        _ => BarrierUse::Closed,
    }
}

/// What opening or passing a barrier takes, in milliseconds. Judged, not measured.
fn barrier_delay(tags: &Tags<'_>) -> u32 {
    match tags.get("barrier") {
        // Stop, get out or wait for it to open, drive on.
        Some("gate" | "swing_gate" | "sliding_gate" | "hampshire_gate" | "wire_gate") => 20_000,
        Some("lift_gate" | "toll_booth" | "checkpoint" | "sally_port") => 15_000,
        Some("border_control") => 60_000,
        Some("cattle_grid" | "height_restrictor") => 2_000,
        _ => 0,
    }
}

/// Signals, signs and crossings, in milliseconds: the average over those who must stop and those who need not.
/// Judged; predicted times from the map alone are about 15 % too short without such terms.
fn signal_delay(tags: &Tags<'_>) -> NodeDelay {
    let highway = tags.get("highway").unwrap_or_default();
    let direction =
        tags.first_of(&["traffic_signals:direction", "direction", "stop:direction"]).unwrap_or_default();
    let directed = |millis: u32| match direction {
        "forward" => NodeDelay { forward: Millis(millis), backward: Millis(0) },
        "backward" => NodeDelay { forward: Millis(0), backward: Millis(millis) },
        _ => NodeDelay::both(millis),
    };
    match highway {
        "traffic_signals" => directed(7_000),
        "stop" => directed(5_000),
        "give_way" => directed(2_000),
        "crossing" if tags.is("crossing", "traffic_signals") => NodeDelay::both(4_000),
        "crossing" if tags.is("crossing", "no") => NodeDelay::default(),
        "crossing" => NodeDelay::both(1_000),
        "mini_roundabout" | "traffic_mirror" => NodeDelay::both(2_000),
        _ if tags.is("railway", "level_crossing") => NodeDelay::both(4_000),
        _ if tags.get("traffic_calming").is_some_and(|v| v != "no") => NodeDelay::both(2_000),
        _ => NodeDelay::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn barrier(tags: &[(&str, &str)]) -> BarrierUse {
        node_use(&Tags(tags)).barrier
    }

    #[test]
    fn the_access_tags_of_a_barrier_decide_and_else_its_kind() {
        assert_eq!(barrier(&[("barrier", "gate")]), BarrierUse::Passable);
        assert_eq!(barrier(&[("barrier", "gate"), ("access", "no")]), BarrierUse::Closed);
        assert_eq!(barrier(&[("barrier", "bollard")]), BarrierUse::Closed);
        assert_eq!(barrier(&[("barrier", "bollard"), ("motor_vehicle", "yes")]), BarrierUse::Passable);
        assert_eq!(barrier(&[("barrier", "block"), ("foot", "yes")]), BarrierUse::Closed);
        assert_eq!(barrier(&[("barrier", "never_heard_of")]), BarrierUse::Closed);
        assert_eq!(barrier(&[("access", "no")]), BarrierUse::None);
    }

    #[test]
    fn a_signal_for_one_direction_delays_that_direction() {
        let delay =
            node_use(&Tags(&[("highway", "traffic_signals"), ("traffic_signals:direction", "backward")]))
                .delay;
        assert_eq!(delay, NodeDelay { forward: Millis(0), backward: Millis(7_000) });
        assert_eq!(node_use(&Tags(&[("highway", "street_lamp")])), NodeUse::default());
    }
}
