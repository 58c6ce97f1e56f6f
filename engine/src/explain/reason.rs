//! Why, as a closed list of facts. Sentences are made elsewhere.

use crate::clock::{PlanTime, TimeWindow};
use crate::model::{
    LinkIdx, MissionIdx, PlaceIdx, RoleIdx, ShiftIdx, SkillIdx, StaffIdx, TeamIdx, VisitIdx, VisitMode,
};
use crate::plan::Task;
use crate::rules::{RuleId, Score};
use crate::schedule::Cause;
use osm_data::units::Seconds;

/// Why a visit is not in the plan, and what would bring it in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The visit.
    pub visit: VisitIdx,
    /// For every slot and every shift: why not. By slot, then shift.
    pub candidates: Vec<CandidateReasons>,
    /// The smallest changes that make it fit, cheapest first; each has been tried and judged, but for
    /// [`Relaxing::AfterHorizon`].
    pub relaxations: Vec<Relaxation>,
}

/// Why one person, on one day, does not fill one slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CandidateReasons {
    /// Which participant of the visit.
    pub slot: usize,
    /// Who, and on which day.
    pub shift: ShiftIdx,
    /// Everything that stands in the way, what cannot be changed by planning first. Never empty.
    pub reasons: Vec<Reason>,
}

/// One thing that keeps a person, on one day, from filling a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The person's role is this one, and not among the slot's.
    WrongRole(RoleIdx),
    /// The person lacks this skill.
    LacksSkill(SkillIdx),
    /// The patient refused the person.
    Refused,
    /// The visit is for this team, and the person is not in it when the shift starts. For the responsible team: it is this one
    /// at every time when the visit could start in this shift, or at the first of them.
    NotInTeam(TeamIdx),
    /// The visit is for a team with this mission, and the person is in none.
    NotInMission(MissionIdx),
    /// No team is responsible for the patient at any time when the visit could start in this shift.
    NobodyResponsible,
    /// The slot is locked to this person.
    LockedToPerson(StaffIdx),
    /// The visit is locked to this day, and the shift is on another.
    LockedToDay(usize),
    /// The visit is locked to this start, outside the shift.
    LockedToStart(PlanTime),
    /// No window of the visit meets the shift. The nearest one is so far off.
    NoWindow {
        /// The nearest window.
        nearest: TimeWindow,
        /// Time between it and the shift.
        off_by: Seconds,
    },
    /// No road leads.
    NoRoad {
        /// From here (the shift's start place, or the visit's).
        from: PlaceIdx,
        /// To here (the visit's place, or the shift's end place).
        to: PlaceIdx,
    },
    /// The first visit of this link is not planned, so the second cannot be.
    LinkedVisitLeftOut(LinkIdx),
    /// The times of this link and the visit's windows leave no moment in this shift.
    LinkedVisitTimes(LinkIdx),
    /// The link asks for the same or different people than this one.
    LinkedVisitPeople(LinkIdx),
    /// Not even if the day were otherwise empty.
    NotEvenAlone {
        /// What stands in the way.
        cause: Cause,
        /// At which stop.
        at: Option<Task>,
        /// By how much, at least; zero where that says nothing.
        by: Seconds,
    },
    /// The day has no room: even at the best place in its order, something would not fit.
    DayFull {
        /// What stands in the way.
        cause: Cause,
        /// At which stop.
        at: Option<Task>,
        /// By how much, at least; zero where that says nothing.
        by: Seconds,
    },
    /// The day's own order already fits no times; nothing can be said of adding to it.
    DayBroken(Cause),
    /// There is room in the day, but this rule would be broken.
    BreaksRule(RuleId),
    /// The person could, but nobody could fill this other slot at all.
    PartnerMissing(usize),
    /// The person could, and so could others for the other slots, but never all at once.
    NoCommonTime,
    /// The visit would fit with this person. The plan would cost so many points more (or less), against leaving it out.
    Fits(i64),
}

/// A change that makes a visit fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relaxation {
    /// What to change.
    pub change: Relaxing,
    /// Who would come: a shift a slot. Empty for [`Relaxing::AfterHorizon`].
    pub shifts: Vec<ShiftIdx>,
    /// When the visit would start.
    pub start: Option<PlanTime>,
    /// The price of the plan with it, less that of the plan as it is, by rule; below zero where the visit's gain outweighs it.
    pub price: Score,
    /// What asking for the change itself is reckoned at (docs/explanations.md); orders the list, and is no part of any score.
    pub asking: i64,
}

/// What could be changed. Facts stay as stated; a planner decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relaxing {
    /// Nothing: it fits as it is, at this price.
    Nothing,
    /// Widen a window of the visit's start.
    WidenWindow {
        /// As it is.
        from: TimeWindow,
        /// As it would have to be.
        to: TimeWindow,
        /// By how much.
        by: Seconds,
    },
    /// Let a shift last longer than its overtime limit allows.
    Overtime {
        /// Whose.
        shift: ShiftIdx,
        /// Beyond the limit.
        by: Seconds,
    },
    /// Leave out another visit instead.
    LeaveOut(VisitIdx),
    /// Move another visit.
    Move {
        /// Which.
        visit: VisitIdx,
        /// To this shift (of its first slot).
        to: ShiftIdx,
        /// To start then.
        start: PlanTime,
    },
    /// Do the visit in another of its acceptable modes.
    OtherMode {
        /// This one.
        mode: VisitMode,
        /// This slot takes part from afar; `None` when all do.
        remote: Option<usize>,
    },
    /// Let somebody of another team fill a slot.
    AllowTeam {
        /// Which slot.
        slot: usize,
        /// Who.
        staff: StaffIdx,
    },
    /// Give somebody a skill (or let them come without it).
    GiveSkill {
        /// Who.
        staff: StaffIdx,
        /// Which skill.
        skill: SkillIdx,
    },
    /// Plan it after the horizon. Not tried.
    AfterHorizon,
}

impl Relaxation {
    /// What orders relaxations: price of the plan and of asking.
    pub fn points(&self) -> i64 {
        self.price.cost().saturating_add(self.asking)
    }
}
