//! What a map file holds.

use crate::address::AddressIndex;
use crate::network::RoadNetwork;

/// The contents of a map file: one road network for each mode of travel it was made for, and addresses.
#[derive(Clone, Debug, PartialEq)]
pub struct MapFile {
    /// At least one; no two of one mode.
    pub networks: Vec<RoadNetwork>,
    /// Often none.
    pub addresses: AddressIndex,
}

impl MapFile {
    /// One network without addresses.
    pub fn of(network: RoadNetwork) -> Self {
        Self { networks: vec![network], addresses: AddressIndex::default() }
    }

    /// The first network: the only one of most files.
    ///
    /// # Panics
    /// If there is none.
    pub fn into_first(self) -> RoadNetwork {
        self.networks.into_iter().next().expect("a map file has a network")
    }
}
