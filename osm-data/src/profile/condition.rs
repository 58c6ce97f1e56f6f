//! Travel conditions: what changes the time that roads take, without a new import.

use super::{RoadClass, RoadKind, RoadMoment};

/// A named state of the roads.
///
/// Bad weather and traffic lengthen times by class of road; ferries may lie still; rules by the hour hold or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TravelCondition {
    /// Its name: `normal`, `morning-peak` …
    pub name: String,
    /// Time on roads outside built-up areas, in percent of the normal one, by [`RoadClass`].
    pub rural_percent: [u32; 12],
    /// The same within built-up areas.
    pub urban_percent: [u32; 12],
    /// Percent on top for unpaved roads.
    pub unpaved_percent: u32,
    /// Delays at junctions and crossings, in percent of the normal ones.
    pub delay_percent: u32,
    /// Whether ferries run.
    pub ferries: bool,
    /// Whether toll roads may be used.
    pub tolls: bool,
    /// When it is, for rules by the hour; without it none of them holds.
    pub moment: Option<RoadMoment>,
}

impl Default for TravelCondition {
    fn default() -> Self {
        Self {
            name: "normal".to_owned(),
            rural_percent: [100; 12],
            urban_percent: [100; 12],
            unpaved_percent: 100,
            delay_percent: 100,
            ferries: true,
            tolls: true,
            moment: None,
        }
    }
}

impl TravelCondition {
    /// Time on a road of this kind in percent of the normal one; `None` when it is closed.
    pub fn percent(&self, kind: RoadKind) -> Option<u32> {
        use super::RoadTrait::{BuiltUp, Toll, Unpaved};
        if kind.class() == RoadClass::Ferry {
            return self.ferries.then_some(100);
        }
        if kind.has(Toll) && !self.tolls {
            return None;
        }
        let by_class = if kind.has(BuiltUp) { &self.urban_percent } else { &self.rural_percent };
        let percent = by_class[kind.class() as usize];
        Some(if kind.has(Unpaved) { percent * self.unpaved_percent / 100 } else { percent })
    }
}
