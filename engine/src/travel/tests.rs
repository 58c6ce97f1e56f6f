//! Arrival and departure across borders, against a walk second by second.

use super::{TravelByHour, TravelPeriods};
use crate::clock::PlanTime;
use osm_data::table::TravelTable;
use osm_data::units::{Metres, Seconds};
use proptest::prelude::*;

/// Two places, so many seconds apart in each table.
fn way(seconds: &[Option<u32>], from: &[(u32, usize)]) -> TravelByHour {
    let table = |s: Option<u32>| {
        TravelTable::from_fn(2, |a, b| {
            if a == b { Some(Default::default()) } else { Some((Seconds(s?), Metres(s? * 10))) }
        })
    };
    let from: Vec<(PlanTime, usize)> = from.iter().map(|&(t, k)| (PlanTime(t), k)).collect();
    TravelByHour::new(seconds.iter().map(|s| table(*s)).collect(), &from).expect("sound periods")
}

fn arrival(way: &TravelByHour, departure: u32) -> Option<u32> {
    way.leave(0, 1, PlanTime(departure)).map(|j| j.arrival.0)
}

fn departure(way: &TravelByHour, arrival: u32) -> Option<u32> {
    way.arrive_by(0, 1, PlanTime(arrival)).map(|j| j.departure.0)
}

#[test]
fn within_one_period_a_way_takes_what_its_table_says() {
    let way = way(&[Some(600), Some(900)], &[(0, 0), (25_200, 1), (32_400, 0)]);
    assert_eq!(arrival(&way, 20_000), Some(20_600));
    assert_eq!(arrival(&way, 25_200), Some(26_100));
    assert_eq!(arrival(&way, 40_000), Some(40_600));
}

#[test]
fn across_a_border_the_shares_of_the_way_add_up() {
    // Half of ten minutes before seven, then half of fifteen.
    let way = way(&[Some(600), Some(900)], &[(0, 0), (25_200, 1), (32_400, 0)]);
    assert_eq!(arrival(&way, 24_900), Some(25_200 + 450));
    assert_eq!(departure(&way, 25_650), Some(24_900));
    // A third of fifteen minutes before nine, then two thirds of ten.
    assert_eq!(arrival(&way, 32_100), Some(32_400 + 400));
}

#[test]
fn a_way_that_is_closed_stands_still_until_it_opens() {
    // A ferry that lies still from 22:00 to 06:00 of the next day.
    let way = way(&[Some(1200), None], &[(0, 1), (21_600, 0), (79_200, 1), (108_000, 0)]);
    assert_eq!(arrival(&way, 0), Some(21_600 + 1200));
    assert_eq!(arrival(&way, 78_000), Some(79_200));
    assert_eq!(arrival(&way, 78_600), Some(108_000 + 600));
    assert_eq!(departure(&way, 79_200), Some(78_000));
    assert_eq!(departure(&way, 108_000), Some(78_000));
    assert_eq!(departure(&way, 21_600), None, "nobody comes over before the first boat");
    let night = way.leave(0, 1, PlanTime(80_000)).expect("a boat in the morning");
    assert_eq!(night.length, Metres(12_000), "metres of the table that has the way");
}

#[test]
fn no_period_with_a_road_is_no_road() {
    for way in [way(&[None, None], &[(0, 0), (3600, 1)]), way(&[None], &[(0, 0)])] {
        assert_eq!((arrival(&way, 0), arrival(&way, 5), way.least(0, 1)), (None, None, None));
        assert_eq!(departure(&way, 7200), None);
    }
}

#[test]
fn periods_that_leave_a_gap_or_name_nothing_are_refused() {
    let from = |list: &[(u32, usize)]| {
        let list: Vec<_> = list.iter().map(|&(t, k)| (PlanTime(t), k)).collect();
        TravelPeriods::new(2, &list)
    };
    assert!(from(&[]).is_none() && from(&[(5, 0)]).is_none() && from(&[(0, 2)]).is_none());
    assert!(from(&[(0, 0), (7, 1), (7, 0)]).is_none());
    let same = from(&[(0, 1), (50, 1)]).expect("sound");
    assert!(same.is_constant(), "a border between the same table is none");
    assert_eq!(same.table_at(PlanTime(70)), 1);
}

