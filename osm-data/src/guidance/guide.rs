//! The one who tells turns: a network, and who meets where in it.

use super::Arms;
use crate::network::RoadNetwork;

/// Tells the turns of routes on a network.
#[derive(Clone, Copy, Debug)]
pub struct Guide<'a> {
    network: &'a RoadNetwork,
    arms: &'a Arms,
}

impl<'a> Guide<'a> {
    /// For a network and the arms of its graph.
    pub fn new(network: &'a RoadNetwork, arms: &'a Arms) -> Self {
        Self { network, arms }
    }

    /// The network.
    pub fn network(&self) -> &'a RoadNetwork {
        self.network
    }

    pub(super) fn arms(&self) -> &'a Arms {
        self.arms
    }
}
