//! What is fixed about each tour: its people, hours, breaks and blocked times.
//!
//! A tour is one shift, or the shifts of a crew, whose members stand at the same places at the same time.

use super::roads::{NOWHERE, Roads};
use crate::model::{Idx, PlaceIdx, Problem, ShiftIdx, StaffIdx};

/// One person of a tour.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub shift: ShiftIdx,
    pub staff: StaffIdx,
    /// Scheduled end, from which overtime counts.
    pub end: u32,
    /// Shift length less breaks and blocks, at least 1.
    pub available: i64,
    /// Breaks that end a stretch of work, in order: number of the duty and own length.
    pub pauses: Vec<(u16, u32)>,
}

/// A break or blocked time of a tour, which every tour with a visit holds once.
#[derive(Clone, Debug)]
pub(super) struct Duty {
    /// Who takes part with what: member, what, start after the duty's start, length.
    pub parts: Vec<DutyPart>,
    pub place: u32,
    pub length: u32,
    pub lo: u32,
    pub hi: u32,
    /// Number among the breaks; breaks keep their order.
    pub is_break: bool,
}

/// One member's part in a duty.
#[derive(Clone, Copy, Debug)]
pub(super) struct DutyPart {
    pub member: u16,
    pub number: u16,
    pub offset: u32,
    pub length: u32,
}

/// The fixed facts of a tour.
#[derive(Clone, Debug)]
pub(super) struct TourFrame {
    /// The driver first.
    pub members: Vec<Member>,
    pub profile: u32,
    pub from: u32,
    pub until: u32,
    pub start: u32,
    pub end: u32,
    pub day: usize,
    pub duties: Vec<Duty>,
    /// False when no route of this tour could keep the rules (a break that cannot be held, …).
    pub usable: bool,
    /// Tours of the same people that come before, near enough for the daily rest to matter.
    pub rest_before: Vec<u32>,
    /// Likewise those that come after.
    pub rest_after: Vec<u32>,
}

impl TourFrame {
    /// Fixes what can be fixed about the tour of `shifts`.
    pub(super) fn build(problem: &Problem, roads: &mut Roads, shifts: &[ShiftIdx]) -> Self {
        let first = &problem.shifts[shifts[0]];
        let people: Vec<StaffIdx> = shifts.iter().map(|&s| problem.shifts[s].staff).collect();
        let mut made = Self {
            members: Vec::new(),
            profile: roads.profile(&people),
            from: 0,
            until: u32::MAX,
            start: roads.local(first.start_place),
            end: roads.local(first.end_place),
            day: first.day,
            duties: Vec::new(),
            usable: true,
            rest_before: Vec::new(),
            rest_after: Vec::new(),
        };
        let stretch = problem.working_time.max_stretch.0;
        for &index in shifts {
            let shift = &problem.shifts[index];
            let staff = &problem.staff[shift.staff];
            let taken: i64 = shift.breaks.iter().map(|b| i64::from(b.duration.0)).sum::<i64>()
                + shift.blocks.iter().map(|b| i64::from(b.duration.0)).sum::<i64>();
            made.members.push(Member {
                shift: index,
                staff: shift.staff,
                end: shift.end.0,
                available: (i64::from(shift.end.since(shift.start).0) - taken).max(1),
                pauses: Vec::new(),
            });
            made.from = made.from.max(shift.start.0).max(staff.rested_from.0);
            made.until = made.until.min((shift.end + shift.overtime_limit).0);
            let pauses = shift.breaks.iter().filter(|b| b.duration >= problem.working_time.min_break).count();
            if pauses == 0 {
                // Nothing ends the stretch: the whole day must be one.
                made.until = made.until.min(shift.start.0.saturating_add(stretch));
                made.usable &= shift.breaks.is_empty() || shift.end.since(shift.start).0 <= stretch;
            }
            made.usable &= roads.local(shift.start_place) == made.start
                && roads.local(shift.end_place) == made.end
                && shift.day == made.day;
        }
        made.add_breaks(problem);
        made.add_blocks(problem, roads);
        made.usable &= made.from < made.until;
        made
    }

