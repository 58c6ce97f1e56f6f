//! Many-to-many costs are those of single searches; tables round them as one rule says.

use super::*;
use crate::hierarchy::tests::{Draw, random_ends, random_topology};
use crate::hierarchy::{ContractionHierarchy, Direction, dijkstra_between};
use crate::units::{Metres, Millis, RoadCost, Seconds};
use proptest::prelude::*;
use std::ops::ControlFlow;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn many_to_many_is_what_single_searches_say(seed: u64, nodes in 1..60_usize, arcs in 0..250_usize, sources in 0..40_usize, targets in 0..8_usize) {
        let topology = random_topology(seed, nodes, arcs);
        let hierarchy = ContractionHierarchy::build(&topology);
        let mut draw = Draw(seed);
        let sources: Vec<_> = (0..sources).map(|_| random_ends(&mut draw, nodes)).collect();
        let targets: Vec<_> = (0..targets).map(|_| random_ends(&mut draw, nodes)).collect();
        let table = many_to_many(&hierarchy, &sources, &targets);
        let mut cells = table.iter();
        for source in &sources {
            for target in &targets {
                prop_assert_eq!(cells.next(), Some(&dijkstra_between(&topology, source, target)));
            }
        }
        prop_assert_eq!(cells.next(), None);
        let mut by_rows = Vec::new();
        many_to_many_rows(&hierarchy, &sources, &targets, |first, rows| {
            assert_eq!(first * targets.len(), by_rows.len());
            by_rows.extend_from_slice(rows);
            ControlFlow::Continue(())
        });
        prop_assert_eq!(&by_rows, &table);
        let mut visits = 0;
        many_to_many_rows(&hierarchy, &vec![sources.clone(); 16].concat(), &targets, |_, _| {
            visits += 1;
            ControlFlow::Break(())
        });
        prop_assert_eq!(visits, usize::from(!sources.is_empty() && !targets.is_empty()));
        let mut growing = OneToMany::new(&hierarchy, Direction::From, Vec::new());
        targets.iter().cloned().for_each(|target| growing.push(target));
        for (source, row) in sources.iter().zip(table.chunks(targets.len().max(1))) {
            prop_assert_eq!(&growing.costs(source)[..], row);
        }
    }
}

#[test]
fn a_table_rounds_half_up_and_keeps_what_is_unreachable() {
    let costs = [
        RoadCost::ZERO,
        RoadCost::new(Millis(1_499), 14),
        RoadCost::new(Millis(1_500), 15),
        RoadCost::UNREACHABLE,
    ];
    let table = TravelTable::from_costs(2, &costs);
    assert_eq!((table.seconds(0, 0), table.metres(0, 0)), (Some(Seconds(0)), Some(Metres(0))));
    assert_eq!((table.seconds(0, 1), table.metres(0, 1)), (Some(Seconds(1)), Some(Metres(1))));
    assert_eq!((table.seconds(1, 0), table.metres(1, 0)), (Some(Seconds(2)), Some(Metres(2))));
    assert_eq!((table.seconds(1, 1), table.metres(1, 1)), (None, None));
}

#[test]
fn a_table_with_room_is_the_table_without() {
    let cost = |from: usize, to: usize| RoadCost::new(Millis((from * 7 + to) as u32 * 1_000), to as u32 * 10);
    let full = |places: usize| {
        let cells: Vec<_> = (0..places * places).map(|at| cost(at / places, at % places)).collect();
        TravelTable::from_costs(places, &cells)
    };
    let mut table = full(0);
    for last in 0..40 {
        let row: Vec<_> = (0..=last).map(|to| cost(last, to)).collect();
        let column: Vec<_> = (0..last).map(|from| cost(from, last)).collect();
        table.grow(&row, &column);
        assert_eq!(table, full(last + 1));
        assert_eq!(table.seconds_row(last), full(last + 1).seconds_row(last));
    }
    assert_ne!(table, full(39));
    assert_ne!(table, TravelTable::from_fn(40, |_, _| None));
}
