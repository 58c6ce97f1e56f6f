//! A sample from a map, a size and a seed.

use super::demand::Demand;
use super::homes::Homes;
use super::staffing::Staffing;
use crate::tasks::TaskError;
use crate::travel::Map;
use crate::wire::local_days::date_of;
use crate::wire::{Day, Horizon, Policy, Problem};
use chrono::{Datelike, Days, NaiveDate};
use engine::calendar::WorkingDayPolicy;
use engine::model::{Defect, DefectCode, InvalidProblem};
use engine::rng::Rng;
use osm_data::profile::TravelMode;

/// How much of a problem to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleSize {
    /// Patients.
    pub patients: usize,
    /// Staff.
    pub staff: usize,
    /// Days.
    pub days: usize,
    /// Start of the random stream: same map, size and seed, same problem.
    pub seed: u64,
    /// The first day is the first working day after this one.
    pub today: Day,
}

/// Makes a realistic problem on a map, for people who travel by its chief mode.
///
/// # Errors
/// [`TaskError::InvalidQuestion`] for a size that makes no problem.
pub fn sample(map: &Map, size: &SampleSize) -> Result<Problem, TaskError> {
    let mut defects = Vec::new();
    for (place, value, most) in
        [("/patients", size.patients, 10_000), ("/staff", size.staff, 1_000), ("/days", size.days, 28)]
    {
        if value == 0 || value > most {
            defects.push(Defect {
                code: DefectCode::OutOfRange,
                place: place.to_owned(),
                cause: format!("{value} is not between 1 and {most}"),
                remedy: "ask for another number".to_owned(),
            });
        }
    }
    // The years of which the Swedish calendar is sure; four weeks more stay within them.
    let today = date_of(&size.today.0).filter(|day| (1900..2200).contains(&day.year()));
    if today.is_none() {
        defects.push(Defect {
            code: DefectCode::BadTime,
            place: "/today".to_owned(),
            cause: format!("`{}` is no date of the years 1900 to 2199", size.today.0),
            remedy: "write it as 2026-11-23".to_owned(),
        });
    }
    let homes = Homes::of(map);
    if homes.is_none() {
        defects.push(Defect {
            code: DefectCode::OffTheMap,
            place: "/map".to_owned(),
            cause: "the map has no road beside which anybody could live".to_owned(),
            remedy: "import an extract with streets".to_owned(),
        });
    }
    let (Some(today), Some(homes), true) = (today, homes, defects.is_empty()) else {
        return Err(TaskError::InvalidQuestion(InvalidProblem { defects }));
    };
    let first = next_working_day(today);
    let days: Vec<Day> = (0..size.days as u64).map(|d| Day(later(first, d).to_string())).collect();
    let mut rng = Rng::seeded(size.seed);
    let staffing = Staffing::draw(size.staff, &days, &homes, &mut rng);
    let mut demand = Demand::new(&staffing, &days, first, size.today.clone());
    for _ in 0..size.patients {
        demand.patient(&homes, &mut rng);
    }
    let Demand { patients, visits, links, .. } = demand;
    let mut staff = staffing.staff_documents;
    if map.mode() != TravelMode::default().name() {
        staff.iter_mut().for_each(|person| person.travel_mode = Some(map.mode().to_owned()));
    }
    Ok(Problem {
        version: 1,
        horizon: Horizon { from: days[0].clone(), days: size.days as u32 },
        policy: Some(Policy { seed: Some(size.seed % (1 << 53)), ..Policy::default() }),
        places: staffing.places,
        teams: staffing.team_documents,
        staff,
        shifts: staffing.shift_documents,
        crews: staffing.crews,
        patients,
        visits,
        links,
        road_conditions: None,
        travel: None,
    })
}

fn next_working_day(today: NaiveDate) -> NaiveDate {
    let policy = WorkingDayPolicy::default();
    // No gap in the Swedish calendar is longer than six days.
    (1..=14).map(|d| later(today, d)).find(|&d| policy.is_working_day(d)).unwrap_or_else(|| later(today, 1))
}

fn later(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days)).unwrap_or(date)
}