    fn add_breaks(&mut self, problem: &Problem) {
        let (stretch, least) = (problem.working_time.max_stretch.0, problem.working_time.min_break.0);
        let mut duties: Vec<Duty> = Vec::new();
        let counts: Vec<usize> = self.members.iter().map(|m| problem.shifts[m.shift].breaks.len()).collect();
        let alike = counts.iter().all(|&c| c == counts[0]);
        for member in 0..self.members.len() {
            let shift = &problem.shifts[self.members[member].shift];
            let pauses: Vec<usize> =
                (0..shift.breaks.len()).filter(|&i| shift.breaks[i].duration.0 >= least).collect();
            for (number, rule) in shift.breaks.iter().enumerate() {
                let (mut lo, mut hi) = (rule.window.opens.0, rule.window.closes.0);
                let length = rule.duration.0;
                if pauses.first() == Some(&number) {
                    hi = hi.min(shift.start.0.saturating_add(stretch));
                }
                if pauses.last() == Some(&number) {
                    lo = lo.max(shift.end.0.saturating_sub(stretch.saturating_add(length)));
                }
                self.usable &= lo <= hi;
                let part = DutyPart { member: member as u16, number: number as u16, offset: 0, length };
                let shared = if alike { duties.get_mut(number) } else { None };
                let index = match shared {
                    Some(duty) if duty.lo.max(lo) <= duty.hi.min(hi) => {
                        duty.lo = duty.lo.max(lo);
                        duty.hi = duty.hi.min(hi);
                        duty.length = duty.length.max(length);
                        duty.parts.push(part);
                        number
                    }
                    Some(_) | None => {
                        duties.push(Duty {
                            parts: vec![part],
                            place: NOWHERE,
                            length,
                            lo,
                            hi,
                            is_break: true,
                        });
                        duties.len() - 1
                    }
                };
                if length >= least {
                    self.members[member].pauses.push((index as u16, length));
                }
            }
        }
        self.duties = duties;
    }

    fn add_blocks(&mut self, problem: &Problem, roads: &Roads) {
        let mut all: Vec<(u32, u32, u32, DutyPart)> = Vec::new();
        for (member, who) in self.members.iter().enumerate() {
            for (number, block) in problem.shifts[who.shift].blocks.iter().enumerate() {
                let (start, length) = (block.start.0, block.duration.0);
                let part = DutyPart { member: member as u16, number: number as u16, offset: 0, length };
                all.push((start, start.saturating_add(length), roads.local(block.place), part));
            }
        }
        all.sort_by_key(|b| (b.0, b.1, b.3.member));
        let mut last_end = 0;
        for (start, end, place, mut part) in all {
            // Blocks of a crew that overlap are one duty for all: everyone else waits.
            if let Some(duty) = self.duties.last_mut()
                && !duty.is_break
                && start < last_end
            {
                self.usable &= duty.place == place;
                part.offset = start - duty.lo;
                duty.length = duty.length.max(end - duty.lo);
                duty.parts.push(part);
            } else {
                let parts = vec![part];
                self.duties.push(Duty {
                    parts,
                    place,
                    length: end - start,
                    lo: start,
                    hi: start,
                    is_break: false,
                });
            }
            last_end = last_end.max(end);
        }
        // One car cannot be at one member's meeting and take the others elsewhere.
        let all = self.members.len();
        self.usable &= self.duties.iter().all(|d| d.place == NOWHERE || d.parts.len() == all);
    }
}

/// All tours of `shifts`: crews together, everyone else alone; with the rest that ties them.
pub(super) fn build_tours(problem: &Problem, roads: &mut Roads, shifts: &[ShiftIdx]) -> Vec<TourFrame> {
    let mut tours = Vec::new();
    for &shift in shifts {
        match problem.shifts[shift].crew {
            None => tours.push(TourFrame::build(problem, roads, &[shift])),
            Some(crew) => {
                let members = &problem.crews[crew].shifts;
                if members.first() == Some(&shift) {
                    let mut tour = TourFrame::build(problem, roads, members);
                    let mut people: Vec<StaffIdx> = tour.members.iter().map(|m| m.staff).collect();
                    people.sort_unstable();
                    tour.usable &= people.windows(2).all(|w| w[0] != w[1]);
                    tours.push(tour);
                }
            }
        }
    }
    let rest = problem.working_time.daily_rest.0;
    let mut by_person: Vec<Vec<(u32, ShiftIdx, u32)>> = vec![Vec::new(); problem.staff.len()];
    for (index, tour) in tours.iter().enumerate() {
        for member in &tour.members {
            let start = problem.shifts[member.shift].start.0;
            by_person[member.staff.index()].push((start, member.shift, index as u32));
        }
    }
    for mut own in by_person {
        own.sort_unstable();
        for (i, &(_, _, earlier)) in own.iter().enumerate() {
            for &(_, _, later) in &own[i + 1..] {
                let bound = tours[earlier as usize].until.saturating_add(rest);
                if earlier != later
                    && bound > tours[later as usize].from
                    && !tours[earlier as usize].rest_after.contains(&later)
                {
                    tours[earlier as usize].rest_after.push(later);
                    tours[later as usize].rest_before.push(earlier);
                }
            }
        }
    }
    tours
}

/// Every place that these shifts touch.
pub(super) fn places_of(problem: &Problem, shifts: &[ShiftIdx]) -> Vec<PlaceIdx> {
    let mut places = Vec::new();
    for &shift in shifts {
        let s = &problem.shifts[shift];
        places.extend(s.start_place);
        places.extend(s.end_place);
        places.extend(s.blocks.iter().filter_map(|b| b.place));
    }
    places
}
