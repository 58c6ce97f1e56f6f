//! Several routes one after the other as one: the stops between them are passed.

use super::{RoadNetwork, Route, RouteStep};

impl RoadNetwork {
    /// Routes of this network, each of which begins where the one before ends, as one: their costs added, their steps joined
    /// where they go on along a lane. `None` of none.
    pub fn joined(&self, legs: &[Route]) -> Option<Route> {
        let (first, last) = (legs.first()?, legs.last()?);
        let mut cost = first.cost;
        let mut steps: Vec<RouteStep> = first.steps.clone();
        for leg in &legs[1..] {
            cost = cost + leg.cost;
            for step in &leg.steps {
                match steps.last_mut() {
                    Some(before) if before.lane == step.lane && before.end == step.begin => {
                        before.end = step.end;
                        before.cost = before.cost + step.cost;
                    }
                    _ => steps.push(*step),
                }
            }
        }
        let geometry = self.geometry(&mut steps, &first.from, &last.to);
        Some(Route { cost, geometry, steps, from: first.from, to: last.to })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::road_map;
    use crate::snap::Directions;

    #[test]
    fn routes_over_stops_are_the_route_without_them() {
        let roads = road_map(
            "
            A-----B-----C
                  |     |
                  D-----E
            ",
        );
        let network = &roads.network;
        let between = |a, b, share| roads.place_between(a, b, share);
        let places = [
            between('A', 'B', 0.25),
            between('A', 'B', 0.5),
            between('A', 'B', 0.5),
            roads.place('B'),
            between('B', 'C', 0.5),
            roads.place('C'),
            between('C', 'E', 0.5),
        ];
        let snaps = network.snap_all(&places).unwrap();
        let legs: Vec<Route> =
            snaps.windows(2).map(|pair| network.route(&pair[0], &pair[1]).unwrap()).collect();
        let whole = network.route(&snaps[0], snaps.last().unwrap()).unwrap();
        assert_eq!(network.joined(&legs), Some(whole));
        assert_eq!(network.joined(&legs[..1]), Some(legs[0].clone()));
        assert_eq!(network.joined(&[]), None);
    }

    #[test]
    fn who_turns_round_on_the_road_is_drawn_there_and_back() {
        let roads = road_map("A-----B");
        let network = &roads.network;
        let places = [0.25, 0.75, 0.5].map(|share| roads.place_between('A', 'B', share));
        let snaps = network.snap_all(&places).unwrap();
        let legs: Vec<Route> = snaps
            .windows(2)
            .map(|pair| network.route_on(&pair[0], Directions::Both, &pair[1], Directions::Both).unwrap())
            .collect();
        let whole = network.joined(&legs).unwrap();
        assert_eq!(whole.cost.decimetres(), 3_000 + 1_500);
        assert_eq!((whole.steps.len(), whole.steps[1].first_point), (2, 1));
        let drawn: f64 = whole.geometry.windows(2).map(|pair| pair[0].metres_to(pair[1])).sum();
        assert!((drawn - 450.0).abs() < 0.2, "{drawn}");
    }
}
