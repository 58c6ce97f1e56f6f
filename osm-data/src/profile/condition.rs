//! Travel conditions: what changes the time that roads take, without a new import.

use super::figures::{ConditionFigures, PercentByRoad, figures};
use super::{RoadClass, RoadKind, RoadMoment, TravelMode};

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
    /// Every condition that has a name.
    pub const ALL_NAMES: [&'static str; 6] =
        ["normal", "morning-peak", "afternoon-peak", "winter", "ferries-suspended", "no-tolls"];

    /// The condition of a name; `None` for an unknown one.
    ///
    /// The peaks carry the moment that they stand for, so that rules by the hour hold; the others carry none.
    pub fn named(name: &str) -> Option<Self> {
        let normal = Self { name: name.to_owned(), ..Self::default() };
        match name {
            "normal" => Some(normal),
            "ferries-suspended" => Some(Self { ferries: false, ..normal }),
            "no-tolls" => Some(Self { tolls: false, ..normal }),
            _ => figures().conditions.iter().find(|figures| figures.name == name).map(Self::from_figures),
        }
    }

    fn from_figures(figures: &ConditionFigures) -> Self {
        let moment = |(weekday, minute, month)| RoadMoment { weekday, minute, month };
        Self {
            name: figures.name.to_owned(),
            rural_percent: by_class(&figures.rural),
            urban_percent: by_class(&figures.urban),
            unpaved_percent: figures.unpaved,
            delay_percent: figures.delay,
            moment: figures.moment.map(moment),
            ..Self::default()
        }
    }

    /// What of it holds for a mode of travel: queues hold up cars alone, so that a condition of some hour of the day lengthens
    /// no way by bicycle or on foot. Rules by the hour, snow and ferries concern everybody.
    #[must_use]
    pub fn for_mode(&self, mode: TravelMode) -> Self {
        if mode == TravelMode::Car || self.moment.is_none() {
            return self.clone();
        }
        Self {
            name: self.name.clone(),
            ferries: self.ferries,
            tolls: self.tolls,
            moment: self.moment,
            ..Self::default()
        }
    }

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

/// Percent by class: main roads are secondary ones and up; ferries are never slower.
fn by_class(percent: &PercentByRoad) -> [u32; 12] {
    RoadClass::ALL.map(|class| match class {
        RoadClass::Ferry => 100,
        RoadClass::Secondary | RoadClass::Primary | RoadClass::Trunk | RoadClass::Motorway => percent.main,
        RoadClass::Tertiary => percent.through,
        _ => percent.local,
    })
}

#[cfg(test)]
mod tests {
    use super::super::RoadTrait;
    use super::*;

    #[test]
    fn queues_hold_up_cars_alone_and_snow_everybody() {
        let peak = TravelCondition::named("morning-peak").expect("a name");
        let by_bicycle = peak.for_mode(TravelMode::Bicycle);
        assert_eq!(peak.for_mode(TravelMode::Car), peak);
        assert_eq!((by_bicycle.moment, by_bicycle.delay_percent), (peak.moment, 100));
        assert_eq!(by_bicycle.urban_percent, [100; 12]);
        let winter = TravelCondition::named("winter").expect("a name");
        assert_eq!(winter.for_mode(TravelMode::Foot), winter);
    }

    fn named(name: &str) -> TravelCondition {
        TravelCondition::named(name).expect("a known name")
    }

    #[test]
    fn every_name_has_its_condition() {
        for name in TravelCondition::ALL_NAMES {
            assert_eq!(named(name).name, name);
        }
        assert_eq!(named("normal"), TravelCondition::default());
        assert_eq!(TravelCondition::named("monsoon"), None);
        assert_eq!(figures().conditions.len() + 3, TravelCondition::ALL_NAMES.len());
    }

    #[test]
    fn peaks_lengthen_main_roads_in_towns_most() {
        let town = RoadKind::new(RoadClass::Primary).with(RoadTrait::BuiltUp, true);
        let country = RoadKind::new(RoadClass::Primary);
        let street = RoadKind::new(RoadClass::Residential).with(RoadTrait::BuiltUp, true);
        for peak in ["morning-peak", "afternoon-peak"] {
            let percent = |kind| named(peak).percent(kind).unwrap();
            assert!(
                percent(town) > percent(country) && percent(town) > percent(street) && percent(street) >= 100
            );
            assert!(named(peak).moment.is_some() && named(peak).delay_percent > 100);
        }
        assert!(named("afternoon-peak").percent(town) > named("morning-peak").percent(town));
    }

    #[test]
    fn winter_is_worst_on_gravel_and_spares_ferries() {
        let winter = named("winter");
        let paved = RoadKind::new(RoadClass::Tertiary);
        assert!(winter.percent(paved.with(RoadTrait::Unpaved, true)) > winter.percent(paved));
        assert_eq!(winter.percent(RoadKind::new(RoadClass::Ferry)), Some(100));
    }

    #[test]
    fn ferries_lie_still_and_tolls_are_shunned_by_name() {
        assert_eq!(named("ferries-suspended").percent(RoadKind::new(RoadClass::Ferry)), None);
        let toll = RoadKind::new(RoadClass::Primary).with(RoadTrait::Toll, true);
        assert_eq!(named("no-tolls").percent(toll), None);
        assert_eq!(named("normal").percent(toll), Some(100));
    }
}
