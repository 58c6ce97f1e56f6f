//! What a relaxation leaves out, by name.

/// Something of the care problem that its routing problem does not say, or says less strictly. A bound proven with it is a bound
/// all the same; only a plan that reaches it may be none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relaxed {
    /// Breaks take time (as capacity), but have no moment.
    Breaks,
    /// Work without a break may last any time on a day that lists no break.
    LongestStretch,
    /// Blocked times without a place take time, but have no moment.
    Blocks,
    /// Waiting costs nothing.
    Waiting,
    /// Prices that depend on the start of a visit (due moments, soft windows, wished and promised times) count as at the best start.
    Starts,
    /// Where travel depends on the hour, every way takes its least time and length.
    TravelByHour,
    /// With several modes of travel, every way takes the least time and length of all.
    TravelModes,
    /// A workload's square counts by its tangent.
    Fairness,
    /// A first meeting of patient and person with several visits counts by its share in each.
    FirstMeetings,
    /// A visit takes the least time that it takes with anybody.
    FirstMeetingTime,
    /// Slots that can be filled from anywhere take no time, and count as filled by the cheapest person.
    Remote,
    /// Of more than two people at a visit, the two with most to do count; the others come for the least price.
    LargeVisits,
    /// A crew counts as its driver: one person's ways and workload, and each visit's cheapest member.
    Crews,
    /// Links between visits do not bind.
    Links,
    /// Somebody who is to take part in a visit, in whatever slot, need not.
    PinnedPeople,
    /// The rest between the days of one person does not bind.
    DailyRest,
    /// Overtime costs, but has no limit.
    OvertimeLimit,
    /// A person responsible for a patient at some time of a visit's windows counts as responsible at all of them.
    Responsibility,
    /// Two places that a dropped stop lay between are no farther apart than by it.
    Detours,
}
