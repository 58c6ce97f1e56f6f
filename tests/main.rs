//! Promises that span the crates, one file a subject.

mod architecture;
mod http;
mod pipeline;
mod roads;
