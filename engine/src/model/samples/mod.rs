//! Seeded towns: the same facts for doc tests, tests, benchmarks and the demo.
//!
//! In: sizes and a seed. Out: [`Facts`](super::Facts) that build without a defect.
//! Never: read anything; the same arguments give the same facts on every machine.

mod demand;
mod land;
mod town;
mod traffic;
mod workforce;

pub use town::{Town, town};
pub use traffic::with_traffic;
