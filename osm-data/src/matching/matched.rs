//! What comes of a trace: points on roads, and the ways between them.

use super::chain::{Link, chains};
use super::model::{Model, State};
use super::{Trace, confidence};
use crate::network::{RoadNetwork, Route};
use crate::snap::{Directions, Snap};

/// A stretch of a trace joined to the roads it was most probably driven on.
#[derive(Clone, Debug, PartialEq)]
pub struct Matching {
    /// The points that could be joined, at least two, in the order of the trace.
    pub points: Vec<Matched>,
    /// The fastest way from each to the next, in the directions in which the roads were driven.
    pub legs: Vec<Route>,
    /// See [`confidence()`].
    pub confidence: f64,
}

/// A point of a trace joined to a road.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Matched {
    /// The number of the point in the trace.
    pub point: usize,
    /// Where it was.
    pub snap: Snap,
    /// How many other places and directions the point might still have had if the trace had ended otherwise.
    pub alternatives: usize,
}

/// Joins a trace to the roads of `network`; nothing where nothing fits. A point is in one matching or in none.
///
/// A trace that is measured so that the car seems to roll back a little is taken to have stood: its point is then at the
/// place of the one before.
///
/// # Time
/// A table of at most 3 · [`MOST_CANDIDATES`](super::MOST_CANDIDATES) by as many places for each point; where the trace
/// breaks again, at most eleven times for a point.
pub fn match_trace(network: &RoadNetwork, trace: &Trace) -> Vec<Matching> {
    let model = Model::new(network, trace);
    chains(&model).iter().filter_map(|chain| matching(network, trace, &chain.links())).collect()
}

fn matching(network: &RoadNetwork, trace: &Trace, links: &[Link]) -> Option<Matching> {
    if links.len() < 2 {
        return None;
    }
    let mut points: Vec<Matched> = Vec::with_capacity(links.len());
    for (at, &Link { point, state, stands, alternatives }) in links.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| (&links[before].state, &points[before].snap));
        let snap = match before {
            Some((own, held)) if stands || still_behind(&state, own, held) => {
                Snap { off_road: trace.points[point].place.distance(held.place), ..*held }
            }
            _ => state.snap,
        };
        points.push(Matched { point, snap, alternatives });
    }
    let directions: Vec<Directions> = links.iter().map(|link| link.state.directions).collect();
    let pairs = points.windows(2).zip(directions.windows(2));
    let leg = |(place, ways): (&[Matched], &[Directions])| {
        network.route_on(&place[0].snap, ways[0], &place[1].snap, ways[1])
    };
    let legs: Vec<Route> = pairs.map(leg).collect::<Option<_>>()?;
    let straight: f64 = points
        .windows(2)
        .map(|pair| trace.points[pair[0].point].place.metres_to(trace.points[pair[1].point].place))
        .sum();
    let roads: f64 = legs.iter().map(|leg| f64::from(leg.cost.decimetres()) / 10.0).sum();
    Some(Matching { points, legs, confidence: confidence(straight, roads) })
}

/// Whether a state that follows another has not yet come to where the car stands, which is ahead of that other.
fn still_behind(state: &State, own: &State, held: &Snap) -> bool {
    let (low, high) = (own.snap.along.min(held.along), own.snap.along.max(held.along));
    state.snap.segment == held.segment
        && state.directions == own.directions
        && (low..=high).contains(&state.snap.along)
}
