//! Roads between settlements, and what branches off them: side roads, tracks, drives to single houses.

use super::draw::Draw;
use super::motorway::Crossings;
use super::settlement::{Frame, Islands};
use super::sketch::{Class, Extra, Look, Parts, Sense, Sketch, Spot, SpotKind};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A road between two settlements.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) class: Class,
    /// The crossings of the two settlements where it begins and ends.
    pub(super) ends: (u32, u32),
}

/// How many near settlements are looked at as ends of a road.
const NEAR: usize = 9;
/// Junctions along country roads, as a share of all.
const RURAL_SHARE: f64 = 0.26;
/// What a side road adds on the average: its junction on the road, and its own.
const JUNCTIONS_A_SIDE_ROAD: f64 = 3.3;

/// Chooses which settlements on land to join, and how large each road is. All end up in one piece.
pub(super) fn choose_links(sketch: &Sketch, frame: Frame, islands: Islands) -> Vec<Link> {
    let land = islands.ferry.min(islands.lonely);
    let near = nearest(sketch, land);
    let middle = |s: usize| sketch.settlements[s].middle;
    let mut pairs: Vec<(u64, usize, usize)> = Vec::new();
    for (from, around) in near.iter().enumerate() {
        for &to in around {
            let half = middle(from).mixed(middle(to), 0.5);
            let reach = middle(from).metres_to(middle(to)) / 2.0;
            // A Gabriel graph: no third settlement in the circle over the road, so that roads do not cross.
            if around.iter().all(|&c| c == to || middle(c).metres_to(half) >= reach) {
                pairs.push(((2.0 * reach) as u64, from.min(to), from.max(to)));
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    let mut parts = Parts::new(land);
    let wet = |a: usize, b: usize| (middle(a).y < frame.river) != (middle(b).y < frame.river);
    let (over, mut chosen): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|&(_, a, b)| wet(a, b));
    for &(_, a, b) in &chosen {
        parts.join(a, b);
    }
    // Few bridges: one where it is needed, else one in twelve.
    for (at, &(metres, a, b)) in over.iter().enumerate() {
        if parts.join(a, b) || at % 12 == 0 {
            chosen.push((metres, a, b));
        }
    }
    // What lies behind a large town may not see anybody within NEAR: to the nearest of another part.
    for from in 1..land {
        if parts.of(from) != parts.of(0) {
            let to = (0..land)
                .filter(|&to| parts.of(to) == parts.of(0))
                .min_by(|&a, &b| {
                    middle(from).metres_to(middle(a)).total_cmp(&middle(from).metres_to(middle(b)))
                })
                .expect("the main town is in its own part");
            parts.join(from, to);
            chosen.push((middle(from).metres_to(middle(to)) as u64, from, to));
        }
    }
    classify(sketch, land, &chosen)
}

/// For each settlement on land, the nearest others.
fn nearest(sketch: &Sketch, land: usize) -> Vec<Vec<usize>> {
    let mut by_x: Vec<usize> = (0..land).collect();
    let middle = |s: usize| sketch.settlements[s].middle;
    by_x.sort_by(|&a, &b| middle(a).x.total_cmp(&middle(b).x));
    let mut found = vec![Vec::new(); land];
    for (at, &from) in by_x.iter().enumerate() {
        let mut best: Vec<(u64, usize)> = Vec::new();
        let worst = |best: &Vec<(u64, usize)>| {
            if best.len() < NEAR { u64::MAX } else { best[NEAR - 1].0 }
        };
        let mut look = |to: usize| {
            if (middle(to).x - middle(from).x).abs() as u64 > worst(&best) {
                return false;
            }
            let entry = (middle(from).metres_to(middle(to)) as u64, to);
            best.insert(best.partition_point(|&b| b < entry), entry);
            best.truncate(NEAR);
            true
        };
        let (mut west, mut east) = (at, at + 1);
        let (mut go_west, mut go_east) = (true, true);
        while go_west || go_east {
            go_west = go_west && west > 0 && look(by_x[west - 1]);
            west -= usize::from(go_west);
            go_east = go_east && east < land && look(by_x[east]);
            east += usize::from(go_east);
        }
        found[from] = best.into_iter().map(|(_, to)| to).collect();
    }
    found
}

/// The ways from the main town to the largest others are primary and secondary roads.
fn classify(sketch: &Sketch, land: usize, pairs: &[(u64, usize, usize)]) -> Vec<Link> {
    let mut around = vec![Vec::new(); land];
    for (at, &(metres, a, b)) in pairs.iter().enumerate() {
        around[a].push((metres, b, at));
        around[b].push((metres, a, at));
    }
    let mut reached: Vec<(u64, Option<(usize, usize)>)> = vec![(u64::MAX, None); land];
    let mut queue = BinaryHeap::from([Reverse((0, 0))]);
    reached[0].0 = 0;
    while let Some(Reverse((cost, from))) = queue.pop() {
        if cost > reached[from].0 {
            continue;
        }
        for &(metres, to, at) in &around[from] {
            if cost + metres < reached[to].0 {
                reached[to] = (cost + metres, Some((from, at)));
                queue.push(Reverse((cost + metres, to)));
            }
        }
    }
    let mut classes: Vec<Class> = pairs
        .iter()
        .map(|&(_, a, b)| {
            let smaller = sketch.settlements[a].size.min(sketch.settlements[b].size);
            if smaller >= 30 { Class::Tertiary } else { Class::Unclassified }
        })
        .collect();
    for target in (1..land.min(6 + land / 30)).rev() {
        let class = if target < 5 { Class::Primary } else { Class::Secondary };
        let mut at = target;
        while let Some((before, link)) = reached[at].1 {
            classes[link] = classes[link].min(class);
            at = before;
        }
    }
    pairs
        .iter()
        .zip(classes)
        .map(|(&(_, from, to), class)| {
            let (a, b) = (sketch.settlements[from].middle, sketch.settlements[to].middle);
            let ends = (sketch.outermost(from, a.towards(b)), sketch.outermost(to, b.towards(a)));
            Link { from, to, class, ends }
        })
        .collect()
}

/// Where a road is cut, and what the stretch from there on is.
struct Cut {
    share: f64,
    extra: Extra,
    junction: bool,
}

/// Draws the roads of `links`, over river and motorway by bridges, and side roads along them.
/// Fills in at which spots interchanges join their roads.
pub(super) fn draw_roads(
    sketch: &mut Sketch,
    frame: Frame,
    seed: u64,
    vertices: usize,
    links: &[Link],
    crossings: &mut Crossings,
) {
    let mut draw = Draw::new(seed, 2);
    let length = |l: &Link| sketch.spots[l.ends.0 as usize].metres_to(sketch.spots[l.ends.1 as usize]);
    let metres: f64 = links.iter().map(length).sum();
    let wanted = (vertices as f64 * RURAL_SHARE / JUNCTIONS_A_SIDE_ROAD).max(1.0);
    let spacing = (metres / wanted).clamp(110.0, 2_500.0);
    for (number, link) in links.iter().enumerate() {
        let (a, b) = (sketch.spots[link.ends.0 as usize], sketch.spots[link.ends.1 as usize]);
        let metres = a.metres_to(b);
        let cuts = cuts_along(frame, (a, b), spacing, &mut draw, crossings.at_link(number).is_some());
        let look = Look {
            class: link.class,
            sense: Sense::Both,
            extra: Extra::None,
            urban: false,
            name: if link.class >= Class::Tertiary { number as u32 % 2_000 } else { Look::NO_NAME },
            place: link.from as u32,
            variety: number as u32,
        };
        let mut chain = vec![link.ends.0];
        let mut extra = Extra::None;
        let mut house = 1;
        for cut in &cuts {
            let spot = sketch.spot(a.mixed(b, cut.share));
            chain.push(spot);
            if cut.extra != extra {
                let spots = std::mem::replace(&mut chain, vec![spot]);
                sketch.street(Look { extra, ..look }, &spots, house);
                house += 8 * spots.len() as u32;
                extra = cut.extra;
            }
            if let Some(crossing) = crossings.at_link(number) {
                crossing.note(spot, sketch.spots[spot as usize]);
            }
            if cut.junction {
                let place = if cut.share < 0.5 { link.from } else { link.to };
                side_road(sketch, frame, &mut draw, spot, a.towards(b), place, metres.min(1_500.0));
            }
        }
        chain.push(link.ends.1);
        sketch.street(Look { extra, ..look }, &chain, house);
    }
}

/// Junctions and bridges along the road from `a` to `b`, in order.
fn cuts_along(
    frame: Frame,
    (a, b): (Spot, Spot),
    spacing: f64,
    draw: &mut Draw,
    interchange: bool,
) -> Vec<Cut> {
    let metres = a.metres_to(b);
    let mut cuts = Vec::new();
    let mut kept_free: Vec<(f64, f64)> = Vec::new();
    let mut bridge = |share: f64, half: f64| {
        // Not at the very end, where the settlement begins.
        let half = (half / metres).min(share * 0.8).min((1.0 - share) * 0.8);
        cuts.push(Cut { share: share - half, extra: Extra::Bridge, junction: false });
        cuts.push(Cut { share: share + half, extra: Extra::None, junction: false });
        kept_free.push((share - half, share + half));
    };
    if (a.y < frame.river) != (b.y < frame.river) {
        bridge((frame.river - a.y) / (b.y - a.y), 50.0);
    }
    if let Some(x) = frame.motorway.filter(|&x| (a.x < x) != (b.x < x)) {
        let share = (x - a.x) / (b.x - a.x);
        let stretch = metres / (b.x - a.x).abs();
        bridge(share, 35.0 * stretch);
        if interchange {
            let ramp = 70.0 * stretch / metres;
            cuts.push(Cut { share: share - ramp, extra: Extra::None, junction: false });
            cuts.push(Cut { share: share + ramp, extra: Extra::None, junction: false });
            kept_free.push((share - ramp * 6.0, share + ramp * 6.0));
        } else {
            kept_free.push((share - 100.0 * stretch / metres, share + 100.0 * stretch / metres));
        }
    }
    let mut along = spacing * draw.between(0.3, 1.0);
    while along < metres - 40.0 {
        let share = along / metres;
        if !kept_free.iter().any(|&(low, high)| share >= low - 1e-9 && share <= high + 1e-9) {
            cuts.push(Cut { share, extra: Extra::None, junction: true });
        }
        along += spacing * draw.between(0.5, 1.5);
    }
    cuts.sort_by(|a, b| a.share.total_cmp(&b.share));
    cuts
}

/// A road off the road: a lane with houses, a forest track, a private drive.
fn side_road(
    sketch: &mut Sketch,
    frame: Frame,
    draw: &mut Draw,
    from: u32,
    along: (f64, f64),
    place: usize,
    reach: f64,
) {
    let side = if draw.chance(0.5) { 1.0 } else { -1.0 };
    let (class, steps) = match draw.below(10) {
        0..=3 => (Class::Unclassified, 2 + draw.below(3)),
        4 | 5 => (Class::Track, 1 + draw.below(3)),
        6..=8 => (Class::Driveway, 1),
        _ => (Class::Residential, 2 + draw.below(2)),
    };
    let look = Look {
        class,
        sense: Sense::Both,
        extra: Extra::None,
        urban: class == Class::Residential,
        name: if matches!(class, Class::Unclassified | Class::Residential) {
            draw.below(2_000) as u32
        } else {
            Look::NO_NAME
        },
        place: place as u32,
        variety: draw.below(1 << 30) as u32,
    };
    let mut chain = vec![from];
    let mut at = sketch.spots[from as usize];
    let mut heading = (-along.1 * side, along.0 * side);
    for step in 0..steps {
        let turn = draw.between(-0.5, 0.5);
        heading = Spot::default()
            .towards(Spot { x: heading.0 - turn * heading.1, y: heading.1 + turn * heading.0 });
        let next = at.plus(heading, (reach * draw.between(0.06, 0.22)).clamp(45.0, 260.0));
        if !on_free_land(frame, at, next) {
            break;
        }
        let spot = sketch.spot(next);
        chain.push(spot);
        // A drive to a farm halfway makes the bend a junction.
        if step + 1 < steps {
            let end = at.mixed(next, 1.0).plus((heading.1, -heading.0), draw.between(30.0, 80.0));
            if on_free_land(frame, next, end) {
                let end = sketch.spot(end);
                let gate = if draw.chance(0.15) { Extra::Gate } else { Extra::None };
                let drive =
                    Look { class: Class::Driveway, extra: gate, name: Look::NO_NAME, urban: false, ..look };
                sketch.street(drive, &[spot, end], 0);
            }
        }
        at = next;
    }
    if chain.len() < 2 {
        return;
    }
    if class == Class::Residential {
        sketch.kinds[chain[chain.len() - 1] as usize] = SpotKind::TurningCircle;
    }
    let gate = matches!(class, Class::Driveway | Class::Track) && draw.chance(0.1);
    let house = if look.name == Look::NO_NAME { 0 } else { 1 };
    sketch.street(Look { extra: if gate { Extra::Gate } else { Extra::None }, ..look }, &chain, house);
}

/// Whether a short road meets neither sea, river, motorway nor the frame.
fn on_free_land(frame: Frame, a: Spot, b: Spot) -> bool {
    b.x > frame.coast + 60.0
        && b.x.abs() < frame.half_x
        && b.y.abs() < frame.half_y
        && (a.y < frame.river - 40.0) == (b.y < frame.river - 40.0)
        && (a.y > frame.river + 40.0) == (b.y > frame.river + 40.0)
        && frame
            .motorway
            .is_none_or(|x| (a.x < x - 90.0) == (b.x < x - 90.0) && (a.x > x + 90.0) == (b.x > x + 90.0))
}
