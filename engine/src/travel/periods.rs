//! When each table holds, and a way's arrival and departure across their borders.

use crate::clock::PlanTime;
use osm_data::table::TravelTable;

/// A way whose seconds are this does not exist in that table.
pub const NO_ROAD: u32 = TravelTable::NO_ROAD;

/// A whole way, in steps. In a period in which it takes `s` seconds, each second covers ⌈WHOLE / s⌉ steps: integers, so that
/// judge and search agree to the second. Larger than the square of the longest way ([`crate::model::LONGEST_TRAVEL`], below
/// 2²² seconds), so that within one period the way takes its `s` seconds exactly.
const WHOLE: u64 = 1 << 48;

/// From a moment on, a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Period {
    from: u32,
    table: u32,
}

/// Which of several tables holds when: from the start of the horizon on, without a gap; the last period never ends.
///
/// # Travel across a border
/// A way takes a share of itself each second: 1/s in a period in which all of it takes s seconds. It ends when the shares
/// add up to one; so times change for those under way, too, and whoever leaves later never arrives earlier (first in,
/// first out). Where a table has no road (a ferry at night, a closed road), the share stands still until a period has one:
/// the vehicle waits. In the last period such a way takes the least of its times, so that every journey ends; whoever makes
/// the periods lets the last one begin after everything that matters. Arrivals are rounded up to the second.
///
/// # References
/// Ichoua, Gendreau & Potvin (2003), "Vehicle dispatching with time-dependent travel times", European Journal of Operational
/// Research 144(2), 379–396, doi:10.1016/S0377-2217(02)00147-9. Ours takes shares of the way in place of its length, because
/// a table's times need not be the same length at another speed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TravelPeriods {
    /// The first from zero on, rising; neighbours have different tables, but for the last two.
    periods: Vec<Period>,
    /// The period that holds when each hour begins, up to the hour of the last border.
    of_hour: Vec<u32>,
    tables: u32,
}

impl TravelPeriods {
    /// One table throughout.
    pub fn constant() -> Self {
        Self { periods: vec![Period { from: 0, table: 0 }], of_hour: vec![0], tables: 1 }
    }

    /// From the moment on which each table holds, by its number below `tables`. `None` unless the first is zero, moments rise
    /// and numbers exist.
    pub fn new(tables: usize, from: &[(PlanTime, usize)]) -> Option<Self> {
        let rising = from.windows(2).all(|w| w[0].0 < w[1].0);
        if from.first()?.0 != PlanTime::ZERO || !rising || from.iter().any(|f| f.1 >= tables) {
            return None;
        }
        let mut periods: Vec<Period> = Vec::with_capacity(from.len());
        for (number, &(moment, table)) in from.iter().enumerate() {
            let table = u32::try_from(table).ok()?;
            // The last period is kept though its table be that of the one before: only in it closed ways open.
            if number + 1 == from.len() || periods.last().is_none_or(|p| p.table != table) {
                periods.push(Period { from: moment.0, table });
            }
        }
        if periods.iter().all(|p| p.table == periods[0].table) {
            periods.truncate(1);
        }
        let last = periods.last().expect("one at least").from;
        let mut of_hour = Vec::with_capacity(last as usize / 3600 + 1);
        let mut now = 0;
        for hour in 0..=last / 3600 {
            while periods.get(now + 1).is_some_and(|p| p.from <= hour * 3600) {
                now += 1;
            }
            of_hour.push(u32::try_from(now).ok()?);
        }
        Some(Self { periods, of_hour, tables: u32::try_from(tables).ok()? })
    }

    /// Whether the same table holds at all times.
    #[inline]
    pub fn is_constant(&self) -> bool {
        self.periods.len() == 1
    }

    /// How many tables there are.
    pub fn tables(&self) -> usize {
        self.tables as usize
    }

    /// The moments at which the table changes.
    pub fn borders(&self) -> impl Iterator<Item = PlanTime> {
        self.periods[1..].iter().map(|p| PlanTime(p.from))
    }

    /// The table that holds at a moment.
    pub fn table_at(&self, moment: PlanTime) -> usize {
        self.periods[self.period_at(moment.0)].table as usize
    }

