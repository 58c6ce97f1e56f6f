//! Promises that span the crates, one file a subject.

mod addresses;
mod architecture;
mod cli;
mod hours;
mod http;
mod http_limits;
mod http_osrm;
mod http_roads;
mod modes;
mod osrm_behaviour;
mod pipeline;
mod roads;
mod solve;
