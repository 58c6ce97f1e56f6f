//! Rond by the doors that its own program uses.

use crate::roads::Roads;
use osm_data::units::RoadCost;
use std::error::Error;

/// All pairs of the first `size` points, row-major.
pub fn table(roads: &Roads, size: usize) -> Result<Vec<RoadCost>, Box<dyn Error>> {
    let asked = roads.points.get(..size).ok_or("fewer points were given than are asked for")?;
    Ok(roads.network.cost_table(asked, asked)?.costs)
}

/// The way between two points with its line on the map: points on it, or none when no road leads.
pub fn route(roads: &Roads, from: usize, to: usize) -> Result<usize, Box<dyn Error>> {
    let ends = roads.network.snap_all(&[roads.points[from], roads.points[to]])?;
    Ok(roads.network.route(&ends[0], &ends[1]).map_or(0, |route| route.geometry.len()))
}
