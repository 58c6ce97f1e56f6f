//! What changes by the hour: access, direction and speed, each with its rules, put together into uses of a way.

use super::conditional::{UnreadRules, clauses};
use super::hours::{HourSpan, common};
use super::{HourlyUse, Pace};
use crate::pbf::Tags;

/// Along the drawing order of a way, or against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heading {
    Forward,
    Backward,
}

/// One thing about a way: what holds, and what holds instead at certain hours; of several rules the last counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ByHour<T> {
    pub(super) always: T,
    pub(super) at_hours: Vec<(T, Vec<HourSpan>)>,
}

impl<T: Copy> ByHour<T> {
    pub(super) const fn constant(always: T) -> Self {
        Self { always, at_hours: Vec::new() }
    }

    pub(super) fn map<U>(self, change: impl Fn(T) -> U) -> ByHour<U> {
        ByHour {
            always: change(self.always),
            at_hours: self.at_hours.into_iter().map(|(value, hours)| (change(value), hours)).collect(),
        }
    }

    /// Every value with its hours, the one that always holds first.
    fn all(&self) -> impl Iterator<Item = (T, &[HourSpan])> {
        let always: &[HourSpan] = &[HourSpan::ALWAYS];
        std::iter::once((self.always, always)).chain(self.at_hours.iter().map(|(v, h)| (*v, h.as_slice())))
    }
}

/// What tags say of one thing, by keys from the most to the least specific; `None` when they say nothing that is
/// understood.
///
/// A key binds with its plain and its conditional form; a plain form that is understood silences all less specific
/// keys. Rules for both directions are counted with the forward one. `read` gives the meaning of a value; its second argument tells that the clause is for those alone who have
/// business there.
pub(super) fn rules<T: Copy>(
    tags: &Tags<'_>,
    keys: &[&str],
    heading: Heading,
    read: impl Fn(&str, bool) -> Option<T>,
    unread: &mut UnreadRules,
) -> Option<ByHour<Option<T>>> {
    let mut always = None;
    let mut at_hours = Vec::new();
    let mut again = UnreadRules::default();
    for key in keys {
        let counted_before = heading == Heading::Backward && !key.ends_with(":backward");
        let unread = if counted_before { &mut again } else { &mut *unread };
        // Less specific keys come later in this walk, and so must stand before in the list.
        let mut of_key = Vec::new();
        let mut holds_always = None;
        if let Some(text) =
            tags.iter().find(|(k, _)| k.strip_suffix(":conditional") == Some(*key)).map(|t| t.1)
        {
            for clause in clauses(text, unread) {
                match (read(clause.value, clause.business), clause.hours) {
                    (None, _) => unread.not_understood += 1,
                    (Some(value), None) => {
                        holds_always = Some(value);
                        of_key.clear();
                    }
                    (Some(value), Some(hours)) => of_key.push((Some(value), hours)),
                }
            }
        }
        at_hours.splice(0..0, of_key);
        always = holds_always.or_else(|| read(tags.get(key)?, false));
        if always.is_some() {
            break;
        }
    }
    (always.is_some() || !at_hours.is_empty()).then_some(ByHour { always, at_hours })
}

/// A pace, or closed, and when.
type PaceAtHours = (Option<Pace>, Vec<HourSpan>);

/// One direction of a way, before its rules are put together.
#[derive(Clone, Debug)]
pub(super) struct Direction {
    /// Whether access tags let one in.
    pub(super) admitted: ByHour<bool>,
    /// Whether one-way tags leave the direction open.
    pub(super) open: ByHour<bool>,
    /// How fast it goes when it is open.
    pub(super) pace: ByHour<Pace>,
}

impl Direction {
    /// The pace, and the paces by the hour; of several that hold the last counts. When the direction is closed one
    /// goes at `else_at`, if at all.
    fn paces(&self, else_at: &ByHour<Option<Pace>>) -> (Option<Pace>, Vec<PaceAtHours>) {
        let pace = |admitted: bool, open: bool, pace: Pace, else_at: Option<Pace>| {
            if admitted && open { Some(pace) } else { else_at }
        };
        let always = pace(self.admitted.always, self.open.always, self.pace.always, else_at.always);
        let mut at_hours = Vec::new();
        // Every combination, the later rules after the earlier ones: so the last that holds is made of the last of
        // each thing that hold.
        for (admitted, a) in self.admitted.all() {
            for (open, b) in self.open.all() {
                for (at_pace, c) in self.pace.all() {
                    for (else_at, d) in else_at.all() {
                        let hours = common(&common(&common(a, b), c), d);
                        if !hours.is_empty() {
                            at_hours.push((pace(admitted, open, at_pace, else_at), hours));
                        }
                    }
                }
            }
        }
        // The first combination is the one that always holds.
        at_hours.remove(0);
        if at_hours.iter().all(|(other, _)| *other == always) {
            at_hours.clear();
        }
        (always, at_hours)
    }
}

