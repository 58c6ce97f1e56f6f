//! Tags to use: may this mode of travel pass here, which way, how fast. Knows tags, not graphs.

mod access;
mod car;
mod condition;
mod ferry;
mod hours;
mod mode;
mod node_use;
mod road_kind;
mod speed;
mod turn;
mod turn_cost;
mod way_use;

pub use access::Access;
pub use car::{PROFILE_VERSION, way_use};
pub use condition::TravelCondition;
pub use ferry::BOARDING_WAIT;
pub use hours::{HourSpan, RoadMoment};
pub use mode::TravelMode;
pub use node_use::{BarrierUse, NodeDelay, NodeUse, node_use};
pub use road_kind::{RoadClass, RoadKind, RoadTrait};
pub use speed::Speed;
pub use turn::{RestrictionUse, TurnRule, restriction_use};
pub use turn_cost::{Turn, turn_cost};
pub use way_use::{HourlyUse, Pace, WayUse};
