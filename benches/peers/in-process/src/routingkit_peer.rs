//! RoutingKit's customizable contraction hierarchy on Rond's graph. Its weights are 32 bits wide: time alone.

use crate::roads::Roads;
use osm_data::snap::{Endpoints, Snap};
use osm_data::units::{Millis, RoadCost};
use routingkit_cch::{CCH, CCHMetric, CCHOneToMany, CCHQuery, compute_order_inertial};

/// A hierarchy with Rond's times as its metric, and a query at hand.
pub struct RoutingKit {
    metric: &'static CCHMetric<'static>,
    query: CCHQuery<'static>,
}

/// A time alone as a cost.
fn time(millis: u32) -> RoadCost {
    RoadCost::new(Millis(millis), 0)
}

impl RoutingKit {
    /// Nested dissection by RoutingKit's own inertial order, then one customization.
    ///
    /// The hierarchy is leaked: it lives as long as the program, and a query borrows it.
    pub fn prepare(roads: &Roads) -> Self {
        let (mut tails, mut heads, mut weights) = (Vec::new(), Vec::new(), Vec::new());
        for (tail, head, cost) in roads.arcs() {
            tails.push(tail);
            heads.push(head);
            weights.push(cost.millis().0);
        }
        let place = |node: usize| roads.place(node);
        let lats: Vec<f32> = (0..roads.nodes()).map(|n| place(n).lat as f32).collect();
        let lons: Vec<f32> = (0..roads.nodes()).map(|n| place(n).lon as f32).collect();
        let order = compute_order_inertial(roads.nodes() as u32, &tails, &heads, &lats, &lons);
        let hierarchy = Box::leak(Box::new(CCH::new(&order, &tails, &heads, |_| {}, false)));
        let metric = Box::leak(Box::new(CCHMetric::new(hierarchy, weights)));
        Self { metric, query: CCHQuery::new(metric) }
    }

    /// The least time between two places, and how many nodes the way to it passes.
    pub fn path(
        &mut self,
        roads: &Roads,
        from: &(Snap, Endpoints),
        to: &(Snap, Endpoints),
    ) -> (RoadCost, usize) {
        for (node, cost) in &roads.departures(&from.0, &to.0) {
            self.query.add_source(node.0, cost.millis().0);
        }
        for (node, cost) in &to.1.arrivals {
            self.query.add_target(node.0, cost.millis().0);
        }
        let found = self.query.run();
        let allowance = to.1.allowance.millis().0;
        found
            .distance()
            .map_or((RoadCost::UNREACHABLE, 0), |millis| (time(millis - allowance), found.node_path().len()))
    }

    /// All pairs of the first `size` points: a sweep for each source to all targets, pinned once.
    ///
    /// A target is pinned once for each node it can be reached from; the least of them is its time.
    pub fn table(&mut self, roads: &Roads, size: usize) -> Result<Vec<RoadCost>, Box<dyn std::error::Error>> {
        let places = roads.joined(0, size)?;
        let arrivals: Vec<(u32, u32)> = places
            .iter()
            .flat_map(|(_, ends)| &ends.arrivals)
            .map(|(node, cost)| (node.0, cost.millis().0))
            .collect();
        let pinned: Vec<u32> = arrivals.iter().map(|&(node, _)| node).collect();
        let mut sweep = CCHOneToMany::new(self.metric, &pinned);
        let mut cells = Vec::with_capacity(size * size);
        for from in &places {
            let seeds: Vec<(u32, u32)> =
                from.1.departures.iter().map(|(n, cost)| (n.0, cost.millis().0)).collect();
            let times = sweep.distances_from_multi(&seeds);
            let mut next = times.iter().zip(&arrivals);
            for to in &places {
                let ways = next.by_ref().take(to.1.arrivals.len());
                let least = ways.filter_map(|(time, (_, rest))| Some((*time)? + rest)).min();
                cells.push(match least {
                    // Two places on one segment are joined in a way of their own.
                    _ if from.0.segment == to.0.segment => self.path(roads, from, to).0,
                    Some(millis) => time(millis - to.1.allowance.millis().0),
                    None => RoadCost::UNREACHABLE,
                });
            }
        }
        Ok(cells)
    }
}