/// Of ways that are closed to those to whom they are closed.
pub(super) const NOT_AT_ALL: [ByHour<Option<Pace>>; 2] = [ByHour::constant(None), ByHour::constant(None)];

/// The paces forward and backward, and what changes by the hour; `None` when the way is closed at every hour.
pub(super) type Paces = (Option<Pace>, Option<Pace>, Vec<HourlyUse>);

/// Puts the two directions of a way together; when one is closed, it is passed at its pace of `else_at`, if at all.
pub(super) fn paces(
    forward: &Direction,
    backward: &Direction,
    else_at: &[ByHour<Option<Pace>>; 2],
) -> Option<Paces> {
    let (ahead, ahead_by_hour) = forward.paces(&else_at[0]);
    let (back, back_by_hour) = backward.paces(&else_at[1]);
    let hourly_use = |forward, backward| move |(pace, hours)| HourlyUse { forward, backward, pace, hours };
    let hourly: Vec<HourlyUse> = if ahead_by_hour == back_by_hour {
        ahead_by_hour.into_iter().map(hourly_use(true, true)).collect()
    } else {
        let ahead = ahead_by_hour.into_iter().map(hourly_use(true, false));
        ahead.chain(back_by_hour.into_iter().map(hourly_use(false, true))).collect()
    };
    let open = ahead.is_some() || back.is_some() || hourly.iter().any(|rule| rule.pace.is_some());
    open.then_some((ahead, back, hourly))
}

#[cfg(test)]
mod tests {
    use super::super::Speed;
    use super::super::hours::{RoadMoment, covers};
    use super::*;
    use proptest::prelude::*;

    fn by_hour<T: Copy + std::fmt::Debug>(
        value: impl Strategy<Value = T> + Clone,
    ) -> impl Strategy<Value = ByHour<T>> {
        let span = (1..128_u16, 0..1440_u16, 1..1440_u16).prop_map(|(weekdays, from, length)| HourSpan {
            weekdays,
            months: 4095,
            from,
            to: from + length,
        });
        let rules = proptest::collection::vec((value.clone(), proptest::collection::vec(span, 1..3)), 0..3);
        (value, rules).prop_map(|(always, at_hours)| ByHour { always, at_hours })
    }

    /// The slow twin: looks each thing up at the moment asked for.
    fn at<T: Copy>(thing: &ByHour<T>, moment: RoadMoment) -> T {
        let rule = thing.at_hours.iter().rev().find(|(_, hours)| covers(hours, moment));
        rule.map_or(thing.always, |(value, _)| *value)
    }

    proptest! {
        #[test]
        fn paces_by_the_hour_are_those_of_the_rules_that_hold(
            admitted in by_hour(any::<bool>()),
            open in by_hour(any::<bool>()),
            speed in by_hour((1..100_u32).prop_map(Speed::kmh)),
            pushed in by_hour(proptest::option::of((1..6_u32).prop_map(|kmh| Pace::Drive(Speed::kmh(kmh))))),
            moments in proptest::collection::vec((0..7_u8, 0..1440_u16), 40),
        ) {
            let direction = Direction { admitted, open, pace: speed.map(Pace::Drive) };
            let (always, by_hour) = direction.paces(&pushed);
            for (weekday, minute) in moments {
                let moment = RoadMoment { weekday, minute, month: 5 };
                let open = at(&direction.admitted, moment) && at(&direction.open, moment);
                let slow = if open { Some(at(&direction.pace, moment)) } else { at(&pushed, moment) };
                let rule = by_hour.iter().rev().find(|(_, hours)| covers(hours, moment));
                prop_assert_eq!(rule.map_or(always, |(pace, _)| *pace), slow);
            }
        }
    }
}
