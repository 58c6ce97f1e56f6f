//! What an import read, used and left out: counted, so that nothing is lost in silence.

use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

/// Counts of one import, kept in the map file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub struct ImportStatistics {
    /// Nodes in the file.
    pub nodes_read: u64,
    /// Ways in the file.
    pub ways_read: u64,
    /// Relations in the file.
    pub relations_read: u64,
    /// Nodes with coordinates that are not on the earth, treated as missing.
    pub nodes_off_earth: u64,
    /// Ways open to the mode of travel.
    pub ways_used: u64,
    /// Of these, ferry lines.
    pub ferry_ways: u64,
    /// Of these, ways for residents, visitors and deliveries only.
    pub local_ways: u64,
    /// Of these, ways with conditional tags.
    pub conditional_ways: u64,
    /// Clauses of conditional tags that were not understood, and not applied.
    pub clauses_not_understood: u64,
    /// Clauses of conditional tags that speak of what is not modelled (weather, weight, holidays), and were not applied.
    pub clauses_set_aside: u64,
    /// References from used ways to nodes that are not in the file; the way is cut there.
    pub missing_nodes: u64,
    /// Barriers on used ways that end the road.
    pub barriers_closed: u64,
    /// Barriers on used ways that are passed.
    pub barriers_passable: u64,
    /// Junctions and way ends.
    pub vertices: u64,
    /// Stretches of road between them.
    pub segments: u64,
    /// Nodes of the routing graph: lanes, those that remember a turn or an arrival included.
    pub nodes: u64,
    /// Turns from one lane into another.
    pub turns: u64,
    /// Lanes with a rule by the hour.
    pub hourly_lanes: u64,
    /// Public lanes, some more than once, that are reached over local ones alone, or that one does not get round to
    /// again: they are no way through either.
    pub enclosed_lanes: u64,
    /// Turn restrictions applied.
    pub restrictions_used: u64,
    /// Not applied: for other modes, or cars are excepted.
    pub restrictions_other_modes: u64,
    /// Of all read, those that hold at certain hours only.
    pub restrictions_hourly: u64,
    /// Not applied: under a condition that is not understood or not modelled.
    pub restrictions_conditional: u64,
    /// Not applied: the value is not known.
    pub restrictions_unknown_value: u64,
    /// Not applied: it lacks a from, via or to, or has several where one is asked for.
    pub restrictions_incomplete: u64,
    /// Not applied, or only as far as the others go: a member is not in the file, or closed to this mode, so that nothing
    /// is left to forbid.
    pub restrictions_member_absent: u64,
    /// Not applied: the members do not meet, or a one-way already forbids the turn.
    pub restrictions_disconnected: u64,
    /// Not applied: a member runs through the junction, so that it is not clear which part is meant.
    pub restrictions_ambiguous: u64,
    /// Junctions where restrictions together leave no way on, for those who come from some direction.
    pub restriction_dead_ends: u64,
    /// Connected parts of the network that are kept.
    pub components_kept: u64,
    /// Segments that no place is joined to, since one cannot get there and away again within a kept part.
    pub segments_dropped: u64,
    /// Length of those, in metres.
    pub metres_dropped: u64,
    /// Length of all segments, in metres.
    pub metres_total: u64,
}

impl ImportStatistics {
    /// Every count with its name in plain words, in the order of the type.
    pub fn lines(&self) -> Vec<(&'static str, u64)> {
        vec![
            ("nodes read", self.nodes_read),
            ("ways read", self.ways_read),
            ("relations read", self.relations_read),
            ("nodes off the earth", self.nodes_off_earth),
            ("ways used", self.ways_used),
            ("ferry ways", self.ferry_ways),
            ("local ways (private, destination, delivery)", self.local_ways),
            ("ways with conditional tags", self.conditional_ways),
            ("conditions not understood (not applied)", self.clauses_not_understood),
            ("conditions not modelled (not applied)", self.clauses_set_aside),
            ("missing nodes", self.missing_nodes),
            ("barriers closed", self.barriers_closed),
            ("barriers passable", self.barriers_passable),
            ("vertices", self.vertices),
            ("segments", self.segments),
            ("nodes of the routing graph", self.nodes),
            ("turns", self.turns),
            ("lanes with a rule by the hour", self.hourly_lanes),
            ("public lanes that are no way through", self.enclosed_lanes),
            ("turn restrictions used", self.restrictions_used),
            ("turn restrictions for other modes", self.restrictions_other_modes),
            ("turn restrictions by the hour", self.restrictions_hourly),
            ("turn restrictions under other conditions (not applied)", self.restrictions_conditional),
            ("turn restrictions of unknown value (not applied)", self.restrictions_unknown_value),
            ("turn restrictions incomplete (not applied)", self.restrictions_incomplete),
            ("turn restrictions with a member absent or closed", self.restrictions_member_absent),
            ("turn restrictions not connected or already impossible", self.restrictions_disconnected),
            ("turn restrictions ambiguous (not applied)", self.restrictions_ambiguous),
            ("turn restrictions that leave no way on", self.restriction_dead_ends),
            ("parts of the network kept", self.components_kept),
            ("segments dropped (cannot be reached and left)", self.segments_dropped),
            ("metres dropped", self.metres_dropped),
            ("metres of road", self.metres_total),
        ]
    }
}
