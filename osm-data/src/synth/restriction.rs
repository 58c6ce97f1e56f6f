//! Turn restrictions where ways are cut: no left turn, straight on only, no U-turn, and some over a whole way.

use super::draw::Draw;
use super::engrave::Way;
use super::sketch::Class;
use std::collections::HashMap;

/// One end of a way at a spot where ways are cut.
#[derive(Clone, Copy, Debug)]
pub(super) struct Incident {
    pub(super) spot: u32,
    pub(super) node: u32,
    pub(super) way: u32,
    /// The direction in which the way leaves the spot.
    pub(super) away: (f64, f64),
    /// Traffic may drive into the way here.
    pub(super) may_enter: bool,
    /// Traffic may come out of the way here.
    pub(super) may_come: bool,
}

/// What lies between from and to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Via {
    Node(u32),
    Way(u32),
}

/// A turn restriction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Restriction {
    pub(super) from: u32,
    pub(super) via: Via,
    pub(super) to: u32,
    pub(super) kind: &'static str,
}

/// Sine and cosine of the turn from one way into another.
fn turn(from: &Incident, to: &Incident) -> (f64, f64) {
    let heading = (-from.away.0, -from.away.1);
    (heading.0 * to.away.1 - heading.1 * to.away.0, heading.0 * to.away.0 + heading.1 * to.away.1)
}

/// Draws restrictions at some of the spots in `incidents`. Only where four ways meet, so that nobody is shut in.
pub(super) fn restrictions(draw: &mut Draw, mut incidents: Vec<Incident>, ways: &[Way]) -> Vec<Restriction> {
    incidents.sort_by_key(|i| (i.spot, i.way));
    let spots: Vec<&[Incident]> = incidents.chunk_by(|a, b| a.spot == b.spot).collect();
    let mut by_way: HashMap<u32, Vec<&[Incident]>> = HashMap::new();
    for spot in spots.iter().filter(|s| s.len() >= 4) {
        for incident in *spot {
            by_way.entry(incident.way).or_default().push(spot);
        }
    }
    let mut made = Vec::new();
    for spot in spots.iter().filter(|s| s.len() >= 4) {
        if !draw.chance(0.45) {
            continue;
        }
        let (from, to) = (draw.pick(spot), draw.pick(spot));
        if !from.may_come || !to.may_enter {
            continue;
        }
        let (left, ahead) = turn(&from, &to);
        let kind = match () {
            () if from.way == to.way => "no_u_turn",
            () if left > 0.5 => "no_left_turn",
            () if ahead > 0.7 => "only_straight_on",
            () if left < -0.5 => "no_right_turn",
            () => continue,
        };
        made.push(Restriction { from: from.way, via: Via::Node(from.node), to: to.way, kind });
        // Over a way: in at this spot, out at its other end.
        let Some(&[a, b]) = by_way.get(&to.way).map(Vec::as_slice) else { continue };
        let far = if a[0].spot == spot[0].spot { b } else { a };
        let out = draw.pick(far);
        let both_ways = ways[to.way as usize].look.class != Class::Motorway;
        if kind == "no_left_turn" || out.way == to.way || !out.may_enter || from.way == to.way || !both_ways {
            continue;
        }
        let Some(end) = far.iter().find(|i| i.way == to.way) else { continue };
        let (left, ahead) = turn(end, &out);
        let kind = match () {
            () if left > 0.5 => "no_left_turn",
            () if left < -0.5 => "no_right_turn",
            () if ahead < 0.0 => "no_u_turn",
            () => "no_straight_on",
        };
        if kind != "no_straight_on" && draw.chance(0.5) {
            made.push(Restriction { from: from.way, via: Via::Way(to.way), to: out.way, kind });
        }
    }
    made
}
