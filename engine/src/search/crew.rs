//! What a crew's day costs: the same places at the same times for all, but each member has breaks and hours of their own.

use super::prices;
use super::roads::NOWHERE;
use super::shifts::TourFrame;
use super::state::*;

impl SearchState<'_> {
    /// Whether, and from when to when, `member` takes part in an entry.
    pub(super) fn taken(&self, fixed: &TourFrame, member: usize, e: &Entry) -> Option<(u32, u32)> {
        if e.code & DUTY != 0 {
            let duty = &fixed.duties[(e.code & !DUTY) as usize];
            let part = duty.parts.iter().find(|p| p.member as usize == member)?;
            let from = e.start.saturating_add(part.offset);
            return Some((from, from.saturating_add(part.length)));
        }
        let way = &self.frame.ways[e.way as usize];
        let fills = &self.frame.fills[way.fills.range()];
        let there = way.place != NOWHERE || fills.iter().any(|f| f.member as usize == member);
        there.then(|| (e.start, e.over()))
    }

    /// The exact price of a crew's day, prices of starts included.
    pub(super) fn crew_cost(&self, t: u32, tour: &Tour) -> i64 {
        let frame = self.frame;
        let w = frame.weights;
        let fixed = &frame.tours[t as usize];
        let mut points = 0;
        for e in &tour.entries {
            if e.code & DUTY == 0 && e.flags & (TIED | TIMED) == TIMED {
                let visit = &frame.visits[e.code as usize];
                points += prices::of_start(frame.problem, w, visit.index, e.start - e.off);
            }
        }
        for (m, member) in fixed.members.iter().enumerate() {
            if !tour.entries.iter().any(|e| e.code & DUTY == 0 && self.taken(fixed, m, e).is_some()) {
                continue;
            }
            let (mut place, mut free, mut busy) = (fixed.start, None, 0);
            for e in &tour.entries {
                let Some((from, until)) = self.taken(fixed, m, e) else { continue };
                let leg = match free {
                    Some(free) => frame.roads.leg_of_member(fixed.profile, m, place, e.at, free),
                    None => frame.roads.first_leg_of_member(fixed.profile, m, place, e.at, from),
                };
                points += i64::from(leg.cost);
                busy += leg.transit;
                if let Some(free) = free {
                    let per_second = match e.visit() {
                        Some(v) if frame.visits[v as usize].joint => w.joint_waiting_per_second,
                        Some(_) | None => w.waiting_per_second,
                    };
                    points += per_second * i64::from(from.saturating_sub(leg.transit.saturating_add(free)));
                }
                if e.code & DUTY == 0 {
                    busy += until - from;
                }
                (place, free) = (e.at, Some(until));
            }
            let home = frame.roads.leg_of_member(fixed.profile, m, place, fixed.end, free.unwrap_or(0));
            points += i64::from(home.cost);
            busy += home.transit;
            let end = free.unwrap_or(0).saturating_add(home.transit);
            points += w.overtime_per_second * i64::from(end.saturating_sub(member.end));
            points += prices::fairness(w.fairness_per_mille, busy, member.available);
        }
        points
    }
}
