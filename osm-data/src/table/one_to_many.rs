//! `OneToMany`: from one source after the other to targets that stay, and now and then become more.

use super::Ends;
use super::above::{Above, Single};
use crate::hierarchy::{ContractionHierarchy, Direction};
use crate::units::RoadCost;

/// Costs between one place at a time and many that are known beforehand.
///
/// What stands above the targets is looked up once, so that a source costs a climb and one pass over that.
#[derive(Debug)]
pub struct OneToMany<'h> {
    above: Above<'h>,
    targets: Vec<Ends>,
    work: Single,
}

impl<'h> OneToMany<'h> {
    /// For `targets` in a hierarchy; with [`Direction::To`] roads are followed backwards: costs are those from each of
    /// `targets`.
    ///
    /// # Panics
    /// If a node is not in `hierarchy`.
    pub fn new(hierarchy: &'h ContractionHierarchy, direction: Direction, targets: Vec<Ends>) -> Self {
        let above = Above::new(hierarchy, direction, &targets);
        Self { above, targets, work: Single::new(hierarchy) }
    }

    /// Adds a target, the last one.
    ///
    /// # Panics
    /// If a node is not in the hierarchy.
    pub fn push(&mut self, target: Ends) {
        self.above.take_in(std::slice::from_ref(&target));
        self.targets.push(target);
    }

    /// The least cost between `source` and each target; [`RoadCost::UNREACHABLE`] where no road leads.
    ///
    /// # Panics
    /// If a node is not in the hierarchy.
    pub fn costs(&mut self, source: &Ends) -> Vec<RoadCost> {
        let mut row = vec![RoadCost::UNREACHABLE; self.targets.len()];
        self.above.sweep(&mut self.work, source, &self.targets, &mut row);
        row
    }
}
