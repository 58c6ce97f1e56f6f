//! Hours of the week and the year at which a rule holds.

use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

/// A moment as rules by the hour know it: local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoadMoment {
    /// 0 Monday to 6 Sunday.
    pub weekday: u8,
    /// Minute of the day, 0 to 1439.
    pub minute: u16,
    /// Month, 1 to 12.
    pub month: u8,
}

/// One span of hours, eight bytes, as it stands in a map file.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    FromBytes,
    IntoBytes,
    Immutable,
    KnownLayout,
)]
#[repr(C)]
pub struct HourSpan {
    /// Bit 0 Monday to bit 6 Sunday: the days on which the span begins.
    pub weekdays: u16,
    /// Bit 0 January to bit 11 December.
    pub months: u16,
    /// Minute of the day at which it begins, 0 to 1439.
    pub from: u16,
    /// Minute at which it ends, exclusive; above 1440 it reaches into the next day.
    pub to: u16,
}

const EVERY_DAY: u16 = 0b111_1111;
const EVERY_MONTH: u16 = 0b1111_1111_1111;
const DAY: u16 = 1440;

/// Whether any of the spans covers a moment.
pub fn covers(spans: &[HourSpan], at: RoadMoment) -> bool {
    spans.iter().any(|span| span.holds(at))
}

/// Every moment that none of the spans covers.
pub(super) fn uncovered(spans: &[HourSpan]) -> Vec<HourSpan> {
    without(&[HourSpan::ALWAYS], spans)
}

/// Every moment that one of `spans` covers and none of `holes`.
pub(crate) fn without(spans: &[HourSpan], holes: &[HourSpan]) -> Vec<HourSpan> {
    let mut left: Vec<HourSpan> = spans.iter().flat_map(|span| span.by_day()).collect();
    for hole in holes.iter().flat_map(|hole| hole.by_day()) {
        left = left.iter().flat_map(|span| span.less(hole)).collect();
    }
    left
}

/// Every moment that both a span of `these` and one of `those` cover.
pub(super) fn common(these: &[HourSpan], those: &[HourSpan]) -> Vec<HourSpan> {
    if these == [HourSpan::ALWAYS] {
        return those.to_vec();
    }
    if those == [HourSpan::ALWAYS] {
        return these.to_vec();
    }
    let those: Vec<HourSpan> = those.iter().flat_map(|span| span.by_day()).collect();
    these
        .iter()
        .flat_map(|span| span.by_day())
        .flat_map(|this| those.iter().filter_map(move |that| this.within(*that)))
        .collect()
}

impl HourSpan {
    /// Every minute of the year.
    pub const ALWAYS: Self = Self { weekdays: EVERY_DAY, months: EVERY_MONTH, from: 0, to: DAY };

    /// The same moments as spans that end by midnight.
    fn by_day(self) -> impl Iterator<Item = Self> {
        let next_day = (self.weekdays << 1 | self.weekdays >> 6) & EVERY_DAY;
        let today = Self { to: self.to.min(DAY), ..self };
        let tomorrow = Self {
            weekdays: next_day,
            from: self.from.saturating_sub(DAY),
            to: self.to.saturating_sub(DAY),
            ..self
        };
        [today, tomorrow].into_iter().filter(|span| span.from < span.to && span.weekdays != 0)
    }

    /// What two spans that end by midnight have in common.
    fn within(self, other: Self) -> Option<Self> {
        let common = Self {
            weekdays: self.weekdays & other.weekdays,
            months: self.months & other.months,
            from: self.from.max(other.from),
            to: self.to.min(other.to),
        };
        (common.weekdays != 0 && common.months != 0 && common.from < common.to).then_some(common)
    }

    /// What is left of a span that ends by midnight when such a one is cut out of it.
    fn less(self, hole: Self) -> impl Iterator<Item = Self> {
        let inside = self.within(hole);
        let days = Self { weekdays: self.weekdays & !hole.weekdays, ..self };
        let months =
            Self { weekdays: self.weekdays & hole.weekdays, months: self.months & !hole.months, ..self };
        let around = inside.into_iter().flat_map(move |cut| {
            [Self { from: self.from, to: cut.from, ..cut }, Self { from: cut.to, to: self.to, ..cut }]
        });
        let pieces: Vec<Self> = match inside {
            None => vec![self],
            Some(_) => [days, months].into_iter().chain(around).collect(),
        };
        pieces.into_iter().filter(|span| span.weekdays != 0 && span.months != 0 && span.from < span.to)
    }

    /// Whether the span covers a moment.
    pub fn holds(&self, at: RoadMoment) -> bool {
        let month = self.months >> (at.month.clamp(1, 12) - 1) & 1 == 1;
        let on = |weekday: u8| self.weekdays >> weekday & 1 == 1;
        let yesterday = (at.weekday + 6) % 7;
        let today = on(at.weekday) && (self.from..self.to).contains(&at.minute);
        let since_yesterday = on(yesterday) && (self.from..self.to).contains(&(at.minute + 1440));
        month && (today || since_yesterday)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The slow twin: walks through the minutes of a week from the beginning of every span.
    fn slowly_covered(spans: &[HourSpan], month: u8) -> Vec<bool> {
        let mut week = vec![false; 7 * 1440];
        for span in spans.iter().filter(|span| span.months >> (month - 1) & 1 == 1) {
            for weekday in (0..7).filter(|weekday| span.weekdays >> weekday & 1 == 1) {
                for minute in span.from..span.to {
                    week[(weekday * 1440 + usize::from(minute)) % (7 * 1440)] = true;
                }
            }
        }
        week
    }

    fn covered(spans: &[HourSpan], month: u8) -> Vec<bool> {
        (0..7 * 1440_u16)
            .map(|m| RoadMoment { weekday: (m / 1440) as u8, minute: m % 1440, month })
            .map(|at| covers(spans, at))
            .collect()
    }

    fn spans() -> impl Strategy<Value = Vec<HourSpan>> {
        let span = (1..128_u16, 1..4096_u16, 0..1440_u16, 1..1440_u16).prop_map(
            |(weekdays, months, from, length)| HourSpan { weekdays, months, from, to: from + length },
        );
        proptest::collection::vec(span, 0..4)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]
        #[test]
        fn spans_cover_what_walking_through_the_week_finds(
            these in spans(), those in spans(), month in 1..13_u8
        ) {
            let (a, b) = (slowly_covered(&these, month), slowly_covered(&those, month));
            prop_assert_eq!(&covered(&these, month), &a);
            let pairs = || a.iter().zip(&b);
            let both: Vec<bool> = pairs().map(|(a, b)| *a && *b).collect();
            prop_assert_eq!(covered(&common(&these, &those), month), both);
            let first_only: Vec<bool> = pairs().map(|(a, b)| *a && !*b).collect();
            prop_assert_eq!(covered(&without(&these, &those), month), first_only);
            let neither: Vec<bool> = a.iter().map(|a| !a).collect();
            prop_assert_eq!(covered(&uncovered(&these), month), neither);
        }
    }
}
