//! How much a matching is to be trusted, by its length alone.

/// A Laplace distribution: where its peak is, and how fast it falls on both sides.
struct Laplace {
    peak: f64,
    scale: f64,
}

/// Of traces matched rightly, and of others: what OSRM's authors fitted to traces that they judged by hand
/// (OSRM 26.10, `include/engine/map_matching/matching_confidence.hpp`). Nobody has fitted it to ours.
const RIGHT: Laplace = Laplace { peak: 0.005986, scale: 0.016646 };
const WRONG: Laplace = Laplace { peak: 0.054385, scale: 0.458432 };
/// The share of right ones among those traces.
const SHARE_RIGHT: f64 = 0.696774;

/// The probability, 0 to 1, that a matching is right whose roads are so many metres long, and the straight lines from
/// point to point of its trace so many: roads much longer or shorter than the trace are hardly those it was driven on.
/// Nought for who did not move.
///
/// It says nothing of which of two parallel roads it was.
pub fn confidence(trace: f64, roads: f64) -> f64 {
    let ratio = roads.ln() - trace.ln();
    if !ratio.is_finite() {
        return 0.0;
    }
    let right = SHARE_RIGHT * RIGHT.density(ratio);
    let wrong = (1.0 - SHARE_RIGHT) * WRONG.density(ratio);
    // Far away from both peaks neither is left.
    if right + wrong > 0.0 { right / (right + wrong) } else { 0.0 }
}

impl Laplace {
    fn density(&self, value: f64) -> f64 {
        (-(value - self.peak).abs() / self.scale).exp() / (2.0 * self.scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roads_as_long_as_the_trace_are_trusted_and_detours_are_not() {
        assert!(confidence(100.0, 100.5) > 0.97);
        assert!(confidence(100.0, 110.0) < 0.5);
        assert!(confidence(100.0, 300.0) < 0.001);
        for (trace, roads) in [(0.0, 0.0), (0.0, 5.0), (5.0, 0.0), (1e-300, 1e300), (f64::NAN, 1.0)] {
            assert_eq!(confidence(trace, roads), 0.0, "{trace} {roads}");
        }
    }
}
