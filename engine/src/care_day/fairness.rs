//! The price of a workload, from below by a line.

/// `slope × busy − offset` is never above the price of a workload, whatever it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    /// Points a second.
    pub slope: i64,
    /// Points.
    pub offset: i64,
}

/// The line of this slope below `per_mille × busy² / available / 10`, with both divisions rounded down.
///
/// `a·b² ≥ s·b − s²/(4a)` for every `b`, with equality at `b = s/(2a)`; here `1/(4a) = 10·available / (4·per_mille)`. Two points more
/// cover what the divisions drop.
pub(super) fn below(per_mille: i64, available: i64, slope: i64) -> Line {
    if per_mille <= 0 || slope <= 0 {
        return Line::default();
    }
    let square = i128::from(slope) * i128::from(slope) * 10 * i128::from(available);
    let offset = square / (4 * i128::from(per_mille)) + 3;
    match i64::try_from(offset) {
        Ok(offset) if offset <= MOST_OFFSET => Line { slope, offset },
        Ok(_) | Err(_) => Line::default(),
    }
}

/// No line whose start lies deeper: it would say nothing.
const MOST_OFFSET: i64 = 1 << 30;

/// The slope of the price at `busy` seconds of workload.
pub(super) fn slope_at(per_mille: i64, available: i64, busy: i64) -> i64 {
    if per_mille <= 0 { 0 } else { 2 * per_mille * busy / available / 10 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_line_is_never_above_the_price(
            per_mille in 0..500_i64, available in 1..50_000_i64, slope in 0..200_i64, busy in 0..60_000_i64,
        ) {
            let line = below(per_mille, available, slope);
            prop_assert!(line.slope * busy - line.offset <= per_mille * busy * busy / available / 10);
        }
    }

    #[test]
    fn the_line_of_the_slope_at_a_workload_touches_there() {
        let (per_mille, available, busy) = (50, 27_000, 21_600);
        let line = below(per_mille, available, slope_at(per_mille, available, busy));
        let price = per_mille * busy * busy / available / 10;
        assert!(price - (line.slope * busy - line.offset) < 1_400, "a second's slope is a whole number");
    }
}
