//! What exactly a rule has to say: facts without prose.

use crate::clock::{PlanTime, TimeWindow};
use crate::model::{CrewIdx, LinkIdx, MissionIdx, PlaceIdx, RoleIdx, ShiftIdx, SkillIdx, StaffIdx, TeamIdx};
use osm_data::units::Seconds;

/// What a finding says, by rule. Sentences are made of it elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    // complete
    /// The slot is in no route though another slot of its visit is.
    SlotMissing,
    /// The slot is in more stops than one; the amount says how many too many.
    SlotRepeated,
    /// The plan names this shift that the problem does not have.
    UnknownShift(ShiftIdx),
    /// The plan has a second route for the shift.
    RouteRepeated,
    /// A stop names a visit, slot, break or block that does not exist; it occupies nobody. The number is the stop's position in the route.
    UnknownTask(usize),
    // skills
    /// The person's role is not among the slot's; this is the person's.
    WrongRole(RoleIdx),
    /// The person lacks this skill.
    MissingSkill(SkillIdx),
    // together
    /// The person fills this other slot of the visit too.
    SamePerson(usize),
    /// The slot's start disagrees with the visit's by the amount.
    StartsApart,
    // refusals
    /// The patient refused the person.
    Refused,
    // responsibility
    /// No team is responsible for the patient at the visit's start.
    NobodyResponsible,
    /// The person is not in this team when the shift starts.
    NotInTeam(TeamIdx),
    /// The person is in no team with this mission when the shift starts.
    NotInMission(MissionIdx),
    // time-windows
    /// The visit starts outside its windows; this is the nearest.
    OutsideWindow(TimeWindow),
    // transit
    /// The stop starts before the person can be there; the amount says by how much.
    TooEarlyToArrive,
    /// No road leads from the place before to this stop (or to the shift's end place).
    NoRoad {
        /// From here.
        from: PlaceIdx,
        /// To here.
        to: PlaceIdx,
    },
    /// The stop states another place than the facts give it.
    WrongPlace(PlaceIdx),
    /// What can be done anywhere is stated at a place where the person is not (or at none).
    PlaceOfNobody,
    /// The stop states a place that the problem does not have.
    UnknownPlace(PlaceIdx),
    // shift-hours
    /// The first stop starts before the person can be there.
    BeforeShift,
    /// The day ends later than the overtime limit allows.
    BeyondOvertime,
    // rest-breaks
    /// Break number … of the shift is not held.
    BreakMissing(usize),
    /// Break number … is held more than once.
    BreakRepeated(usize),
    /// Break number … starts outside its window.
    BreakOutsideWindow(usize),
    /// A stretch of work from this moment is longer than `max_stretch`, by the amount.
    StretchTooLong(PlanTime),
    // blocks
    /// Block number … of the shift is not held.
    BlockMissing(usize),
    /// Block number … is held more than once.
    BlockRepeated(usize),
    /// Block number … starts at another moment.
    BlockMoved(usize),
    /// Block number … is held elsewhere.
    BlockElsewhere(usize),
    // daily-rest
    /// The person is not rested before this moment.
    NotRested(PlanTime),
    /// Too little rest since this shift of the same person.
    RestTooShort(ShiftIdx),
    // linked-visits
    /// The second visit of the link is planned, the first is not.
    FirstNotPlanned(LinkIdx),
    /// The second visit starts too soon after the first.
    GapTooShort(LinkIdx),
    /// The second visit starts too late after the first.
    GapTooLong(LinkIdx),
    /// Nobody takes part in both visits.
    NobodyInBoth(LinkIdx),
    /// This person takes part in both visits.
    SomebodyInBoth(LinkIdx, StaffIdx),
    // crew
    /// The shift belongs to the crew and is not at the visit.
    MemberAbsent(CrewIdx),
    /// The crew does not come from the same place to the visit.
    ComesFromElsewhere(CrewIdx),
    /// The person begins something at the visit's place before the last of the crew can be there.
    AheadOfCrew(CrewIdx),
    /// Accompanying does not start with the crew's first slot.
    AccompaniesApart,
    /// Accompanies a visit in which the crew has no slot on site.
    AccompaniesNobody,
    // pins
    /// The slot is locked to this person.
    PinnedPerson(StaffIdx),
    /// The visit is locked to this day.
    PinnedDay(usize),
    /// The visit is locked to this start.
    PinnedStart(PlanTime),
    // due
    /// An acute visit starts after this due moment.
    DueMissed(PlanTime),
    /// An acute visit that falls due in the horizon is left out.
    DueLeftOut(PlanTime),
    /// An acute visit waits from this moment.
    AcuteWait(PlanTime),
    /// Another visit starts after its date.
    Overdue(PlanTime),
    // unplanned
    /// A mandatory visit is left out.
    MandatoryLeftOut,
    /// An optional visit is left out.
    OptionalLeftOut,
    // continuity
    /// A deputy comes for this fixed contact.
    DeputyComes(StaffIdx),
    /// Neither this fixed contact nor a deputy comes.
    ContactMissed(StaffIdx),
    /// The patient has not met the person.
    NewFace,
    // wishes
    /// Other people are wished for.
    NotWishedFor,
    /// The patient would rather not meet the person.
    Avoided,
    /// No language in common.
    NoSharedLanguage,
    /// Another gender is wished for.
    OtherGender,
    /// The visit starts outside the patient's wished times.
    OutsideWishedTimes,
    // soft-windows
    /// The visit starts outside its soft windows.
    OutsideSoftWindows,
    // overtime
    /// The day ends after the shift.
    Overtime,
    // travel
    /// Time on the way in the whole route, handling not counted.
    TravelTime,
    /// Length of the way in the whole route.
    TravelLength,
    // waiting
    /// Waits before a stop.
    Waiting,
    /// Waits before a stop that several people attend.
    JointWaiting,
    // fairness
    /// Busy for the amount out of this time.
    Load {
        /// Shift less breaks and blocks.
        available: Seconds,
    },
    // stability
    /// A promised visit is left out.
    PromiseLeftOut,
    /// A promised visit is on another day.
    PromiseOtherDay,
    /// A promised visit starts at another time; the amount says by how much.
    PromiseMoved,
    /// This person was promised.
    PromiseOtherPerson(StaffIdx),
}