/// The slow twin: a vehicle that goes second by second, its share of the way counted in parts that every time below 21 seconds
/// divides.
#[derive(Debug)]
struct Walk {
    from: Vec<(u32, usize)>,
    seconds: Vec<Option<u32>>,
}

/// The least common multiple of 1 to 20.
const PARTS: u64 = 232_792_560;

impl Walk {
    fn seconds_at(&self, moment: u32) -> Option<u32> {
        let now = self.from.iter().rposition(|f| f.0 <= moment).expect("from zero on");
        let least = self.seconds.iter().flatten().min().copied();
        let last = now + 1 == self.from.len() || self.from.iter().all(|f| f.1 == self.from[0].1);
        self.seconds[self.from[now].1].or(if last { least } else { None })
    }

    fn arrival(&self, departure: u32) -> Option<u32> {
        self.seconds.iter().flatten().next()?;
        let (mut now, mut gone) = (departure, 0);
        while gone < PARTS {
            match self.seconds_at(now) {
                Some(0) => return Some(now),
                Some(whole) => gone += PARTS / u64::from(whole),
                None => {}
            }
            now += 1;
        }
        Some(now)
    }

    fn departure(&self, arrival: u32) -> Option<u32> {
        (0..=arrival).rev().find(|&t| self.arrival(t).is_some_and(|there| there <= arrival))
    }
}

prop_compose! {
    /// Short ways with many borders: times below 21 seconds, some zero, some closed.
    fn walks()(
        seconds in prop::collection::vec(prop_oneof![4 => (0..=20_u32).prop_map(Some), 1 => Just(None)], 1..4),
        steps in prop::collection::vec((1..25_u32, 0..4_usize), 0..8),
        first in 0..4_usize,
    ) -> Walk {
        let mut from = vec![(0, first % seconds.len())];
        for (step, table) in steps {
            from.push((from.last().expect("one").0 + step, table % seconds.len()));
        }
        Walk { from, seconds }
    }
}

proptest! {
    #[test]
    fn arrivals_are_those_of_a_walk_second_by_second(walk in walks(), at in 0..200_u32) {
        let way = way(&walk.seconds, &walk.from);
        prop_assert_eq!(arrival(&way, at), walk.arrival(at));
        prop_assert_eq!(departure(&way, at), walk.departure(at));
    }

    #[test]
    fn whoever_leaves_later_never_arrives_earlier(
        seconds in prop::collection::vec(prop_oneof![9 => (0..2_419_200_u32).prop_map(Some), 1 => Just(None)], 1..6),
        borders in prop::collection::btree_set(1..2_600_000_u32, 0..30),
        names in prop::collection::vec(0..6_usize, 31),
        moments in prop::collection::vec(0..2_700_000_u32, 2..40),
        near in prop::collection::vec(-3..=3_i64, 40),
    ) {
        prop_assume!(seconds.iter().any(Option::is_some));
        let mut from = vec![(0, names[0] % seconds.len())];
        from.extend(borders.iter().zip(&names[1..]).map(|(&b, &n)| (b, n % seconds.len())));
        let way = way(&seconds, &from);
        // Moments anywhere, and those next to borders.
        let mut moments = moments;
        moments.extend(borders.iter().zip(&near).map(|(&b, &d)| u32::try_from(i64::from(b) + d).unwrap_or(0)));
        moments.sort_unstable();
        let mut before = 0;
        for &t in &moments {
            let there = arrival(&way, t).expect("some period has a road");
            prop_assert!(there >= before && there >= t);
            before = there;
            // The inverse, exactly: the last moment that is early enough.
            let latest = departure(&way, there).expect("one can be there by then");
            prop_assert!(latest >= t);
            prop_assert!(arrival(&way, latest).expect("a road") <= there);
            prop_assert!(arrival(&way, latest + 1).expect("a road") > there);
            let least = way.least(0, 1).expect("a road").0;
            prop_assert!(there - t >= least);
        }
    }
}
