//! Which points of a trace tell something new: whoever stands still is measured all the same.

use crate::lonlat::LonLat;

/// OSRM's figures: a point counts when this many metres and seconds have been measured since the last that did.
const METRES: f64 = 15.0;
const SECONDS: u32 = 5;

/// The positions of the points that count: the first, the last, and those far enough from the one before in distance
/// and, where `seconds` tells it, in time. Distances are summed from point to point, as OSRM does.
pub fn tidied(places: &[LonLat], seconds: &[u32]) -> Vec<usize> {
    let mut kept = Vec::new();
    let (mut metres, mut since) = (0.0, seconds.first().copied().unwrap_or(0));
    for (at, &place) in places.iter().enumerate() {
        let before = at.checked_sub(1).map_or(place, |before| places[before]);
        metres += before.metres_to(place);
        let waited = seconds.get(at).is_none_or(|now| now.saturating_sub(since) >= SECONDS);
        if at == 0 || at + 1 == places.len() || (metres >= METRES && waited) {
            kept.push(at);
            metres = 0.0;
            since = seconds.get(at).copied().unwrap_or(0);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_near_in_place_or_time_is_left_out_but_never_the_ends() {
        // About 10 m a step.
        let line: Vec<LonLat> = (0..6).map(|i| LonLat { lon: f64::from(i) * 9e-5, lat: 0.0 }).collect();
        assert_eq!(tidied(&line, &[]), [0, 2, 4, 5]);
        assert_eq!(tidied(&line, &[0, 1, 2, 5, 6, 7]), [0, 3, 5]);
        assert_eq!(tidied(&line[..1], &[]), [0]);
        assert_eq!(tidied(&[line[0]; 4], &[]), [0, 3]);
        assert!(tidied(&[], &[]).is_empty());
    }
}
