//! OSRM's HTTP form: path and query in, OSRM's JSON out, so that its clients can ask this service.
//!
//! In: the path and query of a request, an open map. Out: a body with its `code`. Never: names an HTTP library.
//!
//! # References
//! OSRM 26.10, `docs/http.md`. `docs/osrm.md` tells where ours differs.

mod annotation;
mod joint;
mod matching;
mod nearest;
mod options;
mod query;
mod refusal;
mod request;
mod route;
mod route_object;
mod service;
mod step;
mod table;

pub use refusal::{Code, Refusal};
pub use service::{Answer, Osrm};

#[cfg(test)]
mod tests;
