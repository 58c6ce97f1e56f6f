//! Times as tests write them.

use crate::clock::{PlanTime, TimeWindow};

/// Reads `"07:30"` or `"2 07:30"`.
///
/// # Panics
/// When the text is neither: it is written by the author of a test.
pub fn moment(text: &str) -> PlanTime {
    let (day, clock) = text.split_once(' ').unwrap_or(("0", text));
    let (hour, minute) = clock.split_once(':').expect("a time is written 07:30 or `2 07:30`");
    let number = |digits: &str| digits.parse::<u32>().expect("a time is written 07:30 or `2 07:30`");
    PlanTime(number(day) * 86_400 + number(hour) * 3600 + number(minute) * 60)
}

/// From one time to another.
pub(super) fn window(opens: &str, closes: &str) -> TimeWindow {
    TimeWindow { opens: moment(opens), closes: moment(closes) }
}