    #[inline]
    fn period_at(&self, moment: u32) -> usize {
        let hour = (moment / 3600) as usize;
        let mut now = self.of_hour.get(hour).map_or(self.periods.len() - 1, |&p| p as usize);
        while self.periods.get(now + 1).is_some_and(|p| p.from <= moment) {
            now += 1;
        }
        now
    }

    /// First moment after a period.
    #[inline]
    fn end(&self, period: usize) -> u32 {
        self.periods.get(period + 1).map_or(u32::MAX, |p| p.from)
    }

    /// What a way takes in a period, when all of it is made then.
    #[inline]
    fn seconds_in(&self, period: usize, seconds: &impl Fn(usize) -> u32) -> u32 {
        let stated = seconds(self.periods[period].table as usize);
        if stated == NO_ROAD && period + 1 == self.periods.len() { self.least(seconds) } else { stated }
    }

    /// The least that a way takes in any table; [`NO_ROAD`] when none has one.
    pub fn least(&self, seconds: impl Fn(usize) -> u32) -> u32 {
        (0..self.tables as usize).map(seconds).min().unwrap_or(NO_ROAD)
    }

    /// The first second at which somebody has arrived who leaves at `departure`, where `seconds` tells what the way takes in
    /// each table. `None` when no table has a road.
    #[inline]
    pub fn arrival(&self, departure: u32, seconds: impl Fn(usize) -> u32) -> Option<u32> {
        let period = self.period_at(departure);
        let whole = self.seconds_in(period, &seconds);
        // Nearly every way begins and ends in one period.
        if whole != NO_ROAD && whole <= self.end(period) - departure {
            return Some(departure + whole);
        }
        self.arrival_across(departure, period, &seconds)
    }

    #[cold]
    fn arrival_across(
        &self,
        departure: u32,
        mut period: usize,
        seconds: &impl Fn(usize) -> u32,
    ) -> Option<u32> {
        let (mut now, mut left) = (departure, WHOLE);
        loop {
            let whole = self.seconds_in(period, seconds);
            let last = period + 1 == self.periods.len();
            if whole == 0 {
                return Some(now);
            }
            if whole != NO_ROAD {
                let pace = WHOLE.div_ceil(u64::from(whole));
                let needed = left.div_ceil(pace);
                let there = u64::from(self.end(period) - now);
                if needed <= there || last {
                    return Some(u32::try_from(u64::from(now) + needed).unwrap_or(u32::MAX));
                }
                left -= there * pace;
            } else if last {
                // Not even the least of all tables has a road.
                return None;
            }
            now = self.end(period);
            period += 1;
        }
    }

    /// The last second at which somebody may leave to have arrived by `arrival`. `None` when not even the start of the horizon
    /// is early enough, or no table has a road.
    ///
    /// The inverse of [`TravelPeriods::arrival`]: leaving at `t` is early enough exactly when `t` is not after this.
    #[inline]
    pub fn departure(&self, arrival: u32, seconds: impl Fn(usize) -> u32) -> Option<u32> {
        let at = self.period_at(arrival);
        if self.seconds_in(at, &seconds) == 0 {
            return Some(arrival);
        }
        // A way that ends at a border has been made in the period before it.
        let period = if self.periods[at].from == arrival { at.checked_sub(1)? } else { at };
        let whole = self.seconds_in(period, &seconds);
        if whole != 0 && whole <= arrival - self.periods[period].from {
            return Some(arrival - whole);
        }
        self.departure_across(arrival, period, &seconds)
    }

    #[cold]
    fn departure_across(
        &self,
        arrival: u32,
        mut period: usize,
        seconds: &impl Fn(usize) -> u32,
    ) -> Option<u32> {
        let (mut now, mut left) = (arrival, WHOLE);
        loop {
            let from = self.periods[period].from;
            let whole = self.seconds_in(period, seconds);
            if whole == 0 {
                // From its last second one is there at once; from the border on one is too late.
                return Some(now - 1);
            }
            if whole != NO_ROAD {
                let pace = WHOLE.div_ceil(u64::from(whole));
                let needed = left.div_ceil(pace);
                let there = u64::from(now - from);
                if needed <= there {
                    return u32::try_from(u64::from(now) - needed).ok();
                }
                left -= there * pace;
            }
            now = from;
            period = period.checked_sub(1)?;
        }
    }
}
