//! A motorway with one-way carriageways, and diamonds of ramps where larger roads cross it.

use super::country::Link;
use super::settlement::Frame;
use super::sketch::{Class, Extra, Look, Sense, Sketch, Spot};

/// Half the distance between the middles of the carriageways, in metres.
const HALF_GAP: f64 = 12.0;
/// From the crossing to where ramps leave and join, along the motorway.
const RAMP: f64 = 320.0;
/// Interchanges keep this distance.
const APART: f64 = 2_500.0;

/// Where roads cross the motorway by an interchange.
#[derive(Debug, Default)]
pub(super) struct Crossings(Vec<Crossing>);

/// One interchange.
#[derive(Clone, Copy, Debug)]
pub(super) struct Crossing {
    link: usize,
    middle: Spot,
    /// The junctions of the road west and east of the motorway, once drawn: how far off the right distance, and
    /// which spot.
    west: Option<(f64, u32)>,
    east: Option<(f64, u32)>,
}

impl Crossings {
    /// Which of `links` get an interchange: larger roads first, none too near another.
    pub(super) fn choose(sketch: &Sketch, frame: Frame, links: &[Link]) -> Self {
        let Some(x) = frame.motorway else { return Self::default() };
        let mut found: Vec<(Class, usize, Spot)> = Vec::new();
        for (number, link) in links.iter().enumerate() {
            let (a, b) = (sketch.spots[link.ends.0 as usize], sketch.spots[link.ends.1 as usize]);
            let across = (b.x - a.x).abs();
            // Straight enough over, and long enough on both sides for ramps.
            let suits = (a.x < x) != (b.x < x)
                && across > 0.6 * a.metres_to(b)
                && (a.x - x).abs() > 250.0
                && (b.x - x).abs() > 250.0;
            if suits {
                let middle = a.mixed(b, (x - a.x) / (b.x - a.x));
                let room = frame.half_y - 1_500.0;
                if middle.y.abs() < room && (middle.y - frame.river).abs() > 700.0 {
                    found.push((link.class, number, middle));
                }
            }
        }
        found.sort_by_key(|&(class, number, _)| (class, number));
        let mut kept: Vec<Crossing> = Vec::new();
        for (_, link, middle) in found {
            if kept.iter().all(|k| (k.middle.y - middle.y).abs() > APART) {
                kept.push(Crossing { link, middle, west: None, east: None });
            }
        }
        kept.sort_by(|a, b| a.middle.y.total_cmp(&b.middle.y));
        Self(if kept.len() < 2 { Vec::new() } else { kept })
    }

    /// Whether there is a motorway at all: one with fewer than two ways on is none.
    pub(super) fn any(&self) -> bool {
        !self.0.is_empty()
    }

    /// How many interchanges there are.
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// The interchange on a road.
    pub(super) fn at_link(&mut self, link: usize) -> Option<&mut Crossing> {
        self.0.iter_mut().find(|c| c.link == link)
    }
}

impl Crossing {
    /// Offers a spot of the road: the one 70 m from the motorway on each side carries the ramps.
    pub(super) fn note(&mut self, spot: u32, at: Spot) {
        let off = at.x - self.middle.x;
        let wrong = (off.abs() - 70.0).abs();
        let side = if off < 0.0 { &mut self.west } else { &mut self.east };
        if wrong < 5.0 && side.is_none_or(|(best, _)| wrong < best) {
            *side = Some((wrong, spot));
        }
    }
}

/// Draws carriageways, ramps and the trunk roads at both ends.
pub(super) fn draw_motorway(sketch: &mut Sketch, frame: Frame, crossings: &Crossings) {
    let (Some(x), true) = (frame.motorway, crossings.any()) else { return };
    let look = Look {
        class: Class::Motorway,
        sense: Sense::Forward,
        extra: Extra::None,
        urban: false,
        name: Look::NO_NAME,
        place: 0,
        variety: 0,
    };
    let crossings = &crossings.0;
    let (first, last) = (crossings[0].middle.y, crossings[crossings.len() - 1].middle.y);
    let south = sketch.spot(Spot { x, y: first - 1_100.0 });
    let north = sketch.spot(Spot { x, y: last + 1_100.0 });
    for (end, beyond) in [(south, -300.0), (north, 300.0)] {
        let stub = sketch.spot(Spot { x, y: sketch.spots[end as usize].y + beyond });
        sketch.street(Look { class: Class::Trunk, sense: Sense::Both, ..look }, &[stub, end], 0);
    }
    // Traffic keeps right: northbound east of the middle, southbound west of it.
    for (offset, northbound) in [(HALF_GAP, true), (-HALF_GAP, false)] {
        let mut marks: Vec<(f64, Option<(usize, bool)>)> = Vec::new();
        for (number, crossing) in crossings.iter().enumerate() {
            marks.push((crossing.middle.y - RAMP, Some((number, northbound))));
            marks.push((crossing.middle.y + RAMP, Some((number, !northbound))));
        }
        let river = frame.river > first && frame.river < last;
        if river {
            marks.push((frame.river - 70.0, None));
            marks.push((frame.river + 70.0, None));
        }
        marks.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut chain = vec![(south, Extra::None)];
        for &(y, ramp) in &marks {
            let spot = sketch.spot(Spot { x: x + offset, y });
            let bridge = river && ramp.is_none() && y < frame.river;
            chain.push((spot, if bridge { Extra::Bridge } else { Extra::None }));
            let Some((number, leaves)) = ramp else { continue };
            let crossing = &crossings[number];
            let Some((_, road)) = (if northbound { crossing.east } else { crossing.west }) else { continue };
            // A ramp swings out before it turns to the road.
            let bend = sketch.spot(Spot { x: x + offset * 4.0, y: (y + crossing.middle.y) / 2.0 });
            let ramp = if leaves { [spot, bend, road] } else { [road, bend, spot] };
            sketch.street(Look { class: Class::MotorwayLink, ..look }, &ramp, 0);
        }
        chain.push((north, Extra::None));
        draw_carriageway(sketch, look, &chain, northbound);
    }
}

/// One carriageway: `chain` goes north, each spot with what the stretch north of it is.
fn draw_carriageway(sketch: &mut Sketch, look: Look, chain: &[(u32, Extra)], northbound: bool) {
    let mut from = 0;
    while from + 1 < chain.len() {
        let extra = chain[from].1;
        let mut to = from + 1;
        while to + 1 < chain.len() && chain[to].1 == extra {
            to += 1;
        }
        let mut spots: Vec<u32> = chain[from..=to].iter().map(|&(spot, _)| spot).collect();
        if !northbound {
            spots.reverse();
        }
        sketch.street(Look { extra, ..look }, &spots, 0);
        from = to;
    }
}
