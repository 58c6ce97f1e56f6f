//! Tags to use: may this mode of travel pass here, which way, how fast. Knows tags, not graphs.
//!
//! All figures stand in `figures.txt`, each with its reason; `docs/roads.md` is the page for planners and mappers.

mod access;
mod bicycle;
mod by_hour;
mod car;
mod classify;
mod condition;
mod conditional;
mod duration;
mod ferry;
mod figure_table;
mod figures;
mod foot;
mod hours;
mod limit;
mod mode;
mod node_use;
mod oneway;
mod opening_hours;
mod road_kind;
mod size;
mod speed;
#[cfg(test)]
mod tests;
mod turn;
mod turn_cost;
mod way_use;

pub use access::Access;
pub use condition::TravelCondition;
pub use conditional::UnreadRules;
pub use figures::{PROFILE_VERSION, figures_as_markdown};
pub(crate) use hours::without;
pub use hours::{HourSpan, RoadMoment, covers};
pub use mode::TravelMode;
pub use node_use::{BarrierUse, LampRule, NodeDelay, NodeUse, lamp_rule, node_use};
pub use road_kind::{RoadClass, RoadKind, RoadTrait};
pub use speed::Speed;
pub use turn::{RestrictionUse, TurnRule, restriction_uses};
pub use turn_cost::{Turn, turn_cost};
pub use way_use::{HourlyUse, Pace, WayUse, way_use};
