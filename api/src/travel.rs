//! Places' coordinates → travel tables; the one meeting point of roads and planning.

use osm_data::lonlat::LonLat;

/// An open map file.
#[derive(Debug)]
pub struct Map {
    _private: (),
}

/// Where a place is.
pub type Position = LonLat;
