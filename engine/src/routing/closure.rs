//! Ways over other places.

/// Tables of more places than this are not closed: it would take longer than what it is for.
pub(crate) const MOST_PLACES: usize = 2_000;

/// A square table made least over the first `over` of its `places`, by Floyd and Warshall; cells are not negative. `None` when
/// there are more than [`MOST_PLACES`], or `stop` says so, which is asked before each place.
pub(crate) fn closed(
    cells: &[i32],
    places: usize,
    over: usize,
    stop: &mut dyn FnMut() -> bool,
) -> Option<Vec<i32>> {
    if places > MOST_PLACES {
        return None;
    }
    let mut least = cells.to_vec();
    for k in 0..over {
        if stop() {
            return None;
        }
        let row = least[k * places..(k + 1) * places].to_vec();
        for from in (0..places).filter(|&from| from != k) {
            let first = least[from * places + k];
            for (cell, &second) in least[from * places..(from + 1) * places].iter_mut().zip(&row) {
                *cell = (*cell).min(first.saturating_add(second));
            }
        }
    }
    Some(least)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Rounds of legs over one more place, until none is shorter.
    fn slowly(cells: &[i32], places: usize, over: usize) -> Vec<i32> {
        let mut least = cells.to_vec();
        loop {
            let before = least.clone();
            for (a, b, k) in
                (0..places * places * over).map(|i| (i / over / places, i / over % places, i % over))
            {
                let way = before[a * places + k] + before[k * places + b];
                least[a * places + b] = least[a * places + b].min(way);
            }
            if least == before {
                return least;
            }
        }
    }

    proptest! {
        #[test]
        fn ways_over_others_are_shortest(cells in proptest::collection::vec(0..100_i32, 16), over in 1..5_usize) {
            prop_assert_eq!(closed(&cells, 4, over, &mut || false), Some(slowly(&cells, 4, over)));
        }
    }

    #[test]
    fn whoever_is_stopped_or_has_too_much_to_do_knows_nothing() {
        assert_eq!(closed(&[0; 4], 2, 2, &mut || true), None);
        let many = MOST_PLACES + 1;
        assert_eq!(closed(&vec![0; many * many], many, many, &mut || false), None);
    }
}
