//! Moments as people read them in causes: `08:00 on day 1`.

use crate::clock::{Horizon, PlanTime, TimeWindow};
use std::fmt;

/// A moment on the clock of its day; days are counted from 1.
pub struct Clock<'a>(pub &'a Horizon, pub PlanTime);

impl fmt::Display for Clock<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(horizon, moment) = self;
        if *moment > horizon.end() {
            return write!(f, "{} h after the horizon ends", moment.since(horizon.end()).0 / 3600);
        }
        let day = horizon.day_of(*moment);
        let midnight = horizon.day_start(day);
        let elapsed = moment.since(midnight).0;
        // Clocks go from 02:00 to 03:00 on the day of 23 hours, and from 03:00 back to 02:00 on the day of 25.
        let shown = match horizon.day_start(day + 1).since(midnight).0 {
            82_800 if elapsed >= 2 * 3600 => elapsed + 3600,
            90_000 if elapsed >= 3 * 3600 => elapsed - 3600,
            _ => elapsed,
        };
        let (hours, minutes, seconds) = (shown / 3600, shown / 60 % 60, shown % 60);
        write!(f, "{hours:02}:{minutes:02}")?;
        if seconds > 0 {
            write!(f, ":{seconds:02}")?;
        }
        write!(f, " on day {}", day + 1)
    }
}

/// Both ends of a window.
pub struct Span<'a>(pub &'a Horizon, pub TimeWindow);

impl fmt::Display for Span<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", Clock(self.0, self.1.opens), Clock(self.0, self.1.closes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_shown_by_the_clock_of_their_day() {
        let spring = Horizon::new(vec![PlanTime(0), PlanTime(82_800), PlanTime(169_200)]).unwrap();
        assert_eq!(Clock(&spring, PlanTime(3600)).to_string(), "01:00 on day 1");
        assert_eq!(Clock(&spring, PlanTime(2 * 3600)).to_string(), "03:00 on day 1");
        assert_eq!(Clock(&spring, PlanTime(82_830)).to_string(), "00:00:30 on day 2");
        assert_eq!(Clock(&spring, PlanTime(169_200 + 7200)).to_string(), "2 h after the horizon ends");
    }
}
