//! Several places on roads near one coordinate: for whoever asks for more than the nearest, or not for every road.

use super::locator::{Foot, Plane};
use super::{Locator, Snap};
use crate::graph::{Point, SegmentId};
use crate::lonlat::LonLat;
use rustc_hash::FxHashSet;

impl Locator<'_> {
    /// The nearest places on different segments, nearest first: at most `most` of those that `accept` takes, none
    /// farther than `limit` metres.
    ///
    /// The first of them, when everything is accepted, is [`Locator::nearest`]; of two equally near ones one on
    /// a road that is open both ways comes first, then the one on the segment of lower number.
    pub fn nearest_several(
        &self,
        place: LonLat,
        most: usize,
        limit: f64,
        mut accept: impl FnMut(&Snap) -> bool,
    ) -> Vec<Snap> {
        let plane = Plane::at(Point::from_lonlat(place));
        let mut radius = limit.min(100.0);
        let mut refused: FxHashSet<SegmentId> = FxHashSet::default();
        loop {
            let mut feet: Vec<Foot> = Vec::new();
            let mut met: FxHashSet<SegmentId> = FxHashSet::default();
            self.visit_within(&plane, radius, |segment| {
                if met.insert(segment) {
                    feet.push(self.foot(&plane, segment));
                }
            });
            // Beyond the radius something nearer may lie outside of the box.
            feet.retain(|foot| foot.square() <= radius * radius);
            feet.sort_by(|a, b| self.order(a, b));
            let mut found = Vec::new();
            for foot in feet {
                if found.len() == most {
                    break;
                }
                if refused.contains(&foot.segment()) {
                    continue;
                }
                let snap = self.snap(place, foot);
                if accept(&snap) {
                    found.push(snap);
                } else {
                    refused.insert(foot.segment());
                }
            }
            if found.len() == most || radius >= limit {
                return found;
            }
            radius = (radius * 2.0).min(limit);
        }
    }
}
