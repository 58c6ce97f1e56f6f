//! Promises that span the crates, one file a subject.

mod architecture;
mod pipeline;
mod http;
mod roads;
