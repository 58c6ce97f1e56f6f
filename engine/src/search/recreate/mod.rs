//! Ways of putting left-out visits back.

mod greedy;

pub(super) use greedy::recreate;
