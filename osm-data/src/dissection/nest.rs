//! Cuts within cuts, until every edge has been cut.

use super::bisect::{Part, bisect};

/// Parts larger than this are dissected on two threads.
const PARALLEL: usize = 2_000;

/// Every edge once, from the least important to those that part the whole map in two.
///
/// `places` are east and north in any unit that is the same both ways; `ends` are the places that each edge joins.
/// The order depends on nothing else; it is the same on any number of threads.
///
/// # Panics
/// If an edge names a place that does not exist, or there are 2³¹ edges.
///
/// # References
/// George (1973), "Nested dissection of a regular finite element mesh", SIAM J. Numer. Anal. 10(2); for roads and
/// turns Buchhold, Wagner, Zeitz & Zündorf (2020), "Customizable Contraction Hierarchies with Turn Costs", ATMOS.
pub fn edge_order(places: &[[i32; 2]], ends: &[[u32; 2]]) -> Vec<u32> {
    // An edge that returns to where it began parts nothing.
    let loops = (0..ends.len() as u32).filter(|&e| ends[e as usize][0] == ends[e as usize][1]);
    let name: Vec<u32> =
        (0..ends.len() as u32).filter(|&e| ends[e as usize][0] != ends[e as usize][1]).collect();
    let mut order: Vec<u32> = loops.collect();
    order.extend(dissected(side_by_side(places, ends, name)));
    order
}

/// The edges of these names and all places, numbered so that what lies together stands together in memory, where a cut goes
/// through it time and again.
fn side_by_side(places: &[[i32; 2]], ends: &[[u32; 2]], mut name: Vec<u32>) -> Part {
    let mut by_curve: Vec<u32> = (0..places.len() as u32).collect();
    by_curve.sort_unstable_by_key(|&place| (along_curve(places[place as usize]), place));
    let mut number = vec![0; places.len()];
    for (new, &place) in (0_u32..).zip(&by_curve) {
        number[place as usize] = new;
    }
    let numbered = |edge: u32| ends[edge as usize].map(|end| number[end as usize]);
    name.sort_unstable_by_key(|&edge| (numbered(edge), edge));
    Part {
        places: by_curve.iter().map(|&place| places[place as usize]).collect(),
        ends: name.iter().map(|&edge| numbered(edge)).collect(),
        name,
    }
}

/// Where a place lies on a curve through all places that seldom leaps (Morton 1966): the bits of east and north in turn.
fn along_curve(place: [i32; 2]) -> u64 {
    let [east, north] = place.map(|along| {
        let mut bits = u64::from((i64::from(along) - i64::from(i32::MIN)) as u32);
        for (shift, mask) in [
            (16, 0x0000_ffff_0000_ffff),
            (8, 0x00ff_00ff_00ff_00ff),
            (4, 0x0f0f_0f0f_0f0f_0f0f),
            (2, 0x3333_3333_3333_3333),
            (1, 0x5555_5555_5555_5555),
        ] {
            bits = (bits | bits << shift) & mask;
        }
        bits
    });
    east | north << 1
}

fn dissected(part: Part) -> Vec<u32> {
    if part.ends.len() <= 1 {
        return part.name;
    }
    let side = bisect(&part);
    let (first, second, cut) = parted(part, &side);
    let (mut order, rest) = if first.ends.len().min(second.ends.len()) > PARALLEL {
        rayon::join(|| dissected(first), || dissected(second))
    } else {
        (dissected(first), dissected(second))
    };
    order.extend(rest);
    order.extend(cut);
    order
}

/// The two parts, and the edges between them.
fn parted(part: Part, side: &[bool]) -> (Part, Part, Vec<u32>) {
    let mut parts = [Part::default(), Part::default()];
    let mut number = vec![0; side.len()];
    for (place, &is_second) in side.iter().enumerate() {
        let mine = &mut parts[usize::from(is_second)];
        number[place] = mine.places.len() as u32;
        mine.places.push(part.places[place]);
    }
    let mut cut = Vec::new();
    for (&[a, b], name) in part.ends.iter().zip(part.name) {
        let (of_a, of_b) = (side[a as usize], side[b as usize]);
        if of_a == of_b {
            let mine = &mut parts[usize::from(of_a)];
            mine.ends.push([number[a as usize], number[b as usize]]);
            mine.name.push(name);
        } else {
            cut.push(name);
        }
    }
    let [first, second] = parts;
    (first, second, cut)
}
