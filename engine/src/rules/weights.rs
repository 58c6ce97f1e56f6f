//! What each soft rule costs, with unit and reason.

/// Prices in points. One hundred points are what one second of travel costs, so 6,000 points are a minute.
///
/// The defaults follow the order of DESIGN §4: an acute promise, then mandatory visits, then continuity, wishes, soft
/// windows, overtime, travel, waiting, fairness. The figures say how much travel a planner accepts for each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights {
    /// An acute visit that starts past its due moment, or is left out though it falls due in the horizon; points a visit.
    pub due_missed: i64,
    /// Each second that an acute visit starts past its due moment.
    pub due_late_per_second: i64,
    /// Each second from request (or start of the horizon) to start of an acute visit: sooner is better.
    pub acute_wait_per_second: i64,
    /// Each second that any other visit starts past its date.
    pub overdue_per_second: i64,
    /// A mandatory visit left out, times its priority (1 to 9).
    pub unplanned_mandatory: i64,
    /// An optional visit left out, times its priority.
    pub unplanned_optional: i64,
    /// Each day that a left-out visit has already waited.
    pub unplanned_per_waiting_day: i64,
    /// A slot with a valid fixed contact filled by neither the contact nor a deputy.
    pub contact_missed: i64,
    /// A slot with a valid fixed contact filled by a deputy.
    pub contact_deputy: i64,
    /// A person whom the patient has not met: once for each patient and person.
    pub new_face: i64,
    /// A slot filled by somebody not among the people wished for.
    pub wish_staff: i64,
    /// A slot filled by somebody the patient would rather avoid.
    pub wish_avoided: i64,
    /// A slot filled by somebody who shares no language with the patient.
    pub wish_language: i64,
    /// A slot filled by somebody of another gender than wished for (or of none stated).
    pub wish_gender: i64,
    /// Each second that a visit starts outside the patient's wished times.
    pub wish_time_per_second: i64,
    /// Each second that a visit starts outside its soft windows.
    pub soft_window_per_second: i64,
    /// Each second of overtime.
    pub overtime_per_second: i64,
    /// Each second of travel.
    pub travel_per_second: i64,
    /// Each metre of travel.
    pub travel_per_metre: i64,
    /// Each second of waiting.
    pub waiting_per_second: i64,
    /// Each second of waiting for the other participants of a joint visit.
    pub joint_waiting_per_second: i64,
    /// Share of workload² / available time that is priced, in thousandths of 100 points a second.
    pub fairness_per_mille: i64,
    /// A promised visit on another day, or left out.
    pub changed_day: i64,
    /// A slot filled by another person than promised.
    pub changed_person: i64,
    /// Each second beyond `changed_time_tolerance` that a promised start moves.
    pub changed_time_per_second: i64,
    /// Seconds that a promised start may move without a price.
    pub changed_time_tolerance: i64,
}

/// Three named sets of prices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preset {
    /// *Trygghet*: known faces and kept wishes before short ways.
    Continuity,
    /// *Balans*: the default.
    #[default]
    Balance,
    /// *Kortast restid*: short ways first.
    Travel,
}

impl Default for Weights {
    fn default() -> Self {
        const MINUTE: i64 = 6_000;
        Self {
            due_missed: 6_000 * MINUTE,
            due_late_per_second: 100,
            acute_wait_per_second: 2,
            overdue_per_second: 2,
            unplanned_mandatory: 240 * MINUTE,
            unplanned_optional: 30 * MINUTE,
            unplanned_per_waiting_day: 10 * MINUTE,
            contact_missed: 40 * MINUTE,
            contact_deputy: 10 * MINUTE,
            new_face: 10 * MINUTE,
            wish_staff: 10 * MINUTE,
            wish_avoided: 20 * MINUTE,
            wish_language: 15 * MINUTE,
            wish_gender: 15 * MINUTE,
            wish_time_per_second: 30,
            soft_window_per_second: 60,
            overtime_per_second: 300,
            travel_per_second: 100,
            travel_per_metre: 3,
            waiting_per_second: 20,
            joint_waiting_per_second: 100,
            fairness_per_mille: 50,
            changed_day: 60 * MINUTE,
            changed_person: 30 * MINUTE,
            changed_time_per_second: 50,
            changed_time_tolerance: 900,
        }
    }
}

impl Weights {
    /// The prices of a preset: [`Preset::Balance`] is the default set; the others multiply continuity and wishes by three,
    /// or travel by three.
    pub fn preset(preset: Preset) -> Self {
        let mut w = Self::default();
        match preset {
            Preset::Balance => {}
            Preset::Continuity => {
                for price in w.inconvenience() {
                    *price *= 3;
                }
            }
            Preset::Travel => {
                w.travel_per_second *= 3;
                w.travel_per_metre *= 3;
            }
        }
        w
    }

    /// The prices of continuity and wishes, which presets and trade-offs change together.
    pub fn inconvenience(&mut self) -> [&mut i64; 8] {
        [
            &mut self.contact_missed,
            &mut self.contact_deputy,
            &mut self.new_face,
            &mut self.wish_staff,
            &mut self.wish_avoided,
            &mut self.wish_language,
            &mut self.wish_gender,
            &mut self.wish_time_per_second,
        ]
    }
}
