//! Traffic by chance: facts whose travel times change with the hour.

use crate::clock::PlanTime;
use crate::model::Facts;
use crate::rng::Rng;
use crate::travel::TravelByHour;
use osm_data::table::TravelTable;
use osm_data::units::Seconds;

/// The same facts with so many tables a mode, which take turns so many times a day: all ways 70 to 200 percent of what they
/// were, each pair of places a little differently, and one in forty closed.
///
/// The first table is what the facts had; it holds at first, and from a day after the horizon on.
pub fn with_traffic(mut facts: Facts, seed: u64, tables: usize, borders_a_day: usize) -> Facts {
    let mut chance = Rng::seeded(seed);
    let mut from = vec![(PlanTime::ZERO, 0)];
    for day in 0..facts.horizon.days() {
        let start = facts.horizon.day_start(day);
        let mut borders: Vec<u32> = (0..borders_a_day).map(|_| chance.below(86_399) as u32 + 1).collect();
        borders.sort_unstable();
        borders.dedup();
        let table = |chance: &mut Rng| chance.below(tables);
        from.extend(borders.into_iter().map(|b| (start + Seconds(b), table(&mut chance))));
    }
    from.push((facts.horizon.end() + Seconds(86_400), 0));
    for (_, travel) in &mut facts.travel {
        let normal = travel.tables()[0].clone();
        let mut all = vec![normal.clone()];
        for number in 1..tables {
            let percent = chance.range(70..180);
            all.push(TravelTable::from_fn(normal.places(), |a, b| {
                let odd = (a * 37 + b * 23 + number * 11) % 40;
                let (seconds, metres) = (normal.seconds(a, b)?, normal.metres(a, b)?);
                (a == b || odd != 7).then(|| (Seconds(seconds.0 * (percent + odd as u32 / 2) / 100), metres))
            }));
        }
        *travel = TravelByHour::new(all, &from).expect("rising borders, tables of the same places");
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::samples;

    #[test]
    fn traffic_changes_times_and_builds() {
        let facts = with_traffic(samples::town(1, 20, 5, 2), 3, 3, 4);
        let travel = &facts.travel[0].1;
        assert_eq!(travel.tables().len(), 3);
        assert!(travel.periods().borders().count() >= 4);
        assert_ne!(travel.tables()[0], travel.tables()[1]);
        assert!(facts.build().is_ok());
    }
}
