//! Turn restrictions from relations to sequences of lanes that must not be driven.

use super::lanes::BaseGraph;
use super::states::Forbidden;
use super::{ImportStatistics, Lane, NodeId};
use crate::pbf::{MemberId, OsmNodeId, OsmRelation, OsmWayId};
use crate::profile::{HourSpan, RestrictionUse, TravelMode, TurnRule, restriction_uses, without};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// A restriction as the map words it.
#[derive(Clone, Debug)]
pub(super) struct Restriction {
    pub(super) rule: TurnRule,
    /// When it binds; no hours mean always.
    pub(super) hours: Vec<HourSpan>,
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

/// The restrictions in a relation that bind, always or at certain hours; of others the reason is counted.
pub(super) fn read(
    relation: &OsmRelation<'_>,
    mode: TravelMode,
    counts: &mut ImportStatistics,
) -> Vec<Restriction> {
    let mut found = Vec::new();
    for usage in restriction_uses(&relation.tags, mode) {
        match usage {
            RestrictionUse::Unrelated => {}
            RestrictionUse::Binds { rule, hours } => {
                counts.restrictions_hourly += u64::from(!hours.is_empty());
                let made = with_members(rule, hours, relation);
                counts.restrictions_incomplete += u64::from(made.is_none());
                found.extend(made);
            }
            RestrictionUse::Conditional => counts.restrictions_conditional += 1,
            RestrictionUse::OtherModes => counts.restrictions_other_modes += 1,
            RestrictionUse::UnknownValue => counts.restrictions_unknown_value += 1,
        }
    }
    found
}

fn with_members(rule: TurnRule, hours: Vec<HourSpan>, relation: &OsmRelation<'_>) -> Option<Restriction> {
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
    // `no_entry` may have several from, `no_exit` several to: the other way round is a slip of the pen of which nobody
    // knows which word was meant. No other has several of both.
    let says = |word: &str| {
        relation.tags.iter().any(|(key, value)| key.starts_with("restriction") && value.starts_with(word))
    };
    let sound = match (from.len(), to.len()) {
        (0, _) | (_, 0) => false,
        (1, 1) => true,
        (1, _) => !says("no_entry"),
        (_, 1) => !says("no_exit"),
        _ => false,
    };
    sound.then_some(Restriction { rule, hours, from, via, to })
}

/// Why a restriction was not applied.
enum Unresolved {
    MemberAbsent,
    Disconnected,
    Ambiguous,
}

/// Every sequence of lanes that must not be driven, each at least two long.
///
/// An *only* rule is spelled out as a ban on all other lanes. Several of them with the same beginning allow all
/// their goals, each while it holds. An *only* rule over ways binds once its last via way has been reached the way it describes; who
/// leaves the via way earlier, or never enters it, is not bound. That is the reading of OSRM; the stricter one
/// (from must lead into via) could cut people off by a slip in the map.
pub(super) fn forbidden_sequences(
    base: &BaseGraph,
    restrictions: &[Restriction],
    counts: &mut ImportStatistics,
) -> Forbidden {
    let mut forbidden = Forbidden::new();
    let mut only: BTreeMap<Vec<Lane>, Vec<(Lane, Vec<HourSpan>)>> = BTreeMap::new();
    for restriction in restrictions {
        let mut failure = None;
        let mut used = false;
        for from in &restriction.from {
            for to in &restriction.to {
                match resolve(base, *from, &restriction.via, *to) {
                    // Of several members each binds by itself: one that is missing frees no other.
                    Err(reason) => failure = failure.or(Some(reason)),
                    Ok(sequences) => {
                        used = true;
                        for mut sequence in sequences {
                            match restriction.rule {
                                TurnRule::Forbidden => forbid(&mut forbidden, sequence, &restriction.hours),
                                TurnRule::Only => {
                                    let goal = sequence.pop().expect("a sequence has at least two lanes");
                                    only.entry(sequence).or_default().push((goal, restriction.hours.clone()));
                                }
                            }
                        }
                    }
                }
            }
        }
        counts.restrictions_used += u64::from(used);
        match failure {
            None if used => {}
            Some(Unresolved::Disconnected | Unresolved::Ambiguous) if used => {}
            Some(Unresolved::MemberAbsent) => counts.restrictions_member_absent += 1,
            Some(Unresolved::Ambiguous) => counts.restrictions_ambiguous += 1,
            Some(Unresolved::Disconnected) | None => counts.restrictions_disconnected += 1,
        }
    }
    for (beginning, rules) in only {
        let last = *beginning.last().expect("a beginning has at least one lane");
        for &other in base.out(base.head(last)) {
            let Some(hours) = barred_by(&rules, other) else { continue };
            let mut sequence = beginning.clone();
            sequence.push(other);
            forbid(&mut forbidden, sequence, &hours);
        }
    }
    forbidden
}

/// When *only* rules with one beginning bar a lane: while one of them holds and none that allows the lane. No hours mean
/// always; `None`: never.
fn barred_by(rules: &[(Lane, Vec<HourSpan>)], lane: Lane) -> Option<Vec<HourSpan>> {
    let hours = |allows: bool| {
        let asked = rules.iter().filter(move |(goal, _)| (*goal == lane) == allows);
        asked.flat_map(|(_, hours)| {
            if hours.is_empty() { &[HourSpan::ALWAYS][..] } else { hours }.iter().copied()
        })
    };
    let (barred, allowed): (Vec<_>, Vec<_>) = (hours(false).collect(), hours(true).collect());
    if barred.contains(&HourSpan::ALWAYS) && allowed.is_empty() {
        return Some(Vec::new());
    }
    let left = if allowed.is_empty() { barred } else { without(&barred, &allowed) };
    (!left.is_empty()).then_some(left)
}

/// Forbids a sequence at certain hours, on top of those at which it is forbidden already.
fn forbid(forbidden: &mut Forbidden, sequence: Vec<Lane>, hours: &[HourSpan]) {
    match forbidden.entry(sequence) {
        Entry::Vacant(new) => {
            new.insert(hours.to_vec());
        }
        Entry::Occupied(mut known) => {
            let known = known.get_mut();
            // No hours mean always.
            if hours.is_empty() || known.is_empty() {
                known.clear();
            } else {
                known.extend_from_slice(hours);
            }
        }
    }
}

/// The sequences of lanes that lead from one way over the via to the other: one, or for a U-turn into the road it
/// came from one for each side.
fn resolve(base: &BaseGraph, from: OsmWayId, via: &Via, to: OsmWayId) -> Result<Vec<Vec<Lane>>, Unresolved> {
    let from_lanes = base.lanes_of_way(from);
    let to_lanes = base.lanes_of_way(to);
    if from_lanes.is_empty() || to_lanes.is_empty() {
        return Err(Unresolved::MemberAbsent);
    }
    let mut found = Vec::new();
    match via {
        Via::Node(node) => {
            let vertex = base.vertex_of_node(*node).ok_or(Unresolved::MemberAbsent)?;
            for &a in from_lanes.iter().filter(|&&a| base.head(a) == vertex) {
                for &b in to_lanes.iter().filter(|&&b| base.tail(b) == vertex) {
                    if from != to || a.reversed() == b {
                        found.push(vec![a, b]);
                    }
                }
            }
            if from == to && !found.is_empty() {
                return Ok(found);
            }
        }
        Via::Ways(ways) => {
            let via_lanes: Vec<Vec<Lane>> = ways.iter().map(|w| base.lanes_of_way(*w)).collect();
            if via_lanes.iter().any(Vec::is_empty) {
                return Err(Unresolved::MemberAbsent);
            }
            let mut open: Vec<Vec<Lane>> = from_lanes.iter().map(|&a| vec![a]).collect();
            for (i, along) in via_lanes.iter().enumerate() {
                let next = via_lanes.get(i + 1).unwrap_or(&to_lanes);
                let joins_next = |v: NodeId| next.iter().any(|&b| base.tail(b) == v);
                open = open.iter().flat_map(|s| extended(base, s, along, joins_next)).collect();
            }
            for sequence in open {
                let end = base.head(*sequence.last().expect("not empty"));
                for &b in to_lanes.iter().filter(|&&b| base.tail(b) == end) {
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
    sequence: &[Lane],
    along: &[Lane],
    joins_next: impl Fn(NodeId) -> bool,
) -> Vec<Vec<Lane>> {
    let start = base.head(*sequence.last().expect("not empty"));
    let mut done = Vec::new();
    for &first in along.iter().filter(|&&a| base.tail(a) == start) {
        if sequence.last() == Some(&first.reversed()) {
            continue;
        }
        let mut whole = sequence.to_vec();
        whole.push(first);
        let mut last = first;
        // A way has no more lanes than it has; a ring ends the walk too.
        for _ in 0..along.len() {
            let at = base.head(last);
            if joins_next(at) {
                done.push(whole);
                break;
            }
            let mut on = along.iter().filter(|&&a| base.tail(a) == at && a != last.reversed());
            let (Some(&next), None) = (on.next(), on.next()) else { break };
            whole.push(next);
            last = next;
        }
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::SegmentId;
    use crate::profile::{RoadMoment, covers};

    #[test]
    fn of_several_only_rules_each_allows_its_goal_while_it_holds() {
        let [straight, right, left] = [0, 1, 2].map(|number| SegmentId(number).forward());
        let morning = HourSpan { from: 420, to: 540, ..HourSpan::ALWAYS };
        let rules = [(straight, Vec::new()), (right, vec![morning])];
        assert_eq!(barred_by(&rules, left), Some(Vec::new()));
        let barred = |lane: Lane, minute: u16| match barred_by(&rules, lane) {
            None => false,
            Some(hours) => hours.is_empty() || covers(&hours, RoadMoment { weekday: 2, minute, month: 5 }),
        };
        for minute in [0, 419, 420, 480, 539, 540, 1_439] {
            let early = (420..540).contains(&minute);
            assert_eq!([straight, right, left].map(|l| barred(l, minute)), [false, !early, true], "{minute}");
        }
        assert_eq!(barred_by(&rules[1..], straight), Some(vec![morning]));
        assert_eq!(barred_by(&rules[..1], straight), None);
    }
}
