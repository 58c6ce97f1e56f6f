//! River, sea, lakes and islands; the ferry to one of them.

use super::draw::Draw;
use super::settlement::{Frame, Islands};
use super::sketch::{Class, Extra, Look, Sense, Sketch, Spot};

fn look(class: Class, place: usize) -> Look {
    Look {
        class,
        sense: Sense::Both,
        extra: Extra::None,
        urban: false,
        name: Look::NO_NAME,
        place: place as u32,
        variety: 0,
    }
}

/// Draws what is wet, and the ferry with the road to its berth. Call it last: lakes lie where nothing else is.
pub(super) fn draw_water(sketch: &mut Sketch, frame: Frame, seed: u64, islands: Islands) {
    ferry(sketch, frame, islands);
    lakes(sketch, frame, seed);
    let (west, east) = (frame.coast, frame.half_x);
    let river =
        [sketch.spot(Spot { x: east, y: frame.river }), sketch.spot(Spot { x: west, y: frame.river })];
    sketch.street(look(Class::River, 0), &river, 0);
    let far = -frame.half_x;
    let corners = [(west, frame.half_y), (west, -frame.half_y), (far, -frame.half_y), (far, frame.half_y)];
    ring(sketch, look(Class::Coast, 0), &corners.map(|(x, y)| Spot { x, y }));
    for island in [islands.ferry, islands.lonely] {
        let settlement = &sketch.settlements[island];
        let shore = around(settlement.middle, settlement.radius + 40.0);
        ring(sketch, look(Class::Island, island), &shore);
    }
}

/// A closed chain.
fn ring(sketch: &mut Sketch, look: Look, corners: &[Spot]) {
    let mut chain: Vec<u32> = corners.iter().map(|&c| sketch.spot(c)).collect();
    chain.push(chain[0]);
    sketch.street(look, &chain, 0);
}

/// Eight corners of a round shape.
fn around(middle: Spot, radius: f64) -> [Spot; 8] {
    let diagonal = std::f64::consts::FRAC_1_SQRT_2;
    let corners = [
        (1.0, 0.0),
        (diagonal, diagonal),
        (0.0, 1.0),
        (-diagonal, diagonal),
        (-1.0, 0.0),
        (-diagonal, -diagonal),
        (0.0, -1.0),
        (diagonal, -diagonal),
    ];
    corners.map(|along| middle.plus(along, radius))
}

/// From the westernmost settlement a road leads due west to the coast, and from there the ferry.
fn ferry(sketch: &mut Sketch, frame: Frame, islands: Islands) {
    let land = 0..islands.ferry.min(islands.lonely);
    let westernmost = land
        .map(|s| (sketch.outermost(s, (-1.0, 0.0)), s))
        .min_by(|&(a, _), &(b, _)| sketch.spots[a as usize].x.total_cmp(&sketch.spots[b as usize].x));
    let Some((from, place)) = westernmost else { return };
    let berth = sketch.spot(Spot { x: frame.coast + 25.0, y: sketch.spots[from as usize].y });
    let island_berth = sketch.outermost(islands.ferry, (1.0, 0.0));
    sketch.street(look(Class::Tertiary, place), &[from, berth], 0);
    let metres = sketch.spots[berth as usize].metres_to(sketch.spots[island_berth as usize]);
    // Mooring, and fifteen kilometres an hour.
    let minutes = 4 + (metres / 250.0) as u32;
    sketch.street(Look { variety: minutes, ..look(Class::Ferry, islands.ferry) }, &[berth, island_berth], 0);
}

/// Round lakes where no road comes near.
fn lakes(sketch: &mut Sketch, frame: Frame, seed: u64) {
    let mut draw = Draw::new(seed, 3);
    let wanted = (2 + sketch.spots.len() / 20_000).min(12);
    let roads = sketch.spots.len();
    let mut made = 0;
    for _ in 0..wanted * 6 {
        let radius = draw.between(80.0, 350.0);
        let middle = Spot {
            x: draw.between(frame.coast + 800.0, frame.half_x - 400.0),
            y: draw.between(-frame.half_y + 400.0, frame.half_y - 400.0),
        };
        let dry = sketch.spots[..roads].iter().all(|s| s.metres_to(middle) > radius + 250.0);
        if dry && (middle.y - frame.river).abs() > radius + 100.0 && made < wanted {
            ring(sketch, look(Class::Lake, made), &around(middle, radius));
            made += 1;
        }
    }
}
