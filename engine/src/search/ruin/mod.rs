//! Ways of taking a plan apart: each takes some visits out and says which.

mod choose;
mod left_out;
mod patient;
mod random;
mod related;
mod strings;
mod whole_tour;

pub(super) use choose::{Ruin, ruin};
