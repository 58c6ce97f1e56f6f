//! Map matching: a GPS trace, noisy and with gaps, to the roads it was most probably driven on.
//!
//! In: the points of a trace, each with the places on roads where it may have been measured, and the network of those
//! roads. Out: stretches of the trace, each joined to the roads and driven from point to point by the fastest way.
//! Never: looks for roads itself, or says of a point that cannot be joined that it was anywhere.
//!
//! # References
//! Newson & Krumm (2009), "Hidden Markov Map Matching Through Noise and Sparseness", ACM SIGSPATIAL GIS. The figures and
//! the rules for breaks are those of OSRM 26.10, `src/engine/plugins/match.cpp` and
//! `src/engine/routing_algorithms/map_matching.cpp`; each file here tells where ours differs.

mod chain;
mod confidence;
mod matched;
mod model;
mod tidy;
mod trace;

#[cfg(test)]
mod tests;

pub use confidence::confidence;
pub use matched::{Matched, Matching, match_trace};
pub use tidy::tidied;
pub use trace::{DEVIATION, MOST_CANDIDATES, Trace, TracePoint, search_radius};
