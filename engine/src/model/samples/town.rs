//! A town: sizes and switches in, facts out.

use super::demand::Demand;
use super::land::Land;
use super::workforce::Workforce;
use crate::clock::{Horizon, PlanTime};
use crate::model::{Facts, WorkingTime};
use crate::rng::Rng;

/// What a town is like.
///
/// Districts of about thirty staff, each with four teams: home-care physicians, near-care and palliative (employer
/// `region`) and municipal (employer `municipality`). Of fifteen staff five are physicians, five nurses, three assistant nurses
/// and two specialist nurses. Visits: about a quarter are joint ones of physician and nurse, some staggered; others are of one nurse,
/// assistant nurse or specialist nurse; a few go by phone or video; some come in linked pairs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Town {
    /// Start of every draw.
    pub seed: u64,
    /// Number of visits over all days.
    pub visits: usize,
    /// Number of staff.
    pub staff: usize,
    /// Number of days, each of 24 hours.
    pub days: usize,
    /// Whether a physician and a specialist nurse of each near-care team share a vehicle.
    pub crews: bool,
    /// Whether a few visits are locked.
    pub pins: bool,
    /// Whether a third of the visits has been promised.
    pub promises: bool,
}

/// A town without crews, locks or promises.
///
/// ```
/// use engine::model::samples;
///
/// let problem = samples::town(1, 40, 8, 1).build().expect("samples build");
/// assert_eq!(problem.visits.len(), 40);
/// ```
pub fn town(seed: u64, visits: usize, staff: usize, days: usize) -> Facts {
    Town { crews: false, pins: false, promises: false, ..Town::with_everything(seed, visits, staff, days) }
        .facts()
}

impl Town {
    /// A town with crews, locks and promises.
    pub fn with_everything(seed: u64, visits: usize, staff: usize, days: usize) -> Self {
        Self { seed, visits, staff, days, crews: true, pins: true, promises: true }
    }

    /// The facts. No staff: nobody works; no visits: nobody is ill.
    pub fn facts(&self) -> Facts {
        let days = self.days.max(1);
        let chance = Rng::seeded(self.seed);
        // A stream each, so that one more visit leaves the people as they are.
        let mut land = Land::new(chance.split(1));
        let workforce = Workforce::draw(self, days, &mut land, chance.split(2));
        let demand = Demand::draw(self, days, &workforce, &mut land, chance.split(3));
        let midnights = (0..=days as u32).map(|day| PlanTime(day * 86_400)).collect();
        Facts {
            horizon: Horizon::new(midnights).expect("days of 24 hours"),
            working_time: WorkingTime::default(),
            travel: land.travel(),
            places: land.places,
            teams: workforce.teams,
            staff: workforce.staff,
            shifts: workforce.shifts,
            crews: workforce.crews,
            patients: demand.patients,
            visits: demand.visits,
            links: demand.links,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_same_seed_gives_the_same_town() {
        let text = |seed| format!("{:?}", Town::with_everything(seed, 60, 15, 3).facts());
        assert_eq!(text(5), text(5));
        assert_ne!(text(5), text(6));
    }

    #[test]
    fn a_quarter_of_the_visits_are_joint() {
        let facts = town(1, 1000, 150, 1);
        let joint = facts.visits.iter().filter(|v| v.slots.len() > 1).count();
        assert!((200..320).contains(&joint), "{joint}");
        assert!(facts.visits.iter().any(|v| v.slots.iter().any(|s| s.offset.0 > 0)));
        assert!(!facts.links.is_empty());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]
        #[test]
        fn every_town_builds(seed: u64, visits in 0_usize..80, staff in 0_usize..40, days in 1_usize..8) {
            let built = Town::with_everything(seed, visits, staff, days).facts().build();
            prop_assert!(built.is_ok(), "{:?}", built.err());
            let problem = town(seed, visits, staff, days).build();
            prop_assert!(problem.is_ok(), "{:?}", problem.err());
            prop_assert_eq!(problem.expect("just seen").visits.len(), if staff == 0 { 0 } else { visits });
        }
    }
}
