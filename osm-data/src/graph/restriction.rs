//! Turn restrictions from relations to sequences of arcs that must not be driven.

use super::import::BaseGraph;
use super::{ImportStatistics, NodeId};
use crate::pbf::{MemberId, OsmNodeId, OsmRelation, OsmWayId};
use crate::profile::{RestrictionUse, TravelMode, TurnRule, restriction_uses};
use std::collections::{BTreeMap, BTreeSet};

/// A restriction as the map words it.
#[derive(Clone, Debug)]
pub(super) struct Restriction {
    pub(super) rule: TurnRule,
    pub(super) from: Vec<OsmWayId>,
    pub(super) via: Via,
    pub(super) to: Vec<OsmWayId>,
}

/// What is passed between from and to.
#[derive(Clone, Debug)]
pub(super) enum Via {
    Node(OsmNodeId),
    Ways(Vec<OsmWayId>),
}

/// The restrictions in a relation that bind at every hour; else the reason is counted.
pub(super) fn read(
    relation: &OsmRelation<'_>,
    mode: TravelMode,
    counts: &mut ImportStatistics,
) -> Vec<Restriction> {
    let mut found = Vec::new();
    for usage in restriction_uses(&relation.tags, mode) {
        match usage {
            RestrictionUse::Unrelated => {}
            RestrictionUse::Binds { rule, hours } if hours.is_empty() => {
                let made = with_members(rule, relation);
                counts.restrictions_incomplete += u64::from(made.is_none());
                found.extend(made);
            }
            RestrictionUse::Binds { .. } | RestrictionUse::Conditional => {
                counts.restrictions_conditional += 1
            }
            RestrictionUse::OtherModes => counts.restrictions_other_modes += 1,
            RestrictionUse::UnknownValue => counts.restrictions_unknown_value += 1,
        }
    }
    found
}

fn with_members(rule: TurnRule, relation: &OsmRelation<'_>) -> Option<Restriction> {
    let (mut from, mut to, mut via_nodes, mut via_ways) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for member in relation.members {
        match (member.role, member.id) {
            ("from", MemberId::Way(way)) => from.push(way),
            ("to", MemberId::Way(way)) => to.push(way),
            ("via", MemberId::Node(node)) => via_nodes.push(node),
            ("via", MemberId::Way(way)) => via_ways.push(way),
            _ => {}
        }
    }
    let via = match (via_nodes.as_slice(), via_ways.is_empty()) {
        ([node], true) => Via::Node(*node),
        ([], false) => Via::Ways(via_ways),
        _ => return None,
    };
    // `no_entry` may have several from, `no_exit` several to; never both.
    let sound = !from.is_empty() && !to.is_empty() && (from.len() == 1 || to.len() == 1);
    sound.then_some(Restriction { rule, from, via, to })
}

/// Why a restriction was not applied.
enum Unresolved {
    MemberAbsent,
    Disconnected,
    Ambiguous,
}

/// Every sequence of arcs that must not be driven, each at least two long.
///
/// An *only* rule is spelled out as a ban on all other arcs. Several of them with the same beginning allow all
/// their goals. An *only* rule over ways binds once its last via way has been reached the way it describes; who
/// leaves the via way earlier, or never enters it, is not bound. That is the reading of OSRM; the stricter one
/// (from must lead into via) could cut people off by a slip in the map.
pub(super) fn forbidden_sequences(
    base: &BaseGraph,
    restrictions: &[Restriction],
    counts: &mut ImportStatistics,
) -> BTreeSet<Vec<u32>> {
    let mut forbidden = BTreeSet::new();
    let mut only: BTreeMap<Vec<u32>, BTreeSet<u32>> = BTreeMap::new();
    for restriction in restrictions {
        let mut failure = None;
        let mut used = false;
        for from in &restriction.from {
            for to in &restriction.to {
                match resolve(base, *from, &restriction.via, *to) {
                    Err(reason) => failure = failure.or(Some(reason)),
                    Ok(sequences) => {
                        used = true;
                        for mut sequence in sequences {
                            match restriction.rule {
                                TurnRule::Forbidden => {
                                    forbidden.insert(sequence);
                                }
                                TurnRule::Only => {
                                    let goal = sequence.pop().expect("a sequence has at least two arcs");
                                    only.entry(sequence).or_default().insert(goal);
                                }
                            }
                        }
                    }
                }
            }
        }
        match failure {
            _ if used => counts.restrictions_used += 1,
            Some(Unresolved::MemberAbsent) => counts.restrictions_member_absent += 1,
            Some(Unresolved::Ambiguous) => counts.restrictions_ambiguous += 1,
            Some(Unresolved::Disconnected) | None => counts.restrictions_disconnected += 1,
        }
    }
    for (beginning, goals) in only {
        let last = *beginning.last().expect("a beginning has at least one arc");
        for other in base.out(base.arc(last).head) {
            if !goals.contains(&other) {
                let mut sequence = beginning.clone();
                sequence.push(other);
                forbidden.insert(sequence);
            }
        }
    }
    forbidden
}

