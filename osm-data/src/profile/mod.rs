//! Tags to use: may this mode of travel pass here, which way, how fast. Knows tags, not graphs.

mod access;
mod car;
mod ferry;
mod mode;
mod node_use;
mod speed;
mod turn;
mod way_use;

pub use access::Access;
pub use car::{PROFILE_VERSION, way_use};
pub use ferry::BOARDING_WAIT;
pub use mode::TravelMode;
pub use node_use::{BarrierUse, NodeDelay, NodeUse, node_use};
pub use speed::Speed;
pub use turn::{RestrictionUse, TurnRule, restriction_use};
pub use way_use::{Pace, WayUse};
