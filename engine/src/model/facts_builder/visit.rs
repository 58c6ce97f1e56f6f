//! Visits, said in short sentences.

use super::time::{moment, window};
use crate::clock::PlanTime;
use crate::model::{Necessity, PinFacts, Presence, ProviderFacts, SlotFacts, Urgency, VisitFacts};
use osm_data::units::Seconds;

/// A visit in the making.
#[derive(Clone, Debug)]
pub struct VisitBuilder {
    pub(super) facts: VisitFacts,
}

impl VisitBuilder {
    /// The patient; without this, the last one stated.
    #[must_use]
    pub fn of(mut self, patient: &str) -> Self {
        self.facts.patient = patient.to_owned();
        self
    }

    /// Must start between these times.
    #[must_use]
    pub fn between(mut self, opens: &str, closes: &str) -> Self {
        self.facts.windows.push(window(opens, closes));
        self
    }

    /// Should start between these times.
    #[must_use]
    pub fn rather_between(mut self, opens: &str, closes: &str) -> Self {
        self.facts.soft_windows.push(window(opens, closes));
        self
    }

    /// The care of every slot takes so long; a nurse's slot when there is none yet.
    #[must_use]
    pub fn care_minutes(mut self, minutes: u32) -> Self {
        if self.facts.slots.is_empty() {
            self.facts.slots.push(plain_slot("nurse", minutes));
        }
        for slot in &mut self.facts.slots {
            slot.care = Seconds::minutes(minutes);
        }
        self
    }

    /// One more participant with this role, for 30 minutes.
    #[must_use]
    pub fn needs(mut self, role: &str) -> Self {
        self.facts.slots.push(plain_slot(role, 30));
        self
    }

    /// The last slot begins so many minutes after the visit does.
    #[must_use]
    pub fn later_by(self, minutes: u32) -> Self {
        self.last_slot(|slot| slot.offset = Seconds::minutes(minutes))
    }

    /// The last slot needs this skill.
    #[must_use]
    pub fn skill(self, skill: &str) -> Self {
        self.last_slot(|slot| slot.skills.push(skill.to_owned()))
    }

    /// The last slot is filled by this kind of team.
    #[must_use]
    pub fn provider(self, provider: ProviderFacts) -> Self {
        self.last_slot(|slot| slot.provider = provider)
    }

    /// The last slot takes part by video or phone.
    #[must_use]
    pub fn remote(self) -> Self {
        self.last_slot(|slot| slot.presence = Presence::Remote)
    }

    /// Anything else about the last slot; a nurse's slot when there is none yet.
    #[must_use]
    pub fn last_slot(mut self, change: impl FnOnce(&mut SlotFacts)) -> Self {
        if self.facts.slots.is_empty() {
            self.facts.slots.push(plain_slot("nurse", 30));
        }
        change(self.facts.slots.last_mut().expect("just made sure"));
        self
    }

    /// Acute: must have started by `due`; asked for before the horizon.
    #[must_use]
    pub fn acute(mut self, due: &str) -> Self {
        self.facts.urgency = Urgency::Acute { received: PlanTime::ZERO };
        self.facts.due = Some(moment(due));
        self
    }

    /// Optional.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.facts.necessity = Necessity::Optional;
        self
    }

    /// Locks slot `slot` to a person.
    #[must_use]
    pub fn locked_to(mut self, slot: usize, staff: &str) -> Self {
        self.facts.pins.push(PinFacts {
            slot: Some(slot),
            staff: Some(staff.to_owned()),
            ..PinFacts::default()
        });
        self
    }

    /// Locks the start.
    #[must_use]
    pub fn locked_at(mut self, start: &str) -> Self {
        self.facts.pins.push(PinFacts { start: Some(moment(start)), ..PinFacts::default() });
        self
    }

    /// Promised for a start, with these people by slot.
    #[must_use]
    pub fn promised(mut self, start: &str, staff: &[&str]) -> Self {
        self.facts.promise = Some((moment(start), staff.iter().map(|s| Some((*s).to_owned())).collect()));
        self
    }

    /// Anything else.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut VisitFacts)) -> Self {
        change(&mut self.facts);
        self
    }
}

pub(super) fn plain_slot(role: &str, care_minutes: u32) -> SlotFacts {
    SlotFacts {
        roles: vec![role.to_owned()],
        skills: Vec::new(),
        provider: ProviderFacts::Any,
        presence: Presence::OnSite,
        offset: Seconds::ZERO,
        care: Seconds::minutes(care_minutes),
        extra_if_new: Seconds::ZERO,
        documentation: Seconds::ZERO,
    }
}
