//! Where people start, visit and meet.

use osm_data::units::Seconds;

/// A place: a row of the travel tables, and what it costs to get from the road to the door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Row and column in every travel table.
    pub row: usize,
    /// On arrival: park, walk, stairs, door.
    pub arrive: Seconds,
    /// On leaving: the way back to the vehicle.
    pub leave: Seconds,
}
