//! Times and durations as people write them.

use serde::{Deserialize, Serialize, Serializer};
use utoipa::ToSchema;

/// A moment in Swedish local time (Europe/Stockholm).
///
/// Written `2026-11-23T08:00` (seconds may follow: `08:00:30`), with an offset where it matters (`2026-11-23T07:00Z`,
/// `2026-10-25T02:30+01:00`), or, where a field says so, as a time of day `08:00` or a date `2026-11-23`.
/// A local time that the clock skips in spring is a defect; one that it shows twice in autumn means the first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(example = "2026-11-23T08:00")]
pub struct Moment(pub String);

/// A date: `2026-11-23`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(example = "2026-11-23")]
pub struct Day(pub String);

/// A duration in minutes; fractions down to whole seconds (`2.5` is 2 min 30 s). At most four weeks.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = f64, minimum = 0.0, maximum = 40320.0, example = 30)]
pub struct Minutes(pub f64);

impl Serialize for Minutes {
    /// Whole minutes as whole numbers: `30`, not `30.0`.
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if self.0.fract() == 0.0 && self.0.abs() < 1e15 {
            to.serialize_i64(self.0 as i64)
        } else {
            to.serialize_f64(self.0)
        }
    }
}

impl Minutes {
    /// In whole seconds, rounded to the nearest.
    pub fn seconds(self) -> osm_data::units::Seconds {
        osm_data::units::Seconds((self.0 * 60.0).round().clamp(0.0, f64::from(u32::MAX)) as u32)
    }
}

impl From<osm_data::units::Seconds> for Minutes {
    fn from(seconds: osm_data::units::Seconds) -> Self {
        Self(f64::from(seconds.0) / 60.0)
    }
}
