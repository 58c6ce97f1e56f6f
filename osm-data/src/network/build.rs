//! Extract to network, and a network to the same one under another travel condition.

use super::RoadNetwork;
use super::road_network::KeptSkeleton;
use crate::graph::{ImportError, ImportStatistics, RoadGraph, SegmentId, TurnCosts, Weights, import_within};
use crate::hierarchy::Skeleton;
use crate::pbf::PbfReader;
use crate::profile::{TravelCondition, TravelMode};
use crate::snap::Grid;
use crate::units::RoadCost;
use std::path::Path;

/// Reads a `.osm.pbf` and prepares it for travel-time questions.
///
/// `log` is told when a stage begins, in a few words; the caller may time the stages, this crate reads no clock.
///
/// # Errors
/// [`ImportError`] when the file cannot be read or holds no road.
pub fn prepare(pbf: &Path, mode: TravelMode, log: &mut dyn FnMut(&str)) -> Result<RoadNetwork, ImportError> {
    prepare_within(pbf, mode, u64::MAX, log)
}

/// As [`prepare`], unless it would take more than so many bytes of memory: that is refused before most of it is taken.
///
/// # Errors
/// As [`prepare`], and when the memory does not suffice.
pub fn prepare_within(
    pbf: &Path,
    mode: TravelMode,
    memory: u64,
    log: &mut dyn FnMut(&str),
) -> Result<RoadNetwork, ImportError> {
    log("opening");
    let mut reader = PbfReader::open(pbf)?;
    let (graph, statistics) = import_within(&mut reader, mode, TurnCosts::Profile, memory, log)?;
    Ok(RoadNetwork::build(graph, statistics, mode, log))
}

impl RoadNetwork {
    /// From a road graph with at least one segment: sorts it into a grid and builds the hierarchy of the normal
    /// condition.
    pub fn build(
        graph: RoadGraph,
        statistics: ImportStatistics,
        mode: TravelMode,
        log: &mut dyn FnMut(&str),
    ) -> Self {
        log("sorting roads into a grid");
        let grid = Grid::build(&graph);
        log("building the hierarchy");
        let weights = Weights::new(&graph, &TravelCondition::default(), &[]);
        // Not kept: an import ends here, and most maps are never asked about another condition.
        let hierarchy = skeleton(&graph).customize(&weights.turns(&graph));
        let bounding_box = graph.bounding_box().expect("an imported graph has a road");
        let skeleton = KeptSkeleton::default();
        Self { mode, graph, weights, hierarchy, grid, statistics, bounding_box, skeleton }
    }

    /// The same roads under another travel condition, with some segments closed on top. Takes a fraction of a
    /// second for a region, and the first time a third more, to lay out what all conditions share; shares all that stays with
    /// the network it is made of. Queues hold up cars alone. Places are joined to roads that are open then.
    #[must_use]
    pub fn under(&self, condition: &TravelCondition, closed: &[SegmentId]) -> Self {
        let weights = Weights::new(&self.graph, &condition.for_mode(self.mode), closed);
        let skeleton = self.skeleton.get_or_init(|| skeleton(&self.graph));
        let hierarchy = skeleton.customize(&weights.turns(&self.graph));
        let is_open = |id: SegmentId| id.lanes().iter().any(|l| weights.lane(*l) != RoadCost::UNREACHABLE);
        let all_open = self.graph.all_segments().all(|(id, s)| s.can_stop == 0 || is_open(id));
        let grid = if all_open {
            self.grid.clone()
        } else {
            Grid::build_where(&self.graph, |id, segment| segment.is_joinable() && is_open(id))
        };
        Self { weights, hierarchy, grid, ..self.clone() }
    }
}

fn skeleton(graph: &RoadGraph) -> Skeleton {
    let parts = graph.parts();
    Skeleton::new(&parts.first_out, &parts.head)
}
