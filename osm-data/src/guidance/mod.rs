//! A route into words' raw material: who turns where, into which road, and for how long it then goes on.

mod arms;
mod bearing;
mod driving_side;
mod guide;
mod instruction;
mod junction;
mod maneuver;
mod overview;

#[cfg(test)]
mod tests;

pub use arms::Arms;
pub use bearing::{bearing_along, bearing_between};
pub use driving_side::drives_on_the_left;
pub use guide::Guide;
pub use instruction::{Instruction, summary};
pub use junction::{Arm, Junction};
pub use maneuver::{Maneuver, ManeuverKind, Modifier};
pub use overview::simplified;
