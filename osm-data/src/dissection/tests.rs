//! Every edge stands in the order once, and a cut is as small as trying every one finds.

use super::bisect::{LEAST_SHARE, Part, SWEEPS, bisect};
use super::*;
use proptest::prelude::*;

fn parts() -> impl Strategy<Value = (Vec<[i32; 2]>, Vec<[u32; 2]>)> {
    (2..14_usize).prop_flat_map(|n| {
        let places = prop::collection::vec([-50..50_i32, -50..50_i32], n);
        let ends = prop::collection::vec([0..n as u32, 0..n as u32], 0..30);
        (places, ends)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn every_edge_stands_in_the_order_once((places, ends) in parts()) {
        let mut order = edge_order(&places, &ends);
        order.sort_unstable();
        prop_assert_eq!(order, (0..ends.len() as u32).collect::<Vec<_>>());
    }

    #[test]
    fn no_smaller_cut_parts_the_same_ends((places, ends) in parts()) {
        let ends: Vec<_> = ends.into_iter().filter(|[a, b]| a != b).collect();
        let name = (0..ends.len() as u32).collect();
        let part = Part { places: places.clone(), ends: ends.clone(), name };
        let side = bisect(&part);
        let cut = |side: &dyn Fn(usize) -> bool| {
            ends.iter().filter(|[a, b]| side(*a as usize) != side(*b as usize)).count()
        };
        let found = cut(&|place| side[place]);
        let lesser = side.iter().filter(|&&s| s).count().min(side.iter().filter(|&&s| !s).count());
        prop_assert!(lesser >= (places.len() / LEAST_SHARE).max(1));
        // Some sweep's held thirds lie on different sides, and no other cut that parts them is smaller.
        let is_least = SWEEPS.iter().any(|[x, y]| {
            let mut order: Vec<usize> = (0..places.len()).collect();
            order.sort_by_key(|&p| (i64::from(places[p][0]) * x + i64::from(places[p][1]) * y, p));
            let held = (places.len() / LEAST_SHARE).max(1);
            let (begin, end) = (&order[..held], &order[places.len() - held..]);
            let parts_them = |side: &dyn Fn(usize) -> bool| {
                begin.iter().all(|&p| side(p)) && end.iter().all(|&p| !side(p))
            };
            parts_them(&|p| side[p])
                && (0..1_u32 << places.len())
                    .filter(|set| parts_them(&|p| set >> p & 1 == 1))
                    .all(|set| cut(&|p| set >> p & 1 == 1) >= found)
        });
        prop_assert!(is_least);
    }
}
