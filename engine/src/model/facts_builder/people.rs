//! Patients and staff, said in short sentences.

use super::time::{moment, window};
use crate::clock::Period;
use crate::model::{BlockFacts, BreakRule, ContactFacts, PatientFacts, ShiftFacts, StaffFacts};
use osm_data::units::Seconds;

/// A patient in the making.
#[derive(Clone, Debug)]
pub struct PatientBuilder {
    pub(super) facts: PatientFacts,
}

/// A staff member in the making, with shifts.
#[derive(Clone, Debug)]
pub struct StaffBuilder {
    pub(super) facts: StaffFacts,
    pub(super) shifts: Vec<ShiftFacts>,
}

impl PatientBuilder {
    /// Lives at a place named before.
    #[must_use]
    pub fn lives_at(mut self, place: &str) -> Self {
        self.facts.place = place.to_owned();
        self
    }

    /// This person must never come.
    #[must_use]
    pub fn refuses(mut self, staff: &str) -> Self {
        self.facts.refusals.push(staff.to_owned());
        self
    }

    /// Would like this person to come.
    #[must_use]
    pub fn wishes_for(mut self, staff: &str) -> Self {
        self.facts.wished_staff.push(staff.to_owned());
        self
    }

    /// Would rather not meet this person.
    #[must_use]
    pub fn would_avoid(mut self, staff: &str) -> Self {
        self.facts.avoided_staff.push(staff.to_owned());
        self
    }

    /// Speaks this language.
    #[must_use]
    pub fn speaks(mut self, language: &str) -> Self {
        self.facts.languages.push(language.to_owned());
        self
    }

    /// Would like staff of this gender.
    #[must_use]
    pub fn wishes_gender(mut self, gender: &str) -> Self {
        self.facts.gender = Some(gender.to_owned());
        self
    }

    /// Would like visits to start between these times.
    #[must_use]
    pub fn wishes_time(mut self, opens: &str, closes: &str) -> Self {
        self.facts.wished_times.push(window(opens, closes));
        self
    }

    /// Has this fixed contact for a role, with deputies.
    #[must_use]
    pub fn contact(mut self, role: &str, staff: &str, deputies: &[&str]) -> Self {
        self.facts.contacts.push(ContactFacts {
            role: role.to_owned(),
            staff: staff.to_owned(),
            valid: Period::ALWAYS,
            deputies: deputies.iter().map(|d| (*d).to_owned()).collect(),
        });
        self
    }

    /// Met this person so many days ago.
    #[must_use]
    pub fn met(mut self, staff: &str, days_ago: u32) -> Self {
        self.facts.history.push((staff.to_owned(), days_ago));
        self
    }

    /// This team is responsible throughout.
    #[must_use]
    pub fn in_care_of(mut self, team: &str) -> Self {
        self.facts.responsibilities.push((team.to_owned(), Period::ALWAYS));
        self
    }

    /// This team is responsible from a moment until another.
    #[must_use]
    pub fn in_care_of_during(mut self, team: &str, from: &str, until: &str) -> Self {
        let period = Period { from: moment(from), until: moment(until) };
        self.facts.responsibilities.push((team.to_owned(), period));
        self
    }

    /// Anything else.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut PatientFacts)) -> Self {
        change(&mut self.facts);
        self
    }
}

impl StaffBuilder {
    /// Has this role instead of nurse.
    #[must_use]
    pub fn role(mut self, role: &str) -> Self {
        self.facts.role = role.to_owned();
        self
    }

    /// Has this skill.
    #[must_use]
    pub fn skill(mut self, skill: &str) -> Self {
        self.facts.skills.push(skill.to_owned());
        self
    }

    /// Speaks this language.
    #[must_use]
    pub fn speaks(mut self, language: &str) -> Self {
        self.facts.languages.push(language.to_owned());
        self
    }

    /// Is of this gender.
    #[must_use]
    pub fn gender(mut self, gender: &str) -> Self {
        self.facts.gender = Some(gender.to_owned());
        self
    }

    /// Belongs to this team throughout.
    #[must_use]
    pub fn team(mut self, team: &str) -> Self {
        self.facts.teams.push((team.to_owned(), Period::ALWAYS));
        self
    }

    /// Works from one time to another (a shift called `name-day`), without breaks.
    #[must_use]
    pub fn works(mut self, start: &str, end: &str) -> Self {
        let (start, end) = (moment(start), moment(end));
        self.shifts.push(ShiftFacts {
            id: format!("{}-{}", self.facts.id, start.0 / 86_400),
            staff: self.facts.id.clone(),
            start,
            end,
            overtime_limit: Seconds::ZERO,
            start_place: None,
            end_place: None,
            breaks: Some(Vec::new()),
            blocks: Vec::new(),
        });
        self
    }

    /// The shifts stated so far start and end here.
    #[must_use]
    pub fn from_place(mut self, place: &str) -> Self {
        for shift in &mut self.shifts {
            shift.start_place = Some(place.to_owned());
            shift.end_place = Some(place.to_owned());
        }
        self
    }

    /// The shifts stated so far may last so much longer.
    #[must_use]
    pub fn overtime_minutes(mut self, minutes: u32) -> Self {
        for shift in &mut self.shifts {
            shift.overtime_limit = Seconds::minutes(minutes);
        }
        self
    }

    /// The last shift holds a break of so many minutes that begins between these times.
    #[must_use]
    pub fn break_between(self, opens: &str, closes: &str, minutes: u32) -> Self {
        let rule = BreakRule { duration: Seconds::minutes(minutes), window: window(opens, closes) };
        self.last_shift(|shift| shift.breaks.get_or_insert_default().push(rule))
    }

    /// The last shift's breaks follow from its length.
    #[must_use]
    pub fn derived_breaks(self) -> Self {
        self.last_shift(|shift| shift.breaks = None)
    }

    /// The last shift is blocked from a time on for so many minutes, anywhere.
    #[must_use]
    pub fn blocked(self, label: &str, start: &str, minutes: u32) -> Self {
        let block = BlockFacts {
            label: label.to_owned(),
            start: moment(start),
            duration: Seconds::minutes(minutes),
            place: None,
        };
        self.last_shift(|shift| shift.blocks.push(block))
    }

    /// Anything else about the last shift stated.
    #[must_use]
    pub fn last_shift(mut self, change: impl FnOnce(&mut ShiftFacts)) -> Self {
        change(self.shifts.last_mut().expect("state a shift with `works` first"));
        self
    }

    /// Anything else.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut StaffFacts)) -> Self {
        change(&mut self.facts);
        self
    }
}