/// The sequences of arcs that lead from one way over the via to the other: one, or for a U-turn into the road it
/// came from one for each side.
fn resolve(base: &BaseGraph, from: OsmWayId, via: &Via, to: OsmWayId) -> Result<Vec<Vec<u32>>, Unresolved> {
    let from_arcs = base.arcs_of_way(from);
    let to_arcs = base.arcs_of_way(to);
    if from_arcs.is_empty() || to_arcs.is_empty() {
        return Err(Unresolved::MemberAbsent);
    }
    let mut found = Vec::new();
    match via {
        Via::Node(node) => {
            let vertex = base.vertex_of_node(*node).ok_or(Unresolved::MemberAbsent)?;
            for &a in from_arcs.iter().filter(|&&a| base.arc(a).head == vertex) {
                for &b in to_arcs.iter().filter(|&&b| base.arc(b).tail == vertex) {
                    if from != to || base.reverse(a) == Some(b) {
                        found.push(vec![a, b]);
                    }
                }
            }
            if from == to && !found.is_empty() {
                return Ok(found);
            }
        }
        Via::Ways(ways) => {
            let via_arcs: Vec<Vec<u32>> = ways.iter().map(|w| base.arcs_of_way(*w)).collect();
            if via_arcs.iter().any(Vec::is_empty) {
                return Err(Unresolved::MemberAbsent);
            }
            let mut open: Vec<Vec<u32>> = from_arcs.iter().map(|&a| vec![a]).collect();
            for (i, along) in via_arcs.iter().enumerate() {
                let next = via_arcs.get(i + 1).unwrap_or(&to_arcs);
                let joins_next = |v: NodeId| next.iter().any(|&b| base.arc(b).tail == v);
                open = open.iter().flat_map(|s| extended(base, s, along, joins_next)).collect();
            }
            for sequence in open {
                let end = base.arc(*sequence.last().expect("not empty")).head;
                for &b in to_arcs.iter().filter(|&&b| base.arc(b).tail == end) {
                    let mut whole = sequence.clone();
                    whole.push(b);
                    found.push(whole);
                }
            }
        }
    }
    match found.len() {
        0 => Err(Unresolved::Disconnected),
        1 => Ok(found),
        _ => Err(Unresolved::Ambiguous),
    }
}

/// `sequence` continued along a via way, straight on, to the first vertex that joins what comes next.
fn extended(
    base: &BaseGraph,
    sequence: &[u32],
    along: &[u32],
    joins_next: impl Fn(NodeId) -> bool,
) -> Vec<Vec<u32>> {
    let start = base.arc(*sequence.last().expect("not empty")).head;
    let mut done = Vec::new();
    for &first in along.iter().filter(|&&a| base.arc(a).tail == start) {
        if base.reverse(first) == sequence.last().copied() {
            continue;
        }
        let mut whole = sequence.to_vec();
        whole.push(first);
        let mut last = first;
        // A way has no more arcs than it has; a ring ends the walk too.
        for _ in 0..along.len() {
            let at = base.arc(last).head;
            if joins_next(at) {
                done.push(whole);
                break;
            }
            let mut on = along.iter().filter(|&&a| base.arc(a).tail == at && base.reverse(a) != Some(last));
            let (Some(&next), None) = (on.next(), on.next()) else { break };
            whole.push(next);
            last = next;
        }
    }
    done
}
